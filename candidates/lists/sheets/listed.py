"""The columns of the list of candidates, on the screen and in what is exported."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.register.access import sees_numbers
from candidates.register.models import Candidate
from candidates.register.stages import Stage, badge_of
from spark.accounts.models import Role, User, role_at
from spark.campuses.models import Base


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        kind: how its cell is drawn: text, num, stage, state or moment.
        css: of cell and head; `least` columns go first when it gets narrow.
        sort: its name in `queries.ORDERS`.
    """

    name: str
    label: str | Promise
    value: Callable[[Candidate], object]
    kind: str = "text"
    css: str = "cut least"
    sort: str = ""


def _state(candidate: Candidate) -> object:
    return badge_of(candidate.stage, candidate.state).label


def _waits_for(candidate: Candidate) -> object:
    """Whose duty about them is due first; the rows come by `queries.with_waits`.

    Nobody has one about a single registered candidate: the office calls them by lists.
    """
    waits = candidate.waits  # type: ignore[attr-defined]
    if not waits:
        return Role.OFFICE.label if candidate.stage == Stage.REGISTERED else ""
    place = Base(name_zh=waits["zh"], name_en=waits["en"]) if waits["zh"] else None
    return role_at(waits["role"], place)


COLUMNS = {
    column.name: column
    for column in (
        Column(
            "number",
            _("Student number"),
            lambda c: c.student_number,
            "num",
            "w-number dim least",
            "number",
        ),
        Column("campus", _("Campus"), lambda c: c.campus, css="c-place cut w-place"),
        Column(
            "direction",
            _("Direction"),
            lambda c: c.direction,
            css="cut least w-direction",
        ),
        Column("batch", _("Batch"), lambda c: c.batch),
        Column("department", _("Department"), lambda c: c.department),
        Column("major", _("Major"), lambda c: c.major),
        Column("class", _("Class"), lambda c: c.class_name),
        Column("phone", _("Phone"), lambda c: c.phone, "num", "w-number least"),
        Column(
            "id",
            _("ID number"),
            lambda c: c.person.id_masked,
            "num",
            "w-id dim least",
        ),
        Column(
            "stage", _("Stage"), lambda c: c.get_stage_display(), "stage", "c-stage"
        ),
        Column("state", _("State"), _state, "state", "c-state"),
        Column(
            "since",
            _("At this stage since"),
            lambda c: c.stage_since,
            "moment",
            "w-time num dim least",
            "since",
        ),
        Column(
            "standing",
            _("In this state since"),
            lambda c: c.state_since,
            "moment",
            "w-time num dim least",
        ),
        Column("waits", _("Waits for"), _waits_for, "waits", "cut w-waits least"),
        Column(
            "updated",
            _("Updated"),
            lambda c: c.updated_at,
            "moment",
            "c-time w-time num dim",
            "updated",
        ),
    )
}
USUAL = ("number", "campus", "direction", "stage", "state", "waits", "updated")
USUAL_IN_STAGE = ("number", "campus", "direction", "state", "standing", "waits")


def columns_for(user: User) -> dict[str, Column]:
    """Those that the user may see, by name."""
    hidden = set() if sees_numbers(user) else {"id"}
    return {name: COLUMNS[name] for name in COLUMNS if name not in hidden}


def chosen_columns(
    user: User, names: Iterable[str], usual: Iterable[str] = USUAL
) -> Sequence[Column]:
    """Those of the names that the user may see, in our order; the usual for none."""
    columns = columns_for(user)
    wanted = set(names) & set(columns) or set(usual)
    return [column for name, column in columns.items() if name in wanted]
