"""What the office said about batches' messages, and what waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils import translation
from django.utils.dateformat import format as formatted
from django.utils.translation import pgettext

from candidates.register.models import Batch
from candidates.telling.models import Hold, Paragraph
from spark import clock
from spark.notifications import holding
from spark.notifications.models import CampusMessage, GuestMessage
from spark.robots import holding as groups

LONG, TOO_LONG = timedelta(hours=24), timedelta(hours=72)


def is_held(batch: int) -> bool:
    return Hold.objects.filter(batch=batch, ended_at=None).exists()


def held_keys() -> QuerySet:
    """The batches' keys."""
    return Hold.objects.filter(ended_at=None).values("batch")


def paragraph_in_force(kind: str, batch: int) -> Paragraph | None:
    """The newest version, be it empty."""
    found = Paragraph.objects.filter(kind=kind, batch=batch).select_related("by")
    return found.order_by("-version").first()


def versions(kind: str, batch: int) -> QuerySet[Paragraph]:
    """All there were, the newest first."""
    found = Paragraph.objects.filter(kind=kind, batch=batch).select_related("by")
    return found.order_by("-version")


def paragraph_of(kind: str, batch: int) -> dict[str, str]:
    """What is added now, in each language, with its places filled."""
    said = paragraph_in_force(kind, batch)
    if said is None or not said.chinese:
        return {}
    rows = Batch.objects.select_related("programme")
    return filled(said, rows.get(pk=batch))


def filled(said: Paragraph, batch: Batch) -> dict[str, str]:
    """The paragraph as it is read in each language."""
    texts = (said.chinese, said.english)
    found = {}
    for (language, _name), text in zip(settings.LANGUAGES, texts, strict=True):
        with translation.override(language):
            for place, value in _places(batch).items():
                text = text.replace(f"{{{place}}}", value)
            found[language] = text
    return found


def _places(batch: Batch) -> Mapping[str, str]:
    day = pgettext("date format", "j M Y")
    return {
        "batch": str(batch),
        "programme": str(batch.programme),
        "opens": formatted(batch.opens_on, day),
        "closes": formatted(batch.closes_on, day),
    }


def paragraphs_by_kind() -> dict[str, int]:
    """In how many batches each kind has one now."""
    newest = Paragraph.objects.order_by("kind", "batch_id", "-version")
    now = newest.distinct("kind", "batch_id").values_list("kind", "chinese")
    counts: dict[str, int] = {}
    for kind, chinese in now:
        if chinese:
            counts[kind] = counts.get(kind, 0) + 1
    return counts


@dataclass
class Held:
    """A batch whose messages wait.

    Args:
        messages: to people, by all channels; `oldest` is since when the first waits.
        elsewhere: on candidates' own pages, for systems and for groups.
    """

    hold: Hold
    messages: int = 0
    oldest: datetime | None = None
    elsewhere: tuple[int, int, int] = (0, 0, 0)

    @property
    def age(self) -> timedelta:
        """How long somebody has waited by now for what happened."""
        return clock.now() - self.oldest if self.oldest else timedelta()


def held_batches() -> list[Held]:
    """The longest held first."""
    holds = Hold.objects.filter(ended_at=None).select_related("batch", "by")
    found = {hold.batch_id: Held(hold) for hold in holds.order_by("at", "pk")}
    waiting = holding.held().filter(batch__in=found).order_by()
    counts = waiting.values_list("batch").annotate(Count("pk"), Min("created_at"))
    for batch, number, oldest in counts:
        found[batch].messages, found[batch].oldest = number, oldest
    own = _counted(GuestMessage.objects.filter(held=True), found)
    systems = _counted(CampusMessage.objects.filter(held=True), found)
    told = _counted(groups.held(), found)
    for batch, one in found.items():
        one.elsewhere = (own.get(batch, 0), systems.get(batch, 0), told.get(batch, 0))
    return list(found.values())


def _counted(rows: QuerySet, batches: Iterable[int]) -> dict[int, int]:
    rows = rows.filter(batch__in=batches).order_by()
    return dict(rows.values_list("batch").annotate(Count("pk")))
