"""Mentors' shifts: a week at a base, entering and removing them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from spark import clock, htmx, paging
from spark.accounts.scope import Request, check_role
from spark.campuses.models import Base
from spark.errors import Refused, Words, words
from training.studio import access, actions
from training.studio.forms.shifts import ShiftForm
from training.studio.queries.shifts import bases_of
from training.studio.views.rooms import FOLDER
from training.studio.views.staffing import Staffing, begins_on, monday_of


@require_GET
def shift_list(request: Request) -> HttpResponse:
    """A week at the base asked for; if none is, at the first with live rooms."""
    bases = _bases(request)
    if asked := request.GET.get("base", ""):
        base = next((base for base in bases if str(base.pk) == asked), None)
        if base is None:
            raise paging.broken(request, "base")
        return _shown(request, bases, base)
    with_rooms = (base for base in bases if base.has_rooms)  # type: ignore[attr-defined]
    return _shown(request, bases, next(with_rooms, bases[0] if bases else None))


def _bases(request: Request) -> list[Base]:
    check_role(request.user, *access.SHIFTS.sees)
    return list(bases_of(request.user))


def _shown(
    request: Request,
    bases: Sequence[Base],
    base: Base | None,
    form: ShiftForm | None = None,
    refusal: Words | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; a form that was sent stands open with what was typed."""
    today = clock.today()
    monday = monday_of(paging.day(request, "week") or today)
    context: dict[str, Any] = {
        "bases": bases,
        "base": base,
        "may_add": actions.add_shifts.may(request.user),
        "may_remove": actions.remove_shifts.may(request.user),
        "opened": form is not None,
        "refusal": refusal,
    }
    if base is not None:
        context["week"] = Staffing(request.user, base, monday)
        day = today if today in context["week"].days else monday
        context["form"] = form or ShiftForm(base=base, initial={"day": day})
    page, fragment = f"{FOLDER}shifts.html", f"{FOLDER}_shifts.html"
    return htmx.render(request, page, fragment, context, status)


@require_POST
def shift_add(request: Request, base_id: int) -> HttpResponse:
    """One shift, or one every week; then the week of the first."""
    bases = _bases(request)
    base = next((base for base in bases if base.pk == base_id), None)
    if base is None:
        raise Http404
    actions.add_shifts.check(request.user)
    form = ShiftForm(request.POST, base=base)
    if not form.is_valid():
        return _shown(request, bases, base, form, status=422)
    try:
        added = actions.add_shifts(actor=request.user, base=base, **form.cleaned_data)
    except Refused as refused:
        return _shown(request, bases, base, form, words(refused), refused.status)
    number = len(added)
    said = ngettext("Shift entered.", "%(n)d shifts entered.", number) % {"n": number}
    return htmx.done(request, said, _week(base_id, begins_on(added[0])))


def _week(base_id: int, day: date) -> str:
    return f"{reverse('shift-list')}?base={base_id}&week={day}"


@require_POST
def shift_remove(request: Request, pk: int) -> HttpResponse:
    shift = access.SHIFTS.get(request.user, pk)
    actions.remove_shifts(actor=request.user, ids=[pk])
    said = _("Shift removed.")
    return htmx.done(request, said, _week(shift.base_id, begins_on(shift)))
