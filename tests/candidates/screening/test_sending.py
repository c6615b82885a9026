"""Candidates send their clip themselves, or their college does, until it is judged."""

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from candidates.clips.models import Clip
from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.screening import actions
from candidates.screening.models import Screening
from spark.errors import Refused
from tests.candidates.clips.senders import TUS, video
from tests.candidates.clips.test_clips import cleaned, probed, stored
from tests.candidates.screening.reviewing import blind, given, marks, panel
from tests.candidates.screening.senders import CollegeSender, OwnSender
from tests.cards import let_in
from tests.story import record_of

LINK = "https://www.bilibili.com/video/BV1xx"


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked(world) -> Candidate:
    """Somebody of whom a better clip is wanted."""
    candidate = world.candidate("in_review")
    record = record_of(Screening, candidate)
    actions.ask_more(actor=world.office, ids=[record.pk], reason="听不清")
    candidate.refresh_from_db()
    return candidate


@pytest.mark.parametrize("at", ["registered", "waiting", "more_asked"])
def test_a_candidate_sends_a_clip_and_replaces_it(client, world, at):
    candidate = asked(world) if at == "more_asked" else world.candidate(at)
    let_in(client, candidate.pk)
    assert "/my/clip/" in client.get("/my/").text
    first = probed(OwnSender(client).send(video()))
    assert (first.candidate_id, first.state) == (candidate.pk, "ready")
    assert "<video" in client.get("/my/clip/").text
    second = OwnSender(client).send(video())
    first.refresh_from_db()
    assert first.state == "removed" and not stored(cleaned(first))
    assert Clip.objects.exclude(state="removed").get() == second


def test_it_is_what_reviewers_then_see(client, world):
    panel(world)
    blind(world)
    candidate = world.candidate("waiting")
    let_in(client, candidate.pk)
    probed(OwnSender(client).send(video()))
    record = record_of(Screening, candidate)
    actions.assign(actor=world.office, ids=[record.pk])
    review = record.reviews.earliest("pk")
    page = logged_in(review.reviewer)
    url = reverse("review-clip", args=[review.pk, "clip.mp4"])
    assert url in page.get(reverse("review-queue")).text
    assert page.get(url).status_code == 200
    client.post("/my/clip/", {"link": LINK})
    assert LINK in page.get(reverse("review-queue")).text
    assert page.get(url).status_code == 404


def test_until_a_reviewer_begins(client, world):
    panel(world)
    record, (review, _) = given(world)
    let_in(client, record.candidate_id)
    assert client.post("/my/clip/", {"link": LINK}).status_code == 302
    draft = {"marks": marks(review), "note": "", "seconds": 1}
    actions.mark(actor=review.reviewer, pk=review.pk, **draft)
    assert client.post("/my/clip/", {"link": LINK + "2"}).status_code == 409
    answer = OwnSender(client).begin(10)
    assert answer.status_code == 409 and "评审已经开始" in answer.text
    page = client.get("/my/clip/").text
    assert "评审已经开始" in page and "data-clip-file" not in page
    assert Clip.objects.get().link == LINK


def test_nor_later(client, world):
    for at in ("paperwork", "learning"):
        candidate = world.candidate(at)
        own = guest_of(candidate)
        with pytest.raises(Refused, match="clip-under-review"):
            actions.link_clip(actor=own, pk=candidate.pk, link=LINK)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "什么",
        f"https://a.cn/{501 * 'a'}",
    ],
)
def test_a_link_is_one_on_the_web(client, world, link):
    let_in(client, world.candidate("waiting").pk)
    assert client.post("/my/clip/", {"link": link}).status_code == 422
    assert not Clip.objects.exists()


def test_what_is_somebody_elses_is_not_there(client, world):
    let_in(client, world.candidate("waiting").pk)
    sender = OwnSender(client)
    sender.begin(10)
    stranger = Client()
    let_in(stranger, world.candidate("waiting").pk)
    assert stranger.head(sender.address, headers=TUS).status_code == 404
    assert Client().head(sender.address, headers=TUS).status_code == 401
    other = world.candidate("waiting")
    own = guest_of(world.candidate("waiting"))
    with pytest.raises(Http404):
        actions.link_clip(actor=own, pk=other.pk, link=LINK)


def test_the_college_sends_it_for_them_and_others_dont(world):
    candidate = asked(world)
    sender = CollegeSender(logged_in(world.lin), candidate.pk)
    clip = probed(sender.send(video()))
    assert (clip.candidate_id, clip.state) == (candidate.pk, "ready")
    page = reverse("candidate-clip-send", args=[candidate.pk])
    assert "<video" in logged_in(world.lin).get(page).text
    part = reverse("candidate-clip", args=[candidate.pk])
    assert page in logged_in(world.lin).get(part).text
    assert page not in logged_in(world.reviewer).get(part).text
    for person in (world.mei, world.reviewer, world.mentor, world.signing):
        client = logged_in(person)
        assert client.get(page).status_code == 404
        assert client.head(sender.address, headers=TUS).status_code == 404
        assert CollegeSender(client, candidate.pk).begin(10).status_code == 404
    answer = logged_in(world.lin).post(page, {"link": LINK})
    assert answer.status_code == 302
    assert Clip.objects.exclude(state="removed").get().link == LINK


def test_who_sent_it_is_in_history_and_the_link_is_not(client, world):
    candidate = world.candidate("waiting")
    let_in(client, candidate.pk)
    client.post("/my/clip/", {"link": LINK})
    events = Clip.pgh_event_models["update"].objects.values_list("pgh_context__verb")
    assert set(events) == {("clip.link",)}
    page = logged_in(world.lin).get(reverse("candidate-detail", args=[candidate.pk]))
    assert LINK not in page.text


def test_on_their_own_pages_it_costs_little(client, world, django_assert_num_queries):
    let_in(client, world.candidate("waiting").pk)
    client.post("/my/clip/", {"link": LINK})
    with django_assert_num_queries(3):
        assert client.get("/my/clip/").status_code == 200
    assert Candidate.objects.count() == 1
