"""What an applicant is asked, a form per step; each says what is wrong in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.applying import queries
from candidates.applying.models import Application, Question, QuestionKind
from candidates.applying.stages import Part, Step
from candidates.clips.forms import LinkField
from candidates.register.forms.identity import UNKEPT, Read
from candidates.register.rules import MAJORITY, age_on
from candidates.register.sheets import cells
from spark.text.fields import LineField, ProseField

WEEK = [(f"{day}-{part.value}", part.label) for day in range(1, 8) for part in Part]
LETTERS_ONLY = {"autocapitalize": "characters", "autocomplete": "off"}


class BeginForm(forms.Form):
    """The key drawn with the page; `website` is for programs, people don't see it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    website = LineField(required=False, max_length=200)


class CodeForm(forms.Form):
    """The code shown at the beginning, however it is grouped and written."""

    code = LineField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(LETTERS_ONLY | {"spellcheck": "false"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_code(self) -> str:
        given = self.cleaned_data["code"].upper()
        return "".join(char for char in given if char.isalnum())


class StepForm(forms.Form):
    """Of one step of `application`."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.begin()

    def begin(self) -> None:
        """Fill in what was given before."""
        for name in self.fields:
            self.initial[name] = getattr(self.application, name)

    @property
    def given(self) -> Mapping[str, Any]:
        """What is kept."""
        return self.cleaned_data


def _read(reader: Any, label: Any, length: int, **options: Any) -> Read:
    field = Read(label=label, max_length=length, **options)
    field.reader = reader
    return field


class WhoForm(StepForm):
    name = _read(
        cells.full_name,
        _("Name"),
        60,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("As on your ID card."),
    )
    id_number = _read(
        cells.id_number,
        _("ID number"),
        40,
        help_text=_("18 characters. Kept encrypted; nobody sees it whole but to sign."),
        widget=forms.TextInput(UNKEPT | {"autocapitalize": "characters"}),
    )
    phone = _read(
        cells.phone,
        _("Phone"),
        40,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    class_name = _read(cells.label, _("Class"), 80)
    student_number = _read(
        cells.label, _("Student number"), 40, widget=forms.TextInput(UNKEPT)
    )
    guardian_name = _read(cells.name, _("Guardian"), 60, required=False)
    guardian_phone = _read(
        cells.phone,
        _("Guardian's phone"),
        40,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
    )

    def begin(self) -> None:
        super().begin()
        self.initial["id_number"] = ""
        day = self.application.call.batch.closes_on
        self.fields["guardian_name"].help_text = _(
            "Only if you are under 18 on %(day)s. A parent or guardian is asked for"
            " their consent before you may go on air."
        ) % {"day": day}
        if masked := self.application.id_masked:
            field = self.fields["id_number"]
            field.required = False
            field.help_text = _(
                "On file: %(masked)s. Type it again only to change it."
            ) % {"masked": masked}

    def clean(self) -> dict[str, Any]:
        """Under 18, the guardian's fields must be filled in."""
        given = super().clean() or self.cleaned_data
        number = given.get("id_number", "")
        born = cells.born(number) if number else self.application.birth_date
        day = self.application.call.batch.closes_on
        if born and 16 <= age_on(born, day) < MAJORITY:
            for name in ("guardian_name", "guardian_phone"):
                if not given.get(name) and name not in self.errors:
                    said = _("You are under 18: a guardian will be asked. Fill this in")
                    self.add_error(name, said)
        return given


class DirectionForm(StepForm):
    direction = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Direction"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def begin(self) -> None:
        super().begin()
        offered = self.application.call.batch.directions.order_by("pk")
        self.fields["direction"].queryset = offered  # type: ignore[attr-defined]


class WeekForm(StepForm):
    week = forms.MultipleChoiceField(
        label=_("When you usually have time"),
        choices=WEEK,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one time of the week")},
    )

    @property
    def days(self) -> list[tuple[Any, list]]:
        """The boxes by weekday."""
        boxes = list(self["week"])
        size = len(Part)
        return [
            (name, boxes[size * place : size * (place + 1)])
            for place, name in WEEKDAYS.items()
        ]


class ClipForm(StepForm):
    clip = LinkField(
        label=_("Link to your video"),
        required=False,
        help_text=_(
            "One minute: greet, hold up one thing, say why it is worth buying. A public"
            " link, e.g. of Taobao, Bilibili or Douyin. You may also send it later."
        ),
    )


class QuestionsForm(StepForm):
    """What the office asks for the batch; kept by the question's key."""

    def begin(self) -> None:
        answers = self.application.answers or {}
        for question in queries.questions_of(self.application.call):
            name = str(question.pk)
            self.fields[name] = _asked(question)
            self.initial[name] = answers.get(name)

    @property
    def given(self) -> Mapping[str, Any]:
        return {"answers": dict(self.cleaned_data)}


def _asked(question: Question) -> forms.Field:
    given: dict[str, Any] = {"label": str(question), "required": question.required}
    if question.kind == QuestionKind.CHOICE:
        offered = [(choice, choice) for choice in question.choices]
        return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **given)
    if question.kind == QuestionKind.NUMBER:
        return forms.IntegerField(min_value=-(10**9), max_value=10**9, **given)
    if question.kind == QuestionKind.LINK:
        return LinkField(**given)
    widget = forms.Textarea({"rows": 3})
    return ProseField(max_length=1000, widget=widget, **given)


class ConsentForm(StepForm):
    notice = forms.BooleanField(
        label=_("I have read this notice, and agree to how my data is used"),
        error_messages={"required": _("Without this nothing can be sent")},
    )
    share = forms.BooleanField(
        label=_("I agree separately that my college shares it with Taobao Factory"),
        error_messages={"required": _("Without this nothing can be sent")},
    )

    def begin(self) -> None:
        agreed = bool(self.application.consented_at)
        self.initial = {"notice": agreed, "share": agreed}

    @property
    def given(self) -> Mapping[str, Any]:
        return {}


FORMS: dict[str, type[StepForm]] = {
    Step.WHO: WhoForm,
    Step.DIRECTION: DirectionForm,
    Step.WEEK: WeekForm,
    Step.CLIP: ClipForm,
    Step.QUESTIONS: QuestionsForm,
    Step.CONSENT: ConsentForm,
}


def form_of(application: Application, step: str, data: Any = None) -> StepForm:
    return FORMS[step](data, application=application)


def week_in_words(week: Sequence[str] | None) -> str:
    """The days with time, and which parts of them."""
    found: list[str] = []
    for place, name in WEEKDAYS.items():
        keys = {part: f"{place + 1}-{part.value}" for part in Part}
        free = [str(part.label) for part, key in keys.items() if key in (week or [])]
        if free:
            found.append(f"{name} {'/'.join(free).lower()}")
    return gettext(", ").join(found)
