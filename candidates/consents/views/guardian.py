"""A guardian's own page: let in by link and code to answer one thing, and out again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from candidates.consents import actions, queries
from candidates.consents.access import GUARDIANS, guardian_of
from candidates.consents.models import GuardianConsent, GuardianLink
from candidates.consents.rules import expires_on
from candidates.consents.views.display import Drawing, add_display
from candidates.portal.views.entering import entrance
from spark import clock, htmx, sms
from spark.accounts.buttons import Button
from spark.accounts.scope import Guest
from spark.htmx import Request

OPENED = "guardian"  # in the session: the key of the link, and until when it is open
LASTS = timedelta(hours=1)  # it may be the student's own phone
FOLDER = "candidates/consents/"
BUTTONS = {
    button.verb.name: button
    for button in (
        Button(
            actions.consent,
            pgettext_lazy("guardian", "I consent"),
            gettext_lazy(
                "Thank you. Your consent is on record, and the college knows."
            ),
            primary=True,
        ),
        Button(
            actions.decline,
            pgettext_lazy("guardian", "I don't consent"),
            gettext_lazy("Your answer is on record, and the college knows."),
            consequence=gettext_lazy(
                "Your child can't take part in internships and broadcasts then."
            ),
            danger=True,
        ),
        Button(
            actions.take_back,
            pgettext_lazy("guardian", "Take my consent back"),
            gettext_lazy("Your consent is taken back, and the college knows."),
            consequence=gettext_lazy(
                "From now on your child is not on air, and trials to come don't take "
                "place."
            ),
            danger=True,
        ),
    )
}


class Visit(Request):
    """A request of a guardian who was let in."""

    guest: Guest
    consent: GuardianConsent


def guardians(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for guardians who came by their link; others are told how to."""

    @wraps(view)
    def visited(request: Visit, *args: object, **kwargs: object) -> HttpResponse:
        key, until = request.session.get(OPENED, (None, ""))
        is_open = key and clock.now() < datetime.fromisoformat(until)
        link = queries.opened(key, clock.now()) if is_open else None
        if link is None:
            return render(request, f"{FOLDER}guardian_closed.html", status=401)
        request.consent, request.guest = link.consent, guardian_of(link.consent_id)
        return view(request, *args, **kwargs)

    return login_not_required(cache_control(private=True, no_store=True)(visited))


def let_in(request: Request, link: GuardianLink) -> HttpResponse:
    """Into a session of its own, by a link that was opened."""
    request.session.cycle_key()
    request.session[OPENED] = link.pk, (clock.now() + LASTS).isoformat()
    return redirect("guardian-home")


guardian_arrive, guardian_enter, guardian_send_code = entrance(
    GuardianLink,
    route="guardian-arrive",
    template=f"{FOLDER}guardian_code.html",
    open_by=actions.open_by,
    let_in=let_in,
)


@guardians
@require_GET
def guardian_home(request: Visit) -> HttpResponse:
    """Who asks, for whom, what for, how long and how to take it back; and to answer."""
    record = request.consent
    add_display(record)
    today = clock.today()
    birth = record.candidate.person.birth_date
    draw = Drawing(request.guest, lambda verb, row: _url(verb))
    context = {
        "record": record,
        "candidate": record.candidate,
        "until": record.expires_on or expires_on(birth, today),
        "actions": draw(GUARDIANS, record, *BUTTONS.values()),
        "sms": sms.is_on(),
    }
    return render(request, f"{FOLDER}guardian.html", context)


def _url(verb: str) -> str:
    return reverse("guardian-act", args=[verb])


@guardians
@require_POST
def guardian_act(request: Visit, verb: str) -> HttpResponse:
    if verb not in BUTTONS:
        raise Http404
    button = BUTTONS[verb]
    button.press(request.guest, request.consent.pk, None)
    return htmx.done(request, button.toast(), reverse("guardian-home"))


@login_not_required
@require_POST
def guardian_leave(request: Request) -> HttpResponse:
    request.session.pop(OPENED, None)
    messages.success(request, _("Closed. Your link and a new code open it again."))
    return redirect("guardian-home")
