"""What is too long for memory is encrypted on disk, and read again at any place."""

import os
import random

import pytest
from django.conf import settings
from django.core.files.uploadhandler import load_handler

from spark.spool import Spool

SENT = bytes(random.Random(7).randbytes(300_000)) + b"330106200801010021" * 20_000


@pytest.fixture
def spool():
    with Spool(256 * 1024) as spool:
        for start in range(0, len(SENT), 70_001):
            spool.write(SENT[start : start + 70_001])
        yield spool


def test_it_is_read_as_it_was_written(spool):
    assert spool.tell() == len(SENT)
    spool.seek(0)
    assert spool.read() == SENT
    for place in (0, 1, 15, 16, 17, 299_999, len(SENT) - 1):
        spool.seek(place)
        assert spool.read(1000) == SENT[place : place + 1000]
    spool.seek(300_000)
    assert b"".join(spool.readlines()) == SENT[300_000:]


def test_nothing_of_it_lies_in_clear(spool):
    spool.seek(0)
    with open(os.dup(spool.fileno()), "rb") as lying:
        lying.seek(0)
        found = lying.read()
    assert len(found) == len(SENT)
    assert b"330106" not in found and SENT[1000:1016] not in found


def test_a_short_one_stays_in_memory():
    with Spool(1000) as spool:
        spool.write(b"short")
        assert not spool._rolled
        spool.seek(0)
        assert spool.read() == b"short"


def test_files_that_are_sent_stay_in_memory(rf):
    """Django's other handler writes what is larger than 2.5 MB to /tmp."""
    sent = rf.post("/", {"file": "x"})
    handlers = [load_handler(path, sent) for path in settings.FILE_UPLOAD_HANDLERS]
    assert [type(one).__name__ for one in handlers] == ["MemoryFileUploadHandler"]
    handlers[0].handle_raw_input(None, {}, 22 * 2**20, b"")
    assert handlers[0].activated
