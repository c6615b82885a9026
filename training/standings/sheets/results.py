"""Results as the live platform exports them, matched to trials by room and time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.register.rules import Finding
from spark import clock
from spark.accounts.models import Role
from spark.errors import Refused, words
from spark.plausible import CROWD
from spark.sheets.cells import folded
from spark.sheets.checking import Checked, Column, Fault, Line, Outcome, Report
from spark.sheets.fields import Text, Whole, Yuan, choice
from spark.sheets.kinds import SheetKind
from spark.sheets.moments import Moment, Seconds
from spark.sheets.places import Place
from spark.sheets.times import Day
from training.judging.actions import enter_live_figures
from training.judging.forms import MOST_YUAN
from training.standings import queries
from training.standings.actions import as_entered, enter_result
from training.standings.models import Result
from training.standings.rules import odd
from training.standings.sheets import headings, on_air
from training.studio.models.rooms import span
from training.trials.models import Trial
from training.trials.stages import TrialState

WATCH = "average_watch_seconds"
OF_BROADCAST = {"room", "starts", "ends", "host", "as_of", "is_final"}
STAYS = gettext_lazy(
    "The result is final: correct it on the trial's page, with a reason"
)
EARLY = timedelta(minutes=30)  # somebody may go on air before their slot


class Row(NamedTuple):
    """A row that is of a trial: what it says of it."""

    place: Place
    trial: Trial
    numbers: dict[str, Any]

    @property
    def is_on_air(self) -> bool:
        return self.trial.state == TrialState.LIVE

    @property
    def old(self) -> Any:
        """What there is in its place by now."""
        kept = "live_figures" if self.is_on_air else "result"
        return getattr(self.trial, kept, None)


def _count() -> Whole:
    return Whole(min_value=0, max_value=CROWD.most, required=False)


def _yuan() -> Yuan:
    return Yuan(min_value=0, max_value=MOST_YUAN, decimal_places=2, required=False)


class Results(SheetKind):
    """Rows of one broadcast may lie in several exports: they are joined."""

    slug = "results"
    title = gettext_lazy("Results of trials")
    verb = "trials.import-results"
    about = gettext_lazy(
        "Exports of the live platform, one row a broadcast, matched to trials by room "
        "and time. Numbers are final from the day after, unless the sheet says "
        "otherwise. An empty cell leaves a number as it is. Of a broadcast on air, the "
        "live board shows viewers, orders and GMV."
    )
    roles = (Role.OFFICE, Role.MENTOR)

    @cached_property
    def columns(self) -> Sequence[Column]:
        name, few = Text(max_length=80), Text(max_length=40, required=False)
        watch, day = Seconds(required=False), Day(required=False)
        began, ended = Moment(), Moment(required=False)
        final = choice(headings.YES_NO, required=False)
        return (
            Column("room", "直播间", "Live room", name, "示例 星选一间", headings.ROOM),
            Column(
                "starts", "开播时间", "Began", began, "2026-12-01 19:30", headings.BEGAN
            ),
            Column("ends", "下播时间", "Ended", ended, "", headings.ENDED),
            Column("host", "学号", "Student number", few, "", ("主播学号",)),
            *(
                Column(key, zh, en, _count(), "", also)
                for key, zh, en, also in headings.COUNTS
            ),
            Column(WATCH, "人均观看时长", "Average watch", watch, "95", headings.WATCH),
            Column(
                "gmv_fen", "成交金额", "GMV in yuan", _yuan(), "18605.50", headings.GMV
            ),
            Column(
                "refund_fen",
                "退款金额",
                "Refunds in yuan",
                _yuan(),
                "",
                headings.REFUND,
            ),
            Column("refunds_until", "退款统计截至", "Refunds until", day, ""),
            Column("promotion", "大促", "Promotion", few, ""),
            Column("as_of", "数据时间", "As of", ended, "", headings.AS_OF),
            Column("is_final", "是否终版", "Final", final, ""),
        )

    def check(self, lines: Iterable[Line]) -> list[Checked]:
        lines = list(lines)
        self._trials = queries.by_room(self.actor, *_days(lines))
        found = [self._matched(line) for line in lines]
        joined: dict[int, list[Row]] = defaultdict(list)
        for row in found:
            if isinstance(row, Row):
                joined[row.trial.pk].append(row)
        checked = {
            one.place: one for rows in joined.values() for one in self._joined(rows)
        }
        return [checked[row.place] if isinstance(row, Row) else row for row in found]

    def _matched(self, line: Line) -> Row | Checked:
        """The trial that a row is of; a broadcast that is no trial is passed over."""
        if line.faults:
            return self.rejected(line)
        given = line.values
        own = self._trials.get(folded(given["room"]))
        if own is None:
            return _passed(line, _("No live room is called so"))
        there = [trial for trial in own if _is_of(trial, given)]
        if len(there) != 1:
            none, several = _("No trial there then"), _("Several trials: whose is it?")
            return _passed(line, several if there else none)
        trial = there[0]
        if trial.state == TrialState.LIVE:
            return Row(line.place, trial, on_air.figures_in(given))
        if not trial.can_have_result:
            return _passed(line, _not_now(trial))
        return Row(line.place, trial, _numbers(given, trial))

    def _joined(self, rows: Sequence[Row]) -> Iterator[Checked]:
        """What the rows of one trial come to together."""
        merged: dict[str, Any] = {}
        for row in rows:
            try:
                _agree(merged, row)
            except ValidationError as error:
                yield self._wrong(row, error)
                continue
            merged |= row.numbers
            if row is rows[-1]:
                yield self._whole(row, merged)
            else:
                yield _checked(row)

    def _whole(self, row: Row, merged: Mapping[str, Any]) -> Checked:
        """The last row, with all that the trial's rows say together."""
        try:
            if row.is_on_air:
                on_air.check(row.trial, merged)
                return _checked(row)
            result = as_entered(row.trial, merged)
        except ValidationError as error:
            return self._wrong(row, error)
        except Refused as refused:
            final = refused.code == "result-final"
            said = STAYS if final else words(refused).text
            return self._wrong(row, ValidationError(said))
        found = odd(result, row.trial.seconds)
        return replace(_checked(row), warnings=[_warning(one) for one in found])

    def _wrong(self, row: Row, error: ValidationError) -> Checked:
        return self.rejected(Line(row.place, {}), error)

    def write(self, report: Report) -> None:
        """One result for each trial, of all its rows; figures of who is on air."""
        numbers: dict[int, dict[str, Any]] = defaultdict(dict)
        live = {row.record.trial.pk for row in report.to_write if row.record.is_on_air}
        for row in report.to_write:
            numbers[row.record.trial.pk] |= row.record.numbers
        for key, own in sorted(numbers.items()):
            if key in live:
                enter_live_figures(actor=self.actor, pk=key, **own)
            else:
                enter_result(actor=self.actor, pk=key, numbers=own)


def _days(lines: Iterable[Line]) -> tuple[datetime, datetime]:
    """From when until when there may be trials of these rows."""
    starts = [line.values["starts"] for line in lines if line.values.get("starts")]
    first, last = min(starts, default=clock.now()), max(starts, default=clock.now())
    return first - timedelta(days=1), last + timedelta(days=1)


def _is_of(trial: Trial, given: Mapping[str, Any]) -> bool:
    """Is the trial the broadcast, or by its host's number one of two in a room?

    Half of the shorter of the two lies in the other; without an end it begins within
    half an hour of the slot.
    """
    number = given["host"]
    if number and folded(number) != folded(trial.candidate.student_number):
        return False
    starts, ends, during = given["starts"], given["ends"], trial.during
    if ends is None:
        return abs(starts - during.lower) <= EARLY
    both = min(ends, during.upper) - max(starts, during.lower)
    return both > timedelta() and 2 * both >= min(
        ends - starts, during.upper - during.lower
    )


def _numbers(given: Mapping[str, Any], trial: Trial) -> dict[str, Any]:
    """What the row says, and whether that is final: from the day after, it is.

    What is final already stays so unless the row says otherwise.
    """
    numbers = {
        name: value
        for name, value in given.items()
        if name not in OF_BROADCAST and value not in (None, "")
    }
    said = given["is_final"]
    old: Result | None = getattr(trial, "result", None)
    later = clock.today() > clock.day(trial.during.lower)
    final = later or (old is not None and old.is_final)
    return numbers | {"is_final": final if said is None else said == "yes"}


def _agree(merged: Mapping[str, Any], row: Row) -> None:
    """Raises ValidationError, by column, where another row says something else."""
    said = _("Another row of this broadcast says %(other)s")
    wrong = {
        name: ValidationError(said, params={"other": merged[name]})
        for name, value in row.numbers.items()
        if name in merged and merged[name] != value
    }
    if wrong:
        raise ValidationError(wrong)


def _checked(row: Row) -> Checked:
    trial, numbers, old = row.trial, row.numbers, row.old
    name = trial.candidate.person.name
    told = on_air.told(numbers) if row.is_on_air else _told(numbers)
    said = f"{name} · {trial.slot.room} · {span(trial.during)} · {told}"
    if old is None:
        return Checked(row.place, Outcome.ADDED, said, row)
    moves = row.is_on_air and "as_of" not in numbers  # the same numbers, but now
    changed = moves or any(getattr(old, key) != numbers[key] for key in numbers)
    outcome = Outcome.CHANGED if changed else Outcome.SAME
    return Checked(row.place, outcome, said, row)


def _told(numbers: Mapping[str, Any]) -> str:
    final = _("final") if numbers["is_final"] else _("provisional")
    counts = [str(value) for name, value in numbers.items() if name != "is_final"]
    return " · ".join([final, ", ".join(counts)])


def _warning(finding: Finding) -> Fault:
    facts: dict[str, Any] = finding.facts
    return Fault(
        "row", finding.code, message=words(Refused(finding.code, **facts)).text
    )


def _passed(line: Line, why: str) -> Checked:
    """A row of another broadcast: told, and nothing becomes of it."""
    shown = [str(cell) for cell in list(line.cells.values())[:2] if cell is not None]
    return Checked(line.place, Outcome.SKIPPED, " · ".join([*shown, why]))


def _not_now(trial: Trial) -> str:
    if not trial.round.is_open:
        return _("The round is closed")
    return _("The trial of %(name)s is “%(state)s”, not finished") % {
        "name": trial.candidate.person.name,
        "state": trial.get_state_display(),
    }
