"""What decisions of a round need: places, and standings by results as they are."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused
from training.racing import actions
from training.racing.views.board import places_form, race_url, round_of, shown
from training.standings.actions import compute_standings


@require_POST
def round_race_places(request: Request, pk: int) -> HttpResponse:
    """Say how many of a direction go on."""
    round_ = round_of(request, pk)
    form = places_form(request, request.POST)
    if not form.is_valid():
        return shown(request, round_, form, status=422)
    try:
        actions.set_places(actor=request.user, pk=pk, **form.cleaned_data)
    except Refused as refused:
        return shown(request, round_, form, refused, refused.status)
    return htmx.done(request, _("Places set."), race_url(round_))


@require_POST
def round_race_compute(request: Request, pk: int) -> HttpResponse:
    """Have the standings made that decisions need."""
    round_ = round_of(request, pk)
    try:
        made = compute_standings(actor=request.user, pk=pk)
    except Refused as refused:
        return shown(request, round_, refused=refused, status=refused.status)
    said = _("Standings %(n)d are in force.") % {"n": made.number}
    return htmx.done(request, said, race_url(round_))
