"""Trials in calendars: whose stand in which, what is said of them, how they move."""

from datetime import timedelta

import pytest
from django.http import Http404

from candidates.portal import actions as portal
from candidates.portal.access import guest_of
from candidates.portal.models import PersonalLink
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.calendars.kinds import KINDS, kinds_for
from spark.campuses.models import Base
from tests.spark.calendars.following import fetch, follow, read
from tests.story import outcome
from tests.training.trials.studio import Studio
from training.trials import actions
from training.trials.models import Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def trial(studio) -> Trial:
    slot = studio.slot(mentor=studio.world.mentor)
    return studio.trial(slot=slot)


def key(trial: Trial) -> str:
    return f"trial-{trial.pk}"


def publish_elsewhere(studio: Studio, trial: Trial, clock: str = "14:30") -> None:
    """A plan that moves the trial to another time."""
    plan, slot = studio.draft(), studio.slot(4, clock)
    plan.entries.all().delete()  # a draft begins with what is published
    studio.place(plan, trial.candidate, slot)
    studio.publish(plan)
    trial.refresh_from_db()


def places_of(kind: str, reader) -> set[str]:
    given = KINDS[kind].places
    return {str(place) for place in given(reader)} if given else set()


def test_everybody_may_follow_what_their_role_looks_after(studio):
    world = studio.world
    found = {
        name: {
            kind.name: places_of(kind.name, user)
            for kind in kinds_for(user)
            if kind.name != "own"
        }
        for name, user in world.people.items()
    }
    colleges, bases = {world.campus.name_zh, world.other.name_zh}, {world.base.name_zh}
    rooms = {studio.room.name_zh}
    assert found == {
        "lin": {"campus": {world.campus.name_zh}},
        "mei": {"campus": {world.other.name_zh}},
        "office": {"campus": colleges, "base": bases, "room": rooms},
        "mentor": {"base": bases, "room": rooms},
        "manager": {"room": rooms},
        "reviewer": {},
        "signing": {},
        "nobody": {},
    }


def test_what_isnt_open_to_somebody_cant_be_followed(studio):
    world = studio.world
    elsewhere = Base.objects.create(
        code="LJJD", name_zh="临江基地", name_en="Linjiang", region=world.region
    )
    other = studio.live_room("临江一间", base=elsewhere, team=None)
    for name, kind, place in (
        ("lin", "campus", world.other),
        ("lin", "base", world.base),
        ("lin", "room", studio.room),
        ("mentor", "base", elsewhere),
        ("mentor", "room", other),
        ("manager", "room", other),
        ("office", "team", world.team),
        ("office", "campus", None),
        ("office", "own", world.campus),
    ):
        with pytest.raises(Http404):
            follow(world.people[name], kind, place)
    assert outcome(lambda: follow(world.nobody)) == "not-your-role"


def test_a_coordinator_reads_when_where_and_who(studio, trial):
    path = follow(studio.world.lin, "campus", studio.world.campus)
    (found,) = read(path).values()
    assert found["starts"] == trial.starts_at
    name = trial.candidate.person.name
    assert found["summary"] == f"Trial · Studio · Comprehensive anchor · {name}"
    assert found["where"] == "Yuying base · Studio · Seat 1"
    assert found["text"] == "Planned · Autumn trials · Round 1"
    assert found["url"].endswith(f"/trials/{trial.pk}/")
    assert found["status"] == "TENTATIVE" and found["alarms"] == 1
    chinese = follow(
        studio.world.lin, "campus", studio.world.campus, language="zh-hans"
    )
    assert read(chinese)[key(trial)]["summary"].startswith("试播·星选一间·综合主播·")


def test_another_colleges_are_in_no_calendar_of_theirs(studio, trial):
    world = studio.world
    stranger = world.candidate("competing", campus=world.other)
    theirs = studio.trial(candidate=stranger, slot=studio.slot(3))
    assert {*read(follow(world.lin, "campus", world.campus))} == {key(trial)}
    assert {*read(follow(world.mei, "campus", world.other))} == {key(theirs)}
    office = {*read(follow(world.office, "campus", world.other))}
    assert office == {key(theirs)}
    for kind, place in (("base", world.base), ("room", studio.room)):
        assert {*read(follow(world.mentor, kind, place))} == {key(trial), key(theirs)}


def test_a_rooms_calendar_names_nobody_and_none_has_an_id_or_a_phone(studio, trial):
    world, person = studio.world, trial.candidate.person
    named = {
        ("lin", "campus", world.campus): True,
        ("office", "campus", world.campus): True,
        ("mentor", "base", world.base): True,
        ("mentor", "own", None): True,
        ("mentor", "room", studio.room): False,
        ("office", "room", studio.room): False,
        ("manager", "room", studio.room): False,
    }
    for (who, kind, place), is_named in named.items():
        text = fetch(follow(world.people[who], kind, place)).text
        text = text.replace("\r\n ", "")
        assert (person.name in text) == is_named, (who, kind)
        for hidden in (person.id_number, trial.candidate.phone):
            assert hidden and hidden not in text


def test_a_mentors_own_are_those_they_look_after(studio, trial):
    studio.trial(slot=studio.slot(3))
    own = read(follow(studio.world.mentor))
    assert {name for name in own if name.startswith("trial-")} == {key(trial)}


def test_a_candidates_own_are_theirs_alone(studio, trial):
    studio.trial(slot=trial.slot, number=2)
    (found,) = read(follow(guest_of(trial.candidate))).items()
    assert found[0] == key(trial)
    assert found[1]["summary"] == "Trial · Studio · Comprehensive anchor"
    assert found[1]["url"].endswith("/my/")
    with pytest.raises(Http404):
        follow(guest_of(trial.candidate), "campus", studio.world.campus)


def test_a_card_that_ends_ends_the_calendar(studio, trial):
    for end in (portal.make_card, portal.revoke):
        portal.make_card(actor=SYSTEM, ids=[trial.candidate_id])
        path = follow(guest_of(trial.candidate))
        assert fetch(path).status_code == 200
        link = PersonalLink.objects.get(candidate=trial.candidate_id, revoked_at=None)
        of = trial.candidate_id if end is portal.make_card else link.pk
        end(actor=studio.world.lin, ids=[of])
        assert fetch(path).status_code == 404


def test_its_sequence_rises_after_a_plan_is_published_that_moves_it(studio, trial):
    path = follow(studio.world.lin, "campus", studio.world.campus)
    before = read(path)[key(trial)]
    publish_elsewhere(studio, trial)
    after = read(path)[key(trial)]
    assert before["sequence"] == 0 and after["sequence"] == 1
    assert after["starts"] == trial.starts_at != before["starts"]
    assert after["changed"] >= before["changed"]
    actions.confirm(actor=studio.world.lin, ids=[trial.pk])
    confirmed = read(path)[key(trial)]
    assert confirmed["sequence"] == 2 and confirmed["status"] == "CONFIRMED"
    publish_elsewhere(studio, trial, "19:30")  # and asks again
    assert read(path)[key(trial)]["sequence"] == 3


def test_a_plan_that_leaves_it_leaves_its_sequence(studio, trial):
    plan = studio.draft()
    studio.publish(plan)
    trial.refresh_from_db()
    assert trial.sequence == 0


def test_nobody_turns_a_sequence_back(studio, trial):
    publish_elsewhere(studio, trial)
    for number in (0, 7):
        trial.sequence = number
        trial.save()
        trial.refresh_from_db()
        assert trial.sequence == 1


def test_what_is_cancelled_stays_for_30_days_and_says_so(studio, trial, time_machine):
    path = follow(studio.world.lin, "campus", studio.world.campus)
    actions.cancel(actor=studio.world.office, ids=[trial.pk], reason="停电")
    found = read(path)[key(trial)]
    assert found["status"] == "CANCELLED" and found["sequence"] == 1
    assert found["summary"].startswith("Cancelled: ") and found["alarms"] == 0
    now = clock.now()
    Trial.objects.filter(pk=trial.pk).update(state_since=now - timedelta(days=29))
    assert key(trial) in read(path)
    Trial.objects.filter(pk=trial.pk).update(state_since=now - timedelta(days=31))
    assert read(path) == {}


def test_it_has_30_days_back_and_180_ahead(studio, trial, time_machine):
    path = follow(studio.world.lin, "campus", studio.world.campus)
    starts = trial.starts_at
    for days, is_in in ((29, True), (31, False), (-179, True), (-181, False)):
        time_machine.move_to(starts + timedelta(days=days))
        assert (key(trial) in read(path)) == is_in, days


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_trials_as_there_are_take_as_many_queries(
    studio, django_assert_num_queries, rows
):
    for number in range(rows):
        studio.trial(slot=studio.slot(2 + number, mentor=studio.world.mentor))
    world = studio.world
    for reader, kind, place, queries in (
        (world.lin, "campus", world.campus, 5),
        (world.mentor, "own", None, 5),
        (world.office, "room", studio.room, 5),
        (guest_of(Trial.objects.earliest("pk").candidate), "own", None, 3),
    ):
        path = follow(reader, kind, place)
        fetch(path)
        with django_assert_num_queries(queries):
            assert fetch(path).status_code == 200
