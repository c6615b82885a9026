"""A campus's system sends its candidates' clips, as tus clients do."""

from base64 import b64encode

import pytest
from django.urls import reverse

from candidates.clips.actions import LIMIT
from candidates.clips.models import Clip
from candidates.screening import actions
from candidates.screening.models import Screening
from spark.audit import trail
from tests.candidates.clips.senders import PIECE, TUS, video
from tests.candidates.clips.test_clips import probed
from tests.spark.rest.system import System
from tests.story import record_of


class Uploader:
    """A tus client with a system's token."""

    def __init__(self, system: System) -> None:
        self.system, self.address = system, ""

    def ask(self, method: str, path: str, content: bytes = b"", **headers: str):
        sent = {"Authorization": f"Bearer {self.system.token}", **TUS}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.system.client.generic(method, path, content, PIECE, headers=sent)

    def begin(self, candidate: int, size: int):
        named = b64encode("试镜.mp4".encode()).decode()
        answer = self.ask(
            "POST",
            f"/api/v1/candidates/{candidate}/clips",
            Upload_Length=str(size),
            Upload_Metadata=f"filename {named}",
        )
        self.address = answer.headers.get("Location", "")
        return answer

    def patch(self, offset: int, content: bytes):
        return self.ask("PATCH", self.address, content, Upload_Offset=str(offset))


@pytest.fixture
def uploader(world) -> Uploader:
    return Uploader(System(world))


def test_it_comes_in_pieces_goes_on_where_it_stopped_and_is_looked_at(uploader, world):
    candidate, content = world.candidate("waiting"), video()
    assert uploader.begin(candidate.pk, len(content)).status_code == 201
    half = len(content) // 2
    assert uploader.patch(0, content[:half]).status_code == 204
    assert uploader.patch(0, content[:half]).json()["code"] == "clip-offset"
    head = uploader.ask("HEAD", uploader.address)
    assert (head["Upload-Offset"], head["Tus-Resumable"]) == (str(half), "1.0.0")
    assert "no-store" in head["Cache-Control"]
    assert uploader.patch(half, content[half:])["Upload-Offset"] == str(len(content))
    clip = probed(Clip.objects.get())
    assert (clip.candidate_id, clip.state, clip.name) == (
        candidate.pk,
        "ready",
        "试镜.mp4",
    )
    said = uploader.system.get(uploader.address).json()
    assert (said["state"], said["received"]) == ("ready", len(content))
    who = [entry.who for entry in trail.timeline(candidate, internal=True)]
    assert str(uploader.system.app.service_user) in who


def test_what_can_not_be_used_says_why(uploader, world):
    candidate = world.candidate("registered")
    uploader.begin(candidate.pk, 10)
    uploader.patch(0, b"0123456789")
    probed(Clip.objects.get())
    said = uploader.system.get(uploader.address).json()
    assert (said["state"], said["refused_for"]) == ("refused", "media-not-a-video")


def test_another_one_takes_its_place_and_it_can_be_deleted(uploader, world):
    candidate = world.candidate("waiting")
    uploader.begin(candidate.pk, 10)
    first = uploader.address
    uploader.begin(candidate.pk, 20)
    assert uploader.ask("HEAD", first).status_code == 410
    gone = uploader.ask("PATCH", first, b"0", Upload_Offset="0")
    assert (gone.status_code, gone.json()["code"]) == (410, "clip-gone")
    assert uploader.ask("DELETE", uploader.address).status_code == 204
    assert {*Clip.objects.values_list("state", flat=True)} == {"removed"}


def test_another_colleges_is_not_there(uploader, world):
    theirs = world.candidate("waiting", campus=world.other)
    assert uploader.begin(theirs.pk, 10).status_code == 404
    own = world.candidate("waiting")
    other = Uploader(System(world, world.other))
    other.begin(theirs.pk, 10)
    for method in ("GET", "HEAD", "PATCH", "DELETE"):
        answer = uploader.ask(method, other.address, Upload_Offset="0")
        assert answer.status_code == 404
    clip = Clip.objects.get()
    # Nor beneath the address of one's own.
    borrowed = reverse("api-candidate-clip", args=[own.pk, clip.pk])
    assert uploader.ask("HEAD", borrowed).status_code == 404
    assert other.ask("HEAD", borrowed).status_code == 404
    assert (clip.state, clip.received) == ("uploading", 0)


def test_it_needs_the_scope_for_writing(world):
    reader = Uploader(System(world, scopes="candidates:read records:act"))
    answer = reader.begin(world.candidate("waiting").pk, 10)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert not Clip.objects.exists()


@pytest.mark.parametrize(
    ("size", "status", "code"),
    [
        (LIMIT + 1, 413, "clip-too-large"),
        (0, 422, "clip-empty"),
        ("ten", 400, "clip-unannounced"),
    ],
)
def test_what_can_not_be_sent_is_refused_before_it_is(
    uploader, world, size, status, code
):
    answer = uploader.begin(world.candidate("waiting").pk, size)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_who_is_being_judged_keeps_the_clip_they_have(uploader, world):
    candidate = world.candidate("in_review")
    answer = uploader.begin(candidate.pk, 10)
    assert (answer.status_code, answer.json()["code"]) == (409, "clip-under-review")
    record = record_of(Screening, candidate)
    actions.ask_more(actor=world.office, ids=[record.pk], reason="听不清")
    assert uploader.begin(candidate.pk, 10).status_code == 201


def test_who_speaks_another_tus_is_told_which_is_spoken(uploader, world):
    candidate = world.candidate("waiting")
    path = f"/api/v1/candidates/{candidate.pk}/clips"
    answer = uploader.ask("POST", path, Tus_Resumable="0.2.2", Upload_Length="10")
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert answer.json()["code"] == "tus_version"
