"""Files of people's data as they are handed out: no cache keeps them."""

from pathlib import PurePath

from django.http import HttpRequest, HttpResponse

from candidates.register.models import Export

TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def format_asked(request: HttpRequest) -> Export.Format:
    """A workbook, unless a form asks for CSV."""
    csv = request.POST.get("format") == Export.Format.CSV
    return Export.Format.CSV if csv else Export.Format.XLSX


def handed_out(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=TYPES[PurePath(name).suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
