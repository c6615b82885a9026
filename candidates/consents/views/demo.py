"""While developing, a guardian who is asked, by one click on the log-in page."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from candidates.consents import actions, queries
from candidates.consents.views.guardian import let_in
from spark.accounts.demo import DemoGuest, add_demo_guest
from spark.htmx import Request


def _enter(request: Request) -> HttpResponse | None:
    asked = queries.asked_last()
    link = actions.open_for(asked) if asked else None
    return let_in(request, link) if link else None


add_demo_guest(DemoGuest("guardian", _("A guardian who is asked"), 20, _enter))
