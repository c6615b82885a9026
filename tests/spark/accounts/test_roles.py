"""Roles given and taken: at their places, told, in history, never one's own."""

from functools import partial

import pytest

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark.accounts.models import Role, User
from spark.accounts.people import actions, leaving, queries
from spark.accounts.scope import grants_of
from spark.notifications import inbox
from spark.notifications.models import Message
from tests.spark.accounts.letters import letters_to
from tests.story import messages_sent, outcome, record_of


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def roles_of(user: User) -> set[tuple[str, str]]:
    """Role and place in words."""
    return {(g.role, str(g.place or "")) for g in user.role_grants.all()}


def test_a_role_is_given_at_its_place_and_the_person_told(world):
    actions.grant_role(
        actor=world.office, pk=world.lin.pk, role=Role.MENTOR, place=world.base
    )
    assert roles_of(world.lin) == {
        (Role.COORDINATOR, str(world.campus)),
        (Role.MENTOR, str(world.base)),
    }
    assert messages_sent() == {("role-granted", "lin")}
    message = Message.objects.first()
    assert str(world.base) in inbox.words(message, "zh-hans")[0]
    assert world.base.name_en in inbox.words(message, "en")[0]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.COORDINATOR, None),
        (Role.MENTOR, None),
        (Role.TEAM, None),
        (Role.CLIENT, None),
    ],
)
def test_a_role_without_its_place_is_refused_by_the_database(world, role, place):
    act = partial(
        actions.grant_role,
        actor=world.office,
        pk=world.nobody.pk,
        role=role,
        place=place,
    )
    assert outcome(act) == "role-needs-place"


def test_a_role_is_held_once_at_a_place(world):
    act = partial(
        actions.grant_role,
        actor=world.office,
        pk=world.lin.pk,
        role=Role.COORDINATOR,
        place=world.campus,
    )
    assert outcome(act) == "role-held"


def test_a_role_taken_away_is_gone_told_and_in_history(world):
    grant = world.lin.role_grants.get()
    actions.revoke_role(
        actor=world.office, pk=world.lin.pk, grant_id=grant.pk, reason="换岗"
    )
    assert grants_of(fresh(world.lin)).roles == set()
    assert messages_sent() == {("role-revoked", "lin")}
    (entry,) = queries.history(world.lin)
    assert (entry.who, entry.reason) == ("苏明远", "换岗")


def test_what_a_role_would_have_been_told_is_not_sent_once_it_is_taken_away(world):
    world.candidate("in_review")
    both = world.user("both", "两校", Role.COORDINATOR, world.campus, world.other)
    screening.ask_more(
        actor=world.reviewer, ids=[Screening.objects.get().pk], reason="视频"
    )
    here = both.role_grants.get(campus=world.campus)
    actions.revoke_role(actor=world.office, pk=both.pk, grant_id=here.pk, reason="换岗")
    assert len(letters_to(both.email)) == 1  # that of the role
    assert len(letters_to("lin@test.spark")) == 1


def test_two_roles_given_one_after_another_are_both_told(world):
    for place in (world.campus, world.other):
        actions.grant_role(
            actor=world.office,
            pk=world.nobody.pk,
            role=Role.COORDINATOR,
            place=place,
        )
    assert len(letters_to("nobody@test.spark")) == 2


def test_a_role_whose_work_is_open_stays(world):
    ids = [record_of(Screening, world.candidate("waiting")).pk]
    screening.open_review(actor=world.reviewer, ids=ids)
    grant = world.reviewer.role_grants.get()
    act = partial(
        actions.revoke_role,
        actor=world.office,
        pk=world.reviewer.pk,
        grant_id=grant.pk,
        reason="换岗",
    )
    assert outcome(act) == "role-has-work"


def test_nobody_changes_their_own_log_in_or_roles(world):
    mine = {"actor": world.office, "pk": world.office.pk}
    grant = world.office.role_grants.get().pk
    for act in (
        partial(actions.grant_role, **mine, role=Role.SIGNING),
        partial(actions.revoke_role, **mine, grant_id=grant, reason="x"),
        partial(actions.invite_again, **mine),
        partial(leaving.disable, **mine, reason="x"),
    ):
        assert outcome(act) == "not-yourself"
