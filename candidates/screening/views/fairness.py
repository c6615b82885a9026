"""Whether groups of candidates pass at like rates: the office's page, and as a file."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from candidates.register.views.files import handed_out
from candidates.screening import queries
from candidates.screening.access import SCREENINGS
from candidates.screening.fairness import FEW, Group, Table, tables_of
from candidates.screening.forms import BASES, FairnessForm
from candidates.screening.queries import Outcome
from candidates.screening.sheets.fairness import fairness_sheet
from spark import clock, htmx
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role

FOLDER = "candidates/screening/"
BY = {
    "sex": gettext_lazy("Sex"),
    "city": gettext_lazy("City"),
    "campus": gettext_lazy("Campus"),
    "department": gettext_lazy("Department"),
}
YARDSTICK = gettext_lazy(
    "Four fifths of the highest rate is a yardstick of the United States "
    "(29 CFR 1607.4(D)), made for sex, race and ethnic group; it is no Chinese law. In "
    "China, recruiting may not be restricted to men, nor ask about marriage or "
    "children (Law on the Protection of Women's Rights and Interests, Art. 43)."
)


@require_GET
def fairness_page(request: Request) -> HttpResponse:
    """Pass rates of a batch by group; of nobody where a condition isn't valid."""
    form = _asked(request)
    context: dict[str, Any] = {"form": form, "few": FEW, "yardstick": YARDSTICK}
    if form.is_valid() and form.asked_batch:
        whole, tables = _report(request, form)
        context |= {"whole": whole, "tables": _worded(tables), "at": clock.now()}
    page = (f"{FOLDER}fairness.html", f"{FOLDER}_fairness.html")
    return htmx.render(request, *page, context)


@require_GET
def fairness_file(request: Request) -> HttpResponse:
    """The same as a sheet."""
    form = _asked(request)
    form.check()
    _whole, tables = _report(request, form)
    at = clock.local(clock.now())
    notes = [
        f"{form.asked_batch or ''} · {BASES[form.basis]} · {at:%Y-%m-%d %H:%M}",
        str(YARDSTICK),
    ]
    name = f"fairness-{form.basis}-{at:%Y%m%d-%H%M}.xlsx"
    return handed_out(fairness_sheet(_worded(tables), notes), name)


def _asked(request: Request) -> FairnessForm:
    check_role(request.user, Role.OFFICE)
    return FairnessForm(request.GET, user=request.user)


def _worded(tables: Iterable[Table]) -> list[tuple[Any, Table]]:
    return [(BY[table.key], table) for table in tables]


def _report(request: Request, form: FairnessForm) -> tuple[Group, list[Table]]:
    """Everybody counted, and the tables of them."""
    rows = SCREENINGS.visible_to(request.user)
    batch = form.asked_batch
    released = form.basis == "released"
    found = queries.outcomes(rows, batch, released=released) if batch else []
    by_sex = _grouped([((_sex(one.digit),), one) for one in found])
    places = queries.campuses_named(one.campus for one in found)
    by_city = _grouped(
        [
            (
                (
                    str(places[one.campus].region),
                    str(places[one.campus]),
                    _department(one.department, str(places[one.campus])),
                ),
                one,
            )
            for one in found
        ]
    )
    return by_sex, tables_of(by_sex, by_city)


def _grouped(found: Iterable[tuple[tuple[str, ...], Outcome]]) -> Group:
    """Everybody as one group of groups, by the names on the way down to each."""
    whole = Group("")
    below: dict[tuple[str, ...], Group] = {(): whole}
    for names, outcome in found:
        for depth in range(len(names) + 1):
            way = names[:depth]
            if way not in below:
                below[way] = Group(way[-1])
                below[way[:-1]].parts.append(below[way])
            below[way].of += outcome.of
            below[way].passed += outcome.passed
    return whole


def _sex(digit: str) -> str:
    if not digit.isdecimal():
        return _("not known")
    return pgettext("people", "Men") if int(digit) % 2 else pgettext("people", "Women")


def _department(name: str, campus: str) -> str:
    """The department first: the end of a long name is what a phone cuts off."""
    between = pgettext("between facts", " · ")
    said = name or _("no department noted")
    return f"{said}{between}{campus}"
