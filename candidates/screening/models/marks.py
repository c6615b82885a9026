"""What marks of candidates and of anchor clips share."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.screening.models.cards import Criterion
from spark.plausible import MARK, within
from spark.text import columns

LOCKED_STAYS = pgtrigger.Protect(
    name="locked_stays",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__locked_at__isnull=False)
    & pgtrigger.Q(new__locked_at__isnull=False),
)
NO_DELETE = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)


class AnyMark(models.Model):
    """One number: 1 to 5, 0 for not assessed, none while undecided."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(
        _("mark"), null=True, validators=within(MARK)
    )
    note = columns.Prose(_("evidence"), max_length=300, blank=True, default="")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
