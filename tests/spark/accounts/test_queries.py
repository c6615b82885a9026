"""Whose duties are whose, and who gets a message."""

import pytest

from candidates.register.models import Candidate
from spark.accounts.models import Role, RoleGrant
from spark.accounts.queries import duties_of, first_duties_of, people_with
from spark.duties.models import Duty
from tests.world import World


@pytest.fixture
def waiting(world) -> Candidate:
    """A candidate whose review is due."""
    return world.candidate("waiting")


def having(world: World) -> set[str]:
    """Who has the only open duty."""
    return {name for name, user in world.people.items() if duties_of(user).exists()}


def test_a_duty_is_everybodys_who_has_the_role(world, waiting):
    world.user("second", "另一位", Role.REVIEWER)
    assert having(world) == {"reviewer", "second"}


def test_a_reviewer_has_no_duties_about_the_home_campus(world, waiting):
    world.user("barred", "本校评审", Role.REVIEWER, world.campus)
    world.user("elsewhere", "外校评审", Role.REVIEWER, world.other)
    assert having(world) == {"reviewer", "elsewhere"}


def test_a_colleges_duty_is_its_own_coordinators(world):
    world.user("both", "两校", Role.COORDINATOR, world.campus, world.other)
    world.candidate("paperwork")
    assert having(world) == {"lin", "both"}


def test_a_duty_of_one_person_is_no_other_holders(world, waiting):
    Duty.objects.update(person=world.user("second", "另一位", Role.REVIEWER))
    assert having(world) == {"second"}


def test_a_duty_of_who_left_the_role_is_its_holders(world, waiting):
    Duty.objects.update(person=world.nobody)
    assert having(world) == {"reviewer"}


def test_a_closed_duty_is_nobodys(world, waiting):
    Duty.objects.update(closed_at=Duty.objects.get().opened_at)
    assert having(world) == set()


def test_a_disabled_person_has_no_duties(world, waiting):
    world.user("off", "离职", Role.REVIEWER, is_active=False)
    assert having(world) == {"reviewer"}


def test_what_is_due_first_stands_first(world):
    world.candidate("waiting")
    world.candidate("competing")
    world.candidate("in_review")
    dues = list(duties_of(world.office).values_list("due_at", flat=True))
    assert len(dues) == 2
    assert dues == sorted(dues)


def test_the_first_duties_of_all_roles_are_among_those_found(world):
    for point in ("paperwork", "waiting", "in_review", "competing", "waiting"):
        world.candidate(point)
    all_ = world.user("all", "多职", Role.COORDINATOR, world.campus, world.other)
    for role in (Role.REVIEWER, Role.OFFICE):
        RoleGrant.objects.create(user=all_, role=role)
    for user in (all_, world.office, world.nobody):
        wanted = list(duties_of(user))
        for number in (1, 3, 9):
            found = set(Duty.objects.filter(pk__in=first_duties_of(user, number)))
            assert set(wanted[:number]) <= found <= set(wanted)


def test_messages_go_to_active_people_of_the_campus(world):
    both = world.user("both", "两校", Role.COORDINATOR, world.campus, world.other)
    world.user("off", "离职", Role.COORDINATOR, world.campus, is_active=False)
    RoleGrant.objects.create(user=world.mei, role=Role.REVIEWER, campus=world.campus)
    here = people_with(Role.COORDINATOR, world.campus.pk)
    assert set(here) == {world.lin, both}
    assert set(people_with(Role.COORDINATOR)) == {world.lin, world.mei, both}
    assert set(people_with(Role.SIGNING)) == {world.signing}
