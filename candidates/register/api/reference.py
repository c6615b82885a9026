"""What systems are given to go by: colleges, bases, programmes, batches, directions.

The programme office keeps them, in its pages; here they are only read.
"""

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from candidates.register import access, queries
from candidates.register.models import (
    Batch,
    BatchState,
    Direction,
    DirectionCategory,
    Programme,
    Quota,
)
from spark.accounts.models import User
from spark.campuses.models import Base, Campus
from spark.conditions import AnyOf, Conditions
from spark.resources import Resource, register

NAMES = ["name_zh", "name_en"]


class CampusSerializer(serializers.ModelSerializer):
    """A college, known by its code; `region` is a code of GB/T 2260."""

    class Meta:
        model = Campus
        fields = ["code", *NAMES, "credit_code", "region"]
        read_only_fields = fields


class TrainingBaseSerializer(serializers.ModelSerializer):
    """Where people are trained and broadcast, known by its code.

    `campus` is the college it belongs to, null for a base of the factory's own.
    """

    campus = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Base
        fields = ["code", *NAMES, "campus", "region", "site_type"]
        read_only_fields = fields


class ProgrammeSerializer(serializers.ModelSerializer):
    """What batches are an intake of."""

    class Meta:
        model = Programme
        fields = ["slug", *NAMES]
        read_only_fields = fields


class CategorySerializer(serializers.ModelSerializer):
    """A field of goods; some may only be spoken about with a practice licence."""

    class Meta:
        model = DirectionCategory
        fields = ["slug", *NAMES, "needs_licence"]
        read_only_fields = fields


class DirectionSerializer(serializers.ModelSerializer):
    """What somebody is grown into; `aliases` are read for it in rosters too."""

    categories = CategorySerializer(many=True, read_only=True)

    class Meta:
        model = Direction
        fields = ["slug", *NAMES, "aliases", "categories"]
        read_only_fields = fields


class QuotaSerializer(serializers.ModelSerializer):
    """Places of a direction: those of your college, or of all together.

    `campus` is null for those of all colleges together. `left` is null once the batch
    is closed; before it can be zero, and more may still be screened.
    """

    direction = serializers.SlugRelatedField("slug", read_only=True)
    campus = serializers.SlugRelatedField("code", read_only=True, allow_null=True)
    left = serializers.IntegerField(read_only=True, allow_null=True, min_value=0)

    class Meta:
        model = Quota
        fields = ["direction", "campus", "places", "left"]
        read_only_fields = fields


class BatchSerializer(serializers.ModelSerializer):
    """An intake of a programme that your college takes part in, with its places.

    Of the `campuses` that take part you are told those that you see: your own. Ages
    are counted on `closes_on`. A closed batch takes nobody in any more.
    """

    programme = serializers.SlugRelatedField("slug", read_only=True)
    campuses = serializers.SlugRelatedField("code", many=True, read_only=True)
    directions = serializers.SlugRelatedField("slug", many=True, read_only=True)
    quotas = QuotaSerializer(many=True, read_only=True)

    class Meta:
        model = Batch
        fields = [
            "slug",
            *NAMES,
            "programme",
            "region",
            "opens_on",
            "closes_on",
            "state",
            "campuses",
            "directions",
            "quotas",
        ]
        read_only_fields = fields


class BatchConditions(Conditions):
    state = AnyOf(choices=BatchState.choices)

    def narrow(self, rows: QuerySet[Batch]) -> QuerySet[Batch]:
        chosen = self.chosen
        return rows.filter(state__in=chosen["state"]) if chosen else rows


def campuses_seen_by(user: User | None) -> Prefetch:
    return Prefetch("campuses", access.CAMPUSES.visible_to(user).order_by("code"))


def quotas_seen_by(user: User | None) -> Prefetch:
    rows = access.QUOTAS.visible_to(user)
    return Prefetch("quotas", queries.with_places_left(rows))


register(
    Resource(
        "campuses",
        access.CAMPUSES,
        CampusSerializer,
        lookup="code",
        is_announced=False,
    )
)
register(
    Resource(
        "bases", access.BASES, TrainingBaseSerializer, lookup="code", is_announced=False
    )
)
register(
    Resource(
        "programmes",
        access.PROGRAMMES,
        ProgrammeSerializer,
        lookup="slug",
        is_announced=False,
    )
)
register(
    Resource(
        "batches",
        access.BATCHES,
        BatchSerializer,
        BatchConditions,
        along=["directions", campuses_seen_by, quotas_seen_by],
        lookup="slug",
        is_announced=False,
    )
)
register(
    Resource(
        "directions",
        access.DIRECTIONS,
        DirectionSerializer,
        along=["categories"],
        lookup="slug",
        is_announced=False,
    )
)
