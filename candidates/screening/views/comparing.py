"""Two or three candidates side by side: marks, evidence, clips."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from candidates.clips.queries import clip_of as newest_clip
from candidates.clips.views.display import Shown
from candidates.screening import queries
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from candidates.screening.stages import TONES
from candidates.screening.views.board import COMPARED, FOLDER, MANY
from candidates.screening.views.findings import Findings, Line, findings_of
from candidates.screening.views.standing import NONE, Ranked
from spark import paging
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM, Request, check_role
from spark.errors import Refused


@require_GET
def decision_compare(request: Request) -> HttpResponse:
    """Of one batch, so that their scores can be compared."""
    check_role(request.user, Role.OFFICE)
    ids = list(dict.fromkeys(paging.keys(request.GET.getlist("ids"))))
    if not 1 < len(ids) <= COMPARED:
        raise Refused("compare-two-or-three", status=422)
    visible = SCREENINGS.visible_to(request.user).filter(candidate__in=ids)
    found = {row.candidate_id: row for row in visible.select_related("decided_by")}
    rows = [found[key] for key in ids if key in found]
    if len(rows) < len(ids):
        raise Http404
    batch = rows[0].candidate.batch
    if any(row.candidate.batch_id != batch.pk for row in rows):
        raise Refused("compare-one-batch", status=422)
    ranked = Ranked(batch, request.user)
    columns = [_column(request, row, ranked) for row in rows]
    context = {
        "columns": columns,
        "lines": _lines([one["found"] for one in columns]),
        "verbs": list(MANY.values()),
        "query": f"batch={batch.slug}",
        "back": f"{reverse('decision-board')}?batch={batch.slug}",
    }
    return render(request, f"{FOLDER}compare.html", context)


def _column(request: Request, row: Screening, ranked: Ranked) -> dict[str, Any]:
    candidate = row.candidate
    clip = newest_clip(SYSTEM, candidate)
    base = reverse("clip-file", args=[clip.pk, "x"])[:-1] if clip else ""
    tone, icon = TONES[row.state]
    return {
        "row": row,
        "tone": tone,
        "icon": icon,
        "standing": ranked.standings.get(row.pk, NONE),
        "found": findings_of(request.user, row),
        "shown": Shown(clip, base),
        "clip": queries.clip_of(candidate.pk),
    }


def _lines(found: list[Findings]) -> list[tuple[Any, list[Line | None]]]:
    """Each criterion that somebody is marked in, with the line of each of them."""
    criteria = {
        line.criterion.pk: line.criterion for one in found for line in one.lines
    }
    own = [{line.criterion.pk: line for line in one.lines} for one in found]
    ordered = sorted(criteria.values(), key=lambda one: (one.order, one.pk))
    return [(one, [lines.get(one.pk) for lines in own]) for one in ordered]
