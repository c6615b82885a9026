"""Input of screening's buttons, of reviews, and of what is known of reviewers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.clips.forms import LinkField
from candidates.register.access import directions
from candidates.register.forms import DecisionForm as AnyDecision
from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.stages import Stage
from candidates.screening.actions import LONGEST, USUAL, Written
from candidates.screening.models import Anchor, Criterion, Review
from candidates.screening.queries import reviewers
from candidates.screening.stages import GROUNDS, Decision, Wanted
from spark import clock
from spark.accounts.buttons import ReasonForm
from spark.accounts.models import User
from spark.accounts.scope import Actor
from spark.plausible import DAYS, within
from spark.text.fields import ProseField

MARKS = [(str(value), str(value)) for value in range(6)]
SECONDS = 24 * 3600


class DecisionForm(AnyDecision):
    """A decision on one's own page, or on many from a list: with its ground."""

    offered = Decision
    field_order = ["decision", "ground", "reason"]
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[
            ("", "–"),
            *(
                (decision.label, [(one.value, one.label) for one in grounds])
                for decision, grounds in GROUNDS.items()
            ),
        ],
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        decision, ground = given.get("decision"), given.get("ground")
        if decision and ground and ground not in GROUNDS[Decision(decision)]:
            self.add_error("ground", _("It is no ground for this decision."))
        return given


class LeaveForm(AnyLeave):
    stage = Stage.SCREENING


def _usually_until() -> date:
    return clock.today() + timedelta(days=USUAL)


class AskForm(ReasonForm):
    """What is missing to judge somebody, and until when it may come."""

    field_order = ["wanted", "reason", "until"]
    wanted = forms.ChoiceField(
        label=_("What is missing"),
        choices=Wanted.choices,
        initial=Wanted.CLIP,
    )
    reason = ProseField(
        label=_("What is wrong or missing"),
        help_text=_("Candidate and college read this as you write it."),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )
    until = forms.DateField(
        label=_("Until"),
        initial=_usually_until,
        validators=within(DAYS),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date:
        until, today = self.cleaned_data["until"], clock.today()
        if not today <= until <= today + timedelta(days=LONGEST):
            said = _("A day from today on, in %(days)s days at the latest.")
            raise forms.ValidationError(said, params={"days": LONGEST})
        return until


class LinkForm(forms.Form):
    """Where a clip is that is kept elsewhere."""

    link = LinkField(
        label=_("Link to your video"),
        help_text=_(
            "A public link, e.g. of Taobao, Bilibili or Douyin. It takes the place of a"
            " clip that was sent here."
        ),
    )


class MarksForm(forms.Form):
    """A whole review: a mark and its evidence for each criterion of the card."""

    note = ProseField(max_length=500, required=False)
    seconds = forms.IntegerField(min_value=0, max_value=SECONDS, required=False)

    @classmethod
    def needs(cls, user: Actor, row: Review | Anchor | None) -> dict:
        return {"criteria": list(row.card.criteria.all()) if row else []}

    def __init__(self, *args, criteria: Sequence[Criterion], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = criteria
        for one in criteria:
            self.fields[f"value-{one.pk}"] = forms.TypedChoiceField(
                choices=MARKS[0 if one.skippable else 1 :],
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.fields[f"note-{one.pk}"] = ProseField(max_length=300, required=False)

    @property
    def given(self) -> dict[str, Any]:
        sent = self.cleaned_data
        marks = {
            one.pk: Written(sent[f"value-{one.pk}"], sent[f"note-{one.pk}"])
            for one in self._criteria
        }
        return {
            "marks": marks,
            "note": sent["note"],
            "seconds": sent["seconds"] or 0,
        }


class CalibrationForm(MarksForm):
    """The same of an anchor clip, where nobody's pace counts."""

    @property
    def given(self) -> dict[str, Any]:
        return {k: v for k, v in super().given.items() if k != "seconds"}


class ReviewerForm(forms.Form):
    """About one of the reviewers there are."""

    reviewer = forms.ChoiceField(label=_("Reviewer"))

    @classmethod
    def needs(cls, user: Actor, row: Review | None) -> dict:
        return {"known": [one.user for one in reviewers(clock.today())]}

    def __init__(self, *args, known: Sequence[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(user.pk): user for user in known}
        choices = [(key, user.name) for key, user in self._known.items()]
        self.fields["reviewer"].choices = choices  # type: ignore[attr-defined]

    def clean_reviewer(self) -> User:
        return self._known[self.cleaned_data["reviewer"]]


class ReassignForm(ReviewerForm, ReasonForm):
    """To whom a review goes: those who may have the candidate."""

    field_order = ["reviewer", "reason"]
    reviewer = forms.ChoiceField(label=_("New reviewer"))

    @classmethod
    def needs(cls, user: Actor, row: Review | None) -> dict:
        today = clock.today()
        known = [one for one in reviewers(today) if not one.is_away(today)]
        if row is not None:
            known = [one for one in known if one.may_have(row.candidate)]
            known = [one for one in known if one.user.pk != row.reviewer_id]
        return {"known": [one.user for one in known]}


class AbsenceForm(ReviewerForm):
    """Whose days away, the first and the last of them."""

    starts_on = forms.DateField(
        label=_("From"),
        widget=forms.DateInput({"type": "date"}),
        validators=within(DAYS),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date"}),
        validators=within(DAYS),
    )


class DirectionsForm(ReviewerForm):
    """Which directions somebody judges; none is all."""

    directions: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None,
        label=pgettext_lazy("reviewer", "Judges"),
        required=False,
        help_text=_("None chosen: all directions."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["directions"].queryset = directions()  # type: ignore[attr-defined]
