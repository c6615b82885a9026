"""Notices by version, candidates' consents to them, and their guardians'."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.consents.stages import How, Purpose, Relation, State
from candidates.portal.models import SendingLink, codes_due, tracked_link
from candidates.register.models import Candidate, CandidateRecord
from candidates.register.rules import Term
from spark import clock
from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from spark.plausible import DAYS, held, within
from spark.text import columns

BY_DATABASE["consent_once"] = "consent-there"
BY_DATABASE["guardian_given_once"] = "guardian-consented"


@pgtrigger.register(
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
)
@tracked(pghistory.InsertEvent(label="added"))
class Notice(models.Model):
    """A text shown to people before they consent, in force until a newer one is.

    Never changed, never deleted: what somebody consented to can be read for good.
    """

    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, db_index=False
    )
    version = columns.Line(
        _("version"), max_length=20, help_text=_("As people name it, e.g. 2026-1.")
    )
    from_on = models.DateField(_("in force from"), validators=within(DAYS))
    text_zh = columns.Prose(_("text in Chinese"), max_length=4000)
    text_en = columns.Prose(_("text in English"), max_length=4000)

    class Meta:
        ordering = ["purpose", "-from_on"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            one_of("purpose", Purpose, "notice_purpose_known"),
            models.UniqueConstraint(
                fields=["purpose", "version"], name="notice_version_once"
            ),
            models.UniqueConstraint(
                fields=["purpose", "from_on"],
                name="notice_day_once",
                violation_error_message=_("A notice of this purpose begins that day."),
            ),
            models.CheckConstraint(
                condition=~models.Q(text_zh="") & ~models.Q(text_en=""),
                name="notice_in_both_languages",
            ),
            held("notice_in_bounds", from_on=DAYS),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.version}"

    @property
    def text(self) -> str:
        """In the language that is being read."""
        return self.text_en if get_language() == "en" else self.text_zh


@tracked(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Consent(models.Model):
    """A candidate's own, to one notice; `settled_at` once a withdrawal was acted on."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="consents"
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent")
        constraints = [
            one_of("how", How, "consent_way_known"),
            models.UniqueConstraint(
                fields=["candidate", "notice"],
                condition=models.Q(withdrawn_at=None),
                name="consent_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None)
                | models.Q(withdrawn_at__isnull=False),
                name="consent_settled_if_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.notice}"


UNTIL_MAJORITY = pgtrigger.Trigger(
    name="until_majority",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("expires_on"),
    declare=[("majority", "DATE")],
    # Who was born on 29 February is of age on 1 March.
    func="""
    SELECT (p.birth_date - 1 + INTERVAL '18 years')::date + 1 INTO majority
      FROM candidates_candidate c JOIN candidates_person p ON p.id = c.person_id
     WHERE c.id = NEW.candidate_id;
    IF NEW.expires_on > majority THEN
      RAISE EXCEPTION 'pgtrigger: a guardian consents until majority';
    END IF;
    RETURN NEW;
    """,
)


@pgtrigger.register(UNTIL_MAJORITY)
@held_by_database
@tracked(pghistory.InsertEvent(), pghistory.UpdateEvent(), exclude=["guardian_name"])
class GuardianConsent(CandidateRecord):
    """A guardian asked, and what they answered. It ends by itself on `expires_on`.

    The name is as the college had it when it asked; history is without it.
    """

    state = FSMField(default=State.ASKED, choices=State, protected=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    guardian_name = columns.Name(_("guardian"), max_length=60)
    relation = models.CharField(
        _("relation"), max_length=8, choices=Relation.choices, db_index=False
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("guardian's consent")
        constraints = [
            one_of("state", State, "guardian_state_known"),
            one_of("relation", Relation, "guardian_relation_known"),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(state="asked"),
                name="guardian_asked_once",
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(state="given"),
                name="guardian_given_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked") ^ models.Q(answered_at__isnull=False),
                name="guardian_answered_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "refused"])
                ^ models.Q(expires_on__isnull=False),
                name="guardian_given_expires",
            ),
            models.CheckConstraint(
                condition=models.Q(state="revoked") ^ models.Q(revoked_at__isnull=True),
                name="guardian_revoked_when",
            ),
        ]

    @transition(field=state, source=State.ASKED, target=State.GIVEN)
    def consent(self) -> None:
        """The guardian says yes."""

    @transition(field=state, source=State.ASKED, target=State.REFUSED)
    def decline(self) -> None:
        """The guardian says no."""

    @transition(field=state, source=State.GIVEN, target=State.REVOKED)
    def take_back(self) -> None:
        """The guardian changes their mind."""

    @transition(field=state, source=State.GIVEN, target=State.FOLLOWED)
    def be_followed(self) -> None:
        """A newer consent takes its place."""

    @property
    def term(self) -> Term | None:
        """From when on it holds, and the first day it doesn't."""
        if self.state != State.GIVEN or not self.answered_at or not self.expires_on:
            return None
        return Term(clock.day(self.answered_at), self.expires_on)

    def holds_on(self, day: date) -> bool:
        return bool(self.term and self.term.holds_on(day))


@tracked_link("consent")
class GuardianLink(SendingLink):
    """Opens the page on which a guardian answers, and may take the answer back."""

    consent = models.ForeignKey(
        GuardianConsent, on_delete=models.PROTECT, related_name="links"
    )

    class Meta:
        verbose_name = _("guardian's link")
        constraints = [
            models.UniqueConstraint(
                fields=["consent"],
                condition=models.Q(revoked_at=None),
                name="guardian_link_once",
            )
        ]
        indexes = [codes_due("guardian_link_code_due")]

    def __str__(self) -> str:
        return f"{self.consent_id}"
