"""A document is made of its template and data, always alike, and of nothing else."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader

from spark.documents import MISSING, letters, making, pdf, qr

BEGIN = '#import "/documents/base.typ": data, paper, fitted\n#show: paper\n'
TITLE = "卡片 & Cards"
HOSTILE = [
    '#import "@preview/cades:0.3.1": qr-code',
    '#read("/etc/passwd") #panic()',
    "$x^2$ *b* _i_ `raw` <label> @label \\ \\u{41}",
    '"}, "title": "x"',
    "= 标题 // 不是注释 /* 也不是 */",
]


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Makes a document of a template's text and data."""
    root = tmp_path / "templates"
    shutil.copytree(settings.BASE_DIR / "templates" / "documents", root / "documents")
    (tmp_path / "outside.txt").write_text("outside")
    monkeypatch.setattr(making, "ROOT", root)

    def write(body: str, **data: object) -> bytes:
        Path(root, "one.typ").write_text(BEGIN + body)
        return pdf("one.typ", data, title=TITLE)

    return write


def read(content: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return "".join(text.split())


def test_what_people_wrote_is_printed_and_never_obeyed(written):
    said = read(
        written("#for one in data.lines [#fitted(one, 1cm, (9pt, 1))]", lines=HOSTILE)
    )
    assert said == "".join("".join(HOSTILE).split())


@pytest.mark.parametrize(("language", "code"), [("zh-hans", "zh-CN"), ("en", "en-GB")])
def test_it_has_a_title_a_language_and_tags(written, language, code):
    with translation.override(language):
        reader = PdfReader(BytesIO(written("#data.text", text="林可馨")))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == TITLE
    assert root["/Lang"] == code
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_equal_data_make_equal_bytes_and_no_time_is_in_them(written):
    first, other = (written("#data.text", text=text) for text in ("一", "二"))
    assert first == written("#data.text", text="一") != other
    assert PdfReader(BytesIO(first)).metadata.creation_date is None


def test_what_the_font_lacks_is_shown_by_a_sign(written):
    assert read(written("#data.text", text="龘𣲘𠮷🙂\ue000é")) == f"龘𣲘{MISSING * 3}é"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('#read("/../outside.txt")', "escape the project root"),
        ('#read("/etc/passwd")', "file not found"),
        ('#import "@preview/cades:0.3.1": *', "Connection refused"),
        ("#nobody", "unknown variable"),
    ],
)
def test_a_template_has_no_way_out_and_its_faults_are_told(written, body, said):
    with pytest.raises(RuntimeError, match=said):
        written(body)


def test_a_document_that_takes_too_long_is_given_up(written, monkeypatch):
    monkeypatch.setattr(making, "TIMEOUT", 0.01)
    with pytest.raises(making.subprocess.TimeoutExpired):
        written("#data.text", text="一")


@pytest.mark.parametrize(
    ("text", "size", "lines"), [("短", 20, 1), ("长" * 20, 12, 2), ("W" * 60, 8, 4)]
)
def test_words_are_as_large_as_their_place_allows_and_break(written, text, size, lines):
    place = "#set page(width: 60mm, height: 60mm, margin: 5mm)\n"
    content = written(
        place + "#fitted(data.text, 50mm, (20pt, 1), (12pt, 2), (8pt, 9))", text=text
    )
    (page,) = PdfReader(BytesIO(content)).pages
    parts = []
    said = page.extract_text(visitor_text=lambda *part: parts.append(part))
    assert {round(part[-1]) for part in parts if part[0].strip()} == {size}
    assert len(said.split()) == lines


def test_a_code_says_its_address_at_level_m_or_better():
    code = qr("https://spark.example.org/p/" + "x" * 32 + "/")
    assert code.error in "MQH" and code.symbol_size(border=0)[0] <= 37


def test_a_checkout_without_the_font_is_found_by_a_check(monkeypatch, tmp_path):
    assert letters.font_is_there() == []
    monkeypatch.setattr(letters, "WEIGHTS", (tmp_path,))
    assert [found.id for found in letters.font_is_there()] == ["spark.E004"]
