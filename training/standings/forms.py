"""Input of a trial's numbers; what narrows standings."""

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from candidates.clips.forms import LinkField
from candidates.register.forms import YuanField
from spark.accounts.models import User
from spark.conditions import GONE, Conditions, OneOf, OneRow
from spark.seen import Seen
from spark.text import fields
from training.judging.forms import MOST_YUAN
from training.standings.models import Place, Result, Standing
from training.standings.queries import campuses_in, directions_in
from training.trials.models import Trial

MONEY = {"max_value": MOST_YUAN, "required": False}


def _by_rank(place: Place) -> tuple:
    return place.rank or inf, place.candidate.person.name_key, place.pk


def _by_name(place: Place) -> tuple:
    return place.candidate.person.name_key, place.pk


def _by_gmv(place: Place) -> tuple:
    return -place.gmv_fen, place.pk


def _by_cut(place: Place) -> tuple:
    """Who is nearest to the cut first."""
    away = inf if place.from_cut is None else abs(place.from_cut)
    return away, *_by_rank(place)


ORDERS: dict[str, Callable[[Place], tuple]] = {
    "": _by_rank,
    "name": _by_name,
    "gmv": _by_gmv,
    "certain": _by_cut,
}


class ResultForm(Seen, forms.ModelForm):
    """A trial's numbers; once final, they are corrected for a reason."""

    gmv_fen = YuanField(
        label=_("GMV, in yuan"), help_text=_("Paid orders only"), **MONEY
    )
    refund_fen = YuanField(label=_("Refunds, in yuan"), **MONEY)
    recording = LinkField(
        label=_("Recording"),
        help_text=_("Its address; kept for three years at least"),
        required=False,
    )

    class Meta:
        model = Result
        fields = [
            "viewers",
            "views",
            "average_watch_seconds",
            "average_online",
            "peak_online",
            "interacting_viewers",
            "new_followers",
            "product_clickers",
            "cart_viewers",
            "buyers",
            "orders",
            "gmv_fen",
            "refunded_orders",
            "refund_fen",
            "refunds_until",
            "paid_viewers",
            "warm_up_minutes",
            "promotion",
            "recording",
            "judges_score",
            "is_final",
        ]
        widgets = {"refunds_until": forms.DateInput({"type": "date"})}

    @classmethod
    def needs(cls, user: User, trial: Trial) -> dict[str, Any]:
        """Arguments for the form: the trial's result, or a new one."""
        return {"instance": getattr(trial, "result", None) or Result(trial_id=trial.pk)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"
        if self.instance.is_final:
            self.fields["reason"] = fields.ProseField(
                label=_("Reason for the correction"),
                max_length=500,
                required=False,
                help_text=_("Needed to change a final number"),
            )

    @property
    def given(self) -> dict:
        """Arguments of `enter_result`."""
        numbers = dict(self.cleaned_data)
        return {"reason": numbers.pop("reason", ""), "numbers": numbers}


class StandingsForm(Conditions):
    """Which of a round's standings, of whom, and in which order."""

    of = OneOf(label=_("Standings"), unknown=GONE)
    campus = OneRow(label=_("Campus"), to_field_name="code")
    direction = OneRow(label=_("Direction"), to_field_name="slug")
    sort = OneOf(
        label=_("Sorted by"),
        choices=[
            ("", _("rank")),
            ("name", _("name")),
            ("gmv", _("GMV")),
            ("certain", _("who is nearest to the cut")),
        ],
    )

    def __init__(
        self, given: QueryDict, *, user: User, made: Sequence[Standing]
    ) -> None:
        super().__init__(given, user=user)
        self.made = {str(one.number): one for one in made}
        fields: dict[str, Any] = self.fields
        fields["of"].choices = [
            ("", _("the newest")),
            *((str(one.number), f"{one.number}") for one in made[1:]),
        ]
        anything = _("any")
        standing = self.standing
        rows = {"campus": campuses_in(standing), "direction": directions_in(standing)}
        for name, offered in rows.items():
            fields[name].queryset, fields[name].empty_label = offered, anything

    @property
    def standing(self) -> Standing | None:
        """The one asked for; the one in force, if none is."""
        newest = next(iter(self.made.values()), None)
        return self.made.get(self.given.get("of", ""), newest)

    @property
    def earlier(self) -> Standing | None:
        """The one before it."""
        number = self.standing.number - 1 if self.standing else 0
        return self.made.get(str(number))

    def narrow(self, rows: QuerySet[Place]) -> QuerySet[Place]:
        chosen = self.chosen
        for name in ("campus", "direction"):
            if name in chosen:
                rows = rows.filter(**{f"candidate__{name}": chosen[name]})
        return rows

    def in_order(self, places: Iterable[Place]) -> list[Place]:
        """As asked for; who isn't ranked comes last."""
        return sorted(places, key=ORDERS[self.sorted_by])

    @property
    def address(self) -> str:
        """The page's query string."""
        return self.given.urlencode()
