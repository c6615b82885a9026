"""Who judges, what a card takes, when others see it, and what it comes to."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from candidates.screening.models import Absence
from spark.accounts.models import Role, RoleGrant
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.story import outcome, who_may
from tests.training.judging.judging import judged, lock, marks, panel, write
from tests.training.trials.studio import Studio
from training.judging import actions, queries
from training.judging.access import JUDGEMENTS
from training.judging.actions import Sent
from training.judging.models import JudgeMark, Judgement
from training.trials import actions as trials
from training.trials.models import Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def open_duties(code: str) -> set:
    rows = Duty.objects.filter(code=code, closed_at=None)
    return set(rows.values_list("subject", "role", "person"))


def test_two_judges_get_a_card_a_duty_and_a_message(studio):
    people = [studio.world.mentor, studio.world.reviewer]
    trial, cards = judged(studio)
    cards.sort(key=lambda card: card.judge != studio.world.mentor)
    assert [card.judge for card in cards] == people
    assert {card.card.use for card in cards} == {"trials"}
    assert open_duties("judging-mark") == {
        (f"judgement:{cards[0].pk}", "mentor", people[0].pk),
        (f"judgement:{cards[1].pk}", "reviewer", people[1].pk),
    }
    due = Duty.objects.filter(code="judging-mark").values_list("due_at", flat=True)
    assert set(due) == {trial.during.upper + timedelta(hours=1)}
    told = Message.objects.filter(kind="judging-assigned").values_list("to", flat=True)
    assert set(told) == {person.pk for person in people}


def test_nobody_judges_people_of_their_college_or_is_in_two_rooms(studio):
    world = studio.world
    RoleGrant.objects.create(
        user=world.reviewer, role=Role.COORDINATOR, campus=world.campus
    )
    panel(world)
    _trial, cards = judged(studio)
    assert world.reviewer not in {card.judge for card in cards}
    other = studio.trial(slot=studio.slot(room=studio.live_room("星选二间")))
    act = partial(actions.assign_judges, actor=SYSTEM, ids=[other.pk])
    assert outcome(act) == "judges-missing"


def test_cards_are_shared_evenly_and_who_is_away_gets_none(studio):
    world = studio.world
    panel(world, 3)
    day = studio.day(2)
    Absence.objects.create(reviewer=world.reviewer, starts_on=day, ends_on=day)
    clocks = ("08:30", "10:00", "11:30")
    ids = [studio.trial(slot=studio.slot(2, clock)).pk for clock in clocks]
    done = actions.assign_judges(actor=SYSTEM, ids=ids)
    assert (sorted(done.loads.values()), done.short) == ([2, 2, 2], [])
    assert world.reviewer.name not in done.loads


def test_where_there_is_one_judge_the_office_is_asked_for_another(studio):
    RoleGrant.objects.filter(user=studio.world.reviewer).delete()
    trial, cards = judged(studio, "planned")
    assert [card.judge for card in cards] == [studio.world.mentor]
    assert open_duties("judging-short") == {(f"trial:{trial.pk}", "office", None)}
    name = partial(actions.name_judge, actor=studio.world.office, pk=trial.pk)
    assert outcome(partial(name, judge=studio.world.lin)) == "judge-barred"
    assert outcome(partial(name, judge=studio.world.mentor)) == "judge-had-it"
    name(judge=studio.world.office)
    assert not open_duties("judging-short")


def test_who_recuses_is_replaced(studio):
    everybody = {*panel(studio.world, 2), studio.world.reviewer}
    _trial, (first, second) = judged(studio)
    actions.recuse(actor=first.judge, ids=[first.pk], reason="认识")
    act = partial(actions.recuse, actor=first.judge, ids=[second.pk], reason="认识")
    assert outcome(act) == "404"
    now = Judgement.objects.filter(state="assigned")
    assert {card.judge for card in now} == everybody - {first.judge}
    assert Duty.objects.filter(code="judging-mark", closed_at=None).count() == 2


def test_what_comes_late_or_twice_changes_nothing(studio):
    panel(studio.world)
    _trial, (card, _other) = judged(studio)
    send = partial(write, card)
    send(value=2, sent=Sent("a", 10))
    send(value=2, sent=Sent("a", 10))
    send(value=5, sent=Sent("b", 12))
    assert outcome(partial(send, value=1, sent=Sent("a", 11))) == "judging-older"
    assert set(card.marks.values_list("value", flat=True)) == {5}
    assert card.sequence == 12
    lock(card, 3, sent=Sent("b", 13))
    lock(card, 3, sent=Sent("b", 13))
    assert outcome(partial(lock, card, sent=Sent("b", 14))) == "state-moved"
    assert outcome(partial(send, sent=Sent("a", 15))) == "state-moved"
    assert set(card.marks.values_list("value", flat=True)) == {3}


def test_a_card_is_marked_only_by_its_judge_once_the_trial_may_be_on_air(studio):
    panel(studio.world)
    trial, (card, other) = judged(studio)
    early = trial.during.lower - timedelta(minutes=31)
    assert outcome(partial(write, card, at=early)) == "judging-too-early"
    assert outcome(partial(write, card, actor=other.judge)) == "404"
    office = studio.world.office
    assert outcome(partial(write, card, actor=office)) == "not-your-role"
    few = dict(list(marks(card).items())[:-1])
    assert outcome(partial(lock, card, marks=few)) == "marks-missing"
    trials.close_round(actor=SYSTEM, pk=studio.round.pk)
    assert outcome(partial(write, card)) == "round-closed"


def test_marks_come_into_history_and_stay_once_locked(studio):
    panel(studio.world)
    _trial, (card, _other) = judged(studio)
    (history,) = set(JudgeMark.pgh_event_models.values())
    write(card, value=2)
    assert not history.objects.exists()
    lock(card)
    assert history.objects.count() == card.marks.count()
    with pytest.raises(DatabaseError), transaction.atomic():
        card.marks.update(value=1)
    actions.reopen(actor=studio.world.office, ids=[card.pk], reason="填错一栏")
    card.refresh_from_db()
    assert card.state == "open"
    open_now = {subject for subject, _role, _who in open_duties("judging-mark")}
    assert f"judgement:{card.pk}" in open_now


def test_others_cards_are_seen_once_all_are_in(studio):
    panel(studio.world)
    _trial, (first, second) = judged(studio)
    lock(first)
    for viewer, pk in ((first.judge, second.pk), (second.judge, first.pk)):
        with pytest.raises(Http404):
            JUDGEMENTS.get(viewer, pk)
    lock(second)
    assert JUDGEMENTS.get(first.judge, second.pk) == second
    assert JUDGEMENTS.get(second.judge, first.pk) == first
    actions.reopen(actor=SYSTEM, ids=[second.pk], reason="填错一栏")
    with pytest.raises(Http404):
        JUDGEMENTS.get(first.judge, second.pk)


def test_scores_are_there_once_all_are_in_or_judging_is_closed(studio):
    panel(studio.world)
    trial, (first, second) = judged(studio)
    lock(first, 4)
    assert queries.scores_of([trial.pk]) == {}
    lock(second, 3)
    found = queries.scores_of([trial.pk])[trial.pk]
    assert set(found) == {(str(first.judge_id), 4.0), (str(second.judge_id), 3.0)}
    actions.reopen(actor=SYSTEM, ids=[second.pk], reason="填错一栏")
    end = partial(actions.end_judging, actor=SYSTEM, pk=trial.pk, reason="联系不上")
    end()
    assert queries.scores_of([trial.pk]) == {trial.pk: ((str(first.judge_id), 4.0),)}
    assert outcome(end) == "judging-nobody"


def test_what_somebody_was_judged_by_is_told_by_criterion_after_the_round(studio):
    panel(studio.world)
    trial, (first, second) = judged(studio)
    lock(first, 4, marks=marks(first, 4, voice=1))
    lock(second, 4, marks=marks(second, 4, voice=2, style=0))
    own = trial.candidate_id
    assert queries.criteria_of([own]) == {}
    trials.close_round(actor=SYSTEM, pk=studio.round.pk)
    lowest = queries.criteria_of([own])[own][0]
    assert (lowest.criterion.code, lowest.mean, lowest.marks) == ("voice", 1.5, 2)
    style = [
        one for one in queries.criteria_of([own])[own] if one.criterion.code == "style"
    ]
    assert (style[0].mean, style[0].marks) == (4, 1)


def test_what_isnt_held_is_judged_by_nobody(studio):
    panel(studio.world)
    trial, _cards = judged(studio, "confirmed")
    trials.cancel(actor=SYSTEM, ids=[trial.pk], reason="考试")
    assert actions.tidy(actor=SYSTEM, at=trial.during.lower) == 2
    assert not open_duties("judging-mark")
    assert actions.tidy(actor=SYSTEM, at=trial.during.lower) == 0


OFFICE_VERBS = {
    "assign-judges": lambda trial, cards: partial(
        actions.assign_judges, ids=[trial.pk]
    ),
    "end-judging": lambda trial, cards: partial(
        actions.end_judging, pk=trial.pk, reason="联系不上"
    ),
    "take": lambda trial, cards: partial(
        actions.take_from_judge, ids=[cards[0].pk], reason="换人"
    ),
}


@pytest.mark.parametrize("verb", OFFICE_VERBS)
def test_the_offices_verbs_are_its_own(studio, verb):
    panel(studio.world)
    trial, cards = judged(studio)
    found = who_may(studio.world, OFFICE_VERBS[verb](trial, cards))
    assert found["done"] == {"office"}
    assert "lin" not in found.get("done", set())


def test_a_trial_of_a_closed_round_gets_no_judge(studio):
    panel(studio.world)
    trial = studio.trial("finished")
    trials.close_round(actor=SYSTEM, pk=studio.round.pk)
    act = partial(actions.assign_judges, actor=SYSTEM, ids=[trial.pk])
    assert outcome(act) == "round-closed"
    assert not Trial.objects.get(pk=trial.pk).judgements.exists()


def test_a_refusal_leaves_no_card(studio):
    trial = studio.trial()
    RoleGrant.objects.filter(role__in=[Role.MENTOR, Role.REVIEWER]).delete()
    with pytest.raises(Refused):
        actions.assign_judges(actor=SYSTEM, ids=[trial.pk])
    assert not Judgement.objects.exists()
