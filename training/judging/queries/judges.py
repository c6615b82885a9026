"""Who may judge, and what they have already."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from candidates.register.models import Candidate
from candidates.screening.models import Absence, Scorecard
from candidates.screening.queries import nearest_cards
from candidates.screening.stages import Use
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.queries import people_with
from spark.accounts.scope import Grants, grants_of, remember
from training.judging.models import Judgement
from training.judging.stages import PENDING, JudgementState
from training.trials.models import Trial

COUNTED = (*PENDING, JudgementState.LOCKED)


@dataclass
class Known:
    """A judge, and what decides which trials they may be given.

    Args:
        given: their trials that they haven't given up.
    """

    user: User
    grants: Grants
    given: list[Trial] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)

    def role_for(self, trial: Trial) -> Role | None:
        """As what they judge it: a mentor of its base, a reviewer, or not at all."""
        if trial.slot.room.base_id in self.grants.at(Role.MENTOR, "base"):
            return Role.MENTOR
        return Role.REVIEWER if Role.REVIEWER in self.grants.roles else None

    def may_judge(self, candidate: Candidate) -> bool:
        """Never those of their own college."""
        return candidate.campus_id not in self.grants.barred

    def is_away(self, day: date) -> bool:
        return any(one.starts_on <= day <= one.ends_on for one in self.absences)

    def can_be_given(self, trial: Trial) -> bool:
        """Without being asked: the office itself judges only by its own choice."""
        day = clock.day(trial.during.lower)
        fits = self.role_for(trial) is not None and self.may_judge(trial.candidate)
        return fits and not self.is_away(day)


def judges() -> list[Known]:
    """All mentors, reviewers and people of the office, by name."""
    roles = (Role.MENTOR, Role.REVIEWER, Role.OFFICE)
    keys = {key for role in roles for key in people_with(role).values_list("pk")}
    users = User.objects.filter(pk__in=[key for (key,) in keys])
    known = {}
    for user in users.prefetch_related("role_grants").order_by("name", "pk"):
        remember(user, user.role_grants.all())
        known[user.pk] = Known(user, grants_of(user))
    for absence in Absence.objects.filter(reviewer__in=known):
        known[absence.reviewer_id].absences.append(absence)
    rows = Judgement.objects.filter(judge__in=known, state__in=COUNTED)
    for row in rows.select_related("trial__slot"):
        known[row.judge_id].given.append(row.trial)
    return list(known.values())


def had_by(trials: Collection[int]) -> dict[int, set[int]]:
    """Who has or had a card of each trial: nobody gets it twice."""
    had: dict[int, set[int]] = {key: set() for key in trials}
    rows = Judgement.objects.filter(trial__in=trials)
    for trial, judge in rows.values_list("trial", "judge"):
        had[trial].add(judge)
    return had


def counting(trials: Collection[int]) -> dict[int, int]:
    """How many judges each trial has who didn't give it up."""
    rows = Judgement.objects.filter(trial__in=trials, state__in=COUNTED)
    counts: dict[int, int] = defaultdict(int)
    for trial in rows.values_list("trial", flat=True):
        counts[trial] += 1
    return counts


def cards_of(trials: Iterable[Trial]) -> dict[int, Scorecard]:
    """By trial: the card its round began with for that direction, or the nearest."""
    those = list(trials)
    of = ("trial__round", "candidate__direction")
    rows = Judgement.objects.filter(trial__round__in={t.round_id for t in those})
    first = rows.order_by(*of, "pk").distinct(*of).values_list(*of, "card")
    begun = {(round_, direction): card for round_, direction, card in first}
    cards = Scorecard.objects.in_bulk(begun.values())
    people = {trial.candidate_id: trial.candidate for trial in those}
    # With their batches, which the door of trials doesn't join.
    rows_of = Candidate.objects.filter(pk__in=people).select_related("batch")
    nearest = nearest_cards(rows_of.defer("person__id_number"), Use.TRIALS)
    found = {}
    for trial in those:
        key = begun.get((trial.round_id, trial.candidate.direction_id))
        card = cards[key] if key else nearest.get(trial.candidate_id)
        if card is not None:
            found[trial.pk] = card
    return found
