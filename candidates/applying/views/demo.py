"""While developing, somebody who is about to apply, by one click on the log-in page."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from candidates.applying import actions, queries
from candidates.applying.views.public import let_in
from spark.accounts.demo import DemoGuest, add_demo_guest
from spark.htmx import Request


def _enter(request: Request) -> HttpResponse | None:
    begun = queries.half_written()
    if begun is None:
        return None
    opened = actions.open_by(begun.call, actions.code_of(begun.start_key))
    return let_in(request, opened) if opened else None


add_demo_guest(DemoGuest("applicant", _("An applicant, halfway"), 10, _enter))
