"""A round's standings: the office's page, and as a sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.register.views.files import handed_out
from spark import clock, htmx
from spark.accounts.scope import Request
from spark.errors import Refused, words
from training.standings import queries
from training.standings.access import released
from training.standings.actions import compute_standings
from training.standings.forms import StandingsForm
from training.standings.load import differing, inputs_of
from training.standings.models import Place, Standing
from training.standings.ranking.racing import NEAR
from training.standings.sheets.standings import standings_sheet
from training.standings.views.changes import changes
from training.standings.views.lines import (
    Worth,
    axis_of,
    hours_named,
    in_percent,
    lines_of,
)
from training.standings.views.picture import pictures
from training.standings.views.quotas import quotas_named
from training.trials.access import ROUNDS
from training.trials.models import Round

FOLDER = "training/standings/"


@require_http_methods(["GET", "POST"])
def round_standings(request: Request, pk: int) -> HttpResponse:
    """Who stands where in a round, and how sure that is; by POST, made anew."""
    round_ = ROUNDS.get(request.user, pk)
    refusal, status = None, 200
    if request.method == "POST":
        try:
            made = compute_standings(actor=request.user, pk=pk)
        except Refused as refused:
            refusal, status = words(refused), refused.status
        else:
            said = _("Standings %(n)d are in force.") % {"n": made.number}
            return htmx.done(request, said, reverse("round-standings", args=[pk]))
    form = _asked(request, round_)
    context = _context(request, round_, form) | {"refusal": refusal}
    page = (f"{FOLDER}round.html", f"{FOLDER}_round.html")
    return htmx.render(request, *page, context, status)


@require_GET
def standings_file(request: Request, pk: int) -> HttpResponse:
    """What the page shows, as a sheet."""
    round_ = ROUNDS.get(request.user, pk)
    form = _asked(request, round_)
    form.check()
    if form.standing is None:
        raise Http404
    context = _context(request, round_, form)
    at = clock.local(form.standing.computed_at)
    notes = [f"{round_} · {form.standing.number} · {at:%Y-%m-%d %H:%M}"]
    lines = [*context["lines"], *context["short"]]
    name = f"standings-{round_.pk}-{form.standing.number}.xlsx"
    return handed_out(standings_sheet(lines, notes), name)


def _asked(request: Request, round_: Round) -> StandingsForm:
    made = queries.standings_of(request.user, round_)
    return StandingsForm(request.GET, user=request.user, made=made)


def _context(request: Request, round_: Round, form: StandingsForm) -> dict[str, Any]:
    standing = form.standing
    made = list(form.made.values())
    context: dict[str, Any] = {
        "round": round_,
        "released": released(round_),
        "form": form,
        "standing": standing,
        "made": made,
        "later": _differing(round_, made[0]) if made else 0,
        "replaced": bool(made) and _other_places(round_, made[0]),
    }
    if standing is None:
        return context | {"lines": [], "short": []}
    everybody = list(queries.places_in(request.user, standing))
    shown = set(
        form.found(queries.places_in(request.user, standing)).values_list(
            "pk", flat=True
        )
    )
    rooms = queries.rooms_named(
        row["room"] for place in everybody for row in place.counted
    )
    return (
        context
        | _of_places(form, everybody, shown)
        | _of_effects(standing, rooms)
        | {
            "quotas": quotas_named(standing),
            "pictures": pictures(everybody, rooms),
            "groups": _groups(standing, everybody, rooms),
            "changes": changes(form.earlier, standing) if form.earlier else None,
        }
    )


def _differing(round_: Round, newest: Standing) -> int:
    """Results entered since that change something; one entered again may not."""
    if not queries.is_entered_since(newest):
        return 0
    return differing(newest, inputs_of(round_))


def _other_places(round_: Round, newest: Standing) -> bool:
    """Whether other places were set since, which an open round is to be ranked by."""
    had = [tuple(quota) for quota in newest.details.get("quotas", [])]
    return round_.is_open and had != queries.quotas_of(round_)


def _of_places(
    form: StandingsForm, everybody: Sequence[Place], shown: set[int]
) -> dict[str, Any]:
    """Lines of the ranked, of those who aren't, and what they come to."""
    standing = form.standing
    assert standing is not None  # the page has one to show
    ranked = [place for place in everybody if not place.is_short]
    quotas = standing.details.get("quotas")
    axis = axis_of(ranked, 0 if quotas else standing.take or 0)
    before = queries.ranks_in(form.earlier) if form.earlier else {}
    wanted = form.in_order([place for place in everybody if place.pk in shown])
    lines = lines_of(wanted, axis, before)
    take = standing.take or 0
    first = sorted((p.p_in for p in ranked if p.p_in is not None), reverse=True)[:take]
    grey = [p for p in ranked if p.from_cut is not None and abs(p.from_cut) <= NEAR]
    return {
        "axis": axis,
        "lines": [line for line in lines if not line.place.is_short],
        "short": [line for line in lines if line.place.is_short],
        "ranked": len(ranked),
        "too_few": len(everybody) - len(ranked),
        "grey": len(grey),
        "sure": sum(first) / len(first) if first else None,
    }


def _of_effects(standing: Standing, rooms: Mapping[int, Any]) -> dict[str, Any]:
    """What rooms and hours are worth, and how the judges mark."""
    details = standing.details
    names = {str(key): room for key, room in rooms.items()}
    hours = {one["name"]: hours_named(one["name"]) for one in details.get("hours", [])}
    judges = queries.judges_named(one["name"] for one, _apart in _judges(details))
    return {
        "rooms": in_percent(details.get("rooms", []), names),
        "hours": in_percent(details.get("hours", []), hours),
        "judges": [
            (Worth(**one | {"name": judges.get(one["name"], one["name"])}), apart_by)
            for one, apart_by in _judges(details)
        ],
        "agreement": details.get("agreement"),
        "pulled": details.get("pulled", []),
    }


def _judges(details: Mapping[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    """Each with how far they are from those who judged beside them."""
    apart = details.get("apart", {})
    return [(one, apart.get(one["name"])) for one in details.get("judges", [])]


def _groups(
    standing: Standing, everybody: Sequence[Place], rooms: Mapping[int, Any]
) -> list[tuple[list[Any], list[Any]]]:
    """People and places of each group that can't be compared with another."""
    people = {place.candidate_id: place.candidate for place in everybody}
    others = {key for group in standing.groups for key in group["candidates"]}
    people |= queries.candidates_named(others - set(people)) if others else {}
    return [
        (
            [people[key] for key in group["candidates"] if key in people],
            [
                rooms.get(int(name), name) if name.isdecimal() else hours_named(name)
                for name in group["places"]
            ],
        )
        for group in standing.groups
    ]
