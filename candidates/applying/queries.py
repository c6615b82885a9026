"""What an application page says, which application is open, and what waits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from candidates.applying.access import APPLICATIONS, CALLS
from candidates.applying.models import Application, Call, Question
from candidates.applying.stages import NAMED, State, Step
from candidates.register.models import Direction, Quota
from candidates.register.queries import with_places_left
from spark.accounts.models import User

IN = [State.SUBMITTED, State.ASKED_BACK, State.CONFIRMED]  # who counts for the limit


def call_at(slug: str) -> Call | None:
    """The page of an address, for everybody."""
    rows = Call.objects.select_related("batch__programme", "campus")
    return rows.filter(slug=slug).first()


def half_written() -> Application | None:
    """The newest of which a step is missing yet."""
    drafts = Application.objects.filter(state=State.DRAFT).select_related("call")
    return next((row for row in drafts.order_by("-pk") if missing(row)), None)


@dataclass(frozen=True)
class Offer:
    """A direction of a page; `left` is None where no quota is set."""

    direction: Direction
    left: int | None


@dataclass(frozen=True)
class Standing:
    """How a page stands on a day: `soon`, `open` or `closed`.

    Args:
        left: how many the limit lets in yet; None without a limit.
    """

    when: str
    offers: list[Offer]
    left: int | None

    @property
    def full(self) -> bool:
        """Whoever applies now is on the waiting list, whatever the direction."""
        return self.left == 0 or all(offer.left == 0 for offer in self.offers)


def standing(call: Call, day: date) -> Standing:
    when = "open" if call.opens_on <= day <= call.closes_on else "closed"
    if not call.batch.is_open:
        when = "closed"
    elif day < call.opens_on:
        when = "soon"
    return Standing(when, _offers(call), _left(call))


def _offers(call: Call) -> list[Offer]:
    left = _left_by_quotas(call)
    directions = call.batch.directions.order_by("pk")
    return [Offer(direction, left.get(direction.pk)) for direction in directions]


def _left_by_quotas(call: Call) -> dict[int, int]:
    """By the key of the direction; a direction without a quota is missing."""
    quotas = Quota.objects.filter(Q(campus=None) | Q(campus=call.campus_id))
    found: dict[int, list[int]] = {}
    for quota in with_places_left(quotas.filter(batch=call.batch_id)):
        if quota.left is not None:  # type: ignore[attr-defined]
            found.setdefault(quota.direction_id, []).append(quota.left)  # type: ignore[attr-defined]
    return {direction: min(left) for direction, left in found.items()}


@dataclass(frozen=True)
class Places:
    """How many places there are in a direction; `shared` with other colleges."""

    direction: Direction
    places: int | None
    shared: bool


def places(call: Call) -> list[Places]:
    """What is offered whoever has applied by now: the college's own, before all's."""
    rows = Quota.objects.filter(Q(campus=None) | Q(campus=call.campus_id))
    found = {}
    for quota in rows.filter(batch=call.batch_id).order_by(F("campus").desc()):
        found[quota.direction_id] = (quota.places, quota.campus_id is None)
    directions = call.batch.directions.order_by("pk")
    return [Places(d, *found.get(d.pk, (None, False))) for d in directions]


def _left(call: Call) -> int | None:
    if call.limit is None:
        return None
    taken = Application.objects.filter(call=call, state__in=IN).count()
    return max(call.limit - taken, 0)


def is_full(call: Call, direction: int) -> bool:
    """Is who applies now for a direction on the waiting list?"""
    return _left(call) == 0 or _left_by_quotas(call).get(direction) == 0


def questions_of(call: Call) -> QuerySet[Question]:
    return Question.objects.filter(batch=call.batch_id)


def steps_of(call: Call) -> list[str]:
    """The steps of its page: without questions, without theirs."""
    asked = questions_of(call).exists()
    return [step.value for step in Step if asked or step != Step.QUESTIONS]


def missing(application: Application) -> list[str]:
    """The steps that weren't gone through."""
    steps = steps_of(application.call)
    return [step for step in steps if step not in application.steps]


def opened(pk: int, call: Call) -> Application | None:
    """The application that a session has open."""
    rows = Application.objects.select_related("direction", "upload").defer("id_number")
    found = rows.filter(pk=pk, call=call, locked_at=None).first()
    if found is not None:
        found.call = call
    return found


def longest_waiting(call: Call) -> datetime | None:
    rows = Application.objects.filter(call=call, state=State.SUBMITTED)
    return rows.order_by("state_since").values_list("state_since", flat=True).first()


def id_numbers(rows: Iterable[Application]) -> dict[int, str]:
    """In clear, by key: for the register alone."""
    found = Application.objects.filter(pk__in=[row.pk for row in rows])
    return {row.pk: row.id_number for row in found.only("id_number")}


def applications(user: User) -> QuerySet[Application]:
    """Those of the user's pages; `again`: the same number on another of theirs.

    What other colleges were sent says nothing here: a number could be tried by it.
    """
    others = (
        APPLICATIONS.visible_to(user)
        .filter(
            call__batch=OuterRef("call__batch"),
            id_hash=OuterRef("id_hash"),
            state__in=NAMED,
        )
        .exclude(pk=OuterRef("pk"))
    )
    rows = APPLICATIONS.visible_to(user)
    return rows.annotate(again=Exists(others.exclude(id_hash="")))


def others(user: User, application: Application) -> list[Application]:
    """What the same person sent besides, as far as it is theirs to see."""
    if not application.id_hash:
        return []
    rows = APPLICATIONS.visible_to(user).filter(
        call__batch=application.call.batch_id,
        id_hash=application.id_hash,
        state__in=NAMED,
    )
    return list(rows.exclude(pk=application.pk).order_by("pk")[:20])


def narrowed(
    rows: QuerySet[Application], chosen: dict, user: User | None = None
) -> QuerySet[Application]:
    """Those that match what is chosen."""
    if states := chosen.get("state"):
        rows = rows.filter(state__in=[states] if isinstance(states, str) else states)
    else:
        rows = rows.exclude(state=State.WITHDRAWN)
    if chosen.get("duty"):
        rows = rows.filter(state=State.SUBMITTED)
    for name in ("call", "direction"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if class_name := chosen.get("class_name"):
        rows = rows.filter(class_name=class_name)
    if waitlisted := chosen.get("waitlisted"):
        rows = rows.filter(waitlisted=waitlisted == "1")
    if sought := chosen.get("q"):
        rows = rows.filter(
            Q(name__startswith=sought)
            | Q(name_key__startswith=sought.lower())
            | Q(reference=sought.upper())
            | Q(student_number=sought)
        )
    return rows


def classes_of(user: User) -> list[str]:
    """The classes that applicants named."""
    rows = APPLICATIONS.visible_to(user).exclude(class_name="").order_by("class_name")
    return list(rows.values_list("class_name", flat=True).distinct()[:200])


def calls(user: User) -> QuerySet[Call]:
    """The pages that are theirs, with how many were sent there and how many wait."""
    sent = Count("applications", filter=Q(applications__state__in=NAMED))
    waiting = Count("applications", filter=Q(applications__state=State.SUBMITTED))
    rows = CALLS.visible_to(user).annotate(sent=sent, waiting=waiting)
    return rows.order_by(F("closes_on").desc(), "-pk")


def answered(
    application: Application, questions: Collection[Question]
) -> list[tuple[str, object]]:
    """The questions with what was answered."""
    given = application.answers or {}
    return [(str(q), given.get(str(q.pk), "")) for q in questions]


def clip_of(candidate_id: int) -> str:
    """The clip that somebody who is a candidate now applied with."""
    rows = Application.objects.filter(candidate=candidate_id).exclude(clip="")
    return rows.order_by("-pk").values_list("clip", flat=True).first() or ""
