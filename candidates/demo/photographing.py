"""The demo's papers that interns photographed: accepted, given back, new."""

import struct
import zlib

from django.core.files.base import ContentFile

from candidates.demo.cast import Cast
from candidates.papers import actions
from candidates.papers.stages import Kind
from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.register.stages import Stage

UNREADABLE = "盖章和签字看不清，请在亮处放平重拍"
WIDTH, HEIGHT = 248, 351  # an A4 page, small


def photograph(cast: Cast) -> None:
    """Of those who wait the longest for their papers, one has been through all."""
    waiting = Candidate.objects.filter(stage=Stage.INCUBATION, state="paperwork")
    people = waiting.order_by("state_since", "pk")
    for number, candidate in enumerate(people[1:3]):
        paper = _bring(cast, candidate, Kind.AGREEMENT, 3, "09:30")
        if number == 0:
            teacher = cast.staff.coordinators[candidate.campus.code]
            actions.give_back(
                actor=teacher,
                pk=paper,
                reason=UNREADABLE,
                at=cast.clock.at(2, "10:40"),
            )
            paper = _bring(cast, candidate, Kind.CONSENT, 2, "12:40")
            at = cast.clock.at(1, "16:40")
            actions.accept(actor=teacher, pk=paper, at=at)


def _bring(cast: Cast, candidate: Candidate, kind: str, ago: int, hour: str) -> int:
    file = ContentFile(_page(), "IMG_0417.png")
    at, own = cast.clock.at(ago, hour), guest_of(candidate)
    return actions.bring(actor=own, pk=candidate.pk, kind=kind, file=file, at=at).pk


def _page() -> bytes:
    """A PNG of grey lines on white, as of a page from afar."""
    rows = bytearray()
    for row in range(HEIGHT):
        written = row > 40 and row % 14 < 5
        line = bytearray([255] * WIDTH)
        if written:
            line[30:-30] = bytes([150] * (WIDTH - 60))
        rows += bytes([0]) + line
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checked)
