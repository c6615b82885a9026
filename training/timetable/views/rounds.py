"""The rounds of a campaign with their plans."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from spark import htmx
from spark.accounts import undoing
from spark.accounts.scope import Request
from spark.errors import Refused, Words
from spark.records import Button, ReasonForm
from training.timetable import actions, queries
from training.timetable.stages import PLAN_TONES
from training.timetable.views.plans import FOLDER
from training.trials.access import CAMPAIGNS, ROUNDS
from training.trials.actions import change_round, close_round, open_round, reopen_round
from training.trials.forms import RoundForm
from training.trials.models import Campaign, Round
from training.trials.views.campaigns import tried

BUTTONS = {
    button.verb.name: button
    for button in (
        Button(
            close_round, gettext_lazy("Close the round"), gettext_lazy("Round closed.")
        ),
        Button(
            reopen_round,
            gettext_lazy("Open the round again"),
            gettext_lazy("Round opened again."),
            form=ReasonForm,
        ),
    )
}


@require_http_methods(["GET", "POST"])
def campaign_detail(request: Request, pk: int) -> HttpResponse:
    """A campaign's rounds and their plans; by POST, open a round."""
    campaign = CAMPAIGNS.get(request.user, pk)
    days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    form = RoundForm(request.POST or None, initial=days)
    refusal, status = None, 200
    if request.method == "POST":
        made, refusal, status = tried(
            form,
            lambda: open_round(actor=request.user, pk=pk, **form.cleaned_data),
        )
        if made:
            return _back(request, _("Round opened."), pk)
    return _shown(request, campaign, form, refusal, status)


def _shown(
    request: Request,
    campaign: Campaign,
    form: RoundForm,
    refusal: Words | None = None,
    status: int = 200,
    changing: RoundForm | None = None,
) -> HttpResponse:
    """The page; `changing` is the form of a round that was sent wrong."""
    rounds = queries.rounds_of(request.user, campaign)
    open_ = next((round_ for round_ in rounds if round_.is_open), None)
    for round_ in rounds:
        round_.is_next = round_ is open_  # type: ignore[attr-defined]
        own = changing if changing and changing.instance.pk == round_.pk else None
        prefix = f"r{round_.pk}"
        round_.form = own or RoundForm(instance=round_, prefix=prefix)  # type: ignore[attr-defined]
    for plan in (plan for round_ in rounds for plan in round_.plans.all()):
        plan.tone, plan.icon = PLAN_TONES[plan.state]  # type: ignore[attr-defined]
    context = {
        "campaign": campaign,
        "rounds": rounds,
        "form": form,
        "reason_form": ReasonForm(),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}campaign.html", context, status=status)


def _back(request: Request, said: str, pk: int, undo: str = "") -> HttpResponse:
    return htmx.done(request, said, reverse("campaign-detail", args=[pk]), undo)


@require_POST
def round_act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Draft a plan of the round, change its terms, close it, or open it again."""
    round_, act = ROUNDS.get(request.user, pk), ROUNDS.verbs.get(verb)
    if act is actions.draft_plan:
        empty = bool(request.POST.get("empty"))
        plan = actions.draft_plan(actor=request.user, pk=pk, empty=empty)
        url = reverse("plan-detail", args=[plan.pk])
        return htmx.done(request, _("Plan drafted."), url)
    if act is change_round:
        return _change(request, round_)
    if verb not in BUTTONS:
        raise Http404
    button = BUTTONS[verb]
    form = button.filled(request.user, round_, request.POST)
    if form is not None and not form.is_valid():
        raise Refused("reason-missing", status=422)
    button.press(request.user, pk, form)
    undo = undoing.offer(request.user, button.verb, pk)
    return _back(request, button.toast(), round_.campaign_id, undo)


def _change(request: Request, round_: Round) -> HttpResponse:
    """Change a round's terms; what was typed stays if that is refused."""
    pk, campaign = round_.pk, round_.campaign
    form = RoundForm(request.POST, instance=round_, prefix=f"r{pk}")
    changed, refusal, status = tried(
        form,
        lambda: (change_round(actor=request.user, pk=pk, **form.cleaned_data),),
    )
    if changed:
        return _back(request, _("Round changed."), campaign.pk)
    days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    empty = RoundForm(initial=days)
    return _shown(request, campaign, empty, refusal, status, form)
