"""A route, and what each kind of visitor gets from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from spark.accounts.buttons import Button
from spark.accounts.models import Role
from spark.accounts.roles import GuestRole
from spark.accounts.verbs import Verb
from tests.world import ONLOOKERS, STAFF

EVERYBODY = (*STAFF, "nobody")
# The first of each role.
PEOPLE_OF: dict[str, str] = {Role.CLIENT: "client", Role.OFFICE_CLIENT: "office_client"}
for person, role in STAFF.items():
    PEOPLE_OF.setdefault(role, person)
PEOPLE_OF[GuestRole.CANDIDATE] = "guest"  # let in by the card of {candidate}
PEOPLE_OF[GuestRole.GUARDIAN] = "guardian"  # let in to consent for {candidate}
UNKNOWN = {"anonymous", "guest", "guardian", "client", "other_client"}
PEOPLE_OF[GuestRole.APPLICANT] = "applicant"  # tests/candidates/applying
# Coordinates the college of mei's and reviews: does as either of two would, no more.
DOUBLE = ("mei", "reviewer")


@dataclass(frozen=True)
class Row:
    """A route as the visitors of tests/test_access.py find it.

    Args:
        name: the route's, or a namespace with its colon for all routes in it.
        path: with {candidate}, {record} (of `room`), {roster}, {campus}, {user},
            {application}, {call}, {slug}, {batch}, {card}, {anchor};
            of a `studio`, {trial}, {campaign}, {round}, {plan}, {test}, {filing},
            {unclear}, {result}, {live_figures}, {place}, {base}, {shift},
            {judgement} of `mentor`, {incident}; {webhook}, {delivery}; {robot},
            {group_message}; {calendar} of `lin`.
        ok: the visitors for whom it works, with `works` as the status.
        denied: the status for other people logged in, or by visitor. The programme's
            system gets what the campus's gets, if nothing is said of it.
        anonymous: the status without a log-in; API clients come as such to pages.
        at: how far `World.candidate` has walked lin's candidate.
    """

    name: str
    path: str
    ok: tuple[str, ...] = EVERYBODY
    works: int = 200
    denied: int | Mapping[str, int] = 404
    anonymous: int = 302
    at: str = ""
    room: str = ""
    studio: bool = False
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)

    def expected(self, visitor: str) -> int:
        if visitor in self.ok:
            return self.works
        if visitor in self._said:
            return self._said[visitor]
        if visitor == "office_client":
            return self.expected("client")
        if visitor == "double":
            each = [self.expected(role) for role in DOUBLE]
            return self.works if self.works in each else min(each)
        if visitor in UNKNOWN:
            return self.anonymous
        return self.denied if isinstance(self.denied, int) else 404

    @property
    def _said(self) -> Mapping[str, int]:
        """The statuses said by visitor."""
        return self.denied if isinstance(self.denied, Mapping) else {}


def public(name: str, path: str, works: int = 200, **more) -> Row:
    """The same for everybody, logged in or not."""
    everybody = (*UNKNOWN, *EVERYBODY)
    return Row(name, path, ok=everybody, works=works, **more)


def seen_by(*visitors: str) -> tuple[str, ...]:
    """Of what is the candidate's: who sees every candidate sees it too."""
    return (*visitors, *ONLOOKERS)


def may(verb: Verb, sees: Collection[str]) -> tuple[str, ...]:
    """Who of those may do it, by its own word; tests/test_verbs.py holds that word."""
    able = {PEOPLE_OF[role] for role in verb.roles}
    return tuple(visitor for visitor in sees if visitor in able)


def pressed(button: Button, state: str) -> int:
    """The status for who may, with nothing given."""
    if button.form is not None:
        return 422
    possible = state in button.verb.states_before and button.verb.when is None
    return 302 if possible else 409
