"""What narrows a board of people whom a direction's and a college's places bind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.lists.forms.offered import Offered, offered_to
from spark.accounts.models import User
from spark.conditions import GONE, AnyOf, Conditions
from spark.text.fields import SoughtField

Line = TypeVar("Line")


class QuotaConditions(Conditions):
    """By name, direction and college, which it also names the lines of places by."""

    q = SoughtField(required=False, max_length=60)
    direction = AnyOf(label=_("Direction"), unknown=GONE)
    campus = AnyOf(label=_("Campus"), unknown=GONE)

    def __init__(self, given: QueryDict, *, user: User) -> None:
        super().__init__(given, user=user)
        self.keys: dict[str, dict[str, int]] = {}
        self.named: dict[str, dict[int, str]] = {}
        for name, offered in self.offered(user).items():
            self.offer(name, [(one.name, one.label) for one in offered])
            self.keys[name] = {one.name: one.key for one in offered}
            self.named[name] = {one.key: one.label for one in offered}

    def offered(self, user: User) -> dict[str, Sequence[Offered]]:
        known = offered_to(user)
        return {name: known[name] for name in known if name in self.fields}

    def offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]

    def lines(
        self,
        lines: Mapping[tuple[int, int | None], Line],
        empty: Callable[[int, int | None], Line],
    ) -> Iterator[tuple[str, Line, list[tuple[str, Line]]]]:
        """Each direction with its line, and those of its colleges."""
        colleges = self.named["campus"]
        for direction, name in self.named["direction"].items():
            whole = lines.get((direction, None))
            own = [
                (colleges.get(campus, ""), line)
                for (key, campus), line in lines.items()
                if key == direction and campus is not None
            ]
            if whole is not None or own:
                ordered = sorted(own, key=lambda one: one[0])
                yield name, whole or empty(direction, None), ordered
