"""From the first step to a candidate: what each verb does, refuses and leaves due."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.utils import translation

from candidates.applying import actions
from candidates.applying.access import guest_of
from candidates.applying.actions.waiting import TIME
from candidates.applying.models import PERSONAL, Application
from candidates.applying.rules import forbidden
from candidates.applying.stages import NOTICE, Step
from candidates.consents import actions as consents
from candidates.consents.models import Consent
from candidates.consents.queries import notices_on
from candidates.demo import id_number
from candidates.register.models import Candidate, Quota
from spark import clock
from spark.duties import board
from spark.duties.models import Duty
from spark.errors import Refused
from tests.candidates.applying.applicants import (
    begun,
    call_of,
    fill,
    sent,
    submit,
    who,
    written,
)
from tests.story import outcome


@pytest.fixture
def call(world):
    return call_of(world)


def state_of(application: Application) -> str:
    application.refresh_from_db()
    return application.state


def waiting() -> list[Duty]:
    return list(Duty.objects.filter(code="applications-waiting", closed_at=None))


def test_a_confirmed_applicant_is_a_candidate_who_consented(world, call):
    application = sent(call)
    (duty,) = waiting()
    assert (duty.campus, duty.role) == (world.campus, "coordinator")
    actions.confirm(actor=world.lin, ids=[application.pk])
    assert state_of(application) == "confirmed" and not waiting()
    candidate = Candidate.objects.get()
    assert application.candidate == candidate and candidate.campus == world.campus
    assert candidate.person.name == application.name
    assert candidate.person.id_hash == application.id_hash
    assert (candidate.phone, candidate.stage) == (application.phone, "registered")
    (history,) = set(Application.pgh_event_models.values())  # type: ignore[attr-defined]
    event = history.objects.latest("pgh_id")
    day = clock.day(application.consented_at)
    assert event.pgh_context["reason"] == f"{NOTICE} · {day}"
    assert event.pgh_context["verb"] == "application.confirm"
    (consent,) = candidate.consents.all()
    assert (consent.notice.purpose, consent.how) == ("sharing", "own")
    assert consent.given_at == application.consented_at


def test_who_withdrew_after_they_applied_has_not_consented_again(world, call):
    candidate = world.candidate()
    names = ("name", "id_number", "birth_date")
    given = {name: getattr(candidate.person, name) for name in names}
    application = sent(call, student_number=candidate.student_number, **given)
    notice = notices_on(clock.today())["sharing"]
    consent = consents.give(actor=world.lin, pk=candidate.pk, notice=notice)
    consents.withdraw(actor=world.lin, ids=[consent.pk])
    actions.confirm(actor=world.lin, ids=[application.pk])
    assert [row.pk for row in candidate.consents.all()] == [consent.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_what_a_class_agreed_to_is_kept_at_once(
    world, call, django_assert_num_queries, rows
):
    """Their notice, what is kept of them already, and what is new."""
    some = [(world.candidate(), clock.now()) for _ in range(rows)]
    with django_assert_num_queries(3):
        consents.bring(some)
    with django_assert_num_queries(2):
        consents.bring(some)
    assert Consent.objects.count() == rows


def test_a_class_is_confirmed_at_once_or_nobody_is(world, call):
    some = [sent(call) for _ in range(3)]
    other = sent(call, name=some[0].name)
    Application.objects.filter(pk=other.pk).update(
        student_number=some[0].student_number
    )
    ids = [row.pk for row in some]
    with pytest.raises(Refused, match="row-repeated"):
        actions.confirm(actor=world.lin, ids=[*ids, other.pk])
    assert not Candidate.objects.exists() and state_of(some[0]) == "submitted"
    actions.confirm(actor=world.lin, ids=ids)
    assert Candidate.objects.count() == 3


def test_who_is_on_the_roster_is_brought_up_to_date(world, call):
    candidate = world.candidate()
    person = candidate.person
    application = sent(
        call,
        name=person.name,
        id_number=person.id_number,
        birth_date=person.birth_date,
        phone="13900000001",
        student_number=candidate.student_number,
    )
    actions.confirm(actor=world.lin, ids=[application.pk])
    candidate.refresh_from_db()
    assert candidate.phone == "13900000001" and Candidate.objects.count() == 1
    assert candidate.guardian_name == "" and candidate.major  # neither told nor erased


def test_asked_back_is_mended_and_sent_again_even_when_the_page_is_closed(world, call):
    application = sent(call)
    actions.ask_back(actor=world.lin, ids=[application.pk], reason="学号少一位")
    assert state_of(application) == "asked_back" and not waiting()
    assert application.asked_for == "学号少一位"
    call.opens_on = call.closes_on = clock.today() - timedelta(days=1)
    call.save()
    fill(application, Step.CLIP, clip="https://example.org/v/8")
    submit(application)
    assert (application.state, application.asked_for) == ("submitted", "")
    assert application.clip.endswith("8") and len(waiting()) == 1


def test_a_refusal_has_its_reason_and_what_was_decided_stays(world, call):
    application = sent(call)
    actions.refuse(actor=world.lin, ids=[application.pk], reason="不是本校学生")
    assert state_of(application) == "refused"
    assert application.refused_for == "不是本校学生" and not waiting()
    own = guest_of(application)
    for act in (
        lambda: actions.confirm(actor=world.lin, ids=[application.pk]),
        lambda: actions.submit(actor=own, pk=application.pk),
        lambda: actions.withdraw(actor=own, pk=application.pk),
        lambda: fill(application, Step.CLIP, clip=""),
    ):
        assert outcome(act) == "state-moved"


def test_a_page_has_one_duty_for_as_long_as_the_same_one_waits_longest(world, call):
    first, second, _third = (sent(call) for _ in range(3))
    (duty,) = Duty.objects.filter(code="applications-waiting")
    first.refresh_from_db()
    assert duty.due_at - TIME == first.state_since
    actions.refuse(actor=world.lin, ids=[second.pk], reason="不是本校学生")
    assert waiting() == [duty]
    actions.refuse(actor=world.lin, ids=[first.pk], reason="不是本校学生")
    (next_one,) = waiting()
    assert next_one != duty and next_one.due_at > duty.due_at


def test_sent_twice_it_is_sent_once(world, call):
    application = sent(call)
    assert outcome(lambda: submit(application)) == "state-moved"
    key = uuid4()
    (first, code), (second, same) = actions.begin(call, key), actions.begin(call, key)
    assert first == second and code == same
    fill(first, Step.WHO, **who())
    with pytest.raises(Refused, match="application-begun"):
        actions.begin(call, key)


def test_who_withdraws_is_forgotten(world, call):
    application = sent(call)
    number = application.id_number
    actions.withdraw(actor=guest_of(application), pk=application.pk)
    assert state_of(application) == "withdrawn" and not waiting()
    kept = {name: getattr(application, name) for name in PERSONAL}
    assert kept == PERSONAL
    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM candidates_applicationevent e")
        assert not any(number in row for (row,) in cursor.fetchall())


def test_nothing_is_kept_of_who_is_too_young_and_minors_name_a_guardian(world, call):
    today = call.batch.closes_on
    child, minor = (
        id_number(today.replace(year=today.year - age, day=1), 7) for age in (15, 17)
    )
    application = begun(call)
    for number, code in ((child, "under-16"), (minor, "guardian-missing")):
        with pytest.raises(Refused, match=code):
            fill(application, Step.WHO, **who(id_number=number))
        application.refresh_from_db()
        assert not application.id_hash and not application.name
    guardian = {"guardian_name": "王建国", "guardian_phone": "13957100001"}
    fill(application, Step.WHO, **who(id_number=minor, **guardian))
    application.refresh_from_db()
    assert application.guardian_name == "王建国"


@pytest.mark.parametrize(
    ("opens", "closes", "code"), [(1, 5, "call-not-open"), (-5, -1, "call-closed")]
)
def test_outside_its_days_a_page_takes_nobody(world, call, opens, closes, code):
    application = written(call)
    call.opens_on = clock.today() + timedelta(days=opens)
    call.closes_on = clock.today() + timedelta(days=closes)
    call.save()
    assert outcome(lambda: submit(application)) == code
    assert outcome(lambda: begun(call)) == code


def test_what_is_missing_keeps_it_from_being_sent(world, call):
    application = begun(call)
    fill(application, Step.WHO, **who())
    with pytest.raises(Refused, match="application-incomplete") as refused:
        submit(application)
    assert refused.value.facts == {"step": "direction"}


@pytest.mark.parametrize("by", ["limit", "quota"])
def test_after_the_last_place_comes_the_waiting_list(world, call, by):
    if by == "limit":
        call.limit = 1
        call.save()
        assert not sent(call).waitlisted
    else:
        direction = world.batch.directions.get()
        Quota.objects.create(batch=world.batch, direction=direction, places=0)
    assert sent(call).waitlisted


def test_a_code_opens_its_own_page_until_ten_wrong_ones(world, call):
    key = uuid4()
    application, code = actions.begin(call, key)
    assert actions.open_by(call, code) == application
    other = call_of(world, campus=world.other)
    assert actions.open_by(other, code) is None
    assert actions.open_by(call, "") is None
    for _ in range(actions.codes.TRIES):
        assert actions.open_by(call, code[:-1] + "?") is None
    assert actions.open_by(call, code) is None
    Application.objects.filter(pk=application.pk).update(wrong=0, locked_at=None)
    filled = sent(call)
    renewed = actions.new_code(actor=world.lin, pk=filled.pk).replace("-", "")
    assert actions.open_by(call, renewed) == filled


def test_applications_are_the_own_colleges_and_drafts_nobodys(world, call):
    application, draft = sent(call), written(call)
    acts = (actions.confirm, actions.ask_back, actions.refuse)
    for act in acts:
        given = {} if act is actions.confirm else {"reason": "x"}
        with pytest.raises(Http404):
            act(actor=world.mei, ids=[application.pk], **given)
        with pytest.raises(Http404):
            act(actor=world.office, ids=[draft.pk], **given)
    with pytest.raises(Http404):
        actions.fill_in(
            actor=guest_of(draft), pk=application.pk, step="clip", given={"clip": ""}
        )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("你结婚了吗？", "question-marriage"),
        ("Are you married?", "question-marriage"),
        ("近两年有无生育计划", "question-children"),
        ("Do you plan to have children?", "question-children"),
        ("愿意交押金吗", "question-fees"),
        ("Can you pay the deposit?", "question-fees"),
        ("你看过哪些直播？", ""),
        ("Which rooms do you watch?", ""),
    ],
)
def test_some_questions_nobody_may_be_asked(text, code):
    assert forbidden(text) == code


def test_a_duty_about_a_batch_is_read_in_the_readers_language(world, call):
    with translation.override("en"):  # of whoever happened to apply
        sent(call)
        (duty,) = waiting()
        assert call.batch.name_en in board.in_words([duty])[0].what
    assert call.batch.name_zh in board.in_words([duty])[0].what
