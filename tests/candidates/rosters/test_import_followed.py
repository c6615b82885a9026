"""Who wrote after an import, also the same: then it isn't taken back."""

from dataclasses import replace
from functools import partial

import pytest

from candidates.register.models import Candidate
from candidates.rosters.actions import undo_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import forget_rosters
from candidates.screening.handover import register_to_screening
from spark.errors import Refused, words
from tests.candidates.register.identities import (
    changing,
    correcting,
    in_another_batch,
    merging,
)
from tests.candidates.rosters.test_import import imported, reloaded, sheet
from tests.story import outcome, standing
from tests.world import invented

OTHER, THIRD = "13900000001", "13900000002"


def undoing(world, roster: RosterImport):
    return partial(undo_roster, actor=world.lin, pk=roster.pk)


def stands() -> tuple[str, str]:
    candidate = Candidate.objects.latest("pk")
    return candidate.stage, candidate.phone


def test_whom_a_later_roster_confirmed_stays(world):
    person = invented()
    first = imported(world, sheet(person, invented()))
    later = imported(world, sheet(person))
    assert later.counts == {"unchanged": 1}
    with pytest.raises(Refused) as caught:
        undoing(world, first)()
    said = words(caught.value)
    assert said.code == "roster-confirmed"
    assert "直播2301班.xlsx" in said.text or later.file_name in said.text
    assert person.name in said.text and "先撤销" in said.way_out
    assert set(Candidate.objects.values_list("stage", flat=True)) == {"registered"}
    assert reloaded(first).state == "imported"
    undoing(world, later)()
    undoing(world, first)()
    assert set(Candidate.objects.values_list("stage", flat=True)) == {"left"}


def test_what_a_later_roster_confirmed_is_not_set_back(world):
    person = invented()
    imported(world, sheet(person))
    again = sheet(replace(person, phone=OTHER))
    second, third = imported(world, again), imported(world, again)
    assert outcome(undoing(world, second)) == "roster-confirmed"
    assert stands() == ("registered", OTHER)
    undoing(world, third)()
    undoing(world, second)()
    assert stands() == ("registered", person.phone)


def test_who_confirmed_earlier_stands_when_a_later_one_is_undone(world):
    person = invented()
    first = imported(world, sheet(person))
    second = imported(world, sheet(person))
    undoing(world, imported(world, sheet(replace(person, phone=OTHER))))()
    assert outcome(undoing(world, first)) == "roster-confirmed"
    undoing(world, second)()
    undoing(world, first)()
    assert standing(Candidate.objects.get()) == ("left registered", "import_undone")


def test_a_later_roster_of_others_is_no_reason(world):
    first = imported(world)
    imported(world)
    undoing(world, first)()
    assert Candidate.objects.filter(stage="registered").count() == 2


def test_nobody_knows_what_a_forgotten_roster_confirmed(world):
    person = invented()
    first = imported(world, sheet(person))
    later = imported(world, sheet(person))
    RosterImport.objects.filter(pk=later.pk).update(images=None)
    assert outcome(undoing(world, first)) == "roster-forgotten"
    forget_rosters()


def by_hand(**given):
    return lambda world, candidate: changing(candidate.pk, **given)(world.lin)


def there_and_back(world, candidate):
    changing(candidate.pk, phone=THIRD)(world.lin)
    changing(candidate.pk, phone=candidate.phone)(world.lin)


def another_name(world, candidate):
    correcting(candidate.pk, name="林正名")(world.office)


def name_and_back(world, candidate):
    name = candidate.person.name
    another_name(world, candidate)
    correcting(candidate.pk, name=name)(world.office)


def merged(world, candidate):
    earlier = in_another_batch(world)
    merging(candidate.pk, earlier.person_id)(world.office)


def another_field(world, candidate):
    changing(candidate.pk, email="a@b.cn")(world.lin)


FOLLOWED = {
    "the same by hand": lambda w, c: changing(c.pk, phone=c.phone)(w.lin),
    "another by hand": by_hand(phone=THIRD),
    "back by hand": there_and_back,
    "another field": another_field,
    "another name": another_name,
    "the name back": name_and_back,
    "merged": merged,
    "called": lambda w, c: register_to_screening(actor=w.office, ids=[c.pk]),
    "by a roster and back": lambda w, c: [
        imported(w, sheet(invented(**_of(c) | {"phone": phone})))
        for phone in (THIRD, c.phone)
    ],
}


def _of(candidate: Candidate) -> dict:
    own = ("name", "id_number", "birth_date")
    return {name: getattr(candidate.person, name) for name in own} | {
        "student_number": candidate.student_number
    }


@pytest.mark.parametrize("how", FOLLOWED)
@pytest.mark.parametrize("known", [False, True], ids=["added", "updated"])
def test_who_was_written_since_is_not_taken_back(world, how, known):
    person = invented()
    if known:
        imported(world, sheet(replace(person, phone=OTHER)))
    roster = imported(world, sheet(person))
    candidate = Candidate.objects.get()
    FOLLOWED[how](world, candidate)
    candidate.refresh_from_db()
    before = (candidate.stage, candidate.phone)
    said = outcome(undoing(world, roster))
    assert said in {"roster-followed", "roster-confirmed"}
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.phone) == before


def test_images_of_the_release_before_are_still_undone(world):
    roster = imported(world)
    kept = dict(roster.images)
    for name in ("versions", "earlier", "confirmed"):
        del kept[name]
    RosterImport.objects.filter(pk=roster.pk).update(images=kept)
    undoing(world, roster)()
    assert set(Candidate.objects.values_list("stage", flat=True)) == {"left"}
