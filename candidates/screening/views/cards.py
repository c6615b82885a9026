"""Scorecards for the office: in use, their versions, a new one; their anchor clips."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.screening import actions, queries
from candidates.screening.access import ANCHORS, CARDS
from candidates.screening.forms import AnchorForm, ScopeForm, card_forms
from candidates.screening.models import Anchor, Scorecard
from candidates.screening.stages import Use
from candidates.screening.views.deviation import Compared, compared
from candidates.screening.views.marking import preview, to_mark
from spark import htmx
from spark.accounts.buttons import Button
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role, has_role
from spark.audit import trail
from spark.errors import Refused, words

FOLDER = "candidates/screening/"
RETIRE = Button(
    actions.retire_anchor,
    gettext_lazy("Take out of use"),
    gettext_lazy("Taken out of use."),
    danger=True,
    consequence=gettext_lazy(
        "Nobody is asked to mark it any more; what was marked stays."
    ),
)


@require_GET
def scorecard_list(request: Request) -> HttpResponse:
    """The cards in use, as a reviewer sees them, and which batches keep which."""
    check_role(request.user, Role.OFFICE)
    used, anchors = queries.batches_by_card(), queries.anchor_counts()
    cards = [
        {
            "card": card,
            "criteria": preview(card.criteria.all()),
            "batches": used.get(card.pk, []),
            "anchors": anchors.get(card.pk, 0),
        }
        for card in queries.cards_in_use(*Use)
    ]
    return render(request, f"{FOLDER}scorecards.html", {"cards": cards})


@require_GET
def scorecard_detail(request: Request, pk: int) -> HttpResponse:
    """A version: its words, who made it and why, its anchors and who marked them."""
    check_role(request.user, Role.OFFICE)
    card = CARDS.get(request.user, pk)
    versions = queries.versions_of(card)
    anchors = queries.anchors_of(card)
    by = [(c.reviewer, compared(c)) for c in queries.calibrations_by(anchors)]
    context = {
        "card": card,
        "criteria": preview(card.criteria.all()),
        "versions": versions,
        "newest": versions[0] == card,
        "made": trail.timeline(card, internal=True, among=[Scorecard], limit=1),
        "batches": queries.batches_by_card().get(card.pk, []),
        "anchors": [_anchor(request, anchor, by) for anchor in anchors],
    }
    return render(request, f"{FOLDER}scorecard.html", context)


def _anchor(
    request: Request, anchor: Anchor, by: list[tuple[Any, Compared]]
) -> dict[str, Any]:
    """Who reviews too reads the reference only after their own lock."""
    of_it = [(user, found) for user, found in by if found.anchor.pk == anchor.pk]
    locked = any(user == request.user for user, _found in of_it)
    url = reverse("anchor-retire", args=[anchor.pk])
    return {
        "row": anchor,
        "hidden": has_role(request.user, Role.REVIEWER) and not locked,
        "by": of_it,
        "retire": RETIRE.shown(url, None),
    }


@require_http_methods(["GET", "POST"])
def scorecard_edit(request: Request, pk: int) -> HttpResponse:
    """Make a new version of this one, or a card for another scope."""
    check_role(request.user, Role.OFFICE)
    card = CARDS.get(request.user, pk)
    sent = request.POST if request.method == "POST" else None
    scope = ScopeForm(
        sent, initial={"programme": card.programme_id, "direction": card.direction_id}
    )
    rows = card_forms(sent, card)
    context = {"card": card, "scope": scope, "rows": rows}
    if sent is None or "show" in sent:
        return _editing(request, context, 200)
    if not (scope.is_valid() & rows.is_valid()):
        return _editing(request, context, 422)
    try:
        made = actions.publish_card(
            actor=request.user, seen=card, criteria=rows.criteria, **scope.cleaned_data
        )
    except Refused as refused:
        context["refusal"] = words(refused)
        return _editing(request, context, refused.status)
    said = _("Published: %(card)s.") % {"card": made}
    return htmx.done(request, said, reverse("scorecard-detail", args=[made.pk]))


def _editing(request: Request, context: dict, status: int) -> HttpResponse:
    context["criteria"] = preview(context["rows"].drawn)
    page, part = f"{FOLDER}scorecard_edit.html", f"{FOLDER}_preview.html"
    return htmx.render(request, page, part, context, status)


@require_http_methods(["GET", "POST"])
def anchor_new(request: Request, pk: int) -> HttpResponse:
    """Put a clip among a card's anchors, marked by the office with reasons."""
    check_role(request.user, Role.OFFICE)
    card = CARDS.get(request.user, pk)
    if card.use != Use.SCREENING:
        raise Http404
    criteria = list(card.criteria.all())
    form = AnchorForm(request.POST or None, criteria=criteria)
    if not form.is_valid():
        return _anchoring(request, card, form, 422 if form.is_bound else 200)
    actions.publish_anchor(actor=request.user, card=card, **form.given)
    url = reverse("scorecard-detail", args=[card.pk])
    return htmx.done(request, _("Reviewers are asked to mark this clip."), url)


def _anchoring(
    request: Request, card: Scorecard, form: AnchorForm, status: int
) -> HttpResponse:
    criteria = to_mark(card.criteria.all(), {}, request)
    for one in criteria:
        key = one["row"].pk
        names = f"value-{key}", f"note-{key}"
        one["errors"] = [text for name in names for text in form.errors.get(name, ())]
    context = {"card": card, "form": form, "criteria": criteria}
    return render(request, f"{FOLDER}anchor.html", context, status=status)


@require_POST
def anchor_retire(request: Request, pk: int) -> HttpResponse:
    """Take a clip out of use."""
    check_role(request.user, Role.OFFICE)
    anchor = ANCHORS.get(request.user, pk)
    RETIRE.press(request.user, pk, None)
    url = reverse("scorecard-detail", args=[anchor.card_id])
    return htmx.done(request, RETIRE.toast(), url)
