"""Why people leave: a list the programme office keeps."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import tracked
from spark.campuses.models import BilingualName
from spark.plausible import ORDER, held, within


@pgtrigger.register(
    pgtrigger.Protect(
        name="system_stays",
        operation=pgtrigger.Delete,
        condition=pgtrigger.Q(old__by_system=True),
    ),
    pgtrigger.ReadOnly(name="slug_stays", fields=["slug", "by_system"]),
)
@tracked(deletion=True)
class LeaveReason(BilingualName):
    """A reason for leaving, chosen at the stages it is offered at.

    Those `by_system` are given by the software's own verbs (`SystemReason`). A retired
    one is offered no more; who left for it keeps it.
    """

    slug = models.SlugField(
        _("short name"),
        max_length=20,
        unique=True,
        help_text=_("For campus systems and statistics. Fixed once it is saved."),
    )
    stages = models.JSONField(_("offered at"), default=list, blank=True)
    by_system = models.BooleanField(_("given by the software"), default=False)
    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("Offered no more; who left for this reason keeps it."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"),
        default=100,
        help_text=_("The smallest number comes first."),
        validators=within(ORDER),
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("leaving reason")
        verbose_name_plural = _("leaving reasons")
        constraints = [
            held("leave_reason_in_bounds", order=ORDER),
        ]
