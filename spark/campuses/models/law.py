"""Dated tables of law: holidays, minimum wages, provincial limits."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import one_of, tracked
from spark.campuses.models.places import BilingualName, Region
from spark.plausible import LONG_AGO, MONTHLY_PAY, ORDER, held, within
from spark.text import columns

SATURDAY = 5


class Sourced(models.Model):
    """A line of law or of an authority's notice, and whether somebody checked it."""

    source = columns.Prose(
        _("source"),
        max_length=200,
        help_text=_("The notice, with its number or date."),
    )
    confirmed = models.BooleanField(
        _("checked"),
        default=False,
        help_text=_("Somebody has compared it with the published text."),
    )

    class Meta:
        abstract = True


class HolidayKind(models.TextChoices):
    STATUTORY = "statutory", _("Statutory holiday")
    REST = "rest", _("Rest day")
    WORKING = "working", _("Working day at a weekend")


@tracked(deletion=True)
class Holiday(BilingualName, Sourced):
    """A day that isn't what its weekday says, by the yearly notice (调休)."""

    Kind = HolidayKind

    day = models.DateField(_("day"), unique=True, validators=within(LONG_AGO))
    kind = models.CharField(_("kind"), max_length=10, choices=HolidayKind)

    class Meta:
        ordering = ["day"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            one_of("kind", HolidayKind, "holiday_kind_known"),
            held("holiday_in_bounds", day=LONG_AGO),
        ]

    def clean(self) -> None:
        swapped = self.kind == HolidayKind.WORKING
        if swapped and self.day and self.day.weekday() < SATURDAY:
            raise ValidationError(
                {"day": _("Monday to Friday are working days anyway.")}
            )


@tracked(deletion=True)
class MinimumWage(Sourced):
    """The lowest monthly wage in a region from a day on, in fen."""

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, verbose_name=_("region")
    )
    monthly_fen = models.PositiveIntegerField(
        _("per month, in fen"), validators=within(MONTHLY_PAY)
    )
    valid_from = models.DateField(_("valid from"), validators=within(LONG_AGO))

    class Meta:
        ordering = ["region", "-valid_from"]
        verbose_name = _("minimum wage")
        verbose_name_plural = _("minimum wages")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_from"],
                name="minimum_wage_once",
                violation_error_message=_(
                    "There is a minimum wage of this region from this day already."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_fen__gt=0), name="minimum_wage_positive"
            ),
            held(
                "minimum_wage_in_bounds", monthly_fen=MONTHLY_PAY, valid_from=LONG_AGO
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} · {self.monthly_fen / 100:.0f}"


class LimitCode(models.TextChoices):
    """What provinces may set otherwise than the national rules."""

    HOLIDAY_HOURS = "holiday_hours", _("Hours on a statutory holiday")
    REST_DAY_HOURS = "rest_day_hours", _("Hours on a rest day")
    DAY_HOURS = "day_hours", _("Hours a day")
    WEEK_HOURS = "week_hours", _("Hours a week")
    NIGHT_FROM = "night_from", _("Night begins at")
    NIGHT_UNTIL = "night_until", _("Night ends at")
    INTERNSHIP_DAYS = "internship_days", _("Days of an internship")
    INTERNS_OF_STAFF = "interns_of_staff", _("Interns, percent of staff")
    INTERNS_OF_POST = "interns_of_post", _("Interns, percent of a post's staff")
    PAY_OF_POST = "pay_of_post", _("Pay, percent of the post's wage")


class Level(models.TextChoices):
    """What happens beyond a limit."""

    BLOCK = "block", _("Refuse")
    WARN = "warn", _("Warn, go on with a reason")


@tracked(deletion=True)
class ProvincialLimit(Sourced):
    """What a province rules otherwise; `spark.campuses.calendar` has the defaults."""

    Code = LimitCode
    Level = Level

    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, verbose_name=_("region")
    )
    code = models.CharField(_("limit"), max_length=20, choices=LimitCode)
    value = models.PositiveSmallIntegerField(_("value"), validators=within(ORDER))
    level = models.CharField(_("beyond it"), max_length=10, choices=Level)
    valid_from = models.DateField(_("valid from"), validators=within(LONG_AGO))

    class Meta:
        ordering = ["region", "code", "-valid_from"]
        verbose_name = _("provincial limit")
        verbose_name_plural = _("provincial limits")
        constraints = [
            one_of("code", LimitCode, "limit_code_known"),
            one_of("level", Level, "limit_level_known"),
            models.UniqueConstraint(
                fields=["region", "code", "valid_from"],
                name="limit_once",
                violation_error_message=_(
                    "There is such a limit of this region from this day already."
                ),
            ),
            held("limit_in_bounds", value=ORDER, valid_from=LONG_AGO),
        ]

    def __str__(self) -> str:
        return f"{self.region} · {self.get_code_display()} · {self.value}"
