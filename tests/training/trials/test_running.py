"""What becomes of a trial: every verb, what it leads to, and whose it is."""

from functools import partial

import pytest

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.story import (
    at_once,
    duties,
    last_event,
    leaving,
    message_keys,
    messages_sent,
    outcome,
    possible,
    record_of,
    who_may,
)
from tests.training.trials.studio import Studio
from tests.training.trials.verbs import CASES, NUMBERS, because, later, open_about
from tests.world import World, papers
from training.course import actions as course
from training.course.models import Enrolment
from training.judging.actions import enter_live_figures, report_incident
from training.judging.stages import Kind
from training.standings.actions import enter_result
from training.standings.models import Result
from training.trials import actions
from training.trials.models import Trial

CONFIRM = {("trial-confirm", "coordinator")}


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


VERBS = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def stands(trial: Trial) -> tuple[str, str]:
    """Its state, and its viewers once they are entered."""
    trial.refresh_from_db()
    entered = Result.objects.filter(trial=trial).first()
    return trial.state, str(entered.viewers) if entered else ""


@VERBS
def test_a_verb_leads_on_and_tells_and_asks(studio, case):
    trial = studio.trial(case.start)
    before = message_keys()
    case.act(actor=SYSTEM, ids=[trial.pk])
    assert stands(trial) == case.leads
    assert open_about(trial) == case.duties
    assert messages_sent(before) == case.messages


@VERBS
def test_a_verb_is_for_its_roles(studio, case):
    trial = studio.trial(case.start)
    assert who_may(studio.world, partial(case.act, ids=[trial.pk])) == {
        "done": case.may,
        "not-your-role": case.sees,
    }


def test_in_each_state_only_its_verbs_are_possible(studio):
    clocks = ["07:00", "08:30", "10:00", "11:30", "13:00", "14:30", "16:00", "17:30"]
    states = [
        *("planned", "confirmed", "live", "finished"),
        *("aborted", "cancelled", "no_show", "against"),
    ]
    found = {
        state: possible(CASES, studio.trial(state, slot=studio.slot(2, clock)).pk)
        for state, clock in zip(states, clocks, strict=True)
    }
    assert found == {
        "planned": {"confirm", "no-show", "cancel", "decline"},
        "confirmed": {"go-live", "no-show", "cancel", "decline"},
        "live": {"finish", "take-back", "abort", "enter-live-figures"},
        "finished": {"enter-result"},
        "aborted": set(),
        "cancelled": set(),
        "no_show": set(),
        "against": {"confirm", "no-show", "cancel", "decline", "let-stand"},
    }


def test_nobody_is_on_air_or_missing_before_the_time(studio):
    trial = studio.trial("confirmed")
    given = {"actor": SYSTEM, "ids": [trial.pk]}
    early = studio.time(2, "09:29")
    assert outcome(partial(actions.go_live, at=early, **given)) == "trial-too-early"
    act = partial(because(actions.no_show), at=studio.time(2, "09:59"), **given)
    assert outcome(act) == "trial-too-early"
    actions.go_live(at=studio.time(2, "09:30"), **given)
    assert stands(trial)[0] == "live"


def test_a_trial_starts_only_once_it_is_confirmed_and_until_its_slot_is_over(studio):
    trial = studio.trial("planned")
    go = partial(actions.go_live, actor=SYSTEM, ids=[trial.pk])
    assert outcome(partial(go, at=studio.time(2, "10:00"))) == "trial-unconfirmed"
    actions.confirm(actor=SYSTEM, ids=[trial.pk])
    assert outcome(partial(go, at=studio.time(2, "11:00"))) == "trial-too-late"
    go(at=studio.time(2, "10:59"))
    assert stands(trial)[0] == "live"


def test_a_trial_that_ends_before_half_its_time_needs_a_reason(studio):
    trial = studio.trial("live")
    finish = partial(actions.finish, actor=SYSTEM, ids=[trial.pk])
    early = studio.time(2, "10:29")
    assert outcome(partial(finish, at=early)) == "trial-short"
    finish(at=early, reason="样品没有到")
    assert stands(trial)[0] == "finished"
    assert last_event(trial)["reason"] == "样品没有到"


def test_after_half_its_time_a_trial_ends_without_a_reason(studio):
    trial = studio.trial("live")
    actions.finish(actor=SYSTEM, ids=[trial.pk], at=studio.time(2, "10:30"))
    assert stands(trial)[0] == "finished"


def test_a_start_pressed_by_mistake_is_taken_back(studio):
    trial = studio.trial("live")
    back = partial(actions.take_back, actor=studio.world.mentor, ids=[trial.pk])
    assert outcome(partial(back, at=studio.time(2, "10:10"))) == "trial-has-begun"
    back(at=studio.time(2, "10:09"))
    trial.refresh_from_db()
    assert (trial.state, trial.went_live_at) == ("confirmed", None)
    assert last_event(trial)["verb"] == "trials.take-back"
    actions.go_live(actor=SYSTEM, ids=[trial.pk], at=studio.time(2, "10:12"))


@pytest.mark.parametrize("noted", ["figures", "incident"])
def test_a_start_of_which_something_is_noted_stays(studio, noted):
    trial = studio.trial("live")
    at = studio.time(2, "10:05")
    if noted == "figures":
        enter_live_figures(actor=SYSTEM, pk=trial.pk, viewers=4100, at=at)
    else:
        given = {"kind": Kind.values[0], "text": "念错了价格", "happened_at": at}
        report_incident(actor=SYSTEM, pk=trial.pk, at=at, **given)
    back = partial(actions.take_back, actor=SYSTEM, ids=[trial.pk], at=at)
    assert outcome(back) == "trial-has-begun"


def test_the_slots_mentor_owes_the_result(studio):
    mentor = studio.world.mentor
    trial = studio.trial("finished", slot=studio.slot(mentor=mentor))
    duty = Duty.objects.get(code="trial-result")
    assert (duty.person, duty.role, duty.base) == (
        mentor,
        Role.MENTOR,
        studio.room.base,
    )
    assert duty.url == f"/trials/{trial.pk}/"


def test_a_result_can_be_corrected_until_the_round_is_closed(studio):
    trial = studio.trial("finished")
    enter = partial(enter_result, actor=studio.world.mentor, pk=trial.pk)
    enter(numbers=NUMBERS)
    enter(numbers=NUMBERS | {"viewers": 3900, "judges_score": 4})
    entered = Result.objects.get()
    assert (entered.viewers, entered.judges_score) == (3900, 4)
    assert entered.entered_by == studio.world.mentor
    (history, *_) = Result.pgh_event_models.values()
    assert sorted(history.objects.values_list("viewers", flat=True)) == [3900, 4100]
    actions.close_round(actor=studio.world.office, pk=studio.round.pk)
    assert outcome(partial(enter, numbers=NUMBERS)) == "round-closed"
    actions.reopen_round(
        actor=studio.world.office, pk=studio.round.pk, reason="回流数据有误"
    )
    assert outcome(partial(enter, numbers=NUMBERS)) == "done"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"average_watch_seconds": 3601}, "result-too-long"),
        ({"views": 4099}, "result-contradicts"),
        ({"buyers": 10, "orders": 9}, "result-contradicts"),
        ({"buyers": 10, "product_clickers": 9}, "result-contradicts"),
        ({"interacting_viewers": 4101}, "result-contradicts"),
    ],
)
def test_numbers_that_cannot_be_are_refused(studio, wrong, said):
    trial = studio.trial("finished")
    act = partial(
        enter_result,
        actor=SYSTEM,
        pk=trial.pk,
        numbers=NUMBERS | wrong,
    )
    assert outcome(act) == said


def test_a_round_with_trials_to_come_stays_open(studio):
    studio.trial()
    close = partial(actions.close_round, actor=studio.world.office, pk=studio.round.pk)
    assert outcome(close) == "round-unfinished"


def test_trials_of_who_left_or_rests_are_called_off(studio):
    clocks = ("09:00", "10:00", "11:00")
    gone, resting, stays = (studio.trial(slot=studio.slot(2, c)) for c in clocks)
    leaving(course.leave)(
        actor=SYSTEM, ids=[record_of(Enrolment, gone.candidate).pk], reason="升学"
    )
    incubation.suspend(
        actor=SYSTEM, ids=[record_of(Incubation, resting.candidate).pk], reason="考试"
    )
    before = message_keys()
    for _ in range(2):
        actions.cancel_of_left(actor=SYSTEM)
    assert [stands(trial)[0] for trial in (gone, resting, stays)] == [
        *("cancelled", "cancelled"),
        "planned",
    ]
    assert (open_about(gone), open_about(stays)) == (set(), CONFIRM)
    assert messages_sent(before) == {("trial-cancelled", "lin")}
    reasons = {last_event(trial)["reason"] for trial in (gone, resting)}
    assert len(reasons) == 2


def test_a_trial_after_an_internship_that_ends_sooner_now_is_called_off(studio):
    late, early = studio.trial(slot=studio.slot(9)), studio.trial(slot=studio.slot(2))
    for trial in (late, early):
        internship = record_of(Incubation, trial.candidate)
        names = ("starts_on", "agreement_on", "consent_on")
        kept = {name: getattr(internship, name) for name in names}
        sooner = papers(**kept, ends_on=studio.day(8))
        incubation.correct_papers(
            actor=SYSTEM, ids=[internship.pk], papers=sooner, reason="合同改期"
        )
    actions.cancel_of_left(actor=SYSTEM)
    assert (stands(late)[0], stands(early)[0]) == ("cancelled", "planned")


def test_two_at_once_are_not_both_right(transactional_db):
    studio = Studio(World())
    trial = studio.trial("confirmed")
    cancel = partial(because(actions.cancel), actor=SYSTEM, ids=[trial.pk])
    go = partial(later(actions.go_live), actor=SYSTEM, ids=[trial.pk])
    assert at_once(cancel, go) == ["done", "state-moved"]
    assert stands(trial)[0] in {"cancelled", "live"}


def test_a_trial_shows_in_the_candidates_story_and_a_draft_does_not(studio):
    trial = studio.trial("confirmed")
    assert duties(trial.candidate) == {("training-decide", "office")}
    assert last_event(trial)["verb"] == "trials.confirm"
