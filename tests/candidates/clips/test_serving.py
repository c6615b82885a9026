"""Who sees a clip, and how players jump about in it."""

import pytest
from django.test import Client
from django.urls import reverse

from candidates.applying import actions as applying
from candidates.clips.models import Clip
from candidates.clips.views.serving import PIECE
from candidates.register.models import Candidate
from candidates.screening import actions as screening
from candidates.screening import handover
from candidates.screening.models import Screening
from spark import files
from tests.candidates.applying.applicants import begun, call_of, submit, written
from tests.candidates.clips.senders import Sender, video
from tests.candidates.clips.test_clips import cleaned, probed, stored
from tests.candidates.screening.reviewing import blind, lock, panel
from tests.cards import let_in
from tests.story import record_of

PEOPLE = ["lin", "mei", "office", "reviewer", "mentor", "signing", "manager"]


@pytest.fixture
def sender(world) -> Sender:
    sender = Sender(written(call_of(world)))
    probed(sender.send(video()))
    return sender


def test_from_any_byte_on(sender):
    content = video()
    size = len(content)
    whole = sender.file("clip.mp4")
    assert whole.status_code == 200 and whole["Accept-Ranges"] == "bytes"
    for asked, start, end in [
        ("bytes=0-", 0, size),
        ("bytes=100-199", 100, 200),
        ("bytes=-50", size - 50, size),
        (f"bytes={size - 5}-{size + 100}", size - 5, size),
        ("bytes=-99999999999", 0, size),
    ]:
        answer = sender.file("clip.mp4", Range=asked)
        assert answer.status_code == 206, asked
        assert answer["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert answer.content == content[start:end]
    for asked in (f"bytes={size}-", "bytes=-0", "bytes=9-5"):
        answer = sender.file("clip.mp4", Range=asked)
        assert answer.status_code == 416
        assert answer["Content-Range"] == f"bytes */{size}"
    for asked in ("bytes=-", "lines=1-2", "bytes=0-1,5-9", "bytes=１-"):
        assert sender.file("clip.mp4", Range=asked).status_code == 200
    tag = whole["ETag"]
    known = sender.file("clip.mp4", Range="bytes=0-9", **{"If-Range": tag})
    other = sender.file("clip.mp4", Range="bytes=0-9", **{"If-Range": '"other"'})
    assert (known.status_code, other.status_code) == (206, 200)
    url = sender.url("apply-clip-file", "clip.mp4")
    assert sender.client.head(url)["Content-Length"] == str(size)


def test_an_answer_to_a_range_holds_only_so_much(sender):
    clip, more = sender.clip, bytes(2 * PIECE + 7)
    files.save(f"clips/{clip.key}/clip.mp4", more)
    Clip.objects.update(length=len(more))
    answer = sender.file("clip.mp4", Range="bytes=5-")
    assert answer["Content-Range"] == f"bytes 5-{5 + PIECE - 1}/{len(more)}"
    assert sender.file("clip.mp4").getvalue() == more


def status(user, url: str) -> int:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(url).status_code


def test_before_it_is_sent_the_applicant_alone_sees_it(sender, world):
    url = reverse("application-clip", args=[sender.application.pk, "clip.mp4"])
    own = reverse("clip-file", args=[sender.clip.pk, "clip.mp4"])
    for name in PEOPLE:
        assert status(getattr(world, name), url) == 404, name
        assert status(getattr(world, name), own) == 404, name
    assert status(None, url) == status(None, own) == 302
    stranger = Sender(begun(sender.application.call))
    assert stranger.file("clip.mp4").status_code == 404
    assert sender.file("clip.mp4").status_code == 200
    assert sender.file("nothing.txt").status_code == 404
    assert status(None, sender.url("apply-clip-file", "clip.mp4")) == 401


def test_once_sent_the_college_and_the_office_see_it(sender, world):
    submit(sender.application)
    url = reverse("application-clip", args=[sender.application.pk, "poster.jpg"])
    sees = {name for name in PEOPLE if status(getattr(world, name), url) == 200}
    assert sees == {"lin", "office"}
    world_of_lin = Client()
    world_of_lin.force_login(world.lin)
    page = reverse("application-detail", args=[sender.application.pk])
    assert "<video" in world_of_lin.get(page).text


@pytest.fixture
def clip(sender, world) -> Clip:
    """Of somebody who was confirmed and called to the screening."""
    submit(sender.application)
    applying.confirm(actor=world.lin, ids=[sender.application.pk])
    candidate = Candidate.objects.get(applications=sender.application)
    handover.register_to_screening(actor=world.office, ids=[candidate.pk])
    return sender.clip


def test_a_candidates_is_seen_by_who_judges_them(clip, world):
    url = reverse("clip-file", args=[clip.pk, "clip.mp4"])
    sees = {name for name in PEOPLE if status(getattr(world, name), url) == 200}
    assert sees == {"lin", "office", "reviewer"}
    page = Client()
    page.force_login(world.reviewer)
    detail = reverse("candidate-clip", args=[clip.candidate_id])
    assert "<video" in page.get(detail).text


def test_while_a_batch_is_blind_it_plays_in_the_queue_alone(clip, world):
    panel(world)
    blind(world)
    record = record_of(Screening, clip.candidate)
    screening.assign(actor=world.office, ids=[record.pk])
    review = record.reviews.earliest("pk")
    own = reverse("clip-file", args=[clip.pk, "clip.mp4"])
    url = reverse("review-clip", args=[review.pk, "clip.mp4"])
    assert status(review.reviewer, own) == 404
    assert status(review.reviewer, url) == 200
    other = record.reviews.latest("pk").reviewer
    for somebody in (other, world.lin, world.mentor, world.office):
        assert status(somebody, url) == 404
    page = Client()
    page.force_login(review.reviewer)
    queue = page.get(reverse("review-queue")).text
    assert url in queue and "我的试镜" not in queue
    lock(review)
    assert status(review.reviewer, url) == 404


def test_a_candidate_sees_their_own_and_deletes_it(clip, client):
    url = reverse("portal-clip-file", args=["clip.mp4"])
    assert client.get(url).status_code == 401
    let_in(client, clip.candidate_id)
    assert client.get(url).status_code == 200
    assert "<video" in client.get(reverse("portal-home")).text
    assert client.post(reverse("portal-clip-drop")).status_code == 302
    assert client.get(url).status_code == 404
    assert client.post(reverse("portal-clip-drop")).status_code == 404
    clip.refresh_from_db()
    assert not stored(cleaned(clip))


def test_the_office_erases_it_for_a_reason(clip, world, office):
    url = reverse("clip-act", args=[clip.pk])
    lin = Client()
    lin.force_login(world.lin)
    assert lin.post(url, {"reason": "本人要求"}).status_code == 403
    assert office.post(url, {"reason": ""}).status_code == 422
    assert office.post(url, {"reason": "本人要求删除个人信息"}).status_code == 302
    assert office.post(url, {"reason": "本人要求删除个人信息"}).status_code == 409
    clip.refresh_from_db()
    assert clip.state == "removed" and not stored(cleaned(clip))
    page = office.get(reverse("candidate-detail", args=[clip.candidate_id]))
    assert "本人要求删除个人信息" in page.text
