"""A clip on its way: looked at, played, replaced, given up, forgotten."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from candidates.applying import actions as applying
from candidates.applying.access import guest_of
from candidates.clips import actions
from candidates.clips.actions import probing
from candidates.clips.models import Clip
from candidates.clips.queries import folder_of, part_at
from spark import clock, media
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from tests.candidates.applying.applicants import call_of, submit, written
from tests.candidates.clips.senders import Sender, video

DAY = timedelta(hours=24, seconds=1)


@pytest.fixture
def sender(world) -> Sender:
    return Sender(written(call_of(world)))


def probed(clip: Clip) -> Clip:
    """As by the jobs, one after the other."""
    actions.probe(actor=SYSTEM, pk=clip.pk)
    actions.render(actor=SYSTEM, pk=clip.pk)
    clip.refresh_from_db()
    return clip


def cleaned(clip: Clip) -> Clip:
    """As by the job."""
    actions.clean(pk=clip.pk)
    clip.refresh_from_db()
    return clip


def stored(clip: Clip) -> set[str]:
    """The names of its files."""
    found: set[str] = set()
    for folder in ("", "/parts"):
        try:
            _folders, names = default_storage.listdir(folder_of(clip) + folder)
        except FileNotFoundError:
            continue
        found |= {f"{folder}/{name}" for name in names}
    return found


def test_a_clip_is_sent_looked_at_and_played(sender):
    content = video()
    clip = sender.send(content)
    assert (clip.state, clip.name) == ("probing", "我的试镜.mp4")
    assert "every 2s" in sender.client.get(sender.url("apply-clip")).text
    clip = probed(clip)
    assert (clip.state, clip.seconds, clip.length) == ("ready", 21, len(content))
    assert (clip.width, clip.height) == (180, 320)
    assert stored(clip) == {"/clip.mp4", "/poster.jpg"}
    answer = sender.file("clip.mp4")
    assert answer["Content-Type"] == "video/mp4" and answer.getvalue() == content
    assert sender.file("poster.jpg").content[:3] == b"\xff\xd8\xff"
    assert "<video" in sender.client.get(sender.url("apply-mine")).text


def test_what_browsers_dont_all_play_is_made_playable(sender):
    clip = sender.send(video(form="matroska"))
    actions.probe(actor=SYSTEM, pk=clip.pk)
    clip.refresh_from_db()
    assert (clip.state, clip.length) == ("ready", None)
    page = sender.client.get(sender.url("apply-clip")).text
    assert "every 2s" in page and "<video" not in page
    assert sender.file("clip.mp4").status_code == 404
    assert sender.file("poster.jpg").status_code == 200
    clip = probed(clip)
    assert stored(clip) == {"/clip.mp4", "/poster.jpg"}
    assert sender.file("clip.mp4").getvalue()[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: b"PK\x03\x04" + bytes(5000), "media-not-a-video"),
        (lambda: video()[:9000], "media-broken"),
        (lambda: video(3), "media-too-short"),
        (lambda: video(605), "media-too-long"),
        (lambda: video(loud=0), "media-silent"),
    ],
    ids=["disguised", "broken", "short", "long", "silent"],
)
def test_what_cant_be_used_says_why_and_is_not_kept(sender, content, code):
    clip = probed(sender.send(content()))
    assert (clip.state, clip.refused_for) == ("refused", code)
    assert not stored(clip)
    page = sender.client.get(sender.url("apply-clip")).text
    assert "clip-title" in page and "every 2s" not in page
    assert sender.client.get(sender.url("apply-step", "clip")).status_code == 200


def test_a_job_that_comes_twice_or_late_does_nothing(sender):
    clip = probed(sender.send(video()))
    again = probed(clip)
    assert (again.state, again.attempts) == ("ready", 0)
    dropped = sender.send(video())
    sender.client.post(sender.url("apply-clip-drop"))
    assert probed(dropped).state == "removed"


def test_of_one_dropped_while_a_job_looks_at_it_nothing_stays(sender, monkeypatch):
    clip = sender.send(video())

    def look(path):
        sender.client.post(sender.url("apply-clip-drop"))
        cleaned(clip)
        return media.probe(path)

    monkeypatch.setattr(probing, "look", look)
    actions.probe(actor=SYSTEM, pk=clip.pk)
    clip.refresh_from_db()
    assert clip.state == "removed" and stored(clip)
    assert not stored(cleaned(clip))


def test_a_clip_over_which_jobs_die_is_refused_at_last(sender):
    clip = sender.send(video())
    Clip.objects.filter(pk=clip.pk).update(attempts=5)
    assert probed(clip).refused_for == "media-too-heavy"


def test_a_clip_of_which_the_store_lost_a_piece_is_refused(sender):
    clip = sender.send(video())
    default_storage.delete(part_at(clip, 0))
    assert probed(clip).refused_for == "media-broken"


def test_a_new_one_takes_the_place_of_the_one_before(sender):
    first = probed(sender.send(video()))
    second = sender.send(video())
    assert sender.clip == second
    first.refresh_from_db()
    assert (first.state, first.name) == ("removed", "")
    assert not cleaned(first).stored and not stored(first)
    assert stored(second)


def test_dropping_and_withdrawing_delete_the_files(sender):
    clip = probed(sender.send(video()))
    sender.client.post(sender.url("apply-clip-drop"))
    assert not stored(cleaned(clip))
    clip = sender.send(video())
    sender.client.post(sender.url("apply-withdraw"))
    clip.refresh_from_db()
    assert clip.state == "removed" and not stored(cleaned(clip))


def test_one_that_was_sent_in_stays_but_can_be_finished(sender):
    sender.begin(10)
    submit(sender.application)
    with pytest.raises(Refused, match="state-moved"):
        own = guest_of(sender.application)
        applying.drop_clip(actor=own, pk=sender.application.pk)
    assert sender.begin(10).status_code == 409
    assert "data-open=" in sender.client.get(sender.url("apply-mine")).text


def test_an_abandoned_one_is_swept_with_its_files(sender):
    sender.begin(10)
    sender.patch(0, b"01234")
    clip = sender.clip
    actions.sweep(actor=SYSTEM, at=clock.now())
    assert sender.clip.state == "uploading"
    actions.sweep(actor=SYSTEM, at=clock.now() + DAY)
    clip.refresh_from_db()
    assert clip.state == "removed"
    assert not stored(cleaned(clip)) and not clip.stored


def test_it_goes_to_the_candidate_when_the_college_confirms(sender, world):
    clip = probed(sender.send(video()))
    submit(sender.application)
    applying.confirm(actor=world.lin, ids=[sender.application.pk])
    clip.refresh_from_db()
    sender.application.refresh_from_db()
    assert clip.candidate_id == sender.application.candidate_id
