"""Lines of the security log, which nobody changes."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from spark.audit.guards import one_of


class SecurityKind(models.TextChoices):
    LOG_IN = "log-in", _("Logged in")
    FAILED = "failed", _("Log-in failed")
    HELD = "held", _("Log-in held off")
    CODE = "code", _("Wrong second factor")
    FACTOR = "factor", _("Second factor changed")
    PASSWORD = "password", _("Password changed")
    ACCOUNT = "account", _("Account changed")
    ROLE = "role", _("Role changed")
    CLIENT = "client", _("System's access changed")
    OPENED = "opened", _("Identity opened")
    EXPORT = "export", _("List exported")
    UNCLEAR = "unclear", _("ID number under another name")


class SecurityEvent(models.Model):
    """A line of the security log.

    Args:
        user: who did it, or whose log-in it is; None if there is no such account.
        whom: another account that it was done to.
        what: by which verb of history, or what of the log-in was changed.
        address: of the client, as the rate limits know it; None outside requests.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    kind = models.CharField(max_length=10, choices=SecurityKind)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True
    )
    whom = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, db_index=False
    )
    what = models.CharField(max_length=60, blank=True)
    address = models.GenericIPAddressField(null=True)
    request = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-id"], name="security_by_kind"),
            models.Index(fields=["at"], name="security_by_time"),
        ]
        constraints = [one_of("kind", SecurityKind, "security_kind_known")]
        triggers = [
            pgtrigger.Protect(name="unchanged", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="IF OLD.at > NOW() - INTERVAL '6 months' THEN RAISE EXCEPTION"
                " 'pgtrigger: The security log is kept for six months'; END IF;"
                " RETURN OLD;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id or '–'}"
