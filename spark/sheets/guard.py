"""What a file must pass before the parser sees it.

calamine lays a sheet out as a full rectangle: one stray cell in the last corner would
take 500 GB and end the process. So a workbook is read through once beforehand, in
small pieces, for how far its cells reach and how much it unpacks to.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from spark.errors import Refused

MB = 1024 * 1024
HEAD_ROOM = 50  # title and header rows above a list of the full length


class Unreadable(Refused):
    """The file can't be used at all; the code and facts say why."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, status=422, **facts)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is worth opening."""

    bytes: int = 20 * MB
    rows: int = 20_000
    columns: int = 256
    unpacked: int = 300 * MB
    suspect: int = 50 * MB  # from here on the ratio counts
    ratio: int = 100
    text: int = 100 * MB  # of cells

    def check_row(self, number: int) -> None:
        if number > self.rows + HEAD_ROOM:
            raise Unreadable("sheet-too-many-rows", limit=self.rows)

    def check_columns(self, count: int) -> None:
        if count > self.columns:
            raise Unreadable("sheet-too-many-columns", limit=self.columns)

    def check_unpacked(self, unpacked: int, packed: int) -> None:
        swollen = unpacked > self.suspect and unpacked > packed * self.ratio
        if swollen or unpacked > self.unpacked:
            raise Unreadable("sheet-bomb")


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # a version or method of packing that is not known
    ValueError,
    OSError,
)


def inspect(data: bytes, limits: Limits) -> None:
    """Refuse an archive that is no workbook, is locked, or unpacks to a monster.

    The directory's sizes are checked first, then every part is unpacked in small
    pieces and thrown away: the directory may lie, and a sheet says how far it reaches
    only in its cells.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_foreign(parts)
            limits.check_unpacked(sum(p.file_size for p in parts), len(data))
            unpacked = 0
            for part in parts:
                part.file_size = limits.unpacked + 1  # read on to the stream's end
                extent = Extent(limits)
                with archive.open(part) as stream:
                    while piece := stream.read(64 * 1024):
                        unpacked += len(piece)
                        limits.check_unpacked(unpacked, len(data))
                        extent.feed(piece)
                extent.close(part.filename)
    except DAMAGED as error:
        raise Unreadable("sheet-not-a-spreadsheet") from error


def _refuse_foreign(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.replace("\\", "/") for part in parts}
    foreign = not any(name.startswith("xl/") for name in names)
    if foreign or "xl/workbook.bin" in names:  # .docx, .ods, .zip; .xlsb
        raise Unreadable("sheet-not-a-spreadsheet")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("sheet-encrypted")
    methods = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if not {part.compress_type for part in parts} <= methods:
        raise Unreadable("sheet-not-a-spreadsheet")


class Extent:
    """Reads along in a part of a workbook and refuses cells beyond the limits."""

    REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = 0
        self.in_data = False
        self.broken = False
        self.parser: expat.XMLParserType | None = None

    def feed(self, piece: bytes) -> None:
        if self.broken:
            return
        if self.parser is None:
            if not piece.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                self.broken = True  # a picture or a font: nothing to read along
                return
            self.parser = expat.ParserCreate()
            self.parser.StartElementHandler = self.start
            self.parser.StartDoctypeDeclHandler = self.doctype
        self._parse(piece, final=False)

    def close(self, filename: str) -> None:
        if self.parser is not None and not self.broken:
            self._parse(b"", final=True)
        if self.parser is not None and self.broken and filename.endswith(".xml"):
            raise Unreadable("sheet-not-a-spreadsheet")

    def _parse(self, piece: bytes, *, final: bool) -> None:
        assert self.parser is not None
        try:
            self.parser.Parse(piece, final)
        except expat.ExpatError:
            self.broken = True

    def doctype(self, *args: object) -> None:
        raise Unreadable("sheet-bomb")  # only entity bombs declare one

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheetData":
            self.in_data = True
        elif not self.in_data:
            return
        elif local == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif local == "c":
            self._move(attributes.get("r"))
        elif local in {"v", "is"}:
            self.limits.check_row(self.row)
            self.limits.check_columns(self.column)

    def _move(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = self.REFERENCE.fullmatch(reference)
        if not match:
            raise Unreadable("sheet-not-a-spreadsheet")
        self.row = int(match[2])
        self.column = 0
        for letter in match[1].upper():
            self.column = self.column * 26 + ord(letter) - ord("A") + 1
