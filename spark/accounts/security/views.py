"""The page of the security log."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from spark import htmx, paging
from spark.accounts.roles import Role
from spark.accounts.scope import Request, check_role
from spark.accounts.security import queries
from spark.accounts.security.forms import EventsForm
from spark.accounts.security.models import SecurityEvent, SecurityKind
from spark.audit.trail import TITLES

FOLDER = "accounts/security/"
TONES = {
    SecurityKind.LOG_IN: ("ok", "login"),
    SecurityKind.FAILED: ("warn", "alert-triangle"),
    SecurityKind.HELD: ("bad", "lock"),
    SecurityKind.CODE: ("warn", "alert-triangle"),
    SecurityKind.UNCLEAR: ("warn", "alert-triangle"),
}
QUIET = ("off", "point")


@require_GET
def security_log(request: Request) -> HttpResponse:
    check_role(request.user, Role.OFFICE)
    form = EventsForm(request.GET)
    page = paging.keyset(request, form.found(queries.events(request.user)))
    context = {
        "form": form,
        "filtered": bool(form.chosen),
        "page": page,
        "events": [_dressed(event) for event in page.rows],
    }
    return htmx.render(request, f"{FOLDER}log.html", f"{FOLDER}_rows.html", context)


def _dressed(event: SecurityEvent) -> dict:
    """With the words of history for what was done, if it was an act."""
    tone, icon = TONES.get(SecurityKind(event.kind), QUIET)
    title = TITLES.get(event.what)
    return {
        "event": event,
        "tone": tone,
        "icon": icon,
        "act": title.label if title else "",
    }
