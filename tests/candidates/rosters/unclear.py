"""A row whose person is unclear."""

from candidates.register.models import Person
from candidates.rosters.models import UnclearRow
from spark import clock
from tests.world import World


def an_unclear_row(world: World) -> UnclearRow:
    person = Person.objects.create(
        name="林一一",
        name_key="",
        id_number="",
        id_hash="unclear",
        id_masked="",
        birth_date=clock.today(),
    )
    return UnclearRow.objects.create(
        campus=world.campus, batch=world.batch, person=person, name="王小二", key="1"
    )
