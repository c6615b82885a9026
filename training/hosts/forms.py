"""Input about candidates who go on air: their week, their permits."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.register.models import DirectionCategory
from spark import clock
from spark.seen import Seen
from training.hosts.models import Permit, PermitKind, WeeklyKind, WeeklyTime
from training.hosts.rules import Time, overlapping
from training.studio.forms.rooms import TimesForm, clock_input, day_input
from training.studio.models import ENDS_LATER, Weekday
from training.studio.queries import categories
from training.studio.rules import backwards, until

BLANK, MOST = 3, 70  # rows of a week's page: left to fill in, and altogether


def overlaps(times: Sequence[Time]) -> dict[int, ValidationError]:
    """By index, the error of each time that overlaps an earlier one; for sheets too."""
    said = _(
        "Overlaps %(from)s–%(until)s of the same day: make them one, or change one."
    )
    return {
        place: ValidationError(
            {"starts_at": said % {"from": f"{on:%H:%M}", "until": until(off)}}
        )
        for place, (_kind, _day, on, off) in overlapping(times).items()
    }


class TimeForm(TimesForm):
    """A time of the week."""

    class Meta:
        model = WeeklyTime
        fields = ["kind", "weekday", "starts_at", "ends_at"]
        widgets = {"starts_at": clock_input(), "ends_at": clock_input()}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["weekday"].choices = [("", "–"), *Weekday.choices]


class Times(forms.BaseFormSet):
    """A whole week: a form for each time, some blank; each can be removed."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")

    def clean(self) -> None:
        rows = list(self._kept())
        for place, error in overlaps([time for _form, time in rows]).items():
            rows[place][0].add_error(None, error)

    @property
    def times(self) -> list[Time]:
        """As `change_week` takes them."""
        return [time for _form, time in self._kept()]

    def _kept(self) -> Iterator[tuple[forms.BaseForm, Time]]:
        for form in self.forms:
            given = form.cleaned_data
            if given and not form.errors and not given["DELETE"]:
                times = given["starts_at"], given["ends_at"]
                yield form, (given["kind"], given["weekday"], *times)


_WeekForms = forms.formset_factory(
    TimeForm,
    formset=Times,
    extra=BLANK,
    can_delete=True,
    max_num=MOST,
    absolute_max=2 * MOST,
    validate_max=True,
)


def week_forms(data: Any, rows: Iterable[WeeklyTime]) -> Any:
    """The formset of a week: of `rows`, or bound to `data` if any was sent."""
    names = TimeForm.Meta.fields
    had = [{name: getattr(row, name) for name in names} for row in rows]
    return _WeekForms(data, initial=None if data else had)


class FreeTimeForm(forms.Form):
    """When one is free on a day; with both ends left empty there is nothing."""

    starts_at = forms.TimeField(
        label=pgettext_lazy("time", "from"), required=False, widget=clock_input()
    )
    ends_at = forms.TimeField(
        label=pgettext_lazy("time", "until"), required=False, widget=clock_input()
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if self.errors or starts is ends is None:
            return given
        if starts is None:
            self.add_error("starts_at", _("From when? Or empty both."))
        elif ends is None:
            self.add_error("ends_at", _("Until when? Or empty both."))
        elif backwards(starts, ends):
            self.add_error("ends_at", ENDS_LATER)
        return given


class FreeTimes(forms.BaseFormSet):
    """A day's free times, with room for more."""

    day: Weekday

    def clean(self) -> None:
        rows = list(self._given())
        for place, error in overlaps([time for _form, time in rows]).items():
            rows[place][0].add_error(None, error)

    def _given(self) -> Iterator[tuple[forms.BaseForm, Time]]:
        for form in self.forms:
            given = form.cleaned_data if form.is_valid() else {}
            if given.get("starts_at") is not None:
                times = given["starts_at"], given["ends_at"]
                yield form, (WeeklyKind.FREE.value, self.day.value, *times)

    @property
    def times(self) -> list[Time]:
        """As `change_week` takes them."""
        return [time for _form, time in self._given()]


_DayForms = forms.formset_factory(
    FreeTimeForm,
    formset=FreeTimes,
    max_num=MOST // 7,
    absolute_max=MOST // 7,
    validate_max=True,
)


def free_times(data: Any, rows: Iterable[WeeklyTime]) -> list[Any]:
    """A formset for each day: of the free times in `rows`, or bound to `data`."""
    free: dict[int, list[dict[str, Any]]] = {day: [] for day in Weekday}
    for row in rows:
        if row.kind == WeeklyKind.FREE:
            had = {"starts_at": row.starts_at, "ends_at": row.ends_at}
            free[row.weekday].append(had)
    days = []
    for day in Weekday:
        had_then = None if data else free[day]
        forms_of_day: Any = _DayForms(data, initial=had_then, prefix=f"day{day.value}")
        forms_of_day.day, forms_of_day.extra = day, 1 if free[day] else 2
        days.append(forms_of_day)
    return days


ASKED = {
    PermitKind.COMPLIANCE: ("score",),
    PermitKind.LICENCE: ("category", "reference"),
    PermitKind.FILING: ("reference",),
}


class PermitForm(Seen, forms.ModelForm):
    """The fields that a permit of the instance's kind has.

    Args:
        offered: the categories, read once for all forms of a page.
    """

    class Meta:
        model = Permit
        fields = ["category", "score", "reference", "valid_from", "valid_until"]
        widgets = {"valid_from": day_input(), "valid_until": day_input()}

    def __init__(
        self,
        data: Any = None,
        *,
        instance: Permit,
        offered: Sequence[DirectionCategory],
        **more: Any,
    ) -> None:
        super().__init__(data, instance=instance, **more)
        if instance.pk is None:
            self.initial["valid_from"] = clock.today()
        asked = ASKED[PermitKind(instance.kind)]
        for name in ("category", "score", "reference"):
            if name in asked:
                self.fields[name].required = True
            else:
                del self.fields[name]
        fields: dict[str, Any] = self.fields
        fields["valid_until"].help_text = gettext_lazy("Empty: for good.")
        if "reference" in asked:
            fields["reference"].help_text = ""
        if "category" in asked:
            fields["category"].help_text = ""
            fields["category"].queryset = categories()
            choices = [
                ("", "–"),
                *((category.pk, str(category)) for category in offered),
            ]
            fields["category"].choices = choices

    @property
    def given(self) -> dict[str, Any]:
        """As `enter_permit` and `change_permit` take it; what isn't asked for stays."""
        return {name: getattr(self.instance, name) for name in self.Meta.fields}
