"""Input of the list's pages: filters, a view's name."""

from collections.abc import Iterable, Iterator

from django import forms
from django.db.models import Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.register import access
from candidates.register.models import Direction
from candidates.register.stages import ENTERING, ROAD, STAGE_STATES, Stage
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS

DUE = [("today", _("by today")), ("week", _("within 7 days"))]
ORDER = [
    ("", _("Newest first")),
    ("updated", _("Last changed first")),
    ("name", _("By name")),
    ("number", _("By student number")),
    ("since", _("Latest in their stage")),
]


def offered_to(user: User) -> dict[str, list[tuple[str, str]]]:
    """Colleges, directions and batches as choices, in their orders, by one query."""
    kinds = {
        "campus": ("code", access.campuses_seen_by(user)),
        "direction": ("slug", Direction.objects.all()),
        "batch": ("slug", access.batches_seen_by(user)),
    }
    rows, *others = [
        found.order_by().values_list(Value(kind), key, "pk", "name_zh", "name_en")
        for kind, (key, found) in kinds.items()
    ]
    choices: dict[str, list[tuple[str, str]]] = {kind: [] for kind in kinds}
    for kind, key, _pk, zh, en in sorted(rows.union(*others, all=True), key=_in_order):
        choices[kind].append((key, str(Campus(name_zh=zh, name_en=en))))
    return choices


def _in_order(row: tuple) -> tuple:
    """Colleges by code, directions as they were added, the newest batch first."""
    kind, key, pk, *_names = row
    if kind == "campus":
        return (kind, key)
    return (kind, "", -pk if kind == "batch" else pk)


class FilterForm(forms.Form):
    """The list's filters; `cleaned_data` is what `queries.candidates` takes."""

    q = forms.CharField(required=False, max_length=60)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    campus = forms.ChoiceField(label=_("Campus"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    batch = forms.ChoiceField(label=_("Batch"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("stage", [("underway", _("In progress")), *Stage.choices])
        self._offer("due", DUE)
        self.fields["from"] = forms.ChoiceField(label=_("Left from"), required=False)
        self._offer("from", [(stage.value, stage.label) for stage in ROAD])
        self.fields["duty"] = forms.ChoiceField(label=_("To do"), required=False)
        if self.data.get("duty") in DUTY_KINDS:
            code = self.data["duty"]
            self._offer("duty", [(code, board.words(code)[2])])
        self.fields["sort"] = forms.ChoiceField(
            label=_("Order"), required=False, choices=list(self._orders())
        )
        self._offer("state", self._states())
        for name, choices in offered_to(user).items():
            self._offer(name, choices)

    def _states(self) -> dict[str, str | Promise]:
        """The states of the chosen stage, or of all; one that several share, once."""
        chosen = self.data.get("stage", "")
        known = STAGE_STATES
        stages = [known[chosen]] if chosen in known else known.values()
        states: dict[str, str | Promise] = {}
        if chosen in known:
            states[ENTERING] = _("Waiting to enter")
        return states | {
            value: label for s in stages for value, label in s.states.choices
        }

    def _orders(self) -> Iterator[tuple[str, str | Promise]]:
        """Each order; a reverse one only while it is the one asked for."""
        asked = self.data.get("sort", "")
        for value, label in ORDER:
            yield value, label
            if value and asked == f"-{value}":
                yield asked, _("%(order)s, reversed") % {"order": label}

    def _offer(self, name: str, choices: Iterable | dict) -> None:
        pairs = choices.items() if isinstance(choices, dict) else choices
        self.fields[name].choices = [("", _("All")), *pairs]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What is set and valid; a value nobody offers filters nothing."""
        self.is_valid()
        given = self.cleaned_data.items()
        return {name: value for name, value in given if value and name != "sort"}

    @property
    def sort(self) -> str:
        """The order asked for; the newest first by default."""
        self.is_valid()
        return self.cleaned_data.get("sort", "")

    @property
    def unset(self) -> list[forms.BoundField]:
        """The conditions that aren't set, and the order."""
        hidden = {"q", "duty", *self.chosen}
        if self.chosen.get("stage") != Stage.LEFT:
            hidden.add("from")
        return [field for field in self if field.name not in hidden]

    @property
    def chips(self) -> list[dict]:
        """The conditions that are set, in words."""
        fields = {name: self.fields[name] for name in self.chosen if name != "q"}
        return [
            {
                "name": name,
                "label": field.label,
                "value": self.chosen[name],
                "words": dict(field.choices)[self.chosen[name]],  # type: ignore[attr-defined]
            }
            for name, field in fields.items()
        ]


class ViewForm(forms.Form):
    """The name under which the list is kept as it is."""

    name = forms.CharField(max_length=30)
