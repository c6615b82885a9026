"""What narrows a list of the records that stages keep about candidates."""

from django import forms
from django.db.models import BigIntegerField, QuerySet, TextChoices

from spark.conditions import AnyOf, Conditions


class RecordConditions(Conditions):
    candidate = forms.IntegerField(
        required=False, min_value=1, max_value=BigIntegerField.MAX_BIGINT
    )

    def narrow(self, rows: QuerySet) -> QuerySet:
        chosen = self.chosen
        if "candidate" in chosen:
            rows = rows.filter(candidate=chosen["candidate"])
        return rows.filter(state__in=chosen["state"]) if "state" in chosen else rows


def conditions_of_records(states: type[TextChoices]) -> type[RecordConditions]:
    """By candidate, and by any of the stage's states."""
    fields = {"state": AnyOf(choices=states.choices)}
    return type("Conditions", (RecordConditions,), fields)
