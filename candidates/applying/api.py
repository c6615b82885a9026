"""Applications for campus systems: read, confirmed, asked back, refused."""

from django.http import QueryDict
from rest_framework import serializers

from candidates.applying import access, actions
from candidates.applying.models import Application
from candidates.applying.stages import State
from candidates.register.api import ReasonGiven
from candidates.rosters.access import batches_of, campuses_of
from spark.accounts.models import User
from spark.conditions import AnyOf, Conditions, OneRow
from spark.resources import Resource, Write, register
from spark.text.fields import SoughtField

SENT = [choice for choice in State.choices if choice[0] != State.DRAFT]


class ApplicationSerializer(serializers.ModelSerializer):
    """What a student of your campus sent by themselves: never an ID number.

    Who is confirmed becomes the `candidate`. Who withdraws is forgotten: nothing is
    left but that somebody did. So is who was refused, 180 days later.
    """

    state = serializers.ChoiceField(SENT, read_only=True)
    campus = serializers.CharField(source="call.campus.code", read_only=True)
    batch = serializers.CharField(source="call.batch.slug", read_only=True)
    direction = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = Application
        fields = [
            "id",
            "reference",
            "state",
            "state_since",
            "campus",
            "batch",
            "direction",
            "name",
            "phone",
            "class_name",
            "student_number",
            "guardian_name",
            "guardian_phone",
            "clip",
            "waitlisted",
            "asked_for",
            "refused_for",
            "notice_version",
            "consented_at",
            "submitted_at",
            "candidate",
        ]
        read_only_fields = fields


class ApplicationConditions(Conditions):
    """Of all that were sent, the withdrawn too."""

    state = AnyOf(choices=SENT)
    campus = OneRow(queryset=campuses_of(None), to_field_name="code")
    batch = OneRow(queryset=batches_of(None), to_field_name="slug")
    student_number = SoughtField(required=False, max_length=40)

    def __init__(self, given: QueryDict, *, user: User | None = None) -> None:
        super().__init__(given, user=user)
        if user is not None:
            self.fields["campus"].queryset = campuses_of(user)  # type: ignore[attr-defined]
            self.fields["batch"].queryset = batches_of(user)  # type: ignore[attr-defined]

    def narrow(self, rows):
        chosen = self.chosen
        if "state" in chosen:
            rows = rows.filter(state__in=chosen["state"])
        for name in ("campus", "batch"):
            if name in chosen:
                rows = rows.filter(**{f"call__{name}": chosen[name]})
        if "student_number" in chosen:
            rows = rows.filter(student_number=chosen["student_number"])
        return rows


SCOPE = "candidates:write"
register(
    Resource(
        "applications",
        access.APPLICATIONS,
        ApplicationSerializer,
        ApplicationConditions,
        writes=(
            Write(actions.confirm, scope=SCOPE),
            Write(actions.ask_back, ReasonGiven, SCOPE),
            Write(actions.refuse, ReasonGiven, SCOPE),
        ),
    )
)
