"""What a workbook's parts say beside their values.

The parser tells neither which rows are hidden nor which formulas have no result: it
hands out an empty cell for those, and for #N/A. So they are noted here, while `guard`
reads the parts through, and so is how far the cells reach.
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from xml.parsers import expat

from spark.sheets.limits import Limits, Unreadable
from spark.sheets.places import named

TRUE = {"1", "true"}
ZERO = {"", "0"}  # what programs store for a result they didn't work out
MOST = 1_000_000  # formulas without a result that are noted
PIECES = 4  # of a text, enough to tell whether it says anything
CORNERS = 2  # of a range: A1:B2
AFTER = {
    *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter"),
    *("sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions"),
    *("pageMargins", "pageSetup", "headerFooter", "drawing", "tableParts", "extLst"),
}  # what may follow a sheet's rows


@dataclass(slots=True)
class Marks:
    """Of one sheet; rows and columns are counted from 1.

    Args:
        broken: row → column → what a formula came to: "#N/A" and the like, or nothing
            where no result is stored.
        comments: the cells that have one.
        boxes: how many texts float over the cells.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    comments: list[str] = field(default_factory=list)
    boxes: int = 0


class Part:
    """Reads along in a part of a workbook and refuses cells beyond the limits.

    Args:
        blanks: numbers of the shared strings in which nothing stands.
        calculated: whether a program worked out all formulas before it saved.
    """

    def __init__(
        self, limits: Limits, blanks: Container[str] = (), *, calculated: bool = True
    ) -> None:
        self.limits = limits
        self.blanks = blanks
        self.calculated = calculated
        self.marks = Marks()
        self.sheets: dict[str, str] = {}  # relation → name
        self.relations: dict[str, str] = {}  # relation → path
        self.strings: list[bool] = []  # of each shared string, whether it says anything
        self.works_out = False  # has it `calculated`?
        self.row = self.column = self.lowest = self.widest = 0
        self.broken_cells = 0
        self.kind = ""  # of the cell
        self.formula: dict[str, str] | None = None
        self.valued = self.in_data = self.in_box = self.broken = False
        self.said: list[str] = []
        self.parser: expat.XMLParserType | None = None

    def feed(self, piece: bytes) -> None:
        if self.broken:
            return
        if self.parser is None:
            if not piece.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                self.broken = True  # a picture or a font: nothing to read along
                return
            self.parser = expat.ParserCreate()
            self.parser.buffer_text = True
            self.parser.StartElementHandler = self.start
            self.parser.StartDoctypeDeclHandler = self.doctype
        self._parse(piece, final=False)

    def close(self, filename: str) -> None:
        if self.parser is not None and not self.broken:
            self._parse(b"", final=True)
            self._end_cell()
            self._end_string()
            self.limits.check_area(self.lowest, self.widest)
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
        """Nothing is asked of an element's end: what follows it ends it."""
        assert self.parser is not None
        self.parser.CharacterDataHandler = None
        local = name.rpartition(":")[2]
        if self.in_data:
            self._in_data(local, attributes)
        elif local in ELEMENTS:
            ELEMENTS[local](self, attributes)

    def listen(self) -> None:
        assert self.parser is not None
        self.parser.CharacterDataHandler = self.hear

    def hear(self, piece: str) -> None:
        if len(self.said) < PIECES:
            self.said.append(piece)

    # Cells ---------------------------------------------------------------------------

    def _in_data(self, local: str, attributes: dict[str, str]) -> None:
        if local == "c":
            self._end_cell()
            self._move(attributes.get("r"))
            self.kind = attributes.get("t", "")
        elif local == "v" or (local == "t" and self.valued):
            self.valued = True
            self.listen()
        elif local == "is":
            self.valued = True
        elif local == "f":
            self.formula = attributes
        elif local == "row":
            self._end_cell()
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            is_hidden = attributes.get("hidden") in TRUE or attributes.get("ht") == "0"
            if is_hidden and self.limits.holds_row(self.row):
                self.marks.hidden_rows.add(self.row)
        elif local in AFTER:
            self._end_cell()
            self.in_data = False

    def _move(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        place = named(reference)
        if place is None:
            raise Unreadable("sheet-not-a-spreadsheet")
        self.row, self.column = place

    def _end_cell(self) -> None:
        """Note the cell that was read, and what its formula came to."""
        if not self.in_data:
            return
        text = "".join(self.said).strip()
        if self.kind == "s":
            text = "" if text in self.blanks else text
        if text:
            self.limits.check_cell(self.row, self.column)
        if self.valued:
            self.lowest = max(self.lowest, self.row)
            self.widest = max(self.widest, self.column)
        self._note(text)
        self.said.clear()
        self.kind, self.valued, self.formula = "", False, None

    def _note(self, text: str) -> None:
        within = self.limits.holds_row(self.row) and self.column <= self.limits.columns
        if not within:
            return
        mark = self._mark(text)
        if mark is not None:
            self._break(self.row, self.column, mark)
            if self.formula and not mark:
                self._spread(self.formula)
        elif self.row in self.marks.broken:
            known = self.marks.broken[self.row]
            if text not in ZERO or self.calculated:
                known.pop(self.column, None)

    def _mark(self, text: str) -> str | None:
        """None for a cell that is what it says."""
        if self.kind == "e":
            return text
        if self.formula is None or self.kind == "str":
            return None
        unknown = not text or (text == "0" and not self.calculated)
        return "" if unknown else None

    def _spread(self, formula: dict[str, str]) -> None:
        """The one formula of several cells lacks all their results."""
        corners = [named(corner) for corner in formula.get("ref", "").split(":")]
        if formula.get("t") != "array" or len(corners) != CORNERS or None in corners:
            return
        (top, left), (bottom, right) = corners  # type: ignore[misc]
        bottom = min(bottom, self.limits.last_row)
        for row in range(top, bottom + 1):
            for column in range(left, min(right, self.limits.columns) + 1):
                self._break(row, column, "")

    def _break(self, row: int, column: int, said: str) -> None:
        self.broken_cells += 1
        if self.broken_cells > MOST:
            raise Unreadable("sheet-bomb")
        self.marks.broken[row][column] = said

    # Other elements ------------------------------------------------------------------

    def _sheet_data(self, attributes: dict[str, str]) -> None:
        self.in_data = True

    def _column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in TRUE:
            first, last = int(attributes["min"]), int(attributes["max"])
            last = min(last, self.limits.columns)
            self.marks.hidden_columns.update(range(first, last + 1))

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        if "name" in attributes and relation:
            self.sheets[relation] = attributes["name"]

    def _calculation(self, attributes: dict[str, str]) -> None:
        self.works_out = attributes.get("fullCalcOnLoad") not in TRUE

    def _relation(self, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            self.relations[attributes.get("Id", "")] = attributes.get("Target", "")

    def _comment(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("ref"):
            self.marks.comments.append(reference)

    def _box(self, attributes: dict[str, str]) -> None:
        self.in_box = True

    def _string(self, attributes: dict[str, str]) -> None:
        self._end_string()
        self.strings.append(False)

    def _text(self, attributes: dict[str, str]) -> None:
        if self.in_box:
            self.marks.boxes += 1
            self.in_box = False
        elif self.strings:
            self.listen()

    def _end_string(self) -> None:
        if self.strings and not self.in_data:
            self.strings[-1] = any(piece.strip() for piece in self.said)
            self.said.clear()


ELEMENTS = {
    "sheetData": Part._sheet_data,
    "col": Part._column,
    "sheet": Part._sheet,
    "calcPr": Part._calculation,
    "Relationship": Part._relation,
    "comment": Part._comment,
    "txBody": Part._box,
    "si": Part._string,
    "t": Part._text,
}
