"""The office's pages of live rooms and of when they are open for trials."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, QuerySet, TimeField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import INPUT_CLASSES

from spark import clock
from spark.accounts.models import Role, User
from spark.audit.admin import DayInput, RecordedAdmin, RecordedInline
from spark.plausible import DAYS, within
from training.hosts.models import Travel
from training.studio.models import (
    Blocking,
    LiveRoom,
    Programme,
    Seat,
    Shift,
    Slot,
    Weekday,
)
from training.studio.models.rooms import clocks, span

NAMES = ["name_zh", "name_en"]
PLACE = ["base", "team", "category"]
HOURS = ["opens_at", "closes_at", "slot_minutes", "gap_minutes", "closed_from"]


class ClockInput(forms.TimeInput):
    """A time input of the browser, styled like unfold's fields."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES)}, format="%H:%M")


class SeatInline(RecordedInline):
    model = Seat
    fields = ["number"]
    min_num = 1
    max_num = 2


class ProgrammeInline(RecordedInline):
    model = Programme
    fields = ["weekday", "starts_at", "ends_at", "title"]
    formfield_overrides = {TimeField: {"widget": ClockInput}}


class BlockingInline(RecordedInline):
    """Blocked times to look at and remove; they are added on the room's own page."""

    model = Blocking
    fields = ["when", "reason"]
    readonly_fields = ["when"]

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @display(description=_("time"))
    def when(self, obj: Blocking) -> str:
        first, last = (clock.local(end) for end in (obj.during.lower, obj.during.upper))
        return f"{first:%Y-%m-%d %H:%M} – {last:%Y-%m-%d %H:%M}"


class LiveRoomForm(forms.ModelForm):
    class Meta:
        model = LiveRoom
        fields = [*NAMES, *PLACE, *HOURS]
        widgets = {"opens_at": ClockInput(), "closes_at": ClockInput()}


@admin.register(LiveRoom)
class LiveRoomAdmin(RecordedAdmin):
    history_models = [Seat, Programme, Blocking]
    form = LiveRoomForm
    list_display = [*NAMES, "base", "team", "category", "seat_count"]
    list_select_related = ["base", "team", "category"]
    list_filter = [
        ("base", admin.RelatedOnlyFieldListFilter),
        ("team", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = NAMES
    autocomplete_fields = ["base", "team"]
    fields = [*NAMES, *PLACE, *HOURS]
    inlines = [SeatInline, ProgrammeInline, BlockingInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LiveRoom]:
        return super().get_queryset(request).annotate(number=Count("seats"))

    @display(description=_("seats"))
    def seat_count(self, obj: LiveRoom) -> int:
        return obj.number  # type: ignore[attr-defined]


class DuringForm(forms.ModelForm):
    """Asks for a day and two times, and makes a range of them."""

    day = forms.DateField(label=_("day"), widget=DayInput(), validators=within(DAYS))
    starts = forms.TimeField(label=_("from"), widget=ClockInput())
    ends = forms.TimeField(
        label=_("until"),
        widget=ClockInput(),
        help_text=_("Up to midnight, 00:00."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        mentors = User.objects.filter(is_active=True, role_grants__role=Role.MENTOR)
        field: Any = self.fields["mentor"]
        field.queryset = mentors.distinct()
        if during := self.instance.during:
            first, last = clocks(during)
            day = clock.day(during.lower)
            self.initial.update(day=day, starts=first, ends=last)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if day and starts is not None and ends is not None:
            self.instance.during = DateTimeTZRange(*clock.span(day, starts, ends))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Validate the range's constraints, though the form has no field for it."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"during"}


class SlotForm(DuringForm):
    class Meta:
        model = Slot
        fields = ["room", "expected_viewers", "mentor"]


class ShiftForm(DuringForm):
    class Meta:
        model = Shift
        fields = ["mentor", "base"]


@admin.register(Slot)
class SlotAdmin(RecordedAdmin):
    form = SlotForm
    list_display = ["room", "time", "expected_viewers", "mentor"]
    list_select_related = ["room", "mentor"]
    list_filter = [("room", admin.RelatedOnlyFieldListFilter)]
    ordering = ["-starts_at", "-pk"]
    search_fields = ["room__name_zh", "room__name_en"]
    autocomplete_fields = ["room"]
    fields = ["room", "day", "starts", "ends", "expected_viewers", "mentor"]

    @display(description=_("time"), ordering="starts_at")
    def time(self, obj: Slot) -> str:
        return span(obj.during)


@admin.register(Shift)
class ShiftAdmin(RecordedAdmin):
    form = ShiftForm
    list_display = ["mentor", "base", "time"]
    list_select_related = ["mentor", "base"]
    list_filter = [("base", admin.RelatedOnlyFieldListFilter)]
    ordering = ["-during", "-pk"]
    search_fields = ["mentor__name"]
    fields = ["mentor", "base", "day", "starts", "ends"]

    @display(description=_("time"), ordering="during")
    def time(self, obj: Shift) -> str:
        return span(obj.during)


class TravelForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("weekdays"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Travel
        fields = ["campus", "base", "minutes", "weekdays"]


@admin.register(Travel)
class TravelAdmin(RecordedAdmin):
    form = TravelForm
    list_display = ["campus", "base", "minutes"]
    list_select_related = ["campus", "base"]
    list_filter = [("campus", admin.RelatedOnlyFieldListFilter)]
