"""Pages of rosters: sent, what was found in it, what became of it, whose a row is."""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from candidates.register.models import Batch
from candidates.register.views.files import handed_out
from candidates.rosters import access, actions, queries
from candidates.rosters.forms import RosterForm
from candidates.rosters.models import RosterImport, UnclearRow
from candidates.rosters.sheets import columns, importing
from candidates.rosters.sheets.findings import shown
from candidates.rosters.sheets.rejected import rejected
from spark import htmx, paging
from spark.accounts.buttons import Button, ReasonForm
from spark.accounts.models import Role
from spark.accounts.scope import Request, check_role
from spark.accounts.verbs import Verb
from spark.bodies import takes
from spark.duties import board
from spark.errors import Refused, Words, words
from spark.sheets.template import template

FOLDER = "candidates/rosters/"
FOUND_OUT = Button(
    actions.find_out,
    gettext_lazy("Found out"),
    gettext_lazy("Noted. The name that was given is forgotten."),
    form=ReasonForm,
    consequence=gettext_lazy("Say who it is, and what the college was told."),
    primary=True,
)
DISCARD = Button(actions.discard_roster, gettext_lazy("Discard the roster"))


@takes(RosterForm)
@require_http_methods(["GET", "POST"])
def roster_send(request: Request) -> HttpResponse:
    actions.send_roster.check(request.user)
    imports = list(access.IMPORTS.visible_to(request.user).order_by("-pk")[:10])
    form = RosterForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        initial={"notice_version": imports[0].notice_version if imports else ""},
    )
    context: dict = {"form": form, "imports": imports}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        given = ("batch", "campus", "notice_version", "notice_on")
        try:
            importing.check_size(file.size, file.name)
            roster = actions.send_roster(
                actor=request.user,
                file_name=file.name,
                content=file.read(),
                **{name: form.cleaned_data[name] for name in given},
            )
        except Refused as refused:
            form.keep(refused)
            context["refusal"] = words(refused)
        else:
            form.forget()
            return redirect("roster-detail", roster.pk)
    status = 422 if form.errors or "refusal" in context else 200
    return render(request, f"{FOLDER}import.html", context, status=status)


@require_GET
def roster_template(request: Request) -> HttpResponse:
    actions.send_roster.check(request.user)
    batch = access.batches_of(request.user).filter(state=Batch.State.OPEN).first()
    offered = batch.directions.all() if batch else []
    content = template(
        columns.columns(offered), page=columns.SHEET, notes=columns.NOTES
    )
    return handed_out(content, "spark-roster-template.xlsx")


@require_GET
def roster_detail(request: Request, pk: int) -> HttpResponse:
    roster = access.IMPORTS.get(request.user, pk)
    url = reverse("roster-act", args=[pk, DISCARD.verb.name])
    context: dict = {"roster": roster, "discard": DISCARD.shown(url, None)}
    context["waiting"] = board.due_of(roster, "roster-call") is not None
    if roster.running:
        context["progress"] = cache.get(importing.progress_key(pk))
    else:
        try:
            context |= shown(roster, request.GET)
        except ValueError:
            raise paging.broken(request, "show", "page") from None
    if roster.error:
        refused = Refused(roster.error["code"], **roster.error["facts"])
        context["refusal"] = words(refused)
    return htmx.render(
        request, f"{FOLDER}import_detail.html", f"{FOLDER}_import.html", context
    )


@require_POST
def roster_rejected(request: Request, pk: int) -> HttpResponse:
    """The rows to mend; with full ID numbers only for the college that sent them."""
    roster = access.IMPORTS.get(request.user, pk)
    actions.take_rejected(actor=request.user, pk=pk)
    masked = not access.is_own(request.user, roster.campus)
    return handed_out(rejected(roster, masked=masked), f"rejected-{pk}.xlsx")


VERBS = {
    verb.name: verb
    for verb in (
        actions.confirm_roster,
        actions.discard_roster,
        actions.undo_roster,
    )
}


@require_POST
def roster_act(request: Request, pk: int, verb: str) -> HttpResponse:
    roster = access.IMPORTS.get(request.user, pk)
    if verb not in VERBS:
        raise Http404
    done = VERBS[verb]
    if done is actions.confirm_roster:
        without_hidden = request.POST.get("hidden") == "out"
        with_updates = request.POST.get("updates") == "in"
        done(
            actor=request.user,
            pk=pk,
            without_hidden=without_hidden,
            with_updates=with_updates,
        )
        return redirect("roster-detail", pk)
    done(actor=request.user, pk=pk)
    url = reverse("roster-detail", args=[pk])
    return htmx.done(request, _said(done, roster), url)


def _said(done: Verb, roster: RosterImport) -> str:
    if done is actions.discard_roster:
        return _("Discarded; nothing was written")
    n = roster.counts.get("added", 0)
    return ngettext("Undone: %(n)s person left", "Undone: %(n)s people left", n) % {
        "n": n
    }


@require_GET
def unclear_list(request: Request) -> HttpResponse:
    """Rows that gave somebody's ID number under another name."""
    check_role(request.user, Role.OFFICE)
    closed = request.GET.get("closed") == "1"
    page = paging.keyset(request, queries.unclear_rows(request.user, closed=closed))
    records = [_unclear(row, ReasonForm(prefix=f"{row.pk}")) for row in page.rows]
    context = {"page": page, "closed": closed, "records": records}
    return render(request, f"{FOLDER}unclear.html", context)


def _unclear(row: UnclearRow, form: ReasonForm) -> dict:
    waits = row.found_out_at is None
    facts = [
        (_("Given"), row.found_at),
        (_("Name given"), row.name),
        (_("Batch"), row.batch),
        (_("Sent by"), row.sent_by),
        (_("Found out"), row.found_out_at),
    ]
    url = reverse("unclear-find-out", args=[row.pk])
    return {
        "key": row.pk,
        "row": row,
        "title": f"{row.person} · {row.campus}",
        "facts": [(label, value) for label, value in facts if value],
        "actions": [FOUND_OUT.shown(url, form)] if waits else [],
    }


@require_POST
def unclear_find_out(request: Request, pk: int) -> HttpResponse:
    row = access.UNCLEAR.get(request.user, pk)
    actions.find_out.check(request.user, row)
    form = ReasonForm(request.POST, prefix=f"{pk}")
    if not form.is_valid():
        return _unclear_again(request, row, form, 422)
    try:
        FOUND_OUT.press(request.user, pk, form)
    except Refused as refused:
        return _unclear_again(request, row, form, refused.status, words(refused))
    return htmx.done(request, FOUND_OUT.toast(), reverse("unclear-list"))


def _unclear_again(
    request: Request,
    row: UnclearRow,
    form: ReasonForm,
    status: int,
    refusal: Words | None = None,
) -> HttpResponse:
    context = {"record": _unclear(row, form), "refusal": refusal}
    return htmx.render(request, "record.html", "_record.html", context, status)
