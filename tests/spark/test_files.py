"""Files on a disk and at a server that speaks S3: the same is asked of both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from spark import files
from tests.s3 import s3_server

DISK = "spark.files.disk.Disk"


@pytest.fixture(scope="module")
def server() -> Iterator[dict]:
    with s3_server() as storage:
        yield storage


@pytest.fixture(params=["disk", "s3"])
def store(request, tmp_path) -> Iterator[str]:
    if request.param == "disk":
        options = {"location": str(tmp_path / "files"), "allow_overwrite": True}
        backend = {"BACKEND": DISK, "OPTIONS": options}
    else:
        backend = request.getfixturevalue("server")
    with override_settings(STORAGES={"default": backend}):
        yield request.param


def test_saved_again_it_is_replaced_and_read_from_anywhere(store):
    files.save("a/b/0", b"long before")
    files.save("a/b/0", b"0123456789")
    assert files.read("a/b/0", 0, 4) == b"0123"
    assert files.read("a/b/0", 8, 40) == b"89"
    with pytest.raises(FileNotFoundError):
        files.read("a/b/1", 0, 4)


def test_parts_are_joined_in_order_and_none_may_be_short(store, tmp_path):
    files.save("c/0", b"0123")
    files.save("c/4", b"456789")
    whole = tmp_path / "whole"
    files.join([("c/0", 4), ("c/4", 3)], whole)
    assert whole.read_bytes() == b"0123456"
    with pytest.raises(EOFError):
        files.join([("c/0", 5)], whole)
    with pytest.raises(FileNotFoundError):
        files.join([("c/9", 5)], whole)


def test_a_large_one_is_sent_from_a_file(store, tmp_path):
    large = Path(tmp_path, "large")
    large.write_bytes(bytes(9 * 2**20) + b"end")
    files.save_file("d/large", large)
    assert files.read("d/large", 9 * 2**20, 9) == b"end"


def test_a_folder_goes_with_all_in_it(store):
    for name in ("e/clip", "e/parts/0", "e/parts/1", "f/clip"):
        files.save(name, b"x")
    files.forget("e")
    files.forget("e")
    assert files.read("f/clip", 0, 1) == b"x"
    for name in ("e/clip", "e/parts/0", "e/parts/1"):
        with pytest.raises(FileNotFoundError):
            files.read(name, 0, 1)
