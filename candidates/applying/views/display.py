"""An application in words, for its applicant and for the college."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from candidates.applying import queries
from candidates.applying.forms.steps import week_in_words
from candidates.applying.models import Application
from candidates.applying.stages import TONES, State, Step

STEPS: dict[str, Any] = {
    Step.WHO: pgettext_lazy("step", "Who you are"),
    Step.DIRECTION: pgettext_lazy("step", "Direction"),
    Step.WEEK: pgettext_lazy("step", "Your week"),
    Step.CLIP: pgettext_lazy("step", "Audition"),
    Step.QUESTIONS: pgettext_lazy("step", "Questions"),
    Step.CONSENT: pgettext_lazy("step", "Your data"),
}

FOR_COLLEGE = {
    Step.WHO: pgettext_lazy("application", "Applicant"),
    Step.WEEK: pgettext_lazy("application", "Week"),
    Step.CONSENT: pgettext_lazy("application", "Consent"),
}


def add_display(application: Application) -> Application:
    """`tone`, `icon` and `label` of its state."""
    application.tone, application.icon = TONES[State(application.state)]  # type: ignore[attr-defined]
    return application


def facts(application: Application, *, own: bool) -> list[dict]:
    """What was given, step by step, with where to change it."""
    a = application
    week = week_in_words(a.week)
    pairs: dict[str, list[tuple]] = {
        Step.WHO: [
            (_("Name"), a.name),
            (_("ID number"), a.id_masked),
            (_("Phone"), a.phone),
            (_("Class"), a.class_name),
            (_("Student number"), a.student_number),
        ],
        Step.DIRECTION: [(_("Direction"), a.direction or "")],
        Step.WEEK: [(_("When you usually have time") if own else _("Free time"), week)],
        Step.CLIP: [(_("Audition clip"), a.clip)],
        Step.CONSENT: [
            (_("Notice"), a.notice_version),
            (_("Consent"), a.consented_at),
        ],
    }
    if a.guardian_name or a.guardian_phone:
        guardian = [
            (_("Guardian"), a.guardian_name),
            (_("Guardian's phone"), a.guardian_phone),
        ]
        pairs[Step.WHO] += guardian
    if asked := list(queries.questions_of(a.call)):
        pairs[Step.QUESTIONS] = queries.answered(a, asked)
    return [
        {
            "title": STEPS[step] if own else FOR_COLLEGE.get(step, STEPS[step]),
            "pairs": pairs[step],
            "url": reverse("apply-step", args=[a.call.slug, step]),
            "link": a.clip if step == Step.CLIP else "",
        }
        for step in Step
        if step in pairs
    ]
