"""What a file must pass before the parser sees it.

calamine lays a sheet out as a full rectangle: one stray cell in the last corner would
take 500 GB and end the process. So a workbook is read through once beforehand, in
small pieces, for how far its cells reach and how much it unpacks to. `marks` notes on
the way what the parser doesn't tell.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator

from spark.sheets.limits import Limits, Unreadable
from spark.sheets.marks import Marks, Part

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # a version or method of packing that is not known
    ValueError,
    OSError,
)
BOOK, STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
FIRST = {BOOK: 0, STRINGS: 1}  # what is read before the sheets, whose cells point there


def inspect(data: bytes, limits: Limits) -> dict[str, Marks]:
    """Refuse an archive that is no workbook, is locked, or unpacks to a monster.

    The directory's sizes are checked first, then every part is unpacked in small
    pieces and thrown away: the directory may lie, and a sheet says how far it reaches
    only in its cells.

    Returns:
        What is noted of each sheet, by its name.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_foreign(parts)
            limits.check_unpacked(sum(p.file_size for p in parts), len(data))
            return _by_sheet(dict(_read_along(archive, parts, limits, len(data))))
    except DAMAGED as error:
        raise Unreadable("sheet-not-a-spreadsheet") from error


def _read_along(
    archive: zipfile.ZipFile,
    infos: list[zipfile.ZipInfo],
    limits: Limits,
    packed: int,
) -> Iterator[tuple[str, Part]]:
    unpacked = 0
    blanks: set[str] = set()
    calculated = False
    for info in sorted(infos, key=lambda info: FIRST.get(_path(info), 2)):
        info.file_size = limits.unpacked + 1  # read on to the stream's end
        part = Part(limits, blanks, calculated=calculated)
        with archive.open(info) as stream:
            while piece := stream.read(64 * 1024):
                unpacked += len(piece)
                limits.check_unpacked(unpacked, packed)
                part.feed(piece)
        part.close(info.filename)
        yield _path(info), part
        calculated = calculated or part.works_out
        if _path(info) == STRINGS:
            blanks = {str(n) for n, says in enumerate(part.strings) if not says}


def _path(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _by_sheet(parts: dict[str, Part]) -> dict[str, Marks]:
    """What is noted of a sheet, and of the comments and drawings it points to."""
    found: dict[str, Marks] = {}
    if BOOK not in parts:
        return found
    names, paths = parts[BOOK].sheets, _targets(BOOK, parts)
    for relation, name in names.items():
        path = paths.get(relation, "")
        if path not in parts:
            continue
        marks = found[name] = parts[path].marks
        for other in _targets(path, parts).values():
            if other in parts:
                marks.comments += parts[other].marks.comments
                marks.boxes += parts[other].marks.boxes
    return found


def _targets(path: str, parts: dict[str, Part]) -> dict[str, str]:
    """Relation → path, of what a part points to."""
    folder, name = posixpath.split(path)
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    given = relations.relations if relations else {}
    return {
        key: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for key, target in given.items()
    }


def _refuse_foreign(parts: list[zipfile.ZipInfo]) -> None:
    names = {_path(part) for part in parts}
    foreign = not any(name.startswith("xl/") for name in names)
    if foreign or "xl/workbook.bin" in names:  # .docx, .ods, .zip; .xlsb
        raise Unreadable("sheet-not-a-spreadsheet")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("sheet-encrypted")
    methods = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if not {part.compress_type for part in parts} <= methods:
        raise Unreadable("sheet-not-a-spreadsheet")
