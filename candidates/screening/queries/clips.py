"""Where a candidate's clip is, and whether another may take its place."""

from collections.abc import Callable

from candidates.clips.models import WATCHED, Clip
from candidates.register.models import Candidate
from candidates.register.stages import Stage
from candidates.screening.models import Review, Screening
from candidates.screening.stages import ReviewState, State, Wanted

SOURCES: list[Callable[[int], str]] = []  # each gives an address, or nothing


def clip_of(candidate_id: int) -> str:
    """The address of a candidate's clip, of the first source that has one."""
    return next((clip for source in SOURCES if (clip := source(candidate_id))), "")


def may_send(candidate: Candidate) -> bool:
    """Until the first reviewer has begun, and again while more is asked for."""
    if candidate.stage == Stage.REGISTERED:
        return True
    if candidate.stage != Stage.SCREENING:
        return False
    if candidate.state == State.IN_REVIEW:
        return not _is_begun(candidate)
    return candidate.state in {State.WAITING, State.MORE_ASKED}


def _is_begun(candidate: Candidate) -> bool:
    """A review is opened, or somebody took the screening up without any."""
    states = set(
        Review.objects.filter(candidate=candidate).values_list("state", flat=True)
    )
    begun = {ReviewState.OPEN, ReviewState.LOCKED}
    return not states or bool(states & begun)


def clip_since(record: Screening) -> Clip | None:
    """What can be watched of what came since a clip was asked for."""
    if record.state != State.MORE_ASKED or record.wanted != Wanted.CLIP:
        return None
    sent = Clip.objects.filter(candidate=record.candidate_id, state__in=WATCHED)
    rows = sent.filter(created_at__gte=record.state_since)
    return rows.order_by("-pk").first()
