"""The labour contract of a candidate, and the scans of its paper."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone  # noqa: TID251 -- a default in migrations
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import StageRecord, stage_record, still_there
from candidates.register.stages import Stage
from contracts.signing.stages import CLOSED, State
from spark.audit.guards import one_of, remembered, timed_by_database, tracked
from spark.campuses.models import Base
from spark.crypto import EncryptedBinaryField
from spark.errors import BY_DATABASE
from spark.plausible import DAYS, MONTHLY_PAY, YEAR, Span, held, within
from spark.text import columns

BY_DATABASE["contract_open_once"] = "state-moved"
BY_DATABASE["scan_once_per_contract"] = "scan-twice"
TERM = Span("starts_on", "ends_on", 10 * YEAR, _("A term has ten years at most."))
append_only = pgtrigger.register(
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
)


@stage_record(Stage.SIGNING, "contracts", attrs={"base": remembered("campuses.Base")})
class Contract(StageRecord):
    """In force once countersigned; work begins on `starts_on`. One open at a time."""

    state = FSMField(default=State.DRAFT, choices=State, protected=True, max_length=20)
    employer = columns.Title(_("employer"), max_length=120, blank=True)
    position = columns.Title(_("position"), max_length=80, blank=True)
    starts_on = models.DateField(
        _("first working day"), null=True, blank=True, validators=within(DAYS)
    )
    ends_on = models.DateField(
        _("end of the term"), null=True, blank=True, validators=within(DAYS)
    )
    base = models.ForeignKey(
        Base,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # by the one below
        verbose_name=_("place of work"),
    )
    pay_fen = models.PositiveIntegerField(
        _("pay per month, in yuan"),
        null=True,
        blank=True,
        validators=within(MONTHLY_PAY),
    )
    probation_pay_fen = models.PositiveIntegerField(
        _("pay on probation, in yuan"),
        null=True,
        blank=True,
        validators=within(MONTHLY_PAY),
    )
    signed_on = models.DateField(
        _("signed by the candidate"), null=True, blank=True, validators=within(DAYS)
    )
    countersigned_on = models.DateField(
        _("countersigned"), null=True, blank=True, validators=within(DAYS)
    )

    class Meta:
        verbose_name = _("contract")
        constraints = [
            one_of("state", State, "contract_state_known"),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=~models.Q(state__in=CLOSED),
                name="contract_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="contract_ends_after_start",
            ),
            held(
                "contract_in_bounds",
                starts_on=DAYS,
                ends_on=DAYS,
                pay_fen=MONTHLY_PAY,
                probation_pay_fen=MONTHLY_PAY,
                signed_on=DAYS,
                countersigned_on=DAYS,
            ),
            TERM.held("contract_term"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="contract_by_state"),
            models.Index(fields=["updated_at", "id"], name="contract_by_change"),
            models.Index(fields=["base"], name="contract_at_base"),
        ]

    def clean(self) -> None:
        TERM.check(vars(self))

    @property
    def can_be_drafted_again(self) -> bool:
        """Withdrawn or expired, with the candidate in signing and no newer contract."""
        closed = self.state in (State.VOID, State.EXPIRED)
        return closed and still_there(self) and self.candidate.state == self.state

    @transition(field=state, source=State.DRAFT, target=State.ISSUED)
    def issue(self) -> None:
        """Goes out for signature; its terms are fixed."""

    @transition(field=state, source=State.ISSUED, target=State.SIGNED_BY_CANDIDATE)
    def sign(self) -> None:
        """The candidate signed."""

    @transition(field=state, source=State.SIGNED_BY_CANDIDATE, target=State.IN_FORCE)
    def countersign(self) -> None:
        """The employer signed too."""

    @transition(field=state, source=State.IN_FORCE, target=State.ENDED)
    def end(self) -> None:
        """Employment ended."""

    @transition(
        field=state,
        source=[State.DRAFT, State.ISSUED, State.SIGNED_BY_CANDIDATE],
        target=State.VOID,
    )
    def void(self) -> None:
        """Withdrawn before it was in force."""

    @transition(field=state, source=State.ISSUED, target=State.DECLINED)
    def decline(self) -> None:
        """The candidate doesn't want to sign."""

    @transition(field=state, source=State.ISSUED, target=State.EXPIRED)
    def expire(self) -> None:
        """Not signed in time."""


class ScanKind(models.TextChoices):
    CANDIDATE = "candidate", _("Signed by the candidate")
    COUNTERSIGNED = "countersigned", _("Signed by both")


@append_only
@tracked(pghistory.InsertEvent(label="added"), exclude=["name", "content"])
class Scan(models.Model):
    """A signed contract as it came off the scanner. Never changed, never deleted.

    `content` is encrypted; `sha256` is of what was scanned, before encryption.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="scans"
    )
    kind = models.CharField(_("which copy"), max_length=15, choices=ScanKind)
    name = columns.Title(_("file name"), max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = EncryptedBinaryField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("scan of a contract")
        constraints = [
            one_of("kind", ScanKind, "scan_kind_known"),
            models.UniqueConstraint(
                fields=["contract", "sha256"], name="scan_once_per_contract"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@append_only
@pgtrigger.register(timed_by_database("opened_at"))
@tracked(pghistory.InsertEvent(label="opened"))
class ScanOpening(models.Model):
    """A scan was handed to somebody, once. Never changed, never deleted."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opened scan")

    def __str__(self) -> str:
        return f"{self.opened_by} · {self.scan_id}"
