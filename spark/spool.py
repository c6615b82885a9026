"""Room for what is too long to be held in memory, and lies in clear nowhere.

Each file has a key of its own that only this process knows: AES in counter mode, so
that any part of it can be read without the rest.
"""

import io
import secrets
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16
BUFFER = 64 * 1024


class _Encrypted(io.RawIOBase):
    """A file without a name, encrypted under a key that dies with it.

    Each place is written once: who starts over opens another.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile(buffering=0)  # noqa: SIM115 -- by `close`
        self._key = algorithms.AES256(secrets.token_bytes(32))

    def _streamed(self, data: bytes, place: int) -> bytes:
        block, ahead = divmod(place, BLOCK)
        counter = modes.CTR(block.to_bytes(BLOCK, "big"))
        stream = Cipher(self._key, counter).encryptor()
        return stream.update(bytes(ahead) + data)[ahead:]

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(place, whence)

    def truncate(self, size: int | None = None) -> int:
        return self._file.truncate(size)

    def readinto(self, buffer: Any) -> int:
        place = self._file.tell()
        found = self._file.read(len(buffer))
        buffer[: len(found)] = self._streamed(found, place)
        return len(found)

    def write(self, data: Any) -> int:
        return self._file.write(self._streamed(bytes(data), self._file.tell()))

    def close(self) -> None:
        self._file.close()
        super().close()


class Spool(SpooledTemporaryFile):
    """In memory up to a size, and then in an encrypted file."""

    def rollover(self) -> None:
        if self._rolled:  # type: ignore[has-type]
            return
        held: Any = self._file
        file = io.BufferedRandom(_Encrypted(), BUFFER)
        file.write(held.getbuffer())
        file.seek(held.tell())
        self._file, self._rolled = file, True
