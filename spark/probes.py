"""What a supervisor or a proxy asks: /livez and /readyz, in words for programs.

Answered before everything else: no session, no host name and no HTTPS is asked for.
"""

from collections.abc import Callable
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

ALIVE, READY = "/livez", "/readyz"


class ProbesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == ALIVE:
            return _said("")
        if request.path == READY:
            return _said(missing())
        return self.get_response(request)


def _said(missing: str) -> HttpResponse:
    return HttpResponse(
        f"no {missing}\n" if missing else "ok\n",
        status=503 if missing else 200,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def missing() -> str:
    """What a page needs and hasn't got; Redis isn't needed."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return "database"
    return "migrations" if needed() - applied else ""


@cache
def needed() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).graph.nodes)
