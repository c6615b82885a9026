"""Whoever asks for what changed since hears of every change, however it was written."""

from functools import partial

import pytest

from candidates.register.models import Candidate
from candidates.rosters import actions
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from tests.candidates.register.identities import changing, correcting
from tests.story import record_of
from tests.world import World, invented


def rewritten(world: World, candidate: Candidate, **changes) -> None:
    person = candidate.person
    known = {"name": person.name, "id_number": person.id_number}
    entry = invented(**known, birth_date=person.birth_date, **changes)
    actions.add_candidates(
        actor=SYSTEM, batch=candidate.batch, campus=candidate.campus, entries=[entry]
    )


def released(world: World, candidate: Candidate) -> None:
    ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="rejected", reason="x")
    screening.release(actor=SYSTEM, ids=ids)


CHANGES = {
    "a later roster": ("registered", partial(rewritten, phone="13900001111")),
    "particulars": (
        "registered",
        lambda world, row: changing(row.pk, phone="13900001111")(world.office),
    ),
    "the name": (
        "registered",
        lambda world, row: correcting(row.pk, name="欧阳慕白")(world.office),
    ),
    "entering": (
        "registered",
        lambda world, row: register_to_screening(actor=SYSTEM, ids=[row.pk]),
    ),
    "the state": (
        "waiting",
        lambda world, row: screening.open_review(
            actor=SYSTEM, ids=[record_of(Screening, row).pk]
        ),
    ),
    "leaving": ("in_review", released),
}


@pytest.mark.parametrize(("point", "change"), CHANGES.values(), ids=list(CHANGES))
def test_a_change_is_seen_and_nobody_elses(world, point, change):
    candidate, other = world.candidate(point), world.candidate()
    before = clock.now()
    change(world, candidate)
    newer = Candidate.objects.filter(updated_at__gt=before)
    assert set(newer) == {candidate}
    assert other.updated_at < before
