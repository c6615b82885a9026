"""Places by direction and college that a standing was made with, as pages say them."""

from typing import Any, NamedTuple

from training.standings import queries
from training.standings.load import kept_inputs
from training.standings.models import Place, Standing


class Named(NamedTuple):
    """Places of a direction, of all or of one college."""

    direction: Any
    campus: Any
    places: int


def quotas_named(standing: Standing) -> list[Named]:
    """In their order; none where the cut alone binds."""
    quotas = standing.details.get("quotas", [])
    if not quotas:
        return []
    directions = queries.directions_named(direction for direction, *_rest in quotas)
    campuses = queries.campuses_named(campus for _d, campus, _n in quotas if campus)
    return [
        Named(directions[direction], campuses.get(campus), places)
        for direction, campus, places in quotas
    ]


def quotas_of(place: Place) -> list[Named]:
    """Those that somebody counted in, as they were of a direction and college then."""
    named = quotas_named(place.standing)
    if not named:
        return []
    groups = {one: own for one, *own in kept_inputs(place.standing).belongs}
    direction, campus = groups.get(place.candidate_id, (None, None))
    return [
        one
        for one in named
        if one.direction.pk == direction
        and (one.campus is None or one.campus.pk == campus)
    ]
