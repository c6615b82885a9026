"""What the office sees of reviews: on the candidate's page, and of reviewers."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate
from candidates.register.stages import ROAD, Stage
from candidates.register.views.parts import Part, later
from candidates.screening import actions, queries
from candidates.screening.access import REVIEWS, SCREENINGS
from candidates.screening.forms import AbsenceForm, DirectionsForm
from candidates.screening.models import Review
from candidates.screening.stages import REVIEW_TONES
from candidates.screening.views.agreement import agreement_in, batch_asked
from candidates.screening.views.findings import findings_of
from candidates.screening.views.queue import OF_OFFICE, button_of
from spark import clock, htmx
from spark.accounts.buttons import Button, offered
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role, has_role
from spark.errors import Refused, words
from spark.records import Drawn

FOLDER = "candidates/screening/"


def _draw(request: Request, candidate: Candidate) -> Drawn | None:
    """Reviews with marks, scores and how far they are apart: for the office alone."""
    if not has_role(request.user, Role.OFFICE) or candidate.stage == Stage.REGISTERED:
        return None
    return later(_("Reviews"), reverse("candidate-reviews", args=[candidate.pk]))


@require_GET
def candidate_reviews(request: Request, pk: int) -> HttpResponse:
    """What became of a candidate's reviews."""
    check_role(request.user, Role.OFFICE)
    template, context = _drawn(request, CANDIDATES.get(request.user, pk).pk)
    return htmx.render(request, f"{FOLDER}reviews.html", template, context)


def _drawn(request: Request, candidate_id: int, **more: object) -> Drawn:
    rows = SCREENINGS.visible_to(request.user).filter(candidate=candidate_id)
    screening = rows.first()
    if screening is None:
        return f"{FOLDER}_reviews.html", {}
    found = findings_of(request.user, screening)
    sent: Any = more.pop("sent", {})
    shown = [_shown(request, one.review, sent) for one in found.verdicts]
    pairs = list(zip(found.verdicts, shown, strict=True))
    return f"{FOLDER}_reviews.html", {"found": found, "reviews": pairs} | more


def _shown(request: Request, review: Review, sent: dict) -> dict[str, Any]:
    tone, icon = REVIEW_TONES[review.state]
    buttons = offered(OF_OFFICE.values(), REVIEWS, request.user, review)
    return {
        "tone": tone,
        "icon": icon,
        "actions": [
            button.shown(
                reverse("review-office", args=[review.pk, button.verb.name]),
                sent.get((review.pk, button.verb.name))
                or _form(button, request, review),
            )
            for button in buttons
        ],
    }


def _form(button: Button, request: Request, review: Review, *given: Any) -> Any:
    prefix = f"review-{review.pk}-{button.verb.name}"
    return button.filled(request.user, review, *given, prefix=prefix)


REVIEWS_PART = Part("reviews", ROAD.index(Stage.SCREENING), _draw)


@require_POST
def review_office(request: Request, pk: int, verb: str) -> HttpResponse:
    """Give a review to somebody else, or open it again."""
    check_role(request.user, Role.OFFICE)
    button, review = button_of(OF_OFFICE, verb), REVIEWS.get(request.user, pk)
    button.verb.check(request.user, review)
    form = _form(button, request, review, request.POST)
    sent = {(pk, verb): form}
    if not form.is_valid():
        return _again(request, review, 422, sent=sent)
    try:
        button.press(request.user, pk, form)
    except Refused as refused:
        more = {"sent": sent, "refusal": words(refused)}
        return _again(request, review, refused.status, **more)
    url = reverse("candidate-detail", args=[review.candidate_id])
    return htmx.done(request, button.toast(), url)


def _again(
    request: Request, review: Review, status: int, **more: object
) -> HttpResponse:
    template, context = _drawn(request, review.candidate_id, **more)
    return htmx.render(request, f"{FOLDER}reviews.html", template, context, status)


ABOUT_REVIEWERS = {
    button.verb.name: button
    for button in (
        Button(
            actions.note_absence,
            _("Somebody is away"),
            lambda moved: _("Noted. Reviews moved to others: %d.") % moved,
            form=AbsenceForm,
            consequence=_(
                "What they haven't locked moves to others, and they are given nothing "
                "new on these days."
            ),
        ),
        Button(
            actions.note_directions,
            _("What somebody judges"),
            _("Noted."),
            form=DirectionsForm,
            consequence=_("For what is given out from now on."),
        ),
    )
}


@require_GET
def reviewer_list(request: Request) -> HttpResponse:
    """Each reviewer's load and pace, what they judge and when they are away."""
    check_role(request.user, Role.OFFICE)
    return _reviewers(request)


def _reviewers(
    request: Request, sent: Mapping[str, Any] | None = None, status: int = 200, **more
) -> HttpResponse:
    known = queries.reviewers(clock.today())
    names = queries.directions_named(known)
    batches = queries.batches_reviewed()
    batch = batch_asked(request, batches)
    context = {
        "batches": batches,
        "batch": batch,
        **(agreement_in(batch, known) if batch else {}),
        "rows": [
            (one, [names[key] for key in sorted(one.directions)]) for one in known
        ],
        "forms": [
            button.shown(
                reverse("reviewer-act", args=[verb]),
                (sent or {}).get(verb) or button.filled(request.user, prefix=verb),
            )
            for verb, button in ABOUT_REVIEWERS.items()
        ],
    }
    return render(request, f"{FOLDER}reviewers.html", context | more, status=status)


@require_POST
def reviewer_act(request: Request, verb: str) -> HttpResponse:
    """Note days away, and what is open moves to others; or what somebody judges."""
    check_role(request.user, Role.OFFICE)
    button = button_of(ABOUT_REVIEWERS, verb)
    form = button.filled(request.user, None, request.POST, prefix=verb)
    if not form.is_valid():
        return _reviewers(request, {verb: form}, 422)
    try:
        done = button.verb(actor=request.user, **form.cleaned_data)
    except Refused as refused:
        more = {"refusal": words(refused), "refused": verb}
        return _reviewers(request, {verb: form}, refused.status, **more)
    return htmx.done(request, button.toast(done), reverse("reviewer-list"))
