"""Input about one person: looking at the number, corrections, contact and class."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.register import queries, rules
from candidates.register.models import Candidate, OpeningPurpose
from candidates.register.stages import Stage
from spark.seen import Seen
from spark.text.fields import EmailField, LineField, ProseField

Readers = Mapping[str, Callable[[str], str]]
UNKEPT = {"autocomplete": "off", "spellcheck": "false"}


class Read(LineField):
    """Text that a reader turns into what it stands for, or refuses in words."""

    reader: Callable[[str], str] = str

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self.reader(text) if text else text


class PersonForm(forms.Form):
    """About `candidate`; `readers` of cells, by field, read as an import does."""

    def __init__(
        self, *args, candidate: Candidate, readers: Readers | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        for name, field in self.fields.items():
            if isinstance(field, Read) and readers and name in readers:
                field.reader = readers[name]
        self.begin()

    def begin(self) -> None:
        """Fill in what stands."""


def _reason(hint: object = "") -> ProseField:
    return ProseField(
        label=_("Reason"),
        max_length=300,
        help_text=hint,  # type: ignore[arg-type]
        widget=forms.Textarea({"rows": 2}),
    )


class OpenForm(PersonForm):
    """What a full ID number is needed for."""

    purpose = forms.ChoiceField(
        label=_("Needed for"), choices=[("", "–"), *OpeningPurpose.choices]
    )
    reason = _reason(_("Kept for good, with your name. No numbers of people."))


class CorrectForm(Seen, PersonForm):
    """The right name or ID number; what is left alone stays."""

    name = Read(label=_("Name"), max_length=60)
    id_number = Read(
        label=_("Right ID number"),
        required=False,
        max_length=40,
        help_text=_("Only if it is wrong; the date of birth follows it."),
        widget=forms.TextInput(UNKEPT),
    )
    reason = _reason()

    def begin(self) -> None:
        self.initial["name"] = self.candidate.person.name
        self.see()


class MergeForm(PersonForm):
    """Which other person this one is; `twins` are candidates of theirs, if at hand."""

    other = forms.TypedChoiceField(
        label=_("Is really"), coerce=int, widget=forms.RadioSelect
    )
    reason = _reason()

    def __init__(
        self,
        *args,
        offered: int | None = None,
        twins: Iterable[Candidate] | None = None,
        **kwargs,
    ) -> None:
        self.offered, self.twins = offered, twins
        super().__init__(*args, **kwargs)

    def begin(self) -> None:
        twins = self.twins
        if twins is None:
            twins = queries.twins(self.candidate.person, self.offered)
        choices = list(queries.told_apart(twins).items())
        self.fields["other"].choices = choices  # type: ignore[attr-defined]
        self.initial["other"] = self.offered

    @property
    def has_choice(self) -> bool:
        return bool(self.fields["other"].choices)  # type: ignore[attr-defined]


class ParticularsForm(Seen, PersonForm):
    """How to reach somebody, their class, and until screening the direction."""

    phone = Read(label=_("Phone"), max_length=40)
    email = EmailField(label=_("E-mail"), required=False)
    guardian_name = Read(label=_("Guardian"), required=False, max_length=60)
    guardian_phone = Read(label=_("Guardian's phone"), required=False, max_length=40)
    department = Read(label=_("Department"), required=False, max_length=80)
    major = Read(label=_("Major"), required=False, max_length=80)
    class_name = Read(label=_("Class"), required=False, max_length=80)
    student_number = Read(label=_("Student number"), required=False, max_length=40)
    direction = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Direction"), queryset=None, empty_label=None
    )

    def begin(self) -> None:
        if self.candidate.stage == Stage.REGISTERED:
            field = self.fields["direction"]
            field.queryset = self.candidate.batch.directions.all()  # type: ignore[attr-defined]
        else:
            del self.fields["direction"]
        for name in self.fields:
            if name != "direction":
                self.initial[name] = getattr(self.candidate, name)
        self.initial["direction"] = self.candidate.direction_id
        if self._is_minor():
            for name in ("guardian_name", "guardian_phone"):
                self.fields[name].required = True
        self.see()

    def _is_minor(self) -> bool:
        born, day = self.candidate.person.birth_date, self.candidate.batch.closes_on
        return rules.age_on(born, day) < rules.MAJORITY
