"""The frame of every action, and the story it leaves behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.utils import translation

from candidates.register.models import Candidate, Person
from candidates.rosters.actions import add_candidates
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.story import last_event, moment, outcome, record_of, undone
from tests.world import invented


@pytest.fixture
def screened(world) -> Candidate:
    return world.candidate("in_review")


@contextmanager
def verb(name: str, **options) -> Iterator:
    """A verb that exists only meanwhile."""
    yield trail.action(name, name, **options)
    del trail.TITLES[name]


def titles(candidate: Candidate, *, internal: bool) -> list[str]:
    """What the timeline tells, oldest first, in English."""
    with translation.override("en"):
        entries = trail.timeline(candidate, internal=internal)
        return [str(entry.title) for entry in reversed(entries)]


def test_an_action_records_who_did_what_why_and_when(world, screened):
    record = record_of(Screening, screened)
    at = moment("2026-03-04 10:00")
    screening.ask_more(
        actor=world.reviewer, ids=[record.pk], reason="视频没有声音", at=at
    )
    assert last_event(record) == {
        "verb": "screening.ask-more",
        "actor": world.reviewer.pk,
        "reason": "视频没有声音",
    }
    entry = trail.timeline(screened, internal=False)[-1]  # by when it is said to be
    assert (entry.who, entry.reason, entry.when) == ("方可欣", "视频没有声音", at)


def test_an_action_of_the_software_has_no_person(screened):
    record = record_of(Screening, screened)
    assert last_event(record)["actor"] is None
    who = {"zh-hans": "系统", "en": "System"}
    for language, name in who.items():
        with translation.override(language):
            assert trail.timeline(screened, internal=True)[0].who == name


def test_a_release_takes_its_reason_from_the_decision(world, screened):
    ids = [record_of(Screening, screened).pk]
    screening.decide(actor=world.office, ids=ids, decision="passed", reason="有演示")
    screening.release(actor=world.office, ids=ids)
    assert trail.timeline(screened, internal=False)[0].reason == "有演示"


def test_an_action_inside_an_action_belongs_to_the_outer_story(world, screened):
    record = record_of(Screening, screened)
    with verb("test.outer") as outer:

        @outer
        def twice(*, actor, reason):
            screening.ask_more(actor=actor, ids=[record.pk], reason="inner")
            screening.receive_more(actor=actor, ids=[record.pk])

        twice(actor=world.office, reason="outer")
        shown = titles(screened, internal=True)
        (events,) = set(Screening.pgh_event_models.values())
        contexts = events.objects.filter(pgh_obj=record).order_by("-pgh_id")[:2]
    assert shown[-1] == "test.outer"
    assert {event.pgh_context["reason"] for event in contexts} == {"outer"}
    assert len({event.pgh_context_id for event in contexts}) == 1


def test_internal_verbs_are_hidden_from_colleges(world):
    candidate = world.candidate("passed")
    internal = {"Review opened", "Decision noted"}
    everything = titles(candidate, internal=True)
    assert everything == [
        "Added from a roster",
        "Called to screening",
        "Review opened",
        "Decision noted",
        "Screening decision released",
    ]
    shown = [title for title in everything if title not in internal]
    assert titles(candidate, internal=False) == shown


def test_the_story_reaches_from_the_roster_to_a_confirmed_place(world):
    assert titles(world.candidate("confirmed"), internal=False) == [
        "Added from a roster",
        "Called to screening",
        "Screening decision released",
        "Entered incubation",
        "Internship started, papers complete",
        "Entered training",
        "Course begun",
        "Entered trial broadcasts",
        "Permit entered",
        "Training decision released",
        "Entered signing, contract drafted",
        "Contract issued for signature",
        "Signed by the candidate, on paper",
        "Countersigned, contract in force",
        "Entered the team, on probation",
        "Confirmed as a formal employee",
    ]


def test_what_happened_outside_of_actions_is_no_story(screened):
    before = titles(screened, internal=True)
    Candidate.objects.filter(pk=screened.pk).update(student_number="20239999")
    assert titles(screened, internal=True) == before


def history() -> str:
    """Every row of every event table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if hasattr(model, "pgh_tracked_model"):
                cursor.execute(f"SELECT row_to_json(e) FROM {model._meta.db_table} e")
                rows += [str(row) for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_history_tells_that_an_identity_changed_but_not_what(world):
    old = invented(
        name="欧阳慕白", guardian_name="欧阳青", guardian_phone="13700001111"
    )
    add_candidates(
        actor=world.lin, batch=world.batch, campus=world.campus, entries=[old]
    )
    new = invented(
        name=old.name,
        id_number=old.id_number,
        phone="13900002222",
        guardian_name="欧阳远",
    )
    add_candidates(
        actor=world.lin, batch=world.batch, campus=world.campus, entries=[new]
    )
    person = Person.objects.get()
    candidate = person.candidates.get()
    hash_before = person.id_hash
    person.name, person.id_hash = "欧阳牧白", "f" * 64
    person.save()
    kept = history()
    values = {
        *(old.name, old.id_number, old.phone, old.guardian_name, old.guardian_phone),
        *(new.phone, new.guardian_name, new.guardian_phone or "欧阳"),
        *(person.name, person.name_key, person.id_masked, hash_before, "f" * 64),
    }
    assert {value for value in values if value in kept} == set()
    (of_person,) = set(Person.pgh_event_models.values())
    labels = of_person.objects.filter(id=person.pk).values_list("pgh_label", flat=True)
    assert sorted(labels) == ["id", "known", "named"]
    (of_candidate,) = set(Candidate.pgh_event_models.values())
    contact = of_candidate.objects.get(pgh_obj=candidate, pgh_label="contact")
    assert contact.pgh_context["actor"] == world.lin.pk


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE candidates_screening SET state = 'rolled'",
        "DELETE FROM candidates_screening",
        "INSERT INTO candidates_screening (candidate_id, state, state_since, asked_for,"
        " decision, decision_reason) SELECT candidate_id, 'passed', now(), '', '', ''"
        " FROM candidates_screening",
    ],
)
def test_what_a_guard_forbids_is_a_refusal(screened, statement):
    with verb("test.raw") as raw:

        @raw
        def act(*, actor):
            with connection.cursor() as cursor:
                cursor.execute(statement)

        with pytest.raises(Refused, match="state-moved"):
            act(actor=SYSTEM)


def test_an_impossible_transition_is_a_refusal(world, screened):
    ids = [record_of(Screening, screened).pk]
    again = partial(screening.receive_more, actor=SYSTEM, ids=ids)
    assert outcome(again) == "state-moved"


def test_another_fault_of_the_database_is_no_refusal(world):
    with verb("test.fault") as fault:

        @fault
        def act(*, actor):
            Person.objects.create(name=None, birth_date="2000-01-01")

        with pytest.raises(IntegrityError):
            undone(lambda: act(actor=SYSTEM))


def test_a_refused_action_leaves_nothing_behind(world, screened):
    def everything() -> tuple:
        return (
            history(),
            list(Screening.objects.values()),
            list(Candidate.objects.values()),
            list(Message.objects.values()),
            list(Duty.objects.values()),
        )

    before = everything()
    with verb("test.half") as half:

        @half
        def act(*, actor):
            ids = [record_of(Screening, screened).pk]
            screening.ask_more(actor=actor, ids=ids, reason="too late to ask")
            raise Refused("state-moved")

        with pytest.raises(Refused):
            act(actor=world.office)
    assert everything() == before


def test_the_next_action_after_a_refused_one_tells_its_own_story(world, screened):
    ids = [record_of(Screening, screened).pk]
    with pytest.raises(Refused):
        screening.receive_more(actor=world.office, ids=ids)
    screening.ask_more(actor=world.office, ids=ids, reason="视频")
    assert last_event(Screening.objects.get())["verb"] == "screening.ask-more"
