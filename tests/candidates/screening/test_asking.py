"""More is asked for: who asks, what the candidate does, and when the office must."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from candidates.clips import actions as clips
from candidates.clips.models import Clip
from candidates.portal.access import guest_of
from candidates.screening import actions, queries
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications import inbox
from spark.notifications.models import GuestMessage
from tests.candidates.clips.senders import video
from tests.candidates.screening.reviewing import blind, given, lock, marks, panel
from tests.candidates.screening.senders import OwnSender
from tests.cards import let_in
from tests.story import record_of

LINK = "https://www.bilibili.com/video/BV1xx"
LATER = timedelta(days=4)


def open_duties() -> set[tuple[str, str]]:
    return set(Duty.objects.filter(closed_at=None).values_list("code", "role"))


def asked(world, wanted: str = "clip", **more) -> Screening:
    record = record_of(Screening, world.candidate("in_review"))
    words = {"reason": "视频没有声音", "wanted": wanted} | more
    actions.ask_more(actor=world.office, ids=[record.pk], **words)
    record.refresh_from_db()
    return record


def refused(act, **more) -> str:
    with pytest.raises(Refused) as found:
        act(**more)
    return found.value.code


def test_a_reviewer_asks_in_a_blind_batch_and_nobody_is_served_it_meanwhile(world):
    panel(world)
    blind(world)
    record, (first, second) = given(world)
    page = Client()
    page.force_login(first.reviewer)
    url = reverse("review-act", args=[first.pk, "ask-more"])
    sent = {"wanted": "clip", "reason": "视频没有声音", "until": clock.today()}
    sent = {f"review-ask-more-{name}": value for name, value in sent.items()}
    assert page.post(url, {}).status_code == 422
    assert page.post(url, sent).status_code == 302
    record.refresh_from_db()
    assert (record.state, record.wanted) == ("more_asked", "clip")
    for review in (first, second):
        assert not queries.waiting_for(review.reviewer)
    assert open_duties() == {("screening-more", "coordinator")}
    assert Duty.objects.get(closed_at=None).due_at == clock.end_of(clock.today())
    actions.receive_more(actor=world.lin, ids=[record.pk])
    for review in (first, second):
        assert list(queries.waiting_for(review.reviewer)) == [review]
    assert ("screening-mark", "reviewer") in open_duties()
    assert "C-" in page.get(reverse("review-queue")).text


def test_only_who_reviews_them_may_ask_and_only_while_it_is_open(world):
    panel(world)
    _, (first, second) = given(world)
    words = {"reason": "视频没有声音", "wanted": "clip"}
    with pytest.raises(Http404):
        actions.ask_as_reviewer(actor=second.reviewer, pk=first.pk, **words)
    lock(first)
    act = actions.ask_as_reviewer
    assert refused(act, actor=first.reviewer, pk=first.pk, **words) == "state-moved"
    actions.ask_as_reviewer(actor=second.reviewer, pk=second.pk, **words)
    draft = {"marks": marks(second), "note": "", "seconds": 1}
    said = refused(actions.mark, actor=second.reviewer, pk=second.pk, **draft)
    assert said == "state-moved"


@pytest.mark.parametrize("days", [-1, 31])
def test_there_is_a_day_to_answer_in_and_not_too_many(world, days):
    record = record_of(Screening, world.candidate("in_review"))
    until = clock.today() + timedelta(days=days)
    about = {"actor": world.office, "ids": [record.pk], "reason": "视频"}
    assert refused(actions.ask_more, until=until, **about) == "more-days"


def test_the_candidate_sends_another_clip_and_says_that_it_is_the_answer(client, world):
    record = asked(world)
    let_in(client, record.candidate_id)
    home = client.get("/my/").text
    assert 'class="btn go" href="/my/clip/"' in home and home.count("btn go") == 1
    page = client.get("/my/clip/").text
    assert "视频没有声音" in page and "/my/clip/answer/" not in page
    assert client.post("/my/clip/answer/").status_code == 422
    sender = OwnSender(client)
    clip = sender.send(video())
    assert "/my/clip/answer/" not in client.get("/my/clip/").text
    clips.probe(actor=SYSTEM, pk=clip.pk)
    assert "/my/clip/answer/" in client.get("/my/clip/state/").text
    assert client.post("/my/clip/answer/").status_code == 302
    record.refresh_from_db()
    assert record.state == "in_review"
    assert open_duties() == {("screening-decide", "office")}
    assert client.post("/my/clip/answer/").status_code == 302  # pressed twice
    assert sender.begin(10).status_code == 409


def test_the_clip_from_before_is_no_answer_and_a_link_is_one(client, world):
    record = record_of(Screening, world.candidate("waiting"))
    let_in(client, record.candidate_id)
    assert client.post("/my/clip/", {"link": LINK}).status_code == 302
    actions.open_review(actor=world.reviewer, ids=[record.pk])
    actions.ask_more(actor=world.office, ids=[record.pk], reason="听不清")
    own = guest_of(record.candidate)
    assert refused(actions.answer, actor=own, pk=record.pk) == "more-missing"
    assert client.post("/my/clip/", {"link": LINK + "2"}).status_code == 302
    assert Clip.objects.filter(state="linked").get().link == LINK + "2"
    actions.answer(actor=own, pk=record.pk)
    assert record_of(Screening, record.candidate).state == "in_review"


def test_a_paper_goes_by_the_teacher(client, world):
    record = asked(world, "paper")
    let_in(client, record.candidate_id)
    home = client.get("/my/").text
    assert 'class="btn go" href="/my/papers/asked/"' in home
    own = guest_of(record.candidate)
    assert refused(actions.answer, actor=own, pk=record.pk) == "more-missing"
    told = inbox.words(GuestMessage.objects.get(), "en")
    assert told[0] == "A paper is missing to judge you"
    actions.receive_more(actor=world.lin, ids=[record.pk])
    assert 'id="asked"' not in client.get("/my/").text


def test_nobody_answers_for_somebody_else(client, world):
    record = asked(world)
    other = guest_of(world.candidate("in_review"))
    with pytest.raises(Http404):
        actions.answer(actor=other, pk=record.pk)
    for person in (world.lin, world.office, world.reviewer):
        with pytest.raises((Http404, Refused)):
            actions.answer(actor=person, pk=record.pk)


def test_who_doesnt_answer_in_time_is_the_offices_duty_once(world):
    record = asked(world)
    now = clock.now()
    actions.watch(actor=SYSTEM, at=now)
    assert open_duties() == {("screening-more", "coordinator")}
    for _ in range(2):
        actions.watch(actor=SYSTEM, at=now + LATER)
    late = Duty.objects.filter(code="screening-more-late", closed_at=None)
    assert late.get().role == "office"
    actions.go_on_without(actor=world.office, ids=[record.pk], reason="不等了")
    assert open_duties() == {("screening-decide", "office")}
    actions.watch(actor=SYSTEM, at=now + LATER)
    assert late.count() == 0


def test_a_late_answer_counts(client, world):
    record = asked(world)
    Duty.objects.update(due_at=clock.now() - timedelta(hours=1))
    actions.watch(actor=SYSTEM, at=clock.now())
    let_in(client, record.candidate_id)
    assert "补交时间已过" in client.get("/my/").text
    client.post("/my/clip/", {"link": LINK})
    assert client.post("/my/clip/answer/").status_code == 302
    assert open_duties() == {("screening-decide", "office")}
