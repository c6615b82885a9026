"""A candidate's page of their own data: see, correct, ask, and take along."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from candidates.applying.forms.steps import week_in_words
from candidates.applying.models import Application
from candidates.consents.models import Consent, GuardianConsent
from candidates.incubation.models import Incubation
from candidates.portal.models import PersonalLink
from candidates.portal.views import Visit, own
from candidates.register.models import Candidate, IdentityOpening, Person
from candidates.register.views.identity import READERS
from candidates.register.views.own import Own, OwnPart, add_own_part
from candidates.rights import actions, queries
from candidates.rights.forms import AskForm, ContactForm
from candidates.rights.models import DataRequest
from candidates.rights.queries import Kept, add_kept
from candidates.rights.stages import TONES
from candidates.screening.models import Screening
from candidates.screening.stages import State as Screened
from spark import clock, htmx
from spark.errors import Refused, words

KNOWN = {Screened.PASSED, Screened.WAITLISTED, Screened.REJECTED, Screened.ROLLED}
DRAFTS = {"decision", "decision_reason"}
OTHERS_NAME = "somebody else's name"
TECHNICAL = "when the row was written, for machines"
SINCE = ("state", "state_since", "entered_at")


def _part(candidate: Candidate) -> Own:
    return Own("candidates/rights/_link.html", {})


add_own_part(OwnPart("data", 90, _part))


@own
@require_GET
def data(request: Visit) -> HttpResponse:
    return _page(request)


@sensitive_post_parameters()
@own
@require_POST
def contact(request: Visit) -> HttpResponse:
    """Phone and e-mail, corrected at once."""
    form = _form(ContactForm, request, request.POST)
    said = _("Saved.")
    return _done(request, "contact", form, actions.change_contact, said)


@sensitive_post_parameters()
@own
@require_POST
def ask(request: Visit) -> HttpResponse:
    form = _form(AskForm, request, request.POST)
    said = _("Sent. The answer will stand here, and among your messages.")
    return _done(request, "ask", form, actions.ask, said)


def _form(form: Any, request: Visit, data: Any = None) -> Any:
    return form(data, candidate=request.candidate, readers=READERS)


def _done(
    request: Visit, name: str, form: Any, act: Callable[..., object], said: str
) -> HttpResponse:
    """Do it and come back, or show the page with what is wrong."""
    if not form.is_valid():
        return _page(request, {name: form}, status=422)
    try:
        act(actor=request.guest, pk=request.candidate.pk, **form.cleaned_data)
    except Refused as refused:
        context = {name: form, "refusal": words(refused)}
        return _page(request, context, refused.status)
    return htmx.done(request, said, reverse("portal-data"))


def _page(request: Visit, sent: dict | None = None, status: int = 200) -> HttpResponse:
    asked = list(queries.requests_of(request.candidate))
    for row in asked:
        row.tone, row.icon = TONES[row.state]  # type: ignore[attr-defined]
    context = {
        "candidate": request.candidate,
        "kept": queries.all_kept(request.candidate),
        "asked": asked,
        "contact": _form(ContactForm, request),
        "ask": _form(AskForm, request),
    } | (sent or {})
    return render(request, "candidates/rights/data.html", context, status=status)


@own
@require_GET
def data_file(request: Visit) -> HttpResponse:
    """All of it as JSON: `keys` says in words what each field is."""
    found = queries.all_kept(request.candidate)
    keys = {
        f"{kept.name}.{one.name}": one.label
        for kept, rows in found
        for row in rows
        for one in row
    }
    content = {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "keys": {kept.name: str(kept.title) for kept, _rows in found} | keys,
        "data": {
            kept.name: [{one.name: one.value for one in row} for row in rows]
            for kept, rows in found
        },
    }
    return HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-spark-data.json"'},
    )


def _unreleased(row: Screening) -> set[str]:
    return set() if row.state in KNOWN else DRAFTS


def _answers(answers: Mapping[str, Any] | None) -> str:
    return " · ".join(str(one) for one in (answers or {}).values() if one)


add_kept(
    Kept(
        "person",
        gettext_lazy("Who I am"),
        0,
        Person,
        "candidates",
        ("name", "id_masked", "birth_date"),
        {
            "name_key": "the name again, as it is sorted",
            "id_number": "its last two digits are shown",
            "id_hash": "the number again, as it is found",
            "merged_into": "only of rows that are empty",
            "created_at": TECHNICAL,
        },
    ),
    Kept(
        "candidate",
        gettext_lazy("How to reach me, and my class"),
        1,
        Candidate,
        "pk",
        (
            *("batch", "campus", "direction", "stage", "stage_since"),
            *("phone", "email", "guardian_name", "guardian_phone"),
            *("department", "major", "class_name", "student_number"),
            *("team", "left_reason"),
        ),
        {
            "person": "shown as such",
            "state": "shown with the stage it is of",
            "state_since": "shown with the stage it is of",
            "left_from": "told by the stages",
            "created_at": TECHNICAL,
            "updated_at": TECHNICAL,
        },
    ),
    Kept(
        "screening",
        gettext_lazy("Screening"),
        10,
        Screening,
        "candidate",
        (*SINCE, "asked_for", "decision", "decision_reason"),
        {"reviewer": OTHERS_NAME, "created_at": TECHNICAL, "updated_at": TECHNICAL},
        _unreleased,
    ),
    Kept(
        "incubation",
        gettext_lazy("Incubation"),
        20,
        Incubation,
        "candidate",
        (
            *SINCE,
            *("starts_on", "ends_on", "agreement_on", "consent_on"),
            *("policy_number", "insured_until", "mentor_name", "teacher_name"),
            *("base", "pay_fen", "post_pay_fen"),
        ),
        {"created_at": TECHNICAL, "updated_at": TECHNICAL},
    ),
    Kept(
        "consents",
        gettext_lazy("What I consented to"),
        70,
        Consent,
        "candidate",
        ("notice", "how", "given_at", "withdrawn_at", "settled_at"),
    ),
    Kept(
        "guardian",
        gettext_lazy("What my guardian was asked"),
        71,
        GuardianConsent,
        "candidate",
        (
            *("state", "state_since", "notice", "guardian_name", "relation"),
            *("asked_at", "answered_at", "expires_on", "revoked_at"),
        ),
        {"created_at": TECHNICAL},
    ),
    Kept(
        "applications",
        gettext_lazy("What I applied with"),
        5,
        Application,
        "candidate",
        (
            *("state", "state_since", "created_at", "submitted_at"),
            *("name", "id_masked", "birth_date", "phone"),
            *("guardian_name", "guardian_phone", "class_name", "student_number"),
            *("direction", "week", "clip", "answers"),
            *("notice_version", "consented_at", "asked_for", "refused_for"),
            "waitlisted",
        ),
        {
            "call": "the batch and college are shown as such",
            "start_key": "makes a beginning that is sent twice one",
            "reference": "a secret of who applies",
            "code_hash": "a secret of who applies",
            "wrong": "protects the application",
            "locked_at": "protects the application",
            "steps": "told by what is filled in",
            "name_key": "the name again, as it is sorted",
            "id_number": "its last two digits are shown",
            "id_hash": "the number again, as it is found",
        },
        words={"week": week_in_words, "answers": _answers},
    ),
    Kept(
        "openings",
        gettext_lazy("When my ID number was looked at"),
        80,
        IdentityOpening,
        "candidate",
        ("opened_at", "purpose", "reason"),
        {"opened_by": OTHERS_NAME},
    ),
    Kept(
        "cards",
        gettext_lazy("My cards"),
        81,
        PersonalLink,
        "candidate",
        ("created_at", "expires_at", "code_sent_at", "opened_at", "revoked_at"),
        {
            "token_hash": "a secret of the card",
            "code_hash": "a secret of the card",
            "code_expires_at": "a secret of the card",
            "tries": "protects the card",
            "wrong": "protects the card",
            "locked_at": "protects the card",
            **dict.fromkeys(
                ("code_wanted_at", "code_due_at", "code_by", "code_language"),
                "how a code is being sent, until it is",
            ),
            "code_failed": "why a code couldn't be sent, for the college to mend",
        },
    ),
    Kept(
        "requests",
        gettext_lazy("What I asked for"),
        82,
        DataRequest,
        "candidate",
        ("kind", "state", "state_since", "text", "name", "answer", "due_at"),
        {"id_number": "deleted once answered", "created_at": TECHNICAL},
    ),
)
