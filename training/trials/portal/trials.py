"""A candidate's trials on their own home page: to confirm, or to say they can't."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from candidates.portal.access import guest_of
from candidates.portal.views import Visit, own
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, Step, add_own_part
from candidates.rights.queries import Kept, add_kept
from spark import clock, htmx
from spark.accounts.buttons import Button, ReasonForm, offered
from training.trials import access, actions, queries
from training.trials.models import Trial
from training.trials.stages import TrialState
from training.trials.views.display import add_display

BUTTONS = {
    button.verb.name: button
    for button in (
        Button(
            actions.confirm,
            pgettext_lazy("trial", "Confirm"),
            _("Confirmed. See you there."),
        ),
        Button(
            actions.decline,
            _("I can't come"),
            _("Your trial is cancelled, and your teacher knows."),
            form=ReasonForm,
            consequence=_("Somebody else gets the place. Your teacher is told why."),
            danger=True,
        ),
    )
}


def part(candidate: Candidate) -> Own | None:
    """What is to come first; None for who never had a trial."""
    trials = queries.trials_of(guest_of(candidate), candidate.pk)
    for trial in trials:
        add_display(trial)
    coming = [(t, _buttons(t, candidate)) for t in reversed(trials) if t.is_movable]
    past = [trial for trial in trials if not trial.is_movable]
    context = {"coming": coming, "past": past}
    drawn = Own("training/trials/_own.html", context, _step(trials))
    return drawn if trials else None


def _step(trials: list[Trial]) -> Step | None:
    """The first that nobody confirmed yet."""
    planned = [trial for trial in trials if trial.state == TrialState.PLANNED]
    first = min(planned, key=lambda trial: trial.starts_at, default=None)
    if first is None or first.starts_at <= clock.now():
        return None
    return Step(first.starts_at, _("Say whether you come to your trial"), "#trials")


def _buttons(trial: Trial, candidate: Candidate) -> list[dict]:
    may = offered(BUTTONS.values(), access.TRIALS, guest_of(candidate), trial)
    return [
        button.shown(
            reverse("portal-trial-act", args=[trial.pk, button.verb.name]),
            button.filled(guest_of(candidate), trial, auto_id=f"{trial.pk}-%s"),
        )
        for button in may
    ]


@own
@require_POST
def act(request: Visit, pk: int, verb: str) -> HttpResponse:
    if verb not in BUTTONS:
        raise Http404
    button, home = BUTTONS[verb], reverse("portal-home")
    trial = access.TRIALS.get(request.guest, pk)
    form = button.filled(request.guest, trial, request.POST)
    if form is not None and not form.is_valid():
        messages.error(request, _("Say why you can't come, please."))
        return htmx.to(request, home)
    button.press(request.guest, pk, form)
    return htmx.done(request, button.toast(), home)


add_own_part(OwnPart("trials", 10, part))
add_kept(
    Kept(
        "trials",
        _("My trials"),
        40,
        Trial,
        "candidate",
        (
            *("starts_at", "slot", "seat", "round", "state", "state_since"),
            *("went_live_at", "ended_at"),
        ),
        {
            "person": "the same as of the candidate",
            "during": "the slot's time",
            "passed": "worked out from what is shown",
            "against": "worked out from what is shown",
            "sequence": "counts its changes, for calendars",
            "created_at": "when the row was written, for machines",
            "updated_at": "when the row was written, for machines",
        },
    )
)
