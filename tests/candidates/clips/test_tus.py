"""What the tus protocol 1.0 asks of a server: core, creation, expiration, termination.

https://tus.io/protocols/resumable-upload
"""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from candidates.clips.actions import LIMIT
from candidates.clips.models import Clip
from candidates.clips.queries import part_at
from spark import clock, files
from tests.candidates.applying.applicants import begun, call_of
from tests.candidates.clips.senders import TUS, Sender

TEN = b"0123456789"


@pytest.fixture
def sender(world) -> Sender:
    return Sender(begun(call_of(world)))


def test_it_says_what_it_speaks(sender):
    answer = sender.client.options(sender.url("apply-clip-uploads"))
    assert answer.status_code == 204
    assert answer["Tus-Resumable"] == answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    assert answer["Tus-Max-Size"] == str(LIMIT)


def test_another_version_is_refused(sender):
    url = sender.url("apply-clip-uploads")
    answer = sender.client.post(url, headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_created_with_length_and_name(sender):
    answer = sender.begin(10, "a\u202eb 试.mov")
    assert answer.status_code == 201 and "Upload-Expires" in answer
    assert sender.address.startswith("/a/")
    clip = sender.clip
    assert (clip.size, clip.received) == (10, 0)
    head = sender.head()
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("0", "10")
    assert "no-store" in head["Cache-Control"]


@pytest.mark.parametrize("length", ["", "-1", "ten", "１０", "1e3", "9" * 5000])
def test_a_length_is_a_number(sender, length):
    url = sender.url("apply-clip-uploads")
    answer = sender.client.post(url, headers={**TUS, "Upload-Length": length})
    assert answer.status_code == 400 and answer["Tus-Resumable"] == "1.0.0"


def test_what_is_too_large_or_empty_is_refused_in_words_before_it_is_sent(sender):
    answer = sender.begin(LIMIT + 1)
    assert answer.status_code == 413 and "500 MB" in answer.text
    assert answer["Content-Type"].startswith("text/plain")
    assert sender.begin(0).status_code == 422
    assert not Clip.objects.exists()


@pytest.mark.parametrize("named", ["filename !!", "filename", "filename /w==,,a b c"])
def test_a_name_that_cant_be_read_is_none(sender, named):
    headers = {**TUS, "Upload-Length": "5", "Upload-Metadata": named}
    answer = sender.client.post(sender.url("apply-clip-uploads"), headers=headers)
    assert answer.status_code == 201 and sender.clip.name == ""


def test_piece_by_piece(sender):
    sender.begin(10)
    answer = sender.patch(0, TEN[:4])
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "4")
    assert sender.head()["Upload-Offset"] == "4"
    assert sender.patch(4, TEN[4:])["Upload-Offset"] == "10"
    assert sender.clip.state == "probing"
    assert sender.head()["Upload-Offset"] == "10"


@pytest.mark.parametrize("offset", [0, 3, 5])
def test_a_wrong_offset_is_a_conflict_and_changes_nothing(sender, offset):
    """As of two tabs that send the same: the second comes too late."""
    sender.begin(10)
    sender.patch(0, TEN[:4])
    assert sender.patch(offset, b"xx").status_code == 409
    assert sender.head()["Upload-Offset"] == "4"
    assert sender.clip.sizes == [4]


def test_two_tabs_end_with_one_whole_file(sender):
    sender.begin(10)
    other = Sender(sender.application)
    other.address = sender.address
    assert sender.patch(0, TEN[:3]).status_code == 204
    assert other.patch(0, TEN[:5]).status_code == 409
    start = int(other.head()["Upload-Offset"])
    assert other.patch(start, TEN[start:]).status_code == 204
    assert sender.patch(3, TEN[3:]).status_code == 409
    content = b"".join(files.read(part_at(sender.clip, at), 0, 99) for at in (0, start))
    assert content == TEN


def test_another_type_of_content_is_refused(sender):
    sender.begin(10)
    answer = sender.patch(0, TEN, "application/octet-stream")
    assert answer.status_code == 415
    assert sender.head()["Upload-Offset"] == "0"


def test_an_offset_must_be_said(sender):
    sender.begin(10)
    answer = sender.client.patch(
        sender.address, TEN, "application/offset+octet-stream", headers=TUS
    )
    assert answer.status_code == 400


def test_no_more_comes_than_was_said(sender):
    sender.begin(10)
    assert sender.patch(0, TEN + b"x").status_code == 413
    assert sender.head()["Upload-Offset"] == "0"


def test_what_was_stored_without_its_row_is_sent_again(sender):
    """As when the process dies between the two."""
    sender.begin(10)
    files.save(part_at(sender.clip, 0), b"half of another length")
    assert sender.head()["Upload-Offset"] == "0"
    assert sender.patch(0, TEN).status_code == 204
    assert files.read(part_at(sender.clip, 0), 0, 99) == TEN


def test_a_restarted_server_knows_how_far_it_came(sender):
    """Nothing of it is in a process: another, with another connection, goes on."""
    sender.begin(10)
    sender.patch(0, TEN[:4])
    sender.client = Client()
    assert sender.client.head(sender.address, headers=TUS).status_code == 401
    again = Sender(sender.application)
    again.address = sender.address
    assert again.head()["Upload-Offset"] == "4"
    assert default_storage.exists(part_at(again.clip, 0))


def test_an_expired_one_is_gone(sender):
    sender.begin(10)
    past = clock.now() - timedelta(seconds=1)
    Clip.objects.update(expires_at=past)
    assert sender.head().status_code == 410
    assert sender.patch(0, TEN).status_code == 410


def test_each_piece_gives_a_day_more(sender):
    sender.begin(10)
    soon = clock.now() + timedelta(minutes=1)
    Clip.objects.update(expires_at=soon)
    sender.patch(0, TEN[:4])
    assert sender.clip.expires_at > soon + timedelta(hours=23)


def test_terminated_by_its_sender(sender):
    sender.begin(10)
    sender.patch(0, TEN[:4])
    assert sender.end().status_code == 204
    assert sender.head().status_code == 410
    assert sender.patch(4, TEN[4:]).status_code == 410
    assert sender.end().status_code == 410


def test_other_methods_are_not_allowed(sender):
    sender.begin(10)
    assert sender.client.get(sender.address, headers=TUS).status_code == 405
    overridden = {**TUS, "X-HTTP-Method-Override": "DELETE"}
    assert sender.client.get(sender.address, headers=overridden).status_code == 405
    assert sender.client.post(sender.address, headers=overridden).status_code == 204


def test_one_that_was_replaced_or_is_anothers_is_not_there(sender):
    sender.begin(10)
    first = sender.address
    sender.begin(20)
    sender.address = first
    assert sender.head().status_code == 404
    stranger = Sender(begun(sender.application.call))
    stranger.begin(10)
    sender.address = stranger.address
    assert sender.head().status_code == 404
    assert sender.patch(0, TEN).status_code == 404
    assert stranger.clip.received == 0


def test_no_form_elsewhere_can_send_for_somebody(sender):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sender.client.cookies
    url = sender.url("apply-clip-uploads")
    answer = strict.post(url, headers={**TUS, "Upload-Length": "10"})
    assert answer.status_code == 403 and not Clip.objects.exists()


def test_of_beginnings_few_are_taken(sender):
    answers = [sender.begin(10).status_code for _ in range(11)]
    assert answers == [201] * 10 + [429]


def test_the_row_is_locked_while_a_piece_is_kept(sender):
    sender.begin(10)
    with connection.execute_wrapper(_Seen()) as seen:
        seen = connection.execute_wrappers[-1]
        sender.patch(0, TEN)
    assert seen.locked


class _Seen:
    locked = False

    def __call__(self, execute, sql, *more):
        self.locked |= "FOR NO KEY UPDATE" in sql and "candidates_clip" in sql
        return execute(sql, *more)
