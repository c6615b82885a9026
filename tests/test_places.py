"""Nobody sees what isn't theirs, with two campuses, two bases and two teams."""

import re

import pytest

from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from contracts.team import actions as team
from contracts.team.models import Membership
from spark.accounts.models import Role, RoleGrant, User
from spark.accounts.queries import duties_of
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.notifications.models import Message, State
from tests.places import Places, subject_of
from tests.story import leaving as left
from tests.story import record_of
from tests.world import WALK
from training.trials.access import TRIALS


@pytest.fixture
def crowd(places) -> Places:
    """Everybody's duties: at every point of the way, at both colleges, bases, teams."""
    world = places.world
    for campus in (world.campus, world.other):
        for point in WALK:
            world.candidate(point, campus=campus)
        asked = world.candidate("in_review", campus=campus)
        ids = [record_of(Screening, asked).pk]
        screening.ask_more(actor=SYSTEM, ids=ids, reason="视频")
    for place in (world.team, places.team):
        gone = record_of(Membership, places.confirmed(place))
        places.confirmed(place)
        left(team.leave)(actor=SYSTEM, ids=[gone.pk], reason="回乡")
    for room in places.rooms:
        for until in ("planned", "finished", "no_show"):
            places.trial(room, until)
    places.trial(places.studio.room, mentor=world.mentor)
    world.user("barred", "本校评审", Role.REVIEWER, world.campus)
    world.user("two", "两处", Role.MENTOR, world.base, places.base)
    double = world.user("double", "兼任", Role.TEAM, places.team)
    RoleGrant.objects.create(user=double, role=Role.MENTOR, base=world.base)
    return places


def theirs(user: User) -> set[str]:
    """The names of whom they may see, by themselves or on air."""
    trials = TRIALS.visible_to(user).values("candidate")
    people = Candidate.objects.filter(pk__in=trials) | Candidate.objects.filter(
        pk__in=CANDIDATES.visible_to(user).values("pk")
    )
    return set(people.values_list("person__name", flat=True))


def test_whoever_has_a_duty_sees_what_it_is_about_and_somebody_has_each(crowd):
    crowd.trial(crowd.room, mentor=crowd.world.mentor)
    check_duties(crowd)
    few = [crowd.world.office.pk, crowd.world.people["double"].pk]
    User.objects.exclude(pk__in=few).update(is_active=False)
    check_duties(crowd)


def check_duties(crowd: Places) -> None:
    seen = set()
    for user in User.objects.all():
        for duty in duties_of(user):
            door, key = subject_of(duty)
            assert door.visible_to(user).filter(pk=key).exists(), (user, duty)
            seen.add(duty.pk)
    open_ = Duty.objects.filter(closed_at=None)
    assert seen == set(open_.values_list("pk", flat=True))


def test_whoever_is_told_of_somebody_sees_them(crowd):
    shown = Message.objects.exclude(state=State.SUPERSEDED).select_related("to")
    named = [message for message in shown if message.facts.get("name")]
    assert {m.kind for m in named} >= {"membership-opened", "screening-more-asked"}
    for message in named:
        assert message.facts["name"] in theirs(message.to), message


# Of the places themselves, what is another's.
HIDDEN = {
    "mentor": ("远间", "远洲基地", "远师傅"),
    "far_mentor": ("星选一间", "育英基地", "郭师傅"),
    "manager": ("远间", "远队"),
    "far_manager": ("星选一间", "一队"),
}


ENDS = "(?![零一二三四五六七八九])"  # people are called by their number
PAGES = {
    *("/", "/candidates/", "/team/", "/trials/", "/trials/?when=past"),
    *("/rooms/", "/shifts/", "/inbox/"),
}


def test_no_page_names_anybody_of_another_place(client, crowd):
    crowd.studio.shift()
    names = set(Candidate.objects.values_list("person__name", flat=True))
    opened = set()
    for who in ("lin", "mei", *HIDDEN):
        user = crowd.world.people[who]
        client.force_login(user)
        for path in PAGES:
            response = client.get(path)
            if response.status_code == 200:
                opened.add(path)
                hidden = {*HIDDEN.get(who, ()), *names - theirs(user)}
                named = [
                    name for name in hidden if re.search(name + ENDS, response.text)
                ]
                assert not named, (who, path)
    assert opened == PAGES


def test_a_mentor_filters_by_the_colleges_of_the_own_trials(client, places):
    world = places.world
    places.trial(places.studio.room)
    candidate = world.candidate("competing", campus=world.other)
    slot = places.studio.slot(9, room=places.room)
    places.studio.trial(candidate=candidate, slot=slot)
    offered = {}
    for who in ("mentor", "far_mentor", "manager", "far_manager", "office"):
        client.force_login(world.people[who])
        form = client.get("/trials/").context["form"]
        offered[who] = set(form.fields["campus"].queryset)
    own, other = {world.campus}, {world.other}
    assert offered == {
        "mentor": own,
        "far_mentor": other,
        "manager": own,
        "far_manager": other,
        "office": own | other,
    }


def test_who_is_waited_for_is_said_with_the_place(client, places):
    trial = places.trial(places.room)
    client.force_login(places.world.office)
    text = client.get("/candidates/", {"q": trial.candidate.person.name}).text
    assert "带教·远洲基地" in text
