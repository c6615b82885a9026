"""What sheets, standings and their pages ask."""

from training.standings.queries.places import (
    campuses_in,
    campuses_named,
    candidates_named,
    directions_in,
    directions_named,
    judges_named,
    latest_of,
    places_in,
    ranks_in,
    rooms_named,
    standings_of,
    with_its_trials,
)
from training.standings.queries.predicting import known_of, scores_in
from training.standings.queries.sheets import by_room
from training.standings.queries.standings import (
    finished_until,
    groups_of,
    is_entered_since,
    newest_of,
    people_of,
    quotas_of,
    rounds_to_keep_up,
)

__all__ = [
    "by_room",
    "campuses_in",
    "campuses_named",
    "candidates_named",
    "directions_in",
    "directions_named",
    "finished_until",
    "groups_of",
    "is_entered_since",
    "judges_named",
    "known_of",
    "latest_of",
    "newest_of",
    "people_of",
    "places_in",
    "quotas_of",
    "ranks_in",
    "rooms_named",
    "rounds_to_keep_up",
    "scores_in",
    "standings_of",
    "with_its_trials",
]
