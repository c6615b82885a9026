"""What a list of candidates offers to be done to many of them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from candidates.register.models import Candidate
from candidates.register.stages import ENTERING, STAGE_STATES, Stage
from spark.accounts.models import User
from spark.records import BY_DUTY, BulkAction, bar, bulk_actions_for


def bar_for(
    user: User,
    chosen: Mapping[str, Any],
    rows: Sequence[Candidate],
    everyone: Sequence[Candidate] = (),
) -> dict[str, Any]:
    """The bar over `rows`, a page of the list that `chosen` narrows.

    Args:
        everyone: all of the list, if they can be taken at once.
    """
    by_key = {candidate.pk: candidate for candidate in rows}

    @cache
    def able(action: BulkAction) -> set[int]:
        fit = {one.pk for one in (*rows, *everyone) if _stands(action, one)}
        # What more than the state decides is asked of the records themselves.
        narrowed = action.verb.when and not _is_of_candidate(action)
        return set(action.rows(user, fit)) if fit and narrowed else fit

    return bar(
        _offered(user, chosen, rows),
        by_key,
        lambda action, candidate: candidate.pk in able(action),
        everyone,
    )


def _stands(action: BulkAction, candidate: Candidate) -> bool:
    """Is the candidate where it can be done?"""
    if action.anywhere:
        return candidate.stage != Stage.LEFT
    if action.at and _place(candidate) not in action.at:
        return False
    return not _is_of_candidate(action) or action.verb.possible(candidate)


def _is_of_candidate(action: BulkAction) -> bool:
    """Is it done to the candidate, rather than to a record of a stage?"""
    return action.verb.source.model is Candidate


def _place(candidate: Candidate) -> tuple[str, str]:
    stage = candidate.left_from if candidate.stage == Stage.LEFT else candidate.stage
    return stage, candidate.state


def _offered(
    user: User, chosen: Mapping[str, Any], rows: Sequence[Candidate]
) -> list[BulkAction]:
    """By what is due, by where the list's people are; of several stages, the page's."""
    if due := BY_DUTY.get(chosen.get("duty", "")):
        return [action for action in due if action.verb.may(user)]
    stage, state = only(chosen, "stage"), only(chosen, "state")
    left = stage == Stage.LEFT
    if left:
        stage = only(chosen, "from")
    if state == ENTERING and stage in STAGE_STATES:
        stage, state = STAGE_STATES[stage].entered_from
    if stage not in STAGE_STATES and not state:
        places = {_place(candidate) for candidate in rows}
        return bulk_actions_for(user, places or {(Stage.REGISTERED, "")}, left=left)
    if state or stage not in STAGE_STATES:
        return bulk_actions_for(user, {(stage, state)}, left=left)
    known = STAGE_STATES[stage]
    states = known.ended if left else known.states_within
    return bulk_actions_for(user, {(stage, state) for state in states}, left=left)


def only(chosen: Mapping[str, Any], name: str) -> str:
    """The value of a condition, unless it has none or several."""
    values = chosen.get(name, [])
    return values[0] if len(values) == 1 else ""
