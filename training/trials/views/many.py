"""A button of trials pressed for many of them at once."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spark import paging
from spark.accounts.scope import Request
from spark.records import Subject, at_once, bounded
from training.trials import access
from training.trials.models import Trial
from training.trials.views.buttons import MANY
from training.trials.views.display import add_display


@require_POST
def trial_many(request: Request, verb: str) -> HttpResponse:
    """First who is hit and who not, and why; then the act."""
    if verb not in MANY:
        raise Http404
    MANY[verb].verb.check(request.user)
    ids = bounded(paging.keys(request.POST.getlist("ids")))
    rows = access.TRIALS.visible_to(request.user).filter(pk__in=ids)
    subjects = [_subject(trial) for trial in rows.order_by("starts_at", "pk")]
    back = reverse("trial-list")
    return at_once(request, MANY[verb], subjects, back=back)


def _subject(trial: Trial) -> Subject:
    add_display(trial)
    note = _("%(day)s %(time)s, %(room)s") % {
        "day": trial.day.isoformat(),  # type: ignore[attr-defined]
        "time": trial.clock,  # type: ignore[attr-defined]
        "room": trial.slot.room,
    }
    return Subject(
        key=trial.pk,
        name=trial.candidate.person.name,
        note=note,
        url=reverse("trial-detail", args=[trial.pk]),
        stands=trial.get_state_display(),
        candidate=trial.candidate,
    )
