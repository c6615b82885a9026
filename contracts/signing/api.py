"""Contracts for campus systems: who is to be employed, by whom and from when."""

from rest_framework import serializers

from candidates.lists.forms import conditions_of_records
from contracts.signing import access
from contracts.signing.models import Contract
from contracts.signing.stages import State
from spark.resources import Resource, register


class ContractSerializer(serializers.ModelSerializer):
    """A contract as the candidate's campus sees it: never a scan."""

    class Meta:
        model = Contract
        fields = [
            "id",
            "candidate",
            "state",
            "state_since",
            "entered_at",
            "updated_at",
            "employer",
            "position",
            "starts_on",
            "ends_on",
            "signed_on",
            "countersigned_on",
        ]
        read_only_fields = fields


register(
    Resource(
        "contracts",
        access.CONTRACTS,
        ContractSerializer,
        conditions_of_records(State),
    )
)
