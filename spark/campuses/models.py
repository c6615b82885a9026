"""Regions (GB/T 2260) and colleges."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError


class BilingualName(models.Model):
    """A name in both languages; `str()` gives the one of the active language."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return (
            self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en
        )


def check_credit_code(value: str) -> None:
    """Unified social credit code with its check digit (GB 32100-2015)."""
    try:
        uscc.validate(value)
    except NumberError as error:
        raise ValidationError(_("This unified credit code is not valid.")) from error


class Region(BilingualName):
    """A province or city by its GB/T 2260 code, six digits."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")


class Campus(BilingualName):
    """A partner college. `code` is ours, short, and used in commands and the API."""

    code = models.SlugField(_("campus code"), max_length=12, unique=True)
    credit_code = models.CharField(
        _("unified credit code"),
        max_length=18,
        unique=True,
        validators=[check_credit_code],
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT)

    class Meta:
        ordering = ["code"]
        verbose_name = _("campus")
