"""Log-ins switched off and on, and open work handed over."""

from functools import partial

import pytest
from django.contrib.sessions.models import Session

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Application, Role, RoleGrant, User
from spark.accounts.people import actions, leaving, queries
from spark.accounts.second_factor import is_set_up
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message, State
from tests.spark.accounts.letters import letters_to, set_up_second_factor
from tests.story import at_once, last_event, messages_sent, outcome, record_of, who_may
from tests.world import World

OUTSIDE = {"lin", "mei", "reviewer", "signing", "manager", "mentor", "nobody"}


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def in_review(world) -> Screening:
    """A screening the reviewer has taken up."""
    candidate = world.candidate("waiting")
    record = record_of(Screening, candidate)
    screening.open_review(actor=world.reviewer, ids=[record.pk])
    record.refresh_from_db()
    return record


@pytest.fixture
def other_reviewer(world) -> User:
    return world.user("second", "许评审", Role.REVIEWER)


def disable(world: World, person: User, successor: User | None = None, **given):
    leaving.disable(
        actor=given.get("actor", world.office),
        pk=person.pk,
        successor_id=successor.pk if successor else None,
        reason="调离",
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, pk: actions.invite_again(actor=actor, pk=pk),
        lambda actor, pk: actions.grant_role(actor=actor, pk=pk, role=Role.SIGNING),
        lambda actor, pk: leaving.disable(actor=actor, pk=pk, reason="调离"),
        lambda actor, pk: leaving.hand_over(
            actor=actor, pk=pk, successor_id=pk, reason="调离"
        ),
    ],
)
def test_people_are_the_offices_and_exist_for_nobody_else(world, act):
    tried = who_may(world, lambda actor: act(actor, world.nobody.pk))
    assert set().union(*tried.values()) == {"office"}


# Switching off ----------------------------------------------------------------------


def test_without_open_work_nobody_needs_to_take_over(world, client):
    client.force_login(world.lin)
    disable(world, world.lin)
    assert not fresh(world.lin).is_active
    assert client.get("/candidates/").status_code == 302
    assert last_event(fresh(world.lin)) == {
        "verb": "people.disable",
        "actor": world.office.pk,
        "reason": "调离",
    }
    assert messages_sent() == {("switched-off", "lin")}


def test_sessions_end_at_once(world, client):
    client.post("/accounts/login/", {"login": "lin@test.spark", "password": "pw"})
    assert Session.objects.exists()
    disable(world, world.lin)
    assert not Session.objects.exists()


def test_open_work_needs_a_successor(world, in_review):
    with pytest.raises(Refused) as refused:
        disable(world, world.reviewer)
    assert (refused.value.code, refused.value.facts) == (
        "successor-needed",
        {"count": 1},
    )
    assert fresh(world.reviewer).is_active


def test_screenings_and_duties_go_to_the_successor_in_one_step(
    world, in_review, other_reviewer
):
    Duty.objects.create(
        code="screening-review",
        subject="screening:0",
        about="陈语桐",
        role=Role.REVIEWER,
        person=world.reviewer,
        due_at=clock.now(),
        url="/",
    )
    disable(world, world.reviewer, other_reviewer)
    in_review.refresh_from_db()
    assert in_review.reviewer == other_reviewer
    assert Duty.objects.get(subject="screening:0").person == other_reviewer
    assert not fresh(world.reviewer).is_active
    assert ("work-handed-over", "second") in messages_sent()
    assert last_event(in_review)["verb"] == "people.disable"


def test_decided_screenings_keep_their_reviewer(world, in_review, other_reviewer):
    ids = [in_review.pk]
    screening.decide(actor=world.office, ids=ids, decision="passed", reason="好")
    screening.release(actor=world.office, ids=ids)
    disable(world, world.reviewer)
    in_review.refresh_from_db()
    assert in_review.reviewer == world.reviewer


@pytest.mark.parametrize("name", ["lin", "office", "nobody"])
def test_a_successor_holds_the_same_role(world, in_review, name):
    successor = world.people[name]
    if name == "office":
        successor = world.user("colleague", "汤若水", Role.OFFICE)
    assert (
        outcome(lambda: disable(world, world.reviewer, successor)) == "successor-unfit"
    )
    in_review.refresh_from_db()
    assert in_review.reviewer == world.reviewer
    assert fresh(world.reviewer).is_active


def test_a_barred_successor_undoes_everything(world, in_review):
    barred = world.user("barred", "本校评审", Role.REVIEWER, world.campus)
    Duty.objects.create(
        code="screening-review",
        subject="screening:0",
        about="陈语桐",
        role=Role.REVIEWER,
        person=world.reviewer,
        due_at=clock.now(),
        url="/",
    )
    act = partial(disable, world, world.reviewer, barred)
    assert outcome(act) == "successor-barred"
    assert fresh(world.reviewer).is_active
    assert Duty.objects.get(subject="screening:0").person == world.reviewer


def test_a_coordinators_successor_is_of_the_same_campus(world):
    both = world.user("both", "两校", Role.COORDINATOR, world.campus, world.other)
    world.user("off", "离职", Role.COORDINATOR, world.campus, is_active=False)
    assert queries.successors(world.lin, {Role.COORDINATOR}) == [both]
    assert queries.successors(both, {Role.COORDINATOR}) == []


def test_what_waits_for_somebody_switched_off_is_not_sent(world):
    world.candidate("in_review")
    actions.grant_role(actor=world.office, pk=world.lin.pk, role=Role.REVIEWER)
    disable(world, world.lin)
    waiting = Message.objects.filter(to=world.lin, state=State.WAITING)
    assert set(waiting.values_list("kind", flat=True)) == {"switched-off"}


def test_a_campus_system_is_untouched(world, client):
    service = world.user("api", "教务系统", Role.CLIENT, world.campus)
    Application.objects.create(
        client_id="zjyy", campus=world.campus, service_user=service
    )
    disable(world, world.lin)
    assert fresh(service).is_active
    assert outcome(lambda: disable(world, service)) == "404"


def test_work_can_be_handed_over_while_somebody_stays(world, in_review, other_reviewer):
    leaving.hand_over(
        actor=world.office,
        pk=world.reviewer.pk,
        successor_id=other_reviewer.pk,
        reason="产假",
    )
    in_review.refresh_from_db()
    assert in_review.reviewer == other_reviewer
    assert fresh(world.reviewer).is_active


def test_two_of_the_office_cant_switch_each_other_off_at_once(transactional_db):
    world = World()
    other = world.user("colleague", "汤若水", Role.OFFICE)
    said = at_once(
        lambda: disable(world, other, actor=fresh(world.office)),
        lambda: disable(world, world.office, actor=fresh(other)),
    )
    assert said in (["404", "done"], ["done", "not-your-role"])
    assert RoleGrant.objects.filter(role=Role.OFFICE, user__is_active=True).count() == 1


# Coming back ------------------------------------------------------------------------


def test_switched_on_somebody_logs_in_as_before(world, client):
    disable(world, world.lin)
    leaving.enable(actor=world.office, pk=world.lin.pk, reason="回来了")
    assert client.login(email="lin@test.spark", password="pw")
    assert ("switched-on", "lin") in messages_sent()


def test_who_never_joined_can_only_be_invited_again(world):
    person = actions.invite(
        actor=world.office, email="x@test.spark", name="新人", language="en", grants=[]
    )
    actions.withdraw_invitation(actor=world.office, pk=person.pk, reason="x")
    act = partial(leaving.enable, actor=world.office, pk=person.pk, reason="x")
    assert outcome(act) == "state-moved"


def test_invited_anew_password_codes_and_sessions_are_void(world, client):
    client.post("/accounts/login/", {"login": "lin@test.spark", "password": "pw"})
    set_up_second_factor(world.lin)
    actions.invite_again(actor=world.office, pk=world.lin.pk, reason="手机丢了")
    lin = fresh(world.lin)
    assert not lin.has_usable_password()
    assert not is_set_up(lin)
    assert not Session.objects.exists()
    assert len(letters_to("lin@test.spark")) == 1


def test_the_verbs_about_people_are_no_colleges_business():
    about = [verb for name, verb in trail.TITLES.items() if name.startswith("people.")]
    assert about
    assert all(verb.internal for verb in about)
