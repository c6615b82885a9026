"""Roles, duties and messages at two campuses, two bases and two teams."""

from functools import partial
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from contracts.signing.models import Contract
from contracts.team import actions as team
from contracts.team.handover import signing_to_management
from contracts.team.models import Membership
from spark.accounts.models import Role, RoleGrant, User
from spark.accounts.people import actions, leaving, queries
from spark.accounts.queries import duties_of, people_with
from spark.accounts.scope import SYSTEM
from spark.duties import board
from spark.duties.models import Duty
from spark.notifications.models import Channel, Message, State
from tests.places import Places
from tests.story import messages_sent, outcome, record_of
from training.trials.actions import finish


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def have(places: Places, code: str) -> dict[str, int]:
    """How many such duties each has who has any."""
    counts = {
        name: duties_of(fresh(user)).filter(code=code).count()
        for name, user in places.world.people.items()
    }
    return {name: count for name, count in counts.items() if count}


def revoke(places: Places, person: User, **at: object) -> str:
    grant = person.role_grants.get(**at)
    act = partial(
        actions.revoke_role,
        actor=places.world.office,
        pk=person.pk,
        grant_id=grant.pk,
        reason="换岗",
    )
    return outcome(act)


# Whose a duty is --------------------------------------------------------------------


def test_a_mentors_duty_is_that_of_the_mentors_of_its_base(places):
    here, there = places.rooms
    places.trial(here)
    for _ in range(2):
        places.trial(there)
    assert have(places, "trial-result") == {"mentor": 1, "far_mentor": 2}


def test_a_slots_mentor_has_it_alone_among_those_of_the_base(places):
    colleague = places.world.user("colleague", "同事", Role.MENTOR, places.world.base)
    places.trial(places.studio.room, mentor=colleague)
    assert have(places, "trial-result") == {"colleague": 1}


def test_a_slots_mentor_who_is_none_there_any_more_has_nothing_to_do_there(places):
    trial = places.trial(places.room, "live", mentor=places.world.mentor)
    finish(actor=SYSTEM, ids=[trial.pk], at=trial.during.upper)
    assert have(places, "trial-result") == {"far_mentor": 1}


def test_a_room_that_moves_to_another_base_takes_its_duties_along(places):
    room = places.studio.room
    places.trial(room)
    room.base = places.base
    room.save()
    assert have(places, "trial-result") == {"far_mentor": 1}


def test_somebody_at_two_bases_has_the_duties_of_both(places):
    both = places.world.user(
        "both", "两处", Role.MENTOR, places.world.base, places.base
    )
    for room in places.rooms:
        places.trial(room)
    assert duties_of(both).count() == 2


def test_a_new_member_is_every_managers_until_one_takes_them_into_a_team(places):
    candidate = places.world.candidate("probation")
    assert have(places, "membership-confirm") == {"manager": 1, "far_manager": 1}
    ids = [record_of(Membership, candidate).pk]
    team.confirm(actor=places.manager, ids=ids, team=places.team)
    assert have(places, "membership-confirm") == {}


def test_a_managers_duty_at_a_team_is_that_of_its_manager(places):
    for place in (places.world.team, places.team, places.team):
        record = record_of(Membership, places.confirmed(place))
        due = record.state_since
        board.open_for(
            [record],
            "membership-confirm",
            Role.TEAM,
            at=due,
            due=due,
            team=lambda duty: duty.team_id,
        )
    assert have(places, "membership-confirm") == {"manager": 1, "far_manager": 2}


def test_the_database_holds_duties_to_the_places_of_their_roles(places):
    places.trial(places.studio.room)
    places.world.candidate("paperwork")
    duties = Duty.objects.filter(code="trial-result")
    for wrong in (
        {"base": None},
        {"team": places.team},
        {"role": Role.OFFICE},
        {"role": Role.TEAM},
        {"role": Role.COORDINATOR},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            duties.update(**wrong)
    colleges = Duty.objects.filter(role=Role.COORDINATOR, closed_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        colleges.update(campus=None)


def test_what_was_due_before_there_were_places_gets_its_base(places):
    here, there = places.rooms
    for room, mentor in ((here, places.world.mentor), (there, places.mentor)):
        places.trial(room)
        places.trial(room, mentor=mentor)
    duties = Duty.objects.filter(code="trial-result").order_by("pk")
    columns = [f.attname for f in Duty._meta.fields if f.name != "updated_at"]
    meant = list(duties.values(*columns))
    duties.filter(person=None).update(role=Role.OFFICE, base=None)
    duties.exclude(person=None).update(role="", base=None)
    gone = Duty.objects.create(**meant[1] | {"id": None, "subject": "trial:0"})
    migration = import_module("training.migrations.0012_results_due_at_bases")
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(migration.FILL)
        assert list(duties.exclude(pk=gone.pk).values(*columns)) == meant


# Where nobody holds the role --------------------------------------------------------


@pytest.mark.parametrize(
    ("point", "code", "who", "said"),
    [
        ("paperwork", "incubation-papers", "lin", "院校老师·浙江育英职业技术学院"),
        ("waiting", "screening-review", "reviewer", "评审·浙江育英职业技术学院"),
        ("draft", "contract-issue", "signing", "签约专员"),
        ("finished", "trial-result", "mentor", "带教·育英基地"),
    ],
)
def test_what_nobody_there_can_do_waits_for_the_office(
    client, places, point, code, who, said
):
    world = places.world
    person = world.people[who]
    if point == "finished":
        places.trial(places.studio.room)
    else:
        world.candidate(point)
    assert set(have(places, code)) == {who}
    client.force_login(world.office)
    assert "无人担任" not in client.get("/").text
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert set(have(places, code)) == {"office"}
    (line,) = [g for g in client.get("/").context["duties"] if g.kind.code == code]
    assert line.unheld_roles == [said]
    text = client.get("/").text
    assert "无人担任" in text and said in text
    assert client.get(line.url).status_code == 200


def test_a_new_member_waits_for_the_office_once_there_is_no_manager(places):
    places.world.candidate("probation")
    assert revoke(places, places.manager) == "done"
    assert set(have(places, "membership-confirm")) == {"manager"}
    assert revoke(places, places.world.manager) == "done"
    assert set(have(places, "membership-confirm")) == {"office"}


def test_a_reviewer_barred_from_the_college_is_as_good_as_none(places):
    world = places.world
    world.candidate("waiting")
    RoleGrant.objects.create(
        user=world.reviewer, role=Role.COORDINATOR, campus=world.campus
    )
    assert set(have(places, "screening-review")) == {"office"}


def test_the_office_has_what_is_due_elsewhere_only_while_nobody_is_there(places):
    for room in places.rooms:
        places.trial(room)
    User.objects.filter(pk=places.mentor.pk).update(is_active=False)
    assert have(places, "trial-result") == {"mentor": 1, "office": 1}
    places.world.user("next", "接任", Role.MENTOR, places.base)
    assert have(places, "trial-result") == {"mentor": 1, "next": 1}


# Handing over -----------------------------------------------------------------------


def test_a_mentors_work_goes_only_to_a_mentor_of_the_same_base(places):
    world = places.world
    colleague = world.user("colleague", "同事", Role.MENTOR, world.base)
    places.trial(places.studio.room, mentor=world.mentor)
    assert queries.successors(world.mentor, {Role.MENTOR}) == [colleague]
    give = partial(
        leaving.hand_over, actor=world.office, pk=world.mentor.pk, reason="产假"
    )
    for name in ("far_mentor", "office"):
        taker = world.people[name]
        said = outcome(lambda taker=taker: give(successor_id=taker.pk))
        assert said == "successor-unfit"
    give(successor_id=colleague.pk)
    assert have(places, "trial-result") == {"colleague": 1}


def test_a_base_isnt_left_while_work_there_is_open(places):
    world = places.world
    RoleGrant.objects.create(user=world.mentor, role=Role.MENTOR, base=places.base)
    places.trial(places.studio.room, mentor=world.mentor)
    assert revoke(places, world.mentor, base=world.base) == "role-has-work"
    assert revoke(places, world.mentor, base=places.base) == "done"
    assert revoke(places, world.mentor) == "role-has-work"


def test_what_fell_to_others_is_no_work_of_who_left_the_base(places):
    world = places.world
    colleague = world.user("colleague", "同事", Role.MENTOR, world.base, places.base)
    places.trial(places.studio.room, mentor=colleague)
    colleague.role_grants.filter(base=world.base).delete()
    assert have(places, "trial-result") == {"mentor": 1}
    assert queries.open_of(fresh(colleague)) == []


# Whom to tell -----------------------------------------------------------------------


def test_an_audience_is_of_a_place(places):
    world = places.world
    found = {
        (role, place): set(people_with(role, place.pk))
        for role, place in (
            (Role.COORDINATOR, world.campus),
            (Role.COORDINATOR, world.other),
            (Role.MENTOR, world.base),
            (Role.MENTOR, places.base),
            (Role.TEAM, world.team),
            (Role.TEAM, places.team),
        )
    }
    assert list(found.values()) == [
        {world.lin},
        {world.mei},
        {world.mentor},
        {places.mentor},
        {world.manager},
        {places.manager},
    ]


def test_every_manager_is_told_of_a_new_member_who_has_no_team_yet(places):
    ids = [record_of(Contract, places.world.candidate("in_force")).pk]
    signing_to_management(actor=SYSTEM, ids=ids)
    opened = {who for kind, who in messages_sent() if kind == "membership-opened"}
    assert opened == {"manager", "far_manager"}


def test_once_in_a_team_a_member_is_no_other_managers_news(client, places):
    candidate = places.world.candidate("probation")
    ids = [record_of(Membership, candidate).pk]
    team.confirm(actor=places.manager, ids=ids, team=places.team)
    news = Message.objects.filter(kind="membership-opened")
    assert {m.to for m in news.filter(channel=Channel.IN_APP)} == {places.manager}
    waiting = news.filter(channel=Channel.EMAIL, state=State.WAITING)
    assert {m.to for m in waiting} == {places.manager}
