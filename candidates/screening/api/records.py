"""Screenings for campus systems: what was asked for, that it came in, and leaving."""

from rest_framework import serializers

from candidates.clips.forms import ON_THE_WEB
from candidates.lists.forms import conditions_of_records
from candidates.register.api import leaving_from
from candidates.register.stages import Stage
from candidates.screening import access, actions
from candidates.screening.models import Screening
from candidates.screening.stages import State, Wanted
from spark.resources import Resource, Write, register
from spark.rest.fields import Given


class ScreeningSerializer(serializers.ModelSerializer):
    """A screening as the candidate's campus sees it: never a mark or a draft."""

    wanted = serializers.ChoiceField(
        Wanted.choices, allow_blank=True, read_only=True, help_text="empty: nothing"
    )

    class Meta:
        model = Screening
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "entered_at",
            "updated_at",
            "wanted",
            "asked_for",
        ]
        read_only_fields = fields


class ClipGiven(Given):
    """Where a candidate's clip is, public and on the web."""

    link = serializers.URLField(max_length=500, validators=[ON_THE_WEB])


register(
    Resource(
        "screenings",
        access.SCREENINGS,
        ScreeningSerializer,
        conditions_of_records(State),
        writes=(
            Write(actions.receive_more),
            Write(actions.give_clip, ClipGiven, "candidates:write"),
            Write(actions.leave, leaving_from(Stage.SCREENING)),
        ),
    )
)
