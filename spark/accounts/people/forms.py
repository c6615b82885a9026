"""Input of the office's pages about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from spark.accounts.buttons import ReasonForm
from spark.accounts.models import PLACES, User
from spark.accounts.people.queries import State, narrowed, successors
from spark.accounts.roles import MAY_LACK_PLACE, PLACE_OF, STAFF_ROLES, Role
from spark.conditions import Conditions, OneOf
from spark.text.fields import EmailField, NameField, SoughtField


class FilterForm(Conditions):
    """The list's conditions; `chosen` is what `queries.narrowed` takes."""

    q = SoughtField(required=False, max_length=60)
    role = OneOf(label=_("Role"))
    state = OneOf(label=_("State"))

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        roles = [(role.value, role.label) for role in STAFF_ROLES]
        self.fields["role"].choices = [("", _("All")), *roles]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All")), *State.choices]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[User]) -> QuerySet[User]:
        return narrowed(rows, self.chosen)


NOWHERE = "none"


class RoleForm(forms.Form):
    """A role and where it is held; `cleaned_data["place"]` is the place's row."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in STAFF_ROLES]
    )
    place = forms.ChoiceField(
        label=_("Scope"),
        help_text=_(
            "Campus of a coordinator, base of a mentor, team of a team manager. A"
            " reviewer's is the home campus, whose candidates they never see."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        headings = {"campus": _("Campuses"), "base": _("Bases"), "team": _("Teams")}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (NOWHERE, _("none")),
            *(
                (heading, [(f"{kind}:{row.pk}", str(row)) for row in self._rows(kind)])
                for kind, heading in headings.items()
            ),
        ]

    def _rows(self, kind: str) -> list:
        return list(PLACES[kind]._default_manager.all())

    def clean(self) -> dict:
        data = self.cleaned_data
        if not {"role", "place"} <= set(data):
            return data
        role = Role(data["role"])
        kind, _sep, key = data["place"].removeprefix(NOWHERE).partition(":")
        needed = PLACE_OF.get(role, "")
        if kind != needed and (kind or role not in MAY_LACK_PLACE):
            self.add_error("place", self._wrong(needed))
            return data
        place = PLACES[kind]._default_manager.get(pk=key) if kind else None
        return data | {"place": place}

    def _wrong(self, needed: str) -> ValidationError:
        words = {
            "campus": _("This role is held at a campus: choose one."),
            "base": _("This role is held at a base: choose one."),
            "team": _("This role is held at a team: choose one."),
            "": _("This role has no scope: choose none."),
        }
        return ValidationError(words[needed])


class InviteForm(RoleForm):
    """Somebody to invite, with their first role."""

    name = NameField(label=_("Name"), max_length=80)
    email = EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send the link here. It works once, for 7 days."),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES
    )
    field_order = ["name", "email", "role", "place", "language"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(
                _("Somebody with this e-mail is here already: give them the role.")
            )
        return email


class SuccessorForm(ReasonForm):
    """Who takes over what is open; `cleaned_data` has `successor_id` or None."""

    successor_id = forms.TypedChoiceField(
        label=_("Who takes over"), coerce=int, empty_value=None
    )

    @classmethod
    def needs(cls, user: User, person: User) -> dict[str, Any]:
        """Who is able to take over, if there is something to."""
        work = person.work  # type: ignore[attr-defined]
        able = successors(person, {item.role for item in work}) if work else []
        return {"able": able, "needed": bool(work)}

    def __init__(self, *args, able: list[User], needed: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if needed:
            people = [(person.pk, person.name) for person in able]
            self.fields["successor_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]
        else:
            del self.fields["successor_id"]


class AcceptForm(forms.Form):
    """The name to be known by and a password, twice."""

    name = NameField(label=_("Name"), max_length=80)
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters, not only digits, not a common one."),
    )
    again = forms.CharField(
        label=_("Password again"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["name"].initial = person.name

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict:
        data = self.cleaned_data
        if "password" in data and data.get("again") != data["password"]:
            self.add_error("again", _("The two passwords differ."))
        return data
