"""Releasing a round: as seen, whole, told to all; the reserve; appeals."""

import pytest

from candidates.register.models import Candidate
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import GuestMessage, Message
from tests.story import leaving
from tests.training.racing.raced import ABOVE, BELOW, NEAR, WHY, Raced, client
from training.course import actions as course
from training.racing import actions, tasks
from training.trials.actions import reopen_round

UP = {"reason": "有人退出，按顺序递补"}
AWAYS = (ABOVE, -NEAR, BELOW)


@pytest.fixture
def raced(world) -> Raced:
    return Raced(world, AWAYS)


@pytest.fixture
def last(world) -> Raced:
    return Raced(world, [ABOVE, -0.2, -0.4, BELOW], is_last=True)


def kinds(model) -> set[str]:
    return set(model.objects.values_list("kind", flat=True))


def test_a_round_is_released_exactly_as_it_was_seen(raced):
    raced.everybody()
    url = f"{raced.url}release/"
    page = client(raced.world.office).get(url)
    shown = sum(len(group["rows"]) for group in page.context["groups"])
    assert shown == 3 and not page.context["blocked"]
    before = page.context["seen"]
    raced.decide(1, outcome="through", ground="promise", reason="进步很快")
    late = client(raced.world.office).post(url, {"seen": before})
    assert late.status_code == 409 and raced.states() == ["competing"] * 3
    done = client(raced.world.office).post(url, {"seen": late.context["seen"]})
    assert done.status_code == 302
    assert raced.states() == ["competing", "competing", "eliminated"]
    raced.round.refresh_from_db()
    assert not raced.round.is_open
    again = client(raced.world.office).post(url, {"seen": late.context["seen"]})
    assert again.status_code == 409


def test_everybody_and_their_colleges_are_told(raced):
    raced.everybody()
    before = set(GuestMessage.objects.values_list("pk", flat=True))
    raced.release()
    told_now = GuestMessage.objects.exclude(pk__in=before)
    own = dict(told_now.values_list("key", "kind"))
    first, _second, third = (one.pk for one in raced.people)
    assert own[first] == "own-round" and own[third] == "own-decision"
    assert kinds(Message) >= {"round-released", "training-released"}
    told = GuestMessage.objects.get(kind="own-round", key=first)
    assert told.facts["outcome"] == "through" and told.facts["reason"] == WHY
    left = Candidate.objects.get(pk=third)
    assert (left.stage, left.left_reason_id) == ("left", "not_selected")


def test_a_round_is_released_whole(raced):
    raced.decide(0)
    with pytest.raises(Refused, match="race-undecided"):
        raced.release()
    raced.everybody()
    raced.stand([ABOVE, -NEAR, BELOW])
    with pytest.raises(Refused, match="race-older-standing"):
        raced.release()
    raced.round.extra_slots = 1
    raced.round.save()
    raced.everybody()
    with pytest.raises(Refused, match="race-extra-open"):
        raced.release()


def test_no_more_are_released_than_there_are_places(raced):
    raced.everybody()
    actions.set_places(
        actor=raced.world.office,
        pk=raced.round.pk,
        direction=raced.people[0].direction,
        campus=raced.world.campus,
        places=0,
    )
    with pytest.raises(Refused, match="race-outdated"):
        raced.release()
    raced.stand(AWAYS)
    raced.everybody()
    raced.decide(0, outcome="through", ground="promise")
    with pytest.raises(Refused, match="race-overfull"):
        raced.release()


def test_who_leaves_before_the_release_is_told_nothing_of_it(raced):
    raced.everybody()
    left = raced.enrolment(1)
    leaving(course.leave)(actor=raced.world.office, ids=[left.pk])
    raced.release()
    assert raced.decision(1).released_at is None


def test_after_the_last_round_the_qualified_can_be_signed(last):
    last.everybody()
    last.release()
    assert last.states() == ["qualified", "competing", "competing", "eliminated"]
    duties = Duty.objects.filter(candidate_key=last.people[0].pk, closed_at=None)
    codes = set(duties.values_list("code", flat=True))
    assert "contract-open" in codes and "training-decide" not in codes
    assert [last.decision(n).reserve_place for n in (1, 2)] == [1, 2]
    told = GuestMessage.objects.get(kind="own-round", key=last.people[2].pk)
    assert told.facts["place"] == 2


def move_up(last: Raced, number: int) -> None:
    given = {"actor": last.world.office, "pk": last.round.pk}
    actions.move_up(**given, candidate=last.people[number].pk, **UP)


def test_the_reserve_moves_up_in_order_once_a_place_falls_free(last):
    last.everybody()
    last.release()
    tasks.ask_to_move_up()
    assert not Duty.objects.filter(code="round-move-up").exists()
    with pytest.raises(Refused, match="waitlist-turn"):
        move_up(last, 1)
    gone = last.enrolment(0)
    leaving(course.leave)(actor=last.world.office, ids=[gone.pk])
    tasks.ask_to_move_up()
    asked = Duty.objects.get(code="round-move-up", closed_at=None)
    assert asked.candidate_key == last.people[1].pk
    with pytest.raises(Refused, match="waitlist-turn"):
        move_up(last, 2)
    page = client(last.world.office).get(f"{last.url}reserve/")
    assert page.context["lists"][0]["next"].candidate_id == last.people[1].pk
    key = last.people[1].pk
    done = client(last.world.office).post(
        f"{last.url}reserve/move-up/", {"candidate": key, f"{key}-reason": "递补"}
    )
    assert done.status_code == 302
    assert last.states()[1:] == ["qualified", "competing", "eliminated"]
    assert last.decision(1).ground == "freed"
    tasks.ask_to_move_up()
    assert not Duty.objects.filter(code="round-move-up", closed_at=None).exists()
    actions.end_reserve(actor=last.world.office, pk=last.round.pk, reason="名额已满")
    assert last.states()[2] == "eliminated"


def test_an_appeal_is_decided_anew_and_nobody_else_changes(raced):
    raced.everybody()
    raced.release()
    office = raced.world.office
    reopen_round(actor=office, pk=raced.round.pk, reason="更正 GMV")
    raced.stand([ABOVE, BELOW, NEAR * 5 + 1])
    page = client(office).get(raced.url)
    turned = {
        one.row.racer.candidate_id for one in page.context["affected"] if one.turned
    }
    assert turned == {raced.people[2].pk}
    assert raced.states() == ["competing", "eliminated", "eliminated"]
    appealed = raced.enrolment(2)
    course.appeal(actor=office, ids=[appealed.pk], reason="战报录错")
    with pytest.raises(Refused, match="release-moved"):
        raced.release()
    raced.decide(2, outcome="through", ground="appeal", reason="战报更正后达标")
    before, now = raced.people[2].decisions.order_by("pk")
    assert (before.outcome, now.outcome) == ("out", "through")
    assert before.superseded_at and before.released_at and not now.released_at
    assert raced.release() == 1
    assert raced.states() == ["competing", "eliminated", "competing"]
    assert raced.decision(0).standing.number == 1


def test_released_words_change_only_once_the_round_is_open_again(raced):
    raced.everybody()
    raced.release()
    with pytest.raises(Refused, match="round-closed"):
        raced.decide(0, outcome="out", ground="other")


@pytest.mark.parametrize("name", ["lin", "mentor", "manager", "signing", "nobody"])
def test_nobody_else_releases(raced, name):
    raced.everybody()
    person = raced.world.people.get(name) or raced.world.user("nobody", "无名")
    answer = client(person).post(f"{raced.url}release/", {"seen": raced.seen()})
    assert answer.status_code in (403, 404)
    assert raced.states() == ["competing"] * 3


def test_the_software_may_too(raced):
    raced.everybody()
    assert raced.release(actor=SYSTEM) == 3


def to_do(raced: Raced, code: str) -> set[int]:
    open_ones = Duty.objects.filter(code=code, closed_at=None)
    return set(open_ones.values_list("candidate_key", flat=True))


def test_who_is_decided_on_is_to_be_released_and_not_to_be_decided(last):
    first, _second, _third, out = (one.pk for one in last.people)
    assert to_do(last, "training-decide") >= {first, out}
    last.everybody()
    assert not to_do(last, "training-decide") & {first, out}
    assert to_do(last, "training-release") == {first, out}
    last.decide(3, outcome="reserve", ground="promise", reason="进步很快")
    assert out in to_do(last, "training-decide")
    assert to_do(last, "training-release") == {first}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_rehearsal_names_each_with_what_they_will_be_told(raced, language):
    raced.everybody()
    office = client(raced.world.office)
    office.cookies["django_language"] = language
    page = office.get(f"{raced.url}release/")
    for group in page.context["groups"]:
        section = page.text.partition(f"{group['label']}</span>")[2]
        section = section.partition("</section>")[0]
        for row in group["rows"]:
            assert row.racer.candidate.person.name in section
            assert row.decision.reason in section
    rows = [row for group in page.context["groups"] for row in group["rows"]]
    assert len(rows) == len(raced.people)
