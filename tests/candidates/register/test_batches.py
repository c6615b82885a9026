"""Batches: copied, closed with nobody left waiting, and taking nobody in afterwards."""

from datetime import date
from functools import partial

import pytest

from candidates.register.actions import close_batch, copy_batch, reopen_batch
from candidates.register.models import (
    Batch,
    Candidate,
    Direction,
    DirectionCategory,
    Quota,
)
from candidates.rosters.actions import add_candidates, send_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import check_import
from candidates.screening import actions as screening
from candidates.screening.actions import roll_waitlist
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.errors import Refused
from spark.notifications import inbox
from spark.notifications.models import Message
from tests.candidates.rosters.small_roster import GOOD, HEADER
from tests.story import last_event, messages_sent, outcome, record_of, standing, who_may
from tests.world import World, invented

COPY = {
    "slug": "hangzhou-2027-spring",
    "names": ("2027 春·杭州二期", "Hangzhou, spring 2027"),
    "opens_on": date(2027, 3, 1),
    "closes_on": date(2027, 4, 30),
}


@pytest.fixture
def later(world) -> Batch:
    return copy_batch(actor=SYSTEM, batch=world.batch, **COPY)


def waitlisted(world: World, **entry) -> Candidate:
    candidate = world.candidate("in_review", **entry)
    ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="waitlisted", reason="名额已满")
    screening.release(actor=SYSTEM, ids=ids)
    return candidate


def close(world: World, actor=SYSTEM) -> None:
    close_batch(actor=actor, pk=world.batch.pk, reason="期次结束")


def roll(world: World, into: Batch, actor=SYSTEM) -> int:
    return roll_waitlist(actor=actor, batch=world.batch, into=into, reason="转下一期")


def test_a_copy_has_colleges_directions_and_quotas_and_nobody_in_it(world):
    world.candidate()
    direction = Direction.objects.get()
    for campus, places in ((None, 30), (world.campus, 10)):
        Quota.objects.create(
            batch=world.batch, direction=direction, campus=campus, places=places
        )
    copy = copy_batch(actor=world.office, batch=world.batch, **COPY)
    assert copy.is_open
    assert (copy.programme, copy.region) == (world.batch.programme, world.region)
    assert (copy.name_zh, copy.name_en) == COPY["names"]
    assert (copy.opens_on, copy.closes_on) == (COPY["opens_on"], COPY["closes_on"])
    assert set(copy.campuses.all()) == {world.campus, world.other}
    assert set(copy.directions.all()) == {direction}
    copied = copy.quotas.values_list("direction", "campus", "places")
    assert set(copied) == {
        (direction.pk, None, 30),
        (direction.pk, world.campus.pk, 10),
    }
    assert not Candidate.objects.filter(batch=copy).exists()
    assert last_event(copy)["actor"] == world.office.pk


def test_a_copy_closes_after_it_opens(world):
    backwards = COPY | {"closes_on": date(2027, 2, 1)}
    act = partial(copy_batch, actor=SYSTEM, batch=world.batch, **backwards)
    assert outcome(act) == "batch-dates"


def test_only_the_office_sets_batches_up_and_closes_them(world, later):
    copy = partial(copy_batch, batch=world.batch, **COPY | {"slug": "another"})
    assert who_may(world, copy)["done"] == {"office"}
    for act in (
        partial(close_batch, pk=world.batch.pk, reason="期次结束"),
        partial(roll_waitlist, batch=world.batch, into=later, reason="转下一期"),
    ):
        assert who_may(world, act)["done"] == {"office"}


@pytest.mark.parametrize("until", ["registered", "waiting", "in_review"])
def test_a_batch_stays_open_while_somebody_waits_for_a_decision(world, until):
    world.candidate(until)
    with pytest.raises(Refused) as raised:
        close(world)
    assert raised.value.code == "batch-undecided"
    assert raised.value.facts["count"] == 1


def test_a_batch_stays_open_while_somebody_is_on_its_waitlist(world):
    waitlisted(world)
    assert outcome(partial(close, world)) == "batch-waitlist"


@pytest.mark.parametrize("until", ["passed", "active", "probation"])
def test_who_has_a_place_goes_on_in_a_closed_batch(world, until):
    candidate = world.candidate(until)
    before = standing(candidate)
    close(world, world.office)
    world.batch.refresh_from_db()
    assert not world.batch.is_open
    assert standing(candidate) == before
    assert last_event(world.batch) == {
        "verb": "batch.close",
        "actor": world.office.pk,
        "reason": "期次结束",
    }


def test_a_closed_batch_is_not_closed_again_but_opened(world):
    close(world)
    assert outcome(partial(close, world)) == "state-moved"
    reopen_batch(actor=world.office, pk=world.batch.pk, reason="关早了")
    add_candidates(
        actor=SYSTEM, batch=world.batch, campus=world.campus, entries=[invented()]
    )


def test_a_closed_batch_takes_nobody_in(world):
    roster = send(world)
    close(world)
    add = partial(add_candidates, actor=SYSTEM, batch=world.batch, campus=world.campus)
    assert outcome(partial(add, entries=[invented()])) == "batch-closed"
    world.batch.refresh_from_db()
    assert outcome(partial(send, world)) == "batch-closed"
    check_import(roster.pk)
    roster.refresh_from_db()
    assert roster.state == RosterImport.State.FAILED
    named = {"zh-hans": world.batch.name_zh, "en": world.batch.name_en}
    assert roster.error == {"code": "batch-closed", "facts": {"batch": named}}
    assert not Candidate.objects.exists()


def send(world: World) -> RosterImport:
    return send_roster(
        actor=world.lin,
        batch=world.batch,
        campus=world.campus,
        file_name="直播2301班.csv",
        content="\n".join(",".join(row) for row in (HEADER, GOOD)).encode(),
        notice_version="2026-1",
        notice_on=clock.today(),
    )


def test_the_waitlisted_move_to_the_next_batch(world, later):
    candidate = waitlisted(world, guardian_name="林青")
    assert roll(world, later, world.office) == 1
    assert standing(candidate) == ("left screening", "rolled")
    assert record_of(Screening, candidate).state == "rolled"
    again = Candidate.objects.get(batch=later)
    assert (again.stage, again.person) == ("registered", candidate.person)
    for name in ("campus", "direction", "phone", "guardian_name", "student_number"):
        assert getattr(again, name) == getattr(candidate, name)
    assert ("screening-rolled", "lin") in messages_sent()
    close(world)


def test_a_move_is_told_on_both_timelines(world, later):
    candidate = waitlisted(world)
    roll(world, later, world.office)
    label = trail.TITLES["screening.roll-waitlist"].label
    for of in (candidate, Candidate.objects.get(batch=later)):
        entry = trail.timeline(of, internal=False)[0]
        assert (entry.title, entry.who) == (label, "苏明远")
        assert entry.reason == "转下一期"


def test_only_the_waitlisted_move(world, later):
    passed = world.candidate("passed")
    waitlisted(world)
    roll(world, later)
    assert Candidate.objects.filter(batch=later).count() == 1
    assert standing(passed) == ("screening", "passed")


def test_who_is_in_the_next_batch_already_is_there_once(world, later):
    entry = invented()
    candidate = waitlisted(world, **vars(entry))
    add_candidates(actor=SYSTEM, batch=later, campus=world.campus, entries=[entry])
    assert roll(world, later) == 1
    assert standing(candidate) == ("left screening", "rolled")
    assert Candidate.objects.filter(batch=later).count() == 1


@pytest.mark.parametrize("missing", ["campuses", "directions"])
def test_nobody_moves_where_their_college_or_direction_is_missing(
    world, later, missing
):
    candidate = waitlisted(world)
    getattr(later, missing).clear()
    assert outcome(partial(roll, world, later)) == "roll-not-offered"
    assert standing(candidate) == ("screening", "waitlisted")


def test_nobody_moves_into_a_closed_batch(world, later):
    waitlisted(world)
    close_batch(actor=SYSTEM, pk=later.pk, reason="期次结束")
    assert outcome(partial(roll, world, later)) == "batch-closed"


def test_the_next_batch_is_named_in_the_readers_language(world, later):
    waitlisted(world)
    roll(world, later)
    message = Message.objects.filter(kind="screening-rolled").first()
    in_chinese, in_english = (
        inbox.words(message, language)[0] for language in ("zh-hans", "en")
    )
    assert later.name_zh in in_chinese and later.name_en in in_english


def test_who_moved_can_be_called_in_the_next_batch(world, later):
    waitlisted(world)
    roll(world, later)
    again = Candidate.objects.get(batch=later)
    for point in world.walk(again):
        if point == "passed":
            break
    assert standing(again) == ("screening", "passed")


def test_a_quota_is_set_once_for_a_direction_and_college(world):
    direction = Direction.objects.get()
    overall = {"batch": world.batch, "direction": direction, "campus": None}
    Quota.objects.create(**overall, places=3)
    Quota.objects.create(**overall | {"campus": world.campus}, places=0)
    assert Quota(**overall, places=4).unique_error_message
    with pytest.raises(Exception, match="quota_once"):
        Quota.objects.create(**overall, places=4)


def test_a_category_says_whether_it_needs_a_licence(world):
    direction = Direction.objects.get()
    for slug, needs in (("food", False), ("health", True)):
        DirectionCategory.objects.create(
            direction=direction,
            slug=slug,
            name_zh=slug,
            name_en=slug,
            needs_licence=needs,
        )
    licensed = direction.categories.filter(needs_licence=True)
    assert [category.slug for category in licensed] == ["health"]
