"""Papers for campus systems: how each stands. They are opened and judged by people."""

from django.db.models import QuerySet
from rest_framework import serializers

from candidates.lists.forms import AboutCandidates
from candidates.papers.access import PAPERS
from candidates.papers.models import Paper
from candidates.papers.stages import Kind, State
from spark.conditions import AnyOf
from spark.resources import Resource, register


class PaperSerializer(serializers.ModelSerializer):
    """A page of a paper that a candidate of your campus photographed, or a PDF of all.

    The file itself is opened by people alone, on your candidate's page, where it stays
    on record; one that was given back is deleted, and `returned_for` says why.
    """

    campus = serializers.CharField(source="candidate.campus.code")

    class Meta:
        model = Paper
        fields = [
            *("id", "candidate", "campus", "kind", "state", "state_since"),
            *("media_type", "size", "returned_for"),
        ]
        read_only_fields = fields


class PaperConditions(AboutCandidates):
    state = AnyOf(choices=State.choices)
    kind = AnyOf(choices=Kind.choices)

    def narrow(self, rows: QuerySet[Paper]) -> QuerySet[Paper]:
        rows = super().narrow(rows)
        for name in ("state", "kind"):
            if name in self.chosen:
                rows = rows.filter(**{f"{name}__in": self.chosen[name]})
        return rows


register(Resource("papers", PAPERS, PaperSerializer, PaperConditions))
