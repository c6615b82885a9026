"""Regions, colleges, bases and teams, and what stands at one of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

from spark.audit.guards import one_of, tracked
from spark.plausible import STAFF, held, within
from spark.text import columns


def in_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


class BilingualName(models.Model):
    """A name in both languages; `str()` gives the one of the active language."""

    name_zh = columns.Title(_("Chinese name"), max_length=80)
    name_en = columns.Title(_("English name"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_zh if in_chinese() else self.name_en


def check_credit_code(value: str) -> None:
    """Unified social credit code with its check digit (GB 32100-2015)."""
    try:
        uscc.validate(value)
    except NumberError as error:
        raise ValidationError(
            _(
                "The check digit or form of this unified credit code is wrong:"
                " 18 digits and capital letters, as on the certificate."
            )
        ) from error


check_short_code = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,11}$",
    _("2 to 12 capital letters and digits, a letter first, e.g. ZJYY."),
)
check_region_code = RegexValidator(
    r"^[1-9]\d{5}$", _("Six digits, as in GB/T 2260, e.g. 330100.")
)


@tracked(deletion=True)
class Region(BilingualName):
    """A province (`parent` empty) or a city by its GB/T 2260 code."""

    code = columns.Line(
        _("GB/T 2260 code"),
        max_length=6,
        primary_key=True,
        validators=[check_region_code],
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cities",
        verbose_name=_("province"),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def clean(self) -> None:
        province = f"{self.code[:2]}0000"
        if (self.parent_id or self.code) != province:
            raise ValidationError(
                {"parent": _("A city belongs to its code's province, a province none.")}
            )


@tracked(deletion=True)
class Campus(BilingualName):
    """A partner college. `code` is ours, short, and used in commands and the API."""

    code = columns.Line(
        _("campus code"), max_length=12, unique=True, validators=[check_short_code]
    )
    credit_code = columns.Line(
        _("unified credit code"),
        max_length=18,
        unique=True,
        validators=[check_credit_code],
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, verbose_name=_("region")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("campus")
        verbose_name_plural = _("campuses")


class SiteType(models.TextChoices):
    """What kind of place a base is."""

    STUDIO = "studio", _("Live studio")
    FACTORY = "factory", _("Factory or place of origin")
    SHOP = "shop", _("Shop or showroom")
    SCHOOL = "school", _("On a campus")
    OFFICE = "office", _("Office")
    BAR = "bar", _("Bar")
    NIGHT_CLUB = "night_club", _("Night club")
    KARAOKE = "karaoke", _("Karaoke")
    BATH = "bath", _("Bath or massage")
    ARCADE = "arcade", _("Game arcade")
    INTERNET_CAFE = "internet_cafe", _("Internet cafe")


FORBIDDEN_SITES = [
    SiteType.BAR,
    SiteType.NIGHT_CLUB,
    SiteType.KARAOKE,
    SiteType.BATH,
    SiteType.ARCADE,
    SiteType.INTERNET_CAFE,
]
FORBIDDEN_SITE = _(
    "No student may be placed in a bar, night club, karaoke, bath, arcade or internet"
    " cafe: Administrative Rules on Internships of Vocational School Students, Art. 16."
)


def check_site_type(value: str) -> None:
    """Refuse the sites forbidden by law."""
    if value in FORBIDDEN_SITES:
        raise ValidationError(FORBIDDEN_SITE)


@tracked(deletion=True)
class Base(BilingualName):
    """Where people are trained and broadcast: at a college, or of the factory."""

    code = columns.Line(
        _("base code"), max_length=12, unique=True, validators=[check_short_code]
    )
    campus = models.ForeignKey(
        Campus,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bases",
        verbose_name=_("campus"),
        help_text=_("Empty for a base that belongs to no college."),
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, verbose_name=_("region")
    )
    site_type = models.CharField(
        _("site type"),
        max_length=20,
        choices=SiteType,
        default=SiteType.STUDIO,
        validators=[check_site_type],
    )
    staff = models.PositiveIntegerField(
        _("staff"),
        null=True,
        blank=True,
        validators=within(STAFF),
        help_text=_("Of the unit, without interns: the law bounds their share."),
    )
    post_staff = models.PositiveIntegerField(
        _("staff in the hosts' post"),
        null=True,
        blank=True,
        validators=within(STAFF),
        help_text=_("Without interns."),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("training base")
        verbose_name_plural = _("training bases")
        constraints = [
            one_of("site_type", SiteType, "base_site_type_known"),
            models.CheckConstraint(
                condition=~models.Q(site_type__in=FORBIDDEN_SITES),
                name="base_site_type_allowed",
                violation_error_message=FORBIDDEN_SITE,
            ),
            held("base_in_bounds", staff=STAFF, post_staff=STAFF),
        ]


@tracked(deletion=True)
class MatrixTeam(BilingualName):
    """The official broadcasting team of some live rooms."""

    class Meta:
        ordering = ["pk"]
        verbose_name = _("matrix team")
        verbose_name_plural = _("matrix teams")


Place = Campus | Base | MatrixTeam
PLACES = {"campus": Campus, "base": Base, "team": MatrixTeam}


def at(place: type[models.Model], **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class AtPlace(models.Model):
    """Has a place: a campus, a base or a team, or none; the fields of PLACES."""

    campus = at(Campus)
    base = at(Base)
    team = at(MatrixTeam)

    class Meta:
        abstract = True
