"""The list of candidates: filters, order, columns, saved views."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates.lists import actions, queries
from candidates.lists.forms import FilterForm, ViewForm
from candidates.lists.models import SavedView
from candidates.lists.sheets.listed import (
    USUAL,
    USUAL_IN_STAGE,
    Column,
    chosen_columns,
    columns_for,
)
from candidates.lists.views.bars import bar_for, only
from candidates.register.access import CANDIDATES
from candidates.register.models import Export
from candidates.register.stages import STAGE_STATES
from candidates.register.views.display import add_display
from candidates.rosters.actions import send_roster
from spark import htmx, paging
from spark.accounts.models import Role, User
from spark.accounts.scope import Request, grants_of, has_role
from spark.errors import Refused
from spark.records import AT_ONCE

MOST_TEN_THOUSANDS = 10_000
OFFICE_AND_COLLEGE = (Role.OFFICE, Role.COORDINATOR)
STANDARD = [
    ("", gettext_lazy("All"), tuple(Role)),
    ("due=today", gettext_lazy("Due today"), tuple(Role)),
    ("stage=underway", gettext_lazy("In progress"), OFFICE_AND_COLLEGE),
    (
        "stage=incubation&state=paperwork",
        gettext_lazy("Papers missing"),
        OFFICE_AND_COLLEGE,
    ),
    (
        "stage=signing",
        gettext_lazy("To be signed"),
        (*OFFICE_AND_COLLEGE, Role.SIGNING),
    ),
]
FOLDER = "candidates/lists/"


@require_GET
def candidate_list(request: Request) -> HttpResponse:
    """Everybody the person sees."""
    context = listed(request, request.GET)
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_part.html", context)


def listed(
    request: Request,
    given: QueryDict,
    stage: str = "",
    tallies: Mapping[str, int] | None = None,
) -> dict:
    """What the list's templates show of `given` filters.

    Args:
        stage: whose page it is, if one's.
        tallies: how many stand in the stage by state, counted already.
    """
    form = FilterForm(given, user=request.user)
    saved = list(queries.saved_views(request.user))
    columns = columns_of(request.user, request.GET, saved, stage)
    rows = form.found(queries.came_in(CANDIDATES.visible_to(request.user)))
    order, sort = form.order
    page = paging.keyset(request, queries.with_waits(rows), order=order)
    for candidate in page.rows:
        add_display(candidate)
        candidate.cells = [(column, column.value(candidate)) for column in columns]
    total = _counted(form, tallies) or paging.total(rows, page)
    at_once = total.exact and total.number <= AT_ONCE
    here = address(given)
    context = filters(request, form, here, stage) | {
        "page": page,
        "total": total,
        "total_words": in_words(total),
        "everyone": total.number if at_once else 0,
        "heads": [_head(column, sort, request.GET) for column in columns],
        "name_head": _sorting("name", sort, request.GET),
        "columns_chosen": ",".join(column.name for column in columns),
        "all_columns": [(c, c in columns) for c in columns_for(request.user).values()],
    }
    # Conditions that narrow nothing must not lead to everybody.
    offered: dict[str, Any] = {"verbs": [], "can": {}}
    if form.is_valid():
        everyone = list(rows) if at_once and (page.newer or page.older) else []
        offered = bar_for(request.user, form.chosen, page.rows, everyone)
    context |= offered
    if not stage:
        context["tabs"] = list(_tabs(request.user, saved, here))
        shown = (view for view in saved if view.name and view.query == here)
        context["saved_view"] = next(shown, "")
    return context


def _counted(
    form: FilterForm, tallies: Mapping[str, int] | None
) -> paging.Total | None:
    """What the tallies say of the list, if it is narrowed by no more than a state."""
    if tallies is None or form.wrong or set(form.chosen) - {"stage", "state"}:
        return None
    known = tallies.get(only(form.chosen, "state") if "state" in form.chosen else "")
    return None if known is None else paging.Total(known)


def filters(request: Request, form: FilterForm, here: str, stage: str) -> dict:
    """Context of the filter bar; on a stage's page without a chip for the stage."""
    chips = [chip for chip in form.chips if not stage or chip["name"] != "stage"]
    may_export = form.is_valid() and actions.export_list.may(request.user)
    return {
        "form": form,
        "filtered": bool(set(form.chosen) - ({"stage"} if stage else set())),
        "here": here,
        "chips": [chip | _without(request.GET, chip) for chip in chips],
        "unset": form.unset,
        "formats": Export.Format.choices,
        "may_export": may_export,
        "import_url": _import_url(request.user),
        "queue_url": _queue_url(request.user),
    }


def _queue_url(user: User) -> str:
    """Where candidates come from for who sees them as a reviewer alone."""
    seeing = grants_of(user).roles & set(CANDIDATES.sees)
    return reverse("review-queue") if seeing == {Role.REVIEWER} else ""


def _import_url(user: User) -> str:
    may_import = send_roster.may(user)
    return reverse("roster-send") if may_import else ""


def address(given: QueryDict) -> str:
    """The list's query as saved views hold it: what is set, in one order, no page.

    What isn't known is kept too, so that it isn't taken for everybody.
    """
    others = sorted(name for name in given if not name.startswith("utm_"))
    names = [*FilterForm.base_fields, "from", "duty", "sort", "columns", *others]
    query = QueryDict(mutable=True)
    for name in dict.fromkeys(names):
        if values := [value for value in given.getlist(name) if value]:
            query.setlist(name, values)
    return paging.without(query, *paging.PLACES)


def columns_of(
    user: User, given: Mapping[str, str], saved: list[SavedView], stage: str = ""
) -> list[Column]:
    """Those of the address, else the person's own, else the usual."""
    own = next((view.query for view in saved if not view.name), "")
    usual = USUAL_IN_STAGE if stage else USUAL
    names = (given.get("columns") or own).split(",")
    return list(chosen_columns(user, names, usual))


def _without(given: QueryDict, chip: dict) -> dict[str, str]:
    query = QueryDict(address(given), mutable=True)
    values = query.getlist(chip["name"])
    query.setlist(chip["name"], [value for value in values if value != chip["value"]])
    return {"url": f"?{query.urlencode()}"}


def _head(column: Column, sort: str, given: QueryDict) -> dict:
    head: dict = {"column": column}
    return head | (_sorting(column.sort, sort, given) if column.sort else {})


def _sorting(name: str, sort: str, given: QueryDict) -> dict:
    """The link that sorts by a column, or the other way round."""
    query = QueryDict(address(given), mutable=True)
    query["sort"] = f"-{name}" if sort == name else name
    order = queries.ORDERS[sort]
    direction = "descending" if order.descending else "ascending"
    return {
        "url": f"?{query.urlencode()}",
        "sorted": direction if sort.lstrip("-") == name else "",
        "icon": "arrow-down" if order.descending else "arrow-up",
    }


def _tabs(user: User, saved: list[SavedView], here: str) -> Iterator[dict]:
    for query, label, roles in STANDARD:
        if has_role(user, *roles):
            known = address(QueryDict(query))
            yield {"url": f"?{known}", "label": label, "current": known == here}
    for view in saved:
        if view.name:
            current = view.query == here
            yield {"url": f"?{view.query}", "label": view.name, "current": current}


def people_in_words(number: int) -> str:
    words = ngettext("%(n)s person", "%(n)s people", number)
    return words % {"n": f"{number:,}"}


def in_words(total: paging.Total) -> str:
    """`143 people`, `about 12,000 people`, `约 1.2 万人`."""
    if total.exact:
        return people_in_words(total.number)
    number = f"{total.number:,}"
    if (get_language() or "").startswith("zh") and total.number >= MOST_TEN_THOUSANDS:
        number = f"{total.number / MOST_TEN_THOUSANDS:g} 万"
    return gettext("about %(n)s people") % {"n": number}


def page_of(query: str) -> str:
    """The address of the list `query` was sent from: a stage's, or everybody's."""
    given = QueryDict(query, mutable=True)
    stage, *others = given.getlist("stage") or [""]
    if others or stage not in STAGE_STATES:
        return f"{reverse('candidate-list')}?{query}"
    del given["stage"]
    return f"{reverse(f'{stage}-list')}?{given.urlencode()}"


def back(request: Request, said: str, query: str) -> HttpResponse:
    return htmx.done(request, said, page_of(query))


def conditions_sent(request: Request) -> FilterForm:
    """Those of the list that a form was sent from.

    Raises:
        Refused: conditions-wrong, rather than to act on everybody.
    """
    form = FilterForm(QueryDict(request.POST.get("query", "")), user=request.user)
    form.check()
    return form


@require_POST
def columns_save(request: Request) -> HttpResponse:
    """The columns somebody wants to see from now on."""
    chosen = chosen_columns(request.user, request.POST.getlist("column"))
    actions.save_columns(request.user, [column.name for column in chosen])
    given = QueryDict(request.POST.get("query", ""), mutable=True)
    given.pop("columns", None)
    return back(request, _("Saved."), address(given))


@require_POST
def view_save(request: Request) -> HttpResponse:
    query = address(conditions_sent(request).given)
    actions.save_view(request.user, _named(request), query)
    return _to_views(request, _("View saved."), query)


@require_POST
def view_change(request: Request, pk: int) -> HttpResponse:
    """Give an own view another name, or delete it."""
    view = get_object_or_404(queries.named_views(request.user), pk=pk)
    if "delete" in request.POST:
        view.delete()
        return _to_views(request, _("View deleted."), view.query)
    actions.rename_view(view, _named(request))
    return _to_views(request, _("View renamed."), view.query)


def _to_views(request: Request, said: str, query: str) -> HttpResponse:
    return htmx.done(request, said, f"{reverse('candidate-list')}?{query}")


def _named(request: Request) -> str:
    form = ViewForm(request.POST)
    if not form.is_valid():
        raise Refused("view-unnamed", status=422)
    return form.cleaned_data["name"]
