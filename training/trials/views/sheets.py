"""What surrounds trials, sent as sheets: checked first, then written."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from candidates.register.views.files import handed_out
from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from spark.sheets import importing
from spark.sheets.checking import Outcome, Report
from spark.sheets.kinds import SheetKind
from spark.sheets.register import KINDS, kinds_for
from spark.sheets.template import template
from training.trials.views.trials import FOLDER

SHOWN = 200  # rows of each kind listed


class SheetForm(forms.Form):
    """A workbook or a comma-separated file."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("xlsx or csv, 2,000 rows at most."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )


def _sheet(request: Request, slug: str) -> SheetKind:
    """Raises Http404 for a kind there isn't, Refused for one that isn't theirs."""
    if slug not in KINDS:
        raise Http404
    return KINDS[slug](request.user)


@require_GET
def sheet_list(request: Request) -> HttpResponse:
    kinds = kinds_for(request.user)
    if not kinds:
        raise Refused("not-your-role", status=403)
    return render(
        request,
        f"{FOLDER}sheets.html",
        {"kinds": [kind(request.user) for kind in kinds]},
    )


@require_http_methods(["GET", "POST"])
def sheet_detail(request: Request, slug: str) -> HttpResponse:
    """What the columns are; by POST, what a sheet would do, or have it done."""
    sheet = _sheet(request, slug)
    token = request.POST.get("token", "")
    if request.method == "GET":
        return _shown(request, sheet, SheetForm())
    try:
        if "seen" in request.POST:
            return _done(request, sheet, token)
        return _checked(request, sheet, token)
    except Refused as refused:
        form = SheetForm()
        return _shown(request, sheet, form, words(refused), status=refused.status)


def _checked(request: Request, sheet: SheetKind, token: str) -> HttpResponse:
    """A file sent, or one that is kept looked at again without its hidden rows."""
    if token:
        name, content = importing.kept(sheet, token)
    else:
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return _shown(request, sheet, form, status=422)
        file = form.cleaned_data["file"]
        name, content = file.name, file.read()
        token = importing.keep(sheet, name, content)
    found = sheet.report(content, name, without_hidden=_without_hidden(request))
    status = 422 if found.rejected else 200
    return _shown(request, sheet, SheetForm(), None, found, token, status)


def _without_hidden(request: Request) -> bool:
    return request.POST.get("hidden") == "out"


def _done(request: Request, sheet: SheetKind, token: str) -> HttpResponse:
    name, content = importing.kept(sheet, token)
    seen = request.POST.get("seen", "")
    out = _without_hidden(request)
    done = importing.import_sheet(sheet, name, content, seen=seen, without_hidden=out)
    importing.forget(sheet, token)
    n = len(done.to_write)
    said = ngettext("%(n)d row written.", "%(n)d rows written.", n) % {"n": n}
    return htmx.done(request, said, reverse("sheet-detail", args=[sheet.slug]))


def _shown(
    request: Request,
    sheet: SheetKind,
    form: SheetForm,
    refusal: Words | None = None,
    found: Report | None = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    parts = []
    for outcome, label in LABELS:
        rows = found.of(outcome) if found else []
        if rows:
            parts.append((outcome, label, len(rows), rows[:SHOWN]))
    context = {
        "kind": sheet,
        "form": form,
        "refusal": refusal,
        "found": found,
        "parts": parts,
        "kept": token,
        "token": "" if found and found.rejected else token,
        "without_hidden": _without_hidden(request),
    }
    return render(request, f"{FOLDER}sheet.html", context, status=status)


LABELS = (
    (Outcome.REJECTED, gettext_lazy("Wrong")),
    (Outcome.ADDED, gettext_lazy("New")),
    (Outcome.CHANGED, gettext_lazy("Changed")),
    (Outcome.REMOVED, gettext_lazy("Removed")),
    (Outcome.SAME, gettext_lazy("As it is")),
    (Outcome.SKIPPED, gettext_lazy("Passed over")),
)


@require_GET
def sheet_template(request: Request, slug: str) -> HttpResponse:
    """An empty sheet of the kind to fill in."""
    sheet = _sheet(request, slug)
    return handed_out(template(sheet.columns), f"spark-{slug}.xlsx")
