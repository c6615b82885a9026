"""A team manager's people: the own teams', and those who have no team yet."""

from functools import partial

import pytest

from candidates.register.access import CANDIDATES
from contracts.team import actions as team
from contracts.team.access import MEMBERSHIPS
from contracts.team.models import Membership
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM
from spark.campuses.models import MatrixTeam
from tests.story import leaving, outcome, record_of


@pytest.fixture
def other_team(world) -> MatrixTeam:
    return MatrixTeam.objects.create(name_zh="二队", name_en="Team two")


@pytest.fixture
def other_manager(world, other_team) -> User:
    return world.user("second", "二队长", Role.TEAM, other_team)


def confirm(candidate, place: MatrixTeam, actor=SYSTEM) -> None:
    ids = [record_of(Membership, candidate).pk]
    team.confirm(actor=actor, ids=ids, team=place)


def seen(user: User) -> tuple[set, set]:
    members = {record.candidate for record in MEMBERSHIPS.visible_to(user)}
    return set(CANDIDATES.visible_to(user)), members


def test_without_a_team_all_managers_see_somebody(world, other_manager):
    candidate = world.candidate("probation")
    for user in (world.manager, other_manager):
        assert seen(user) == ({candidate}, {candidate})


def test_with_a_team_its_own_managers_do(world, other_team, other_manager):
    ours, theirs = world.candidate("probation"), world.candidate("probation")
    confirm(ours, world.team, world.manager)
    confirm(theirs, other_team, other_manager)
    assert seen(world.manager) == ({ours}, {ours})
    assert seen(other_manager) == ({theirs}, {theirs})


def test_somebody_of_two_teams_sees_both(world, other_team):
    both = world.user("both", "两队长", Role.TEAM, world.team, other_team)
    first, second = world.candidate("probation"), world.candidate("probation")
    confirm(first, world.team)
    confirm(second, other_team)
    assert seen(both) == ({first, second}, {first, second})


def test_who_left_a_team_is_still_its_managers_only(world, other_manager):
    candidate = world.candidate("confirmed")
    ids = [record_of(Membership, candidate).pk]
    leaving(team.leave, "resigned")(actor=world.manager, ids=ids)
    assert seen(world.manager) == ({candidate}, {candidate})
    assert seen(other_manager) == (set(), set())


def test_a_manager_confirms_only_in_the_own_team(world, other_team):
    candidate = world.candidate("probation")
    act = partial(confirm, candidate, other_team, world.manager)
    assert outcome(act) == "not-your-team"
    confirm(candidate, world.team, world.manager)
    candidate.refresh_from_db()
    assert candidate.team == world.team
