"""What each role sees of a candidate on the way, and what happens at a closed door."""

from functools import partial

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from candidates.incubation.access import INCUBATIONS
from candidates.register.access import CANDIDATES, campuses_seen_by
from candidates.screening import actions
from candidates.screening.access import SCREENINGS
from candidates.screening.models import Screening
from contracts.signing import actions as signing
from contracts.signing.access import CONTRACTS
from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.access import MEMBERSHIPS
from contracts.team.models import Membership
from spark.accounts.models import Role, RoleGrant, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import SYSTEM, grants_of, has_role
from spark.errors import Refused
from tests.story import leaving, outcome, record_of
from tests.world import ONLOOKERS, WALK, World
from training.course.access import ENROLMENTS

ALL = list(WALK)
SCREENED = ALL[ALL.index("waiting") : ALL.index("passed") + 1]
SIGNABLE = ALL[ALL.index("qualified") :]
# Where on the way a candidate of `world.campus` is seen by whom.
SEEN = {
    "office": ALL,
    "lin": ALL,
    "both": ALL,
    "client": ALL,
    "programme": ALL,
    "office-lin": ALL,
    "reviewer": SCREENED,
    "signing": SIGNABLE,
    "manager": ["probation", "confirmed"],
    "mei": [],
    "barred": [],
    "mentor": [],
    "nobody": [],
    "off": [],
    **dict.fromkeys(ONLOOKERS, ALL),
}
RECORDS = [SCREENINGS, INCUBATIONS, ENROLMENTS, CONTRACTS, MEMBERSHIPS]


@pytest.fixture
def crowd(world) -> World:
    """The world and those whose roles are special."""
    world.user("both", "两校", Role.COORDINATOR, world.campus, world.other)
    world.user("client", "教务系统", Role.CLIENT, world.campus)
    world.user("programme", "项目办系统", Role.OFFICE_CLIENT)
    world.user("barred", "本校评审", Role.REVIEWER, world.campus)
    world.user("off", "离职", Role.OFFICE, is_active=False)
    double = world.user("office-lin", "兼任", Role.COORDINATOR, world.other)
    RoleGrant.objects.create(user=double, role=Role.OFFICE)
    return world


def test_each_role_sees_a_candidate_only_on_its_part_of_the_way(crowd):
    candidate = crowd.candidate()
    seen: dict[str, list[str]] = {name: [] for name in crowd.people}
    for point in crowd.walk(candidate):
        for name, user in crowd.people.items():
            if CANDIDATES.visible_to(user).filter(pk=candidate.pk).exists():
                seen[name].append(point)
    assert seen == SEEN


def test_records_are_seen_by_whom_their_candidate_is(crowd):
    candidate = crowd.candidate()
    for _ in crowd.walk(candidate):
        of_candidate = {
            name
            for name, user in crowd.people.items()
            if CANDIDATES.visible_to(user).exists()
        }
        for door in RECORDS:
            if door.model.objects.exists():
                of_record = {
                    name
                    for name, user in crowd.people.items()
                    if door.visible_to(user).exists()
                }
                assert of_record == of_candidate, door.model


def test_who_left_from_signing_is_still_seen_by_its_officer(world):
    candidate = world.candidate("issued")
    ids = [record_of(Contract, candidate).pk]
    signing.decline(actor=world.signing, ids=ids, reason="升学")
    assert CANDIDATES.get(world.signing, candidate.pk) == candidate
    assert not CANDIDATES.visible_to(world.manager).exists()


def test_who_left_the_team_is_still_seen_by_its_manager(world):
    candidate = world.candidate("confirmed")
    ids = [record_of(Membership, candidate).pk]
    leaving(team.leave)(actor=world.manager, ids=ids, reason="回乡")
    assert CANDIDATES.get(world.manager, candidate.pk) == candidate


def test_the_programmes_system_does_at_all_campuses_what_a_campuss_does(crowd):
    at_campus, programme = crowd.people["client"], crowd.people["programme"]
    own = record_of(Screening, crowd.candidate("waiting"))
    others = record_of(Screening, crowd.candidate("waiting", campus=crowd.other))
    may = SCREENINGS.allowed(at_campus, own)
    assert actions.receive_more in may
    assert SCREENINGS.allowed(programme, own) == may
    assert SCREENINGS.allowed(programme, others) == may
    assert set(campuses_seen_by(programme)) == {crowd.campus, crowd.other}
    assert set(campuses_seen_by(at_campus)) == {crowd.campus}


def test_a_coordinator_of_two_campuses_sees_both(crowd):
    here, there = crowd.candidate(), crowd.candidate(campus=crowd.other)
    assert set(CANDIDATES.visible_to(crowd.people["both"])) == {here, there}
    assert set(CANDIDATES.visible_to(crowd.lin)) == {here}
    assert set(CANDIDATES.visible_to(crowd.mei)) == {there}


def test_a_reviewer_never_sees_the_home_campus_but_all_others(crowd):
    crowd.candidate("waiting")
    there = crowd.candidate("waiting", campus=crowd.other)
    barred = crowd.people["barred"]
    assert set(CANDIDATES.visible_to(barred)) == {there}
    assert set(SCREENINGS.visible_to(barred)) == {record_of(Screening, there)}


def test_a_disabled_person_is_logged_out(client, crowd):
    client.force_login(crowd.people["off"])
    response = client.get("/candidates/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_what_is_not_yours_is_absent_like_what_never_was(world):
    candidate = world.candidate()
    for user, pk in ((world.mei, candidate.pk), (world.lin, candidate.pk + 1)):
        with pytest.raises(Http404):
            CANDIDATES.get(user, pk)
        with pytest.raises(Http404):
            CANDIDATES.locked(user, [pk])


def test_one_row_that_is_not_yours_hides_all(world):
    yours, other = world.candidate(), world.candidate(campus=world.other)
    with pytest.raises(Http404):
        CANDIDATES.locked(world.lin, [yours.pk, other.pk])


def test_what_a_role_may_not_do_is_refused_with_403(world):
    candidate = world.candidate("in_review")
    ids = [record_of(Screening, candidate).pk]
    with pytest.raises(Refused) as refused:
        SCREENINGS.locked(world.lin, ids, actions.release)
    assert (refused.value.code, refused.value.status) == ("not-your-role", 403)


@pytest.fixture
def double(world) -> User:
    """Coordinates the other college, and reviews."""
    user = world.user("double", "兼任", Role.COORDINATOR, world.other)
    RoleGrant.objects.create(user=user, role=Role.REVIEWER)
    return user


def test_a_role_does_nothing_to_what_only_another_role_sees(world, double):
    seen_as_reviewer = record_of(Screening, world.candidate("waiting"))
    own = record_of(Screening, world.candidate("waiting", campus=world.other))
    for row, verbs in (
        (seen_as_reviewer, {actions.open_review}),
        (own, {actions.leave}),
    ):
        assert SCREENINGS.get(double, row.pk) == row
        found = {actions.open_review, actions.leave} & SCREENINGS.allowed(double, row)
        assert found == verbs
        for verb in (actions.open_review, actions.leave):
            act = partial(SCREENINGS.locked, double, [row.pk], verb)
            assert outcome(act) == ("done" if verb in verbs else "not-your-role")
            rows = SCREENINGS.visible_to(double, verb)
            assert (row in rows) == (verb in verbs)
    both = partial(
        SCREENINGS.locked, double, [seen_as_reviewer.pk, own.pk], actions.leave
    )
    assert outcome(both) == "not-your-role"


def test_whoever_belongs_to_a_college_is_not_asked_to_judge_its_people(world, double):
    world.candidate("waiting", campus=world.other)
    assert not duties_of(double).filter(role=Role.REVIEWER).exists()
    there = world.candidate("waiting")
    assert [duty.url for duty in duties_of(double)] == [f"/candidates/{there.pk}/"]


def test_what_may_be_done_to_a_row_is_asked_once_and_only_of_several_roles(
    world, double, django_assert_num_queries
):
    row = record_of(Screening, world.candidate("waiting"))
    grants_of(world.lin), grants_of(double)
    with django_assert_num_queries(0):
        assert SCREENINGS.allowed(world.lin, row) == {
            actions.give_clip,
            actions.receive_more,
            actions.leave,
        }
    with django_assert_num_queries(1):
        assert SCREENINGS.allowed(double, row) == {
            actions.open_review,
            actions.ask_more,
        }


def test_rows_are_locked_once_each_in_the_order_of_their_keys(world):
    first, second = world.candidate(), world.candidate()
    ids = [second.pk, first.pk, second.pk]
    assert CANDIDATES.locked(SYSTEM, ids) == [first, second]


def test_what_lies_beneath_is_locked_along_and_read_again(world):
    screening = record_of(Screening, world.candidate("waiting"))
    with CaptureQueriesContext(connection) as queries:
        (row,) = SCREENINGS.locked(SYSTEM, [screening.pk])
        assert row.candidate.person.name
    locked = [q["sql"] for q in queries if "FOR NO KEY UPDATE" in q["sql"]]
    tables = [sql.partition("FOR NO KEY UPDATE OF ")[2] for sql in locked]
    assert tables == ['"candidates_screening"', '"candidates_candidate"']
    assert len(queries) == 2


def test_no_door_reads_id_numbers_nobody_asked_for(world):
    world.candidate("probation")
    for door in (CANDIDATES, *RECORDS):
        row = door.model.objects.get()
        for found in (door.get(SYSTEM, row.pk), *door.locked(SYSTEM, [row.pk])):
            candidate = found if door is CANDIDATES else found.candidate
            assert candidate.person.get_deferred_fields() == {"id_number"}


def test_the_software_itself_sees_and_does_everything(world):
    candidate = world.candidate()
    assert CANDIDATES.get(SYSTEM, candidate.pk) == candidate
    verbs = [verb for door in RECORDS for verb in door.verbs.values()]
    assert verbs and all(verb.may(SYSTEM) for verb in verbs)


def test_roles_and_campuses_are_read_once_a_request(crowd, django_assert_num_queries):
    user = User.objects.get(pk=crowd.people["both"].pk)
    with django_assert_num_queries(1):
        assert grants_of(user).at(Role.COORDINATOR) == {
            crowd.campus.pk,
            crowd.other.pk,
        }
        assert has_role(user, Role.COORDINATOR, Role.OFFICE)
        assert not has_role(user, Role.OFFICE)
