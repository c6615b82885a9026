"""Input about scorecards: a new version of one, and the clips that anchor it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.clips.forms import LinkField
from candidates.register.access import directions, programmes
from candidates.screening.forms.reviews import MarksForm
from candidates.screening.models import ANCHORED, Criterion, Scorecard
from spark.accounts.buttons import ReasonForm
from spark.text.fields import ProseField, TitleField

MOST = 15  # criteria: who marks more than that marks none with care
LAST = 100
WORDS = [
    f"{mark}_{language}" for mark in ANCHORED.values() for language in ("zh", "en")
]


def _in(name: str) -> dict[str, str]:
    """Attributes of an input whose language isn't the page's."""
    return {"lang": "zh-Hans" if name.endswith("_zh") else "en", "translate": "no"}


class ScopeForm(ReasonForm):
    """Which candidates a card is for, and why there is a new version."""

    field_order = ["programme", "direction", "reason"]
    programme: forms.ModelChoiceField = forms.ModelChoiceField(
        label=pgettext_lazy("scorecard", "Programme"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all programmes"),
    )
    direction: forms.ModelChoiceField = forms.ModelChoiceField(
        label=pgettext_lazy("scorecard", "Direction"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all that have no card of their own"),
    )
    reason = ProseField(
        label=gettext_lazy("What is new, and why"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes()  # type: ignore[attr-defined]
        self.fields["direction"].queryset = directions()  # type: ignore[attr-defined]


class CriterionForm(forms.ModelForm):
    """A criterion of the new version; `code` says which one it was before."""

    code = forms.SlugField(max_length=30, required=False, widget=forms.HiddenInput)
    weight = forms.IntegerField(
        label=gettext_lazy("weight"), min_value=1, max_value=100
    )
    order = forms.IntegerField(
        label=pgettext_lazy("criterion", "place"),
        min_value=1,
        max_value=99,
        required=False,
    )

    class Meta:
        model = Criterion
        fields = [
            *("code", "name_zh", "name_en", "weight", "order"),
            *("knock_out", "skippable", *WORDS),
        ]
        widgets = {
            **{name: forms.Textarea({"rows": 3, **_in(name)}) for name in WORDS},
            **{name: forms.TextInput(_in(name)) for name in ("name_zh", "name_en")},
        }

    @property
    def both(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The words for 1, 3 and 5, in Chinese and in English."""
        return [
            (mark, [self[f"{name}_zh"], self[f"{name}_en"]])
            for mark, name in ANCHORED.items()
        ]

    @property
    def drawn(self) -> Criterion:
        """As it is typed, right or wrong, for the preview."""
        names = ("name_zh", "name_en", *WORDS)
        typed = {name: self[name].value() or "" for name in names}
        ticked = {name: bool(self[name].value()) for name in ("knock_out", "skippable")}
        return Criterion(weight=self["weight"].value() or "–", **typed, **ticked)

    @property
    def is_left_out(self) -> bool:
        return bool(self["DELETE"].value()) or not self["name_zh"].value()


class Criteria(forms.BaseFormSet):
    """All criteria of a card; each can be taken out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take out")

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self._kept():
            for name in ("name_zh", "name_en"):
                if (given := form.cleaned_data.get(name)) in seen and given:
                    form.add_error(name, _("Another criterion has this name."))
                seen.add(given or "")

    def _kept(self) -> list[Any]:
        """Those given and not taken out, by their places, new ones last."""
        there = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data["DELETE"]
        ]
        return sorted(there, key=lambda form: form.cleaned_data.get("order") or LAST)

    @property
    def drawn(self) -> list[Criterion]:
        """For the preview, in the order in which they are typed to be."""
        there = [form for form in self.forms if not form.is_left_out]
        return [form.drawn for form in sorted(there, key=_place)]

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """As `publish_card` takes them."""
        return [
            {k: v for k, v in form.cleaned_data.items() if k not in {"DELETE", "order"}}
            for form in self._kept()
        ]


def _place(form: CriterionForm) -> int:
    typed = str(form["order"].value() or "").strip()
    return int(typed) if typed.isdecimal() else LAST


_CardForms = forms.formset_factory(
    CriterionForm,
    formset=Criteria,
    extra=0,
    can_delete=True,
    min_num=1,
    validate_min=True,
    max_num=MOST,
    absolute_max=2 * MOST,
    validate_max=True,
)


def card_forms(data: Any, card: Scorecard) -> Any:
    """The formset of a new version: of what `card` has, or bound to what was sent."""
    names = CriterionForm.Meta.fields
    had = [{name: getattr(one, name) for name in names} for one in card.criteria.all()]
    return _CardForms(data, initial=None if data else had)


class AnchorForm(MarksForm):
    """A clip to calibrate by: where it is, the office's marks, and their reasons."""

    name = TitleField(label=gettext_lazy("Name of the clip"), max_length=80)
    url = LinkField(
        label=gettext_lazy("Link to the video"),
        help_text=gettext_lazy(
            "A public video, or one of the programme's own. Not a candidate's: they "
            "consented to be judged, not to be an example."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Every criterion has a mark, and words for why."""
        given = super().clean() or {}
        for one in self._criteria:
            value, note = f"value-{one.pk}", f"note-{one.pk}"
            if given.get(value) is None and value not in self.errors:
                self.add_error(value, _("Give the reference mark."))
            if not given.get(note) and note not in self.errors:
                self.add_error(note, _("Say why: reviewers read it beside their own."))
        return given

    @property
    def given(self) -> dict[str, Any]:
        sent = super().given
        named = {name: self.cleaned_data[name] for name in ("name", "url")}
        return named | {"marks": sent["marks"]}
