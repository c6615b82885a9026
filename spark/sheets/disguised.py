"""What a file is that isn't a sheet, whatever it is called: told by its content."""

import re

PAGE = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|div|\?xml[^>]*>\s*<html)", re.I
)
BEGINS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)


def is_page(data: bytes) -> bool:
    """HTML, as some systems hand out under the name of a sheet."""
    return PAGE.match(data.removeprefix(b"\xef\xbb\xbf")[:4096]) is not None


def kind_of(data: bytes) -> str:
    """`html`, `pdf`, `picture`, `document`, `archive`, or empty if nothing is known."""
    if is_page(data):
        return "html"
    if data.startswith(b"PK"):
        parts = (b"word/", b"ppt/", b"content.xml")
        return "document" if any(part in data for part in parts) else "archive"
    return next((kind for begins, kind in BEGINS if data.startswith(begins)), "")
