"""Files too large for the database, on a disk or S3-compatible: `STORAGES` says which.

They are private: no address leads to one, a view hands it to who may see it. Names are
drawn, never people's. A name that is saved again is replaced.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from spark.files.disk import Disk

store = cast(Disk, default_storage)


def save(name: str, content: bytes) -> None:
    store.save(name, ContentFile(content))


def save_file(name: str, path: Path) -> None:
    with path.open("rb") as file:
        store.save(name, File(file))


def read(name: str, start: int, size: int) -> bytes:
    """Up to `size` bytes from `start` on, without those before or after."""
    return store.read(name, start, size)


def join(parts: Iterable[tuple[str, int]], path: Path) -> None:
    """Write so many bytes of each part, one after the other, into a file here.

    Raises:
        OSError: if one isn't there; EOFError, if it has fewer.
    """
    with path.open("wb") as whole:
        for name, size in parts:
            content = read(name, 0, size)
            if len(content) < size:
                raise EOFError(name)
            whole.write(content)


def forget(folder: str) -> None:
    """Delete all that is in a folder; one that is gone already, too."""
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        store.delete(f"{folder}/{name}")
    for below in folders:
        forget(f"{folder}/{below}")
    store.delete(folder)
