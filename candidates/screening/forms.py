"""Input of screening's buttons, and what narrows screenings."""

from django import forms
from django.db.models import BigIntegerField, QuerySet

from candidates.register.forms import DecisionForm as AnyDecision
from candidates.register.forms import LeaveForm as AnyLeave
from candidates.register.stages import Stage
from candidates.screening.stages import Decision, State
from spark.conditions import AnyOf, Conditions


class DecisionForm(AnyDecision):
    offered = Decision


class LeaveForm(AnyLeave):
    stage = Stage.SCREENING


class ScreeningConditions(Conditions):
    candidate = forms.IntegerField(
        required=False, min_value=1, max_value=BigIntegerField.MAX_BIGINT
    )
    state = AnyOf(choices=State.choices)

    def narrow(self, rows: QuerySet) -> QuerySet:
        chosen = self.chosen
        if "candidate" in chosen:
            rows = rows.filter(candidate=chosen["candidate"])
        return rows.filter(state__in=chosen["state"]) if "state" in chosen else rows
