"""Files of people's data as they are handed out: no cache keeps them."""

from pathlib import PurePath

from django.http import HttpResponse

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def handed_out(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=TYPES[PurePath(name).suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
