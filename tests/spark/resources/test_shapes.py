"""What is read from columns is, to the byte, what the serializer shows."""

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework.renderers import JSONRenderer

from candidates.register.actions import leaving
from candidates.register.models import Candidate, LeaveReason
from spark.accounts.scope import SYSTEM
from spark.resources import RESOURCES
from spark.resources.shapes import shape_of
from tests.spark.rest.system import System
from tests.world import WALK, World

OF_COLUMNS = {n: r for n, r in RESOURCES.items() if shape_of(r.serializer)}
STAGES = ["candidates", "screenings", "incubations", "enrolments"]
STAGES += ["contracts", "memberships"]


@pytest.fixture
def people(world: World) -> list[Candidate]:
    """With every stage's records, some without a team, and somebody who left."""
    found = [world.candidate(until) for until in ("registered", "probation", *WALK)]
    gone = LeaveReason.objects.get(slug="further_study")
    leaving.leave(actor=SYSTEM, ids=[found[0].pk], left_reason=gone, reason="升学")
    return found


def written(shown: object) -> str:
    return JSONRenderer().render(shown).decode()


def test_the_stages_records_are_read_from_columns():
    assert set(STAGES) <= set(OF_COLUMNS)


def test_it_is_what_the_serializer_shows(people):
    seen = set()
    for name, resource in OF_COLUMNS.items():
        rows = resource.door.visible_to(SYSTEM).order_by("pk")
        shape = shape_of(resource.serializer)
        shown = [*shape.shown(shape.read(rows))]
        assert written(shown) == written(resource.serializer(rows, many=True).data)
        seen |= {name} if shown else set()
    assert seen >= set(STAGES)


def test_only_the_columns_of_the_chosen_fields_are_read():
    shape = shape_of(RESOURCES["candidates"].serializer).only(["stage", "name"])
    rows = shape.read(Candidate.objects.all(), "pk")
    assert set(rows.query.values_select) == {"person__name", "stage", "pk"}


def test_nothing_secret_is_read(people):
    for resource in OF_COLUMNS.values():
        rows = shape_of(resource.serializer).read(resource.door.visible_to(SYSTEM))
        assert "id_number" not in str(rows.query)


def sql(rows: QuerySet) -> str:
    """Empty if these are nobody's for this client, so that nothing is asked."""
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""


@pytest.mark.parametrize("name", RESOURCES)
def test_who_asks_for_nothing_in_particular_gets_what_an_empty_form_gives(world, name):
    """So the API needs no form for it, unless the form says so."""
    resource, user = RESOURCES[name], System(world).app.service_user
    rows = resource.door.visible_to(user)
    empty = resource.conditions(QueryDict(), user=user)
    needs_form = empty.narrows_always
    assert needs_form or sql(empty.found(rows)) == sql(rows)
    assert empty.order == resource.conditions(QueryDict()).order
