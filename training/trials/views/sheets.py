"""What surrounds trials, sent as sheets: judged first, then written."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from candidates.register.views.files import handed_out
from spark import htmx
from spark.accounts.scope import Request
from spark.errors import Refused, Words, words
from training.trials import sheets
from training.trials.sheets.kind import Kind
from training.trials.views.trials import FOLDER

SHOWN = 200  # rows of each kind listed


class SheetForm(forms.Form):
    """A workbook or a comma-separated file."""

    file = forms.FileField(
        label=gettext_lazy("Sheet"),
        help_text=gettext_lazy("xlsx or csv, 2,000 rows at most."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
    )


def _kind(request: Request, slug: str) -> type[Kind]:
    """Raises Http404 for a kind there isn't, Refused for one that isn't theirs."""
    if slug not in sheets.KINDS:
        raise Http404
    kind = sheets.KINDS[slug]
    kind(request.user).check()
    return kind


@require_GET
def sheet_list(request: Request) -> HttpResponse:
    kinds = sheets.kinds_for(request.user)
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
    kind = _kind(request, slug)
    token = request.POST.get("token", "")
    if request.method == "GET":
        return _shown(request, kind, SheetForm())
    try:
        if token:
            return _done(request, kind, token)
        return _judged(request, kind)
    except Refused as refused:
        form = SheetForm()
        return _shown(request, kind, form, words(refused), status=refused.status)


def _judged(request: Request, kind: type[Kind]) -> HttpResponse:
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, kind, form, status=422)
    file = form.cleaned_data["file"]
    name, content = file.name, file.read()
    found = sheets.judge_sheet(
        actor=request.user, kind=kind, filename=name, content=content
    )
    token = "" if found.wrong else sheets.keep(request.user, kind, name, content)
    status = 422 if found.wrong else 200
    return _shown(request, kind, SheetForm(), None, found, token, status)


def _done(request: Request, kind: type[Kind], token: str) -> HttpResponse:
    name, content = sheets.kept(request.user, kind, token)
    done = sheets.import_sheet(
        actor=request.user,
        kind=kind,
        filename=name,
        content=content,
        seen=request.POST.get("seen", ""),
    )
    said = _("%(n)d rows written.") % {"n": len(done.to_write)}
    return htmx.done(request, said, reverse("sheet-detail", args=[kind.slug]))


def _shown(
    request: Request,
    kind: type[Kind],
    form: SheetForm,
    refusal: Words | None = None,
    found: sheets.Judgement | None = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    parts = []
    for outcome, label in LABELS:
        rows = found.of(outcome) if found else []
        if rows:
            parts.append((outcome, label, len(rows), rows[:SHOWN]))
    context = {
        "kind": kind(request.user),
        "form": form,
        "refusal": refusal,
        "found": found,
        "parts": parts,
        "token": token,
    }
    return render(request, f"{FOLDER}sheet.html", context, status=status)


LABELS = (
    (sheets.Outcome.WRONG, gettext_lazy("Wrong")),
    (sheets.Outcome.ADDED, gettext_lazy("New")),
    (sheets.Outcome.CHANGED, gettext_lazy("Changed")),
    (sheets.Outcome.REMOVED, gettext_lazy("Removed")),
    (sheets.Outcome.SAME, gettext_lazy("As it is")),
)


@require_GET
def sheet_template(request: Request, slug: str) -> HttpResponse:
    """An empty sheet of the kind to fill in."""
    kind = _kind(request, slug)
    return handed_out(sheets.template(kind(request.user)), f"spark-{slug}.xlsx")
