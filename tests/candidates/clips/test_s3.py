"""From the first piece to the last byte played, with a store that speaks S3."""

import pytest
from django.core.files.storage import default_storage

from tests.candidates.applying.applicants import call_of, written
from tests.candidates.clips.senders import Sender, video
from tests.candidates.clips.test_clips import cleaned, probed
from tests.s3 import s3_server


@pytest.fixture
def _s3(settings):
    with s3_server() as storage:
        settings.STORAGES = settings.STORAGES | {"default": storage}
        yield


def names() -> set[str]:
    """What the bucket holds, by the last part of its name."""
    return {
        item.key.rpartition("/")[2] for item in default_storage.bucket.objects.all()
    }


@pytest.mark.usefixtures("_s3")
def test_sent_looked_at_played_from_any_byte_and_deleted(world):
    content = video()
    sender = Sender(written(call_of(world)))
    clip = sender.send(content, pieces=4)
    assert len(names()) == 4
    clip = probed(clip)
    assert clip.state == "ready" and names() == {"clip.mp4", "poster.jpg"}
    assert sender.file("clip.mp4").getvalue() == content
    answer = sender.file("clip.mp4", Range="bytes=1000-1999")
    assert answer.status_code == 206 and answer.content == content[1000:2000]
    assert sender.file("poster.jpg").content[:3] == b"\xff\xd8\xff"
    sender.client.post(sender.url("apply-clip-drop"))
    cleaned(clip)
    assert not names() and sender.file("clip.mp4").status_code == 404
