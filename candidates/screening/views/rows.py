"""Rows of the decision board as they are drawn; what many share is made once."""

from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from candidates.screening.models import Screening
from candidates.screening.ranking import Standing
from candidates.screening.stages import DECISION_TONES, TONES, Decision, State

# What is drawn of a screening; its door joins the batch.
DRAWN = (
    *("state", "decision", "decision_ground", "decision_reason", "waitlist_place"),
    *("decided_by__name", "candidate__person__name", "candidate__batch__slug"),
    *("candidate__campus__name_zh", "candidate__campus__name_en"),
    *("candidate__direction__name_zh", "candidate__direction__name_en"),
)


class Drawing:
    """Of one page, in one language: its rows are for a template that only places."""

    def __init__(self) -> None:
        self._detail = reverse("candidate-detail", args=[0]).split("0")
        self._tick, self._raw = _("Tick %(name)s"), _("raw %(raw)s")
        self._apart = _("apart %(spread)s")
        self._badge = cache(_badge)

    def row(self, screening: Screening) -> dict[str, Any]:
        candidate = screening.candidate
        name = candidate.person.name
        return {
            "key": str(candidate.pk),
            "url": str(candidate.pk).join(self._detail),
            "name": name,
            "tick": self._tick % {"name": name},
            "campus": str(candidate.campus),
            "direction": str(candidate.direction),
            "state": self._badge(State(screening.state)),
            "score": self._score(screening.standing),  # type: ignore[attr-defined]
            "decision": self._decision(screening),
        }

    def _score(self, standing: Standing) -> dict[str, Any]:
        has, spread = standing.adjusted is not None, standing.spread
        return {
            "place": "–" if standing.place is None else str(standing.place),
            "adjusted": f"{standing.adjusted:.2f}" if has else "",
            "raw": self._raw % {"raw": standing.raw} if has else "",
            "apart": "" if spread is None else self._apart % {"spread": spread},
            "differs": standing.differs,
            "knocked_out": standing.knocked_out,
            "reviews": f"{standing.locked}/{standing.given}",
            "hidden": standing.hidden,
        }

    def _decision(self, screening: Screening) -> dict[str, Any] | None:
        """None for most, until the office is at it."""
        decision, place = screening.decision, screening.waitlist_place
        if not (decision or place or screening.decided_by):
            return None
        ground = screening.get_decision_ground_display()
        is_noted = decision and screening.state == State.IN_REVIEW
        waits = place and screening.state == State.WAITLISTED
        return {
            "why": f"{ground} {screening.decision_reason}" if decision else "",
            "noted": self._badge(Decision(decision)) if is_noted else "",
            "turn": _("no. %(place)s") % {"place": place} if waits else "",
            "by": screening.decided_by.name if screening.decided_by else "",
        }


def _badge(of: State | Decision) -> SafeString:
    tone, icon = DECISION_TONES[of] if isinstance(of, Decision) else TONES[of]
    given = {"tone": tone, "icon": icon, "label": of.label}
    return render_to_string("_status.html", given)
