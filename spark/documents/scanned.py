"""Paper that was scanned or photographed: what a file is says how it begins."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from django.core.files.base import File

from spark.errors import Refused

LIMIT = 10 * 2**20
# Its name, and what a browser calls it, may say anything.
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
ACCEPT = "image/jpeg,image/png,application/pdf"


@dataclass(frozen=True)
class Scanned:
    """A file as it came, told by its content."""

    name: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def read(file: File, called: str = "scan") -> Scanned:
    """What it is; refusals speak of it as it is called.

    Raises:
        Refused: scan-too-large; scan-not-readable, if it is no PDF, JPEG or PNG.
    """
    content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise Refused(f"{called}-too-large", status=422, limit=LIMIT // 2**20)
    for beginning, media_type in BEGINNINGS.items():
        if content.startswith(beginning):
            name = PurePath(file.name or "").name[:200]
            return Scanned(name, media_type, content)
    raise Refused(f"{called}-not-readable", status=422)
