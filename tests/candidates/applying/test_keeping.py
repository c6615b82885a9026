"""What was written is kept until its day, which its applicant is told; then it goes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from candidates.applying import actions, tasks
from candidates.applying.actions import keeping
from candidates.applying.models import PERSONAL, Application, Call
from candidates.applying.rules import DRAFT_KEPT, REFUSED_KEPT
from candidates.applying.stages import Step
from candidates.applying.views.public import OPENED
from spark import clock
from tests.candidates.applying.applicants import begun, call_of, fill, sent, written
from tests.story import outcome

DAY = timedelta(days=1)


@pytest.fixture
def call(world) -> Call:
    return call_of(world)


@pytest.fixture
def draft(call) -> Application:
    return written(call)


@pytest.fixture
def refused(world, call) -> Application:
    application = sent(call)
    actions.refuse(actor=world.lin, ids=[application.pk], reason="不是本校学生")
    application.refresh_from_db()
    return application


@pytest.fixture
def asked(world, call) -> Application:
    application = sent(call)
    words = {"actor": world.lin, "reason": "学号不对"}
    actions.ask_back(ids=[application.pk], **words)
    application.refresh_from_db()
    return application


def closed(call: Call, ago: timedelta) -> None:
    day = clock.today() - ago
    Call.objects.filter(pk=call.pk).update(opens_on=day - 9 * DAY, closes_on=day)


def since(application: Application, ago: timedelta) -> None:
    rows = Application.objects.filter(pk=application.pk)
    rows.update(state_since=clock.now() - ago)


def is_kept(application: Application) -> bool:
    row = Application.objects.get(pk=application.pk)
    left = {name: getattr(row, name) for name in PERSONAL}
    assert (left == PERSONAL) or not row.forgotten_at
    return row.forgotten_at is None


def test_a_draft_goes_thirty_days_after_its_page_closed(call, draft):
    closed(call, DRAFT_KEPT)
    tasks.forget()
    assert is_kept(draft)
    closed(call, DRAFT_KEPT + DAY)
    tasks.forget()
    assert not is_kept(draft)


def test_what_was_refused_stays_for_an_appeal_and_goes_then(refused):
    since(refused, REFUSED_KEPT - DAY)
    tasks.forget()
    assert is_kept(refused)
    since(refused, REFUSED_KEPT + DAY)
    tasks.forget()
    assert not is_kept(refused)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM candidates_application t")
        ((row,),) = cursor.fetchall()
    for written_once in (refused.name, refused.phone, refused.refused_for):
        assert written_once not in row
    refused.refresh_from_db()
    assert refused.state == "refused"


def test_what_was_asked_back_and_never_sent_again_goes_as_if_withdrawn(world, asked):
    closed(asked.call, DRAFT_KEPT + DAY)
    since(asked, DRAFT_KEPT - DAY)
    tasks.forget()
    assert is_kept(asked)
    since(asked, DRAFT_KEPT + 2 * DAY)
    tasks.forget()
    assert not is_kept(asked)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_what_was_asked_back_stays_while_its_page_is_open(asked):
    since(asked, DRAFT_KEPT + 2 * DAY)
    tasks.forget()
    assert is_kept(asked)


def test_what_waits_for_an_answer_or_is_confirmed_stays(world, call):
    waiting, confirmed = sent(call), sent(call)
    actions.confirm(actor=world.lin, ids=[confirmed.pk])
    closed(call, 400 * DAY)
    for one in (waiting, confirmed):
        since(one, 400 * DAY)
    assert actions.forget() == 0
    assert is_kept(waiting) and is_kept(confirmed)


def test_done_twice_and_in_portions_each_goes_once(call, monkeypatch):
    monkeypatch.setattr(keeping, "PORTION", 2)
    drafts = [written(call), *(begun(call) for _number in range(4))]
    closed(call, DRAFT_KEPT + DAY)
    assert (actions.forget(), actions.forget()) == (5, 0)
    assert not any(map(is_kept, drafts))


def test_what_is_gone_is_not_taken_up_again(call, draft):
    closed(call, DRAFT_KEPT + DAY)
    actions.forget()
    Call.objects.filter(pk=call.pk).update(closes_on=clock.today() + DAY)
    assert outcome(lambda: fill(draft, Step.CLIP, clip="")) == "state-moved"
    assert not is_kept(draft)


def opened(client: Client, application: Application):
    session = client.session
    session[OPENED] = application.pk
    session.save()
    return client.get(reverse("apply-mine", args=[application.call.slug]))


@pytest.mark.parametrize("kind", ["draft", "asked", "refused"])
def test_the_applicant_is_told_until_when(client, request, call, kind):
    application = request.getfixturevalue(kind)
    Application.objects.filter(pk=application.pk).update(steps=list(Step))
    days = {
        "draft": call.closes_on + DRAFT_KEPT,
        "asked": call.closes_on + DRAFT_KEPT,
        "refused": clock.day(application.state_since) + REFUSED_KEPT,
    }
    assert f"保存到 {days[kind]}" in opened(client, application).text
    Application.objects.filter(pk=application.pk).update(forgotten_at=clock.now())
    assert "你填写的内容已删除" in opened(client, application).text
    step = reverse("apply-step", args=[call.slug, "clip"])
    assert client.get(step)["Location"] == reverse("apply-mine", args=[call.slug])
