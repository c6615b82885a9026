"""Reviews: who is given whom, what is kept of a draft, and what two that differ do."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from candidates.register.models import Direction
from candidates.screening import actions, rules
from candidates.screening.actions import Written
from candidates.screening.models import Absence, Competence, Mark, Review, Scorecard
from candidates.screening.rules import Given
from candidates.screening.tasks import move_absent
from spark import clock
from spark.accounts.models import Role
from spark.changes.models import Change
from spark.duties.models import Duty
from spark.errors import Refused
from tests.candidates.screening.reviewing import given, lock, marks, panel

DRAFT = {"note": "", "seconds": 30}


def refused(act, **more) -> str:
    with pytest.raises(Refused) as found:
        act(**more)
    return found.value.code


def test_two_reviewers_each_evenly_and_never_of_the_college(world):
    panel(world, 4)
    own = world.user("own", "校内评审", Role.REVIEWER, world.campus)
    counts: dict[int, int] = {}
    for _ in range(4):
        record, reviews = given(world)
        assert (record.state, len(reviews)) == ("in_review", 2)
        for review in reviews:
            counts[review.reviewer_id] = counts.get(review.reviewer_id, 0) + 1
    assert own.pk not in counts and set(counts.values()) == {2}
    assert Duty.objects.filter(code="screening-mark", closed_at=None).count() == 8


def test_nobody_is_given_out_where_two_are_not_there(world):
    record = world.candidate("waiting").screening_set.get()
    said = refused(actions.assign, actor=world.office, ids=[record.pk])
    assert said == "reviewers-missing" and not Review.objects.exists()
    record.refresh_from_db()
    assert record.state == "waiting"


def test_a_reviewer_is_given_only_directions_that_are_theirs_while_there(world):
    first, second, third, away = panel(world, 4)
    other = Direction.objects.create(slug="video", name_zh="短视频", name_en="Video")
    Competence.objects.create(reviewer=first, direction=other)
    today = clock.today()
    Absence.objects.create(reviewer=away, starts_on=today, ends_on=today)
    _, reviews = given(world)
    assert {one.reviewer for one in reviews} == {second, third}


def test_a_draft_is_no_history_and_nothing_a_college_is_told(world):
    panel(world)
    record, (review, _) = given(world)
    before = record.updated_at, Change.objects.count()
    sent = {"actor": review.reviewer, "pk": review.pk, "marks": marks(review, 3)}
    for _ in range(2):
        actions.mark(**sent, **DRAFT)
    record.refresh_from_db()
    review.refresh_from_db()
    assert (record.updated_at, Change.objects.count()) == before
    assert review.state == "open" and review.marks.count() == 10
    assert not Mark.pgh_event_models["update"].objects.exists()
    lock(review, 3)
    events = Mark.pgh_event_models["update"].objects
    assert events.count() == 10 and set(events.values_list("value", flat=True)) == {3}


def test_what_is_not_marked_at_all_cannot_be_locked(world):
    panel(world)
    _, (review, _) = given(world)
    missing = marks(review) | {review.card.criteria.first().pk: Written(None, "好")}
    sent = {"actor": review.reviewer, "pk": review.pk, "marks": missing}
    assert refused(actions.lock, **sent, **DRAFT) == "marks-missing"
    lock(review, 0)
    assert review.state == "locked"


def test_a_locked_review_stays_as_it_is_until_the_office_opens_it(world):
    panel(world)
    _, (review, _) = given(world)
    lock(review)
    sent = {"actor": review.reviewer, "pk": review.pk, "marks": marks(review, 2)}
    assert refused(actions.mark, **sent, **DRAFT) == "state-moved"
    with pytest.raises(DatabaseError), transaction.atomic():
        review.marks.update(value=1)
    said = refused(
        actions.reopen, actor=review.reviewer, ids=[review.pk], reason="手误"
    )
    assert said == "not-your-role"
    actions.reopen(actor=world.office, ids=[review.pk], reason="手误")
    actions.mark(**sent, **DRAFT)
    assert set(review.marks.values_list("value", flat=True)) == {2}


@pytest.mark.parametrize(
    ("second", "third"),
    [({"value": 3}, False), ({"product": 2}, True), ({"compliance": 1}, True)],
)
def test_a_third_is_asked_where_two_differ(world, second, third):
    panel(world, 3)
    record, (one, two) = given(world)
    lock(one, 4, compliance=3)
    lock(two, **{"value": 4, "compliance": 3} | second)
    assert record.reviews.filter(third=True).exists() == third


def test_whoever_knows_the_candidate_is_followed_by_somebody_else(world):
    panel(world, 3)
    record, (review, other) = given(world)
    actions.recuse(actor=review.reviewer, ids=[review.pk], reason="教过此人")
    now = record.reviews.filter(state="assigned")
    assert now.count() == 2 and not now.filter(reviewer=review.reviewer).exists()
    with pytest.raises(Http404):
        actions.mark(actor=review.reviewer, pk=review.pk, marks={}, **DRAFT)
    actions.recuse(actor=other.reviewer, ids=[other.pk], reason="亲属")
    assert Duty.objects.filter(code="screening-assign", closed_at=None).exists()


def test_the_office_gives_a_review_to_whom_it_chooses(world):
    *_, spare = panel(world, 3)
    record, reviews = given(world)
    taken = {review.reviewer for review in reviews}
    free = next(user for user in {spare, *panel_of(world)} if user not in taken)
    sent = {"actor": world.office, "pk": reviews[0].pk, "reason": "请假"}
    had = refused(actions.reassign_review, reviewer=reviews[1].reviewer, **sent)
    assert had == "reviewer-had-it"
    own = world.user("own", "校内评审", Role.REVIEWER, world.campus)
    barred = refused(actions.reassign_review, reviewer=own, **sent)
    assert barred == "reviewer-barred"
    actions.reassign_review(reviewer=free, **sent)
    assert record.reviews.filter(reviewer=free, state="assigned").exists()


def panel_of(world) -> list:
    return [user for key, user in world.people.items() if key.startswith("judge")]


def test_what_is_open_moves_when_a_reviewer_is_away(world):
    panel(world, 3)
    record, (review, _) = given(world)
    today, week = clock.today(), timedelta(days=7)
    days = {"reviewer": review.reviewer, "starts_on": today, "ends_on": today + week}
    assert actions.note_absence(actor=world.office, **days) == 1
    review.refresh_from_db()
    assert review.state == "moved" and record.reviews.count() == 3
    wrong = days | {"ends_on": today - week}
    assert refused(actions.note_absence, actor=world.office, **wrong) == "absence-days"


def test_an_absence_to_come_moves_what_is_open_when_it_begins(world, time_machine):
    panel(world, 3)
    record, (review, other) = given(world)
    lock(other)
    first = clock.today() + timedelta(days=2)
    days = {"starts_on": first, "ends_on": first + timedelta(days=3)}
    sent = {"actor": world.office, "reviewer": review.reviewer} | days
    assert actions.note_absence(**sent) == 0
    move_absent()
    review.refresh_from_db()
    assert review.state == "assigned"
    time_machine.move_to(clock.now() + timedelta(days=2))
    move_absent()
    move_absent()
    review.refresh_from_db()
    assert (review.state, record.reviews.count()) == ("moved", 3)


def test_a_lock_that_is_opened_again_is_a_duty_again(world):
    panel(world)
    _, (review, _) = given(world)
    lock(review)
    own = Duty.objects.filter(person=review.reviewer, closed_at=None)
    assert not own.exists()
    actions.reopen(actor=world.office, ids=[review.pk], reason="手误")
    assert own.get().code == "screening-mark"


def test_what_isnt_locked_ends_with_the_decision(world):
    panel(world)
    record, (one, two) = given(world)
    lock(one)
    sent = {"decision": "rejected", "reason": "讲品需更多实证"}
    actions.decide(actor=world.office, ids=[record.pk], **sent)
    actions.release(actor=world.office, ids=[record.pk])
    two.refresh_from_db()
    assert two.state == "over"
    assert not Duty.objects.filter(code="screening-mark", closed_at=None).exists()


def test_the_office_writes_nothing_in_anothers_review(world):
    panel(world)
    _, (review, other) = given(world)
    sent = {"pk": review.pk, "marks": marks(review)}
    for actor in (world.office, world.lin):
        with pytest.raises((Refused, Http404)):
            actions.mark(actor=actor, **sent, **DRAFT)
    with pytest.raises(Http404):
        actions.mark(actor=other.reviewer, **sent, **DRAFT)


def test_a_card_never_changes_once_it_is_there(world):
    card = Scorecard.objects.get(use="screening")
    for rows in (card.criteria.all(), Scorecard.objects.filter(use="screening")):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        card.criteria.update(weight=99)


def test_the_score_is_the_weighted_mean_of_what_was_assessed():
    marks = [Given(1, 5, 25), Given(2, 2, 15), Given(3, 0, 60)]
    assert rules.score(marks) == Decimal("3.88")
    assert rules.passes(marks) and not rules.passes([*marks, Given(4, 1, 10, True)])
    assert rules.score([Given(1, 0, 10)]) is None
    scores = [Decimal("2.10"), Decimal("4.00"), Decimal("3.30")]
    assert rules.median(scores) == Decimal("3.30")
    assert rules.median(scores[:2]) == Decimal("3.05")


def test_the_office_notes_what_somebody_judges_and_when_they_are_away(client, world):
    direction = Direction.objects.get()
    client.force_login(world.office)
    about = {"note-directions-reviewer": world.reviewer.pk}
    url, many = "/screening/reviewers/note-directions/", "note-directions-directions"
    for chosen in ([direction.pk], []):
        assert client.post(url, about | {many: chosen}).status_code == 302
        assert Competence.objects.count() == len(chosen)
    days = {
        "note-absence-starts_on": "2026-12-02",
        "note-absence-ends_on": "2026-12-01",
    }
    about = {"note-absence-reviewer": world.reviewer.pk} | days
    page = client.post("/screening/reviewers/note-absence/", about)
    assert page.status_code == 409 and "2026-12-02" in page.text
    assert not Absence.objects.exists()


def test_keys_find_what_they_press_and_a_refused_lock_keeps_what_was_typed(
    client, world
):
    panel(world)
    _, (review, _) = given(world)
    client.force_login(review.reviewer)
    first = review.card.criteria.first()
    typed = {f"value-{first.pk}": "4", f"note-{first.pk}": "03:26 湿搓", "note": "好"}
    page = client.post(f"/screening/queue/{review.pk}/lock/", typed)
    assert page.status_code == 422 and "03:26 湿搓" in page.text
    assert f'id="v{first.pk}-4" value="4" checked' in page.text
    assert not review.marks.exists()
    wrong = {f"value-{first.pk}": "6"}
    url = f"/screening/queue/{review.pk}/mark/"
    assert client.post(url, wrong).status_code == 422
    assert client.post(url, typed).status_code == 204
    assert client.post(f"/screening/queue/{review.pk}/skip/").status_code == 302


def test_reviewers_wait_while_more_is_asked_for(world):
    panel(world)
    record, _ = given(world)
    duties = Duty.objects.filter(code="screening-mark", closed_at=None)
    actions.ask_more(actor=world.office, ids=[record.pk], reason="视频没有声音")
    assert not duties.exists()
    actions.receive_more(actor=world.office, ids=[record.pk])
    assert duties.count() == 2
