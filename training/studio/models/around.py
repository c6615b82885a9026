"""What surrounds the rooms: own programme, audience, mentors."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spark.audit.guards import tracked
from spark.campuses.models import Base
from spark.errors import BY_DATABASE
from spark.plausible import CROWD, HOUR, held, within
from spark.text import columns
from training.studio.models.rooms import LiveRoom, bounded

BY_DATABASE["shift_mentor_once"] = "shift-overlaps"
SHIFT_OVERLAPS = _("The mentor has another shift at that time: change that one.")


class Weekday(models.IntegerChoices):
    """As `datetime.date.weekday` counts."""

    MONDAY = 0, pgettext_lazy("weekday", "Monday")
    TUESDAY = 1, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 3, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 4, pgettext_lazy("weekday", "Friday")
    SATURDAY = 5, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 6, pgettext_lazy("weekday", "Sunday")


ENDS_LATER = _("It ends after it begins, at midnight at the latest.")


def ends_later(name: str) -> models.CheckConstraint:
    """CHECK: `ends_at` is after `starts_at`, midnight (00:00) being the day's end."""
    return models.CheckConstraint(
        condition=models.Q(ends_at__gt=models.F("starts_at"))
        | models.Q(ends_at="00:00"),
        name=name,
        violation_error_message=ENDS_LATER,
    )


@tracked(deletion=True)
class Programme(models.Model):
    """A room's own commercial programme, week by week: no slot is opened over it."""

    room = models.ForeignKey(
        LiveRoom,
        on_delete=models.CASCADE,
        related_name="programmes",
        verbose_name=_("live room"),
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))
    title = columns.Title(_("title"), max_length=60, blank=True)

    class Meta:
        ordering = ["room", "weekday", "starts_at"]
        verbose_name = _("commercial programme")
        verbose_name_plural = _("commercial programme")
        constraints = [
            ends_later("programme_ends_later"),
            models.UniqueConstraint(
                fields=["room", "weekday", "starts_at"], name="programme_once"
            ),
        ]

    def __str__(self) -> str:
        hours = f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"
        return f"{self.get_weekday_display()} {hours}"


@tracked(deletion=True)
class Blocking(models.Model):
    """A time a room can't be used: repairs, a guest, a holiday of the base.

    Trials in it stay until a plan moves them.
    """

    room = models.ForeignKey(
        LiveRoom,
        on_delete=models.CASCADE,
        related_name="blockings",
        verbose_name=_("live room"),
    )
    during = DateTimeRangeField(_("time"))
    reason = columns.Prose(_("reason"), max_length=120, blank=True)

    class Meta:
        ordering = ["room", "during"]
        verbose_name = _("blocked time")
        verbose_name_plural = _("blocked times")
        constraints = [bounded("blocking_bounded")]


@tracked(deletion=True)
class Audience(models.Model):
    """How many viewers a room is expected to have in an hour of the week.

    `viewers` are those of one host alone on air for that hour: estimated from results
    until somebody enters a number.
    """

    room = models.ForeignKey(
        LiveRoom,
        on_delete=models.CASCADE,
        related_name="audience",
        verbose_name=_("live room"),
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    hour = models.PositiveSmallIntegerField(_("hour"), validators=within(HOUR))
    viewers = models.PositiveIntegerField(
        _("viewers an hour"), validators=within(CROWD)
    )
    is_entered = models.BooleanField(_("entered by hand"), default=False)

    class Meta:
        ordering = ["room", "weekday", "hour"]
        verbose_name = _("expected audience")
        verbose_name_plural = _("expected audience")
        constraints = [
            models.UniqueConstraint(
                fields=["room", "weekday", "hour"], name="audience_once"
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, hour__lte=23),
                name="audience_hour_of_week",
            ),
            held("audience_in_bounds", hour=HOUR, viewers=CROWD),
        ]


@tracked(deletion=True)
class Shift(models.Model):
    """When a mentor is at a base and can look after a room."""

    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="shifts",
        verbose_name=_("mentor"),
    )
    base = models.ForeignKey(
        Base, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("base")
    )
    during = DateTimeRangeField(_("time"))

    class Meta:
        ordering = ["during", "mentor"]
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            bounded("shift_bounded"),
            ExclusionConstraint(
                name="shift_mentor_once",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=SHIFT_OVERLAPS,
            ),
        ]
