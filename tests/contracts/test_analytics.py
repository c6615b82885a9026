"""The figures against histories made by hand: counts, days, who is waited for."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from candidates.incubation.actions import activate
from candidates.incubation.handover import screening_to_incubation
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.register.stages import ROAD, Stage
from candidates.screening import actions as screening
from candidates.screening.handover import register_to_screening
from candidates.screening.models import Screening
from contracts.analytics.queries import Numbers, StageLine, numbers
from contracts.signing import actions as signing
from contracts.signing.handover import training_to_signing
from contracts.signing.models import Contract
from contracts.team.actions import leave as leave_team
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from tests.story import leaving, moment, record_of
from tests.terms import terms
from tests.world import World, papers
from training.course import actions as course
from training.course.handover import incubation_to_training
from training.course.models import Enrolment

PAGE, FILE = "/numbers/", "/numbers/file.csv"
START = moment("2026-03-02 09:00")
RECORDS = (Screening, Incubation, Enrolment, Contract, Membership)


def on(day: float) -> datetime:
    return START + timedelta(days=day)


def act(action, model, candidate: Candidate, day: float, **given) -> None:
    ids = [record_of(model, candidate).pk]
    action(actor=SYSTEM, ids=ids, at=on(day), **given)


def decide(room, model, candidate: Candidate, day: float, decision: str) -> None:
    act(room.decide, model, candidate, day, decision=decision, reason="三场靠前")
    act(room.release, model, candidate, day)


def called(candidate: Candidate, day: float) -> None:
    register_to_screening(actor=SYSTEM, ids=[candidate.pk], at=on(day))
    act(screening.open_review, Screening, candidate, day)


def passed(candidate: Candidate, day: float) -> None:
    decide(screening, Screening, candidate, day, "passed")
    act(screening_to_incubation, Screening, candidate, day)


def enrolled(candidate: Candidate, day: float) -> None:
    act(activate, Incubation, candidate, day, papers=papers())
    act(incubation_to_training, Incubation, candidate, day)


def qualified(candidate: Candidate, day: float) -> None:
    act(course.start_learning, Enrolment, candidate, day)
    act(course.start_competing, Enrolment, candidate, day)
    decide(course, Enrolment, candidate, day, "qualified")
    act(training_to_signing, Enrolment, candidate, day)


def issued(candidate: Candidate, day: float) -> None:
    first, last = on(day).date(), on(day + 1095).date()
    given = terms(starts_on=first, ends_on=last)
    act(signing.issue, Contract, candidate, day, **given)


def hired(candidate: Candidate, day: float) -> None:
    issued(candidate, day)
    for verb in (signing.sign, signing.countersign):
        act(verb, Contract, candidate, day, signed_on=on(day).date())
    act(signing_to_management, Contract, candidate, day)


def walked(world: World, *days: float, campus=None) -> Candidate:
    """Somebody who entered the stages, in order, on these days."""
    candidate = world.candidate(campus=campus)
    for enter, day in zip(
        (called, passed, enrolled, qualified, hired), days, strict=False
    ):
        enter(candidate, day)
    candidate.refresh_from_db()
    return candidate


def counted(world: World, day: float = 100, who: str = "office", **chosen) -> Numbers:
    return numbers(world.people[who], chosen, on(day))


def line(found: Numbers, stage: Stage) -> StageLine:
    return next(line for line in found.stages if line.stage == stage)


def test_a_record_keeps_when_its_stage_was_entered(world):
    candidate = walked(world, 0, 7, 20, 45, 50)
    for model, day in zip(RECORDS, (0, 7, 20, 45, 50), strict=True):
        record = record_of(model, candidate)
        assert record.entered_at == on(day), model
        assert record.state_since >= record.entered_at


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_when_it_was_entered_cannot_be_changed_by_hand(world, model):
    walked(world, 0, 7, 20, 45, 50)
    table = model._meta.db_table
    with (
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET entered_at = now()")  # noqa: S608


def test_what_is_said_of_it_when_a_record_is_made_counts_for_nothing(world):
    record = Screening.objects.create(
        candidate=world.candidate(), state_since=on(3), entered_at=on(9)
    )
    record.refresh_from_db()
    assert record.entered_at == on(3)


def test_its_history_is_written_as_before(world):
    candidate = walked(world, 0, 7)
    events = Screening.pgh_event_models["insert"].objects
    recorded = events.filter(pgh_obj=record_of(Screening, candidate)).order_by("pgh_id")
    assert [e.state for e in recorded.distinct("pgh_id")] == [
        "waiting",
        "in_review",
        "in_review",
        "passed",
    ]


def test_counts_of_those_who_entered_went_on_and_left(world):
    world.candidate()
    walked(world, 0)
    walked(world, 0, 7)
    walked(world, 0, 9, 20, 45)
    rejected = walked(world, 0)
    decide(screening, Screening, rejected, 5, "rejected")
    found = counted(world)
    assert [(x.entered, x.gone_on, x.now.people, x.left) for x in found.stages] == [
        (5, 4, 1, 0),
        (4, 2, 1, 1),
        (2, 1, 1, 0),
        (1, 1, 0, 0),
        (1, 0, 1, 0),
        (0, 0, 0, 0),
    ]
    assert line(found, Stage.SCREENING).share == 50
    assert line(found, Stage.MANAGEMENT).share is None
    assert [(str(r), n) for r, n in line(found, Stage.SCREENING).reasons] == [
        ("未录取", 1)
    ]
    assert (found.total, found.underway, found.hired, found.left) == (5, 3, 0, 1)


def test_days_of_who_went_on_are_from_entry_to_entry(world):
    for days in (5, 6, 7, 10, 20):
        walked(world, 0, days)
    found = line(counted(world), Stage.SCREENING)
    assert (found.median, found.late) == (7, 12)  # 80 % lies between 10 and 20
    assert line(counted(world), Stage.INCUBATION).median is None


def test_a_second_contract_doesnt_begin_the_stage_anew(world):
    candidate = walked(world, 0, 7, 20, 40)
    act(signing.void, Contract, candidate, 42, reason="职位有误")
    act(signing.draft_again, Contract, candidate, 44)
    hired(candidate, 50)
    found = line(counted(world), Stage.SIGNING)
    assert (found.entered, found.gone_on, found.median) == (1, 1, 10)


def test_days_of_who_is_there_now_and_who_longest(world):
    first = walked(world, 40)
    walked(world, 70)
    walked(world, 95)
    found = line(counted(world), Stage.SCREENING)
    assert (found.now.people, found.now.median) == (3, 30)
    assert (found.longest, found.longest_days) == (first, 60)
    assert found.median is None


def test_days_of_who_left_end_when_they_left(world):
    candidate = walked(world, 0, 7, 20, 45, 50)
    act(leaving(leave_team), Membership, candidate, 62, reason="回乡")
    found = line(counted(world), Stage.MANAGEMENT)
    assert (found.left, found.stayed, found.now.people) == (1, 12, 0)


def test_whom_they_wait_for_is_whose_duty_is_due_first(world):
    walked(world, 98)  # to be judged
    more = walked(world, 90)
    act(screening.ask_more, Screening, more, 91, reason="视频没有声音")
    walked(world, 80, 85, 90)
    found = counted(world)
    waits = dict(line(found, Stage.SCREENING).waits)
    assert sum(waits.values()) == 2
    assert Role.COORDINATOR.label in waits
    assert line(found, Stage.SCREENING).now.overdue == 1
    assert found.overdue == sum(x.now.overdue for x in found.stages)


def test_colleges_and_batches_are_compared_beside_what_is_chosen(world):
    walked(world, 90)
    walked(world, 80, campus=world.other)
    walked(world, 70, campus=world.other)
    found = counted(world, campus=world.campus.code)
    assert found.total == 1
    assert [
        (part.key, part.cells[1].people, part.cells[1].median)
        for part in found.campuses
    ] == [("LJZY", 2, 25), ("ZJYY", 1, 10)]
    assert [(p.key, p.cells[1].people) for p in found.batches] == [
        (world.batch.slug, 1)
    ]
    assert counted(world, direction="vertical").total == 0


def test_a_coordinator_counts_the_own_campus_also_who_reviews_others(world):
    walked(world, 0, 5)
    walked(world, 0, campus=world.other)
    both = world.user("both", "两职", Role.REVIEWER, world.campus)
    both.role_grants.create(role=Role.COORDINATOR, campus=world.campus)
    for who, total in (("office", 2), ("lin", 1), ("mei", 1), ("both", 1)):
        found = counted(world, who=who)
        assert (found.total, len(found.campuses)) == (total, total), who


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_more_people(
    office, world, django_assert_num_queries, rows
):
    for number in range(rows):
        walked(world, 0, 7, 20, campus=(world.campus, world.other)[number % 2])
    with django_assert_num_queries(13):
        assert office.get(PAGE).status_code == 200


def test_the_newest_open_batch_is_shown_at_first_and_all_on_request(office, world):
    walked(world, 0)
    newer = world.intake("spring", world.batch.closes_on + timedelta(days=90))
    for query, batch, total in (
        ("", newer.slug, 0),
        (f"?batch={world.batch.slug}", world.batch.slug, 1),
        ("?batch=all", None, 1),
    ):
        context = office.get(f"{PAGE}{query}").context
        assert context["form"].chosen.get("batch") == batch
        assert context["found"].total == total


def test_htmx_gets_the_figures_alone(office, world):
    walked(world, 0)
    part = office.get(PAGE, headers={"HX-Request": "true"}).text
    assert "<html" not in part and "sp-figs" in part


def test_the_counts_lead_to_the_lists(office, world):
    walked(world, 0)
    text = office.get(f"{PAGE}?campus={world.campus.code}").text
    here = f"batch={world.batch.slug}&amp;campus={world.campus.code}"
    assert f"{reverse('screening-list')}?{here}" in text


def test_the_file_holds_what_is_seen_but_no_names(office, world):
    candidate = walked(world, 0, 7)
    response = office.get(f"{FILE}?campus={world.campus.code}")
    assert response["Content-Type"].startswith("text/csv")
    text = response.getvalue().decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert len(lines) == (1 + len(ROAD)) * 3
    assert {len(line) for line in lines} == {len(head)}
    assert lines[1][:4] == [
        str(world.batch),
        str(world.campus),
        "全部",
        str(Stage.SCREENING.label),
    ]
    assert lines[1][7:11] == ["1", "1", "0", "7.0"]
    assert candidate.person.name not in text
