"""Who somebody is and how to reach them: a part of the candidate's page."""

from collections.abc import Container, Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from candidates.register import access, actions, queries, rules
from candidates.register.forms import (
    CorrectForm,
    MergeForm,
    OpenForm,
    ParticularsForm,
    PersonForm,
)
from candidates.register.models import Candidate
from candidates.register.sheets import cells
from candidates.register.views.parts import Part, add_part
from spark import clock, htmx
from spark.accounts.again import asked_again
from spark.accounts.buttons import Button
from spark.accounts.scope import Request
from spark.accounts.verbs import Verb
from spark.errors import Refused, words
from spark.records import Drawn

READERS = {
    "name": cells.full_name,
    "id_number": cells.id_number,
    "phone": cells.phone,
    "guardian_name": cells.name,
    "guardian_phone": cells.phone,
    "department": cells.label,
    "major": cells.label,
    "class_name": cells.label,
    "student_number": cells.label,
}


BUTTONS = {
    button.verb.name: button
    for button in (
        Button(
            actions.open_id_number,
            _("Open the ID number"),
            form=OpenForm,
            consequence=_("Shown once. That you opened it, and why, stays on record."),
        ),
        Button(
            actions.change_particulars,
            _("Change particulars"),
            _("Particulars changed"),
            form=ParticularsForm,
        ),
        Button(
            actions.correct_identity,
            _("Correct the identity"),
            _("Identity corrected"),
            form=CorrectForm,
            consequence=_("If the number is somebody else's, you can merge the two."),
        ),
        Button(
            actions.merge_persons,
            _("Merge with another record"),
            _("The two records are one now"),
            form=MergeForm,
            consequence=_(
                "All batches of this person go to the one you choose, whose name and "
                "ID number stand. This can't be undone."
            ),
            danger=True,
        ),
    )
}


def _filled(
    button: Button, candidate: Candidate, data: Any = None, **more: Any
) -> PersonForm:
    form: Any = button.form
    prefix = f"identity-{button.verb.name}"
    return form(data, prefix=prefix, candidate=candidate, readers=READERS, **more)


@sensitive_post_parameters()
@require_POST
@cache_control(private=True, no_store=True)
@asked_again
def identity_act(request: Request, pk: int, verb: str) -> HttpResponse:
    if verb not in BUTTONS:
        raise Http404
    button, candidate = BUTTONS[verb], access.CANDIDATES.get(request.user, pk)
    button.verb.check(request.user, candidate)
    form = _filled(button, candidate, request.POST, **_offered(button, request))
    if not form.is_valid():
        return _fragment(request, pk, form, status=422)
    try:
        result = button.press(request.user, pk, form)
    except Refused as refused:
        return _refused(request, pk, form, refused)
    if not button.said:
        return _fragment(request, pk, number=result)
    url = reverse("candidate-detail", args=[pk])
    return htmx.done(request, button.toast(), url)


def _offered(button: Button, request: Request) -> dict[str, int]:
    """The person chosen to merge with, who may have been offered by number."""
    chosen = request.POST.get(f"identity-{button.verb.name}-other", "")
    usable = button.form is MergeForm and chosen.isdecimal() and len(chosen) < 19
    return {"offered": int(chosen)} if usable else {}


def _refused(
    request: Request, pk: int, form: PersonForm, refused: Refused
) -> HttpResponse:
    """The section with what was typed; a number already known offers merging."""
    status, offered = refused.status, refused.facts.get("other")
    said = words(refused)
    return _fragment(request, pk, form, status=status, offered=offered, refusal=said)


def _fragment(
    request: Request,
    pk: int,
    form: PersonForm | None = None,
    *,
    status: int = 200,
    offered: int | None = None,
    **more: object,
) -> HttpResponse:
    candidate = queries.with_file(request.user, pk)
    fragment, context = part(request, candidate, form, offered)
    page = "candidates/register/identity.html"
    return htmx.render(request, page, fragment, context | more, status)


def part(
    request: Request,
    candidate: Candidate,
    form: PersonForm | None = None,
    offered: int | None = None,
) -> Drawn:
    """What is known of a candidate of `queries.with_file`, and the buttons.

    Args:
        form: the one that was sent, shown again.
        offered: the person to merge with, known by number.
    """
    may = access.CANDIDATES.allowed(request.user, candidate)
    others, twins = queries.others_and_twins(
        request.user,
        candidate,
        twins=actions.merge_persons in may,
        offered=offered,
    )
    merging = {"offered": offered, "twins": twins}
    age = rules.age_on(candidate.person.birth_date, clock.today())
    record = {
        "key": "identity",
        "title": _("Identity and contact"),
        "facts": queries.particulars(request.user, candidate, age=age),
        "actions": list(_buttons(may, candidate, form, merging)),
    }
    openings = queries.openings(candidate)
    reads_openings = actions.open_id_number in may
    return "candidates/register/_identity.html", {
        "record": record,
        "candidate_url": reverse("candidate-detail", args=[candidate.pk]),
        "times_opened": len(openings),
        "openings": openings if reads_openings else [],
        "others": others,
    }


add_part(Part("identity", 10, part, aside=True))


def _buttons(
    may: Container[Verb],
    candidate: Candidate,
    sent: PersonForm | None,
    merging: dict[str, Any],
) -> Iterator[dict]:
    for name, button in BUTTONS.items():
        if button.verb not in may:
            continue
        more = merging if button.form is MergeForm else {}
        mine = type(sent) is button.form
        form = sent if mine and sent else _filled(button, candidate, **more)
        if isinstance(form, MergeForm) and not form.has_choice:
            continue
        url = reverse("identity-act", args=[candidate.pk, name])
        yield button.shown(url, form)
