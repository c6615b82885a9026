"""Where candidates stand: scores, and how mild reviewers are."""

from decimal import Decimal

import numpy as np
import pytest

from candidates.screening import actions, queries, rules
from candidates.screening.models import Screening
from candidates.screening.queries import Scored
from candidates.screening.ranking import PULL, leniencies, ranking, standings
from tests.candidates.screening.reviewing import given, lock, panel


def scored(screening: int, reviewer: int, score: str | None, **more) -> Scored:
    usual = {"direction": 1, "locked": score is not None, "third": False}
    return Scored(
        screening=screening,
        reviewer=reviewer,
        score=Decimal(score) if score else None,
        **{**usual, "knocked_out": False, **more},
    )


def test_leniency_is_what_least_squares_with_a_ridge_find():
    """The same minimum, by the stacked system that the docstring's sum stands for."""
    draw = np.random.default_rng(7)
    scores = [
        (candidate, int(reviewer), 3 + candidate % 4 / 4 + reviewer / 5)
        for candidate in range(40)
        for reviewer in draw.choice(5, 2, replace=False)
    ]
    rows = []
    for candidate, reviewer, _score in scores:
        row = np.zeros(45)
        row[candidate] = row[40 + reviewer] = 1
        rows.append(row)
    for reviewer in range(5):
        row = np.zeros(45)
        row[40 + reviewer] = PULL**0.5
        rows.append(row)
    right = [score for *_, score in scores] + [0.0] * 5
    found, *_ = np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)
    ours = leniencies(scores)
    assert [ours[key] for key in range(5)] == pytest.approx(list(found[40:]))
    assert sum(ours.values()) == pytest.approx(0)
    assert ours[0] < ours[1] < ours[2] < ours[3] < ours[4]


def test_who_had_the_weaker_ones_is_not_taken_for_strict():
    """1 and 2 mark alike, 1 the weak and 2 the strong; 3 shares both."""
    scores = [(n, 1, 2.0) for n in range(20)] + [(n, 2, 4.0) for n in range(20, 40)]
    scores += [(n, 3, 2.0 if n < 20 else 4.0) for n in range(40)]
    assert list(leniencies(scores).values()) == pytest.approx([0, 0, 0])


def test_few_reviews_say_little_and_none_say_nothing():
    few = leniencies([(1, 1, 5.0), (1, 2, 3.0)])
    many = leniencies([(n, r, s) for n in range(50) for r, s in ((1, 5.0), (2, 3.0))])
    assert 0 < few[1] < 0.5 < 0.8 < many[1] < 1
    assert leniencies([]) == {}


def test_the_strictly_marked_stand_before_the_mildly_marked_of_one_raw_score():
    reviews = [
        scored(n, r, s) for n in range(30) for r, s in ((1, "4.00"), (2, "3.00"))
    ]
    reviews += [scored(100, 1, "4.00"), scored(100, 3, "4.00")]
    reviews += [scored(101, 2, "4.00"), scored(101, 3, "4.00")]
    found = standings(reviews)
    mild, strict = found[100], found[101]
    assert mild.raw == strict.raw == Decimal("4.00")
    assert strict.adjusted > mild.adjusted
    assert (strict.place, mild.place) == (1, 2)


def test_equal_scores_share_a_place_within_each_direction():
    reviews = [scored(1, 1, "4.00"), scored(2, 1, "4.00"), scored(3, 1, "3.00")]
    reviews.append(scored(4, 1, "2.00", direction=2))
    found = standings(reviews)
    assert [found[key].place for key in (1, 2, 3, 4)] == [1, 1, 3, 1]


def test_a_third_settles_it_and_says_that_they_differ():
    found = standings(
        [scored(1, 1, "2.00"), scored(1, 2, "4.00"), scored(1, 3, "3.50", third=True)]
    )[1]
    assert (found.raw, found.spread) == (Decimal("3.50"), Decimal("2.00"))
    assert found.differs and (found.locked, found.given) == (3, 3)
    knocked = standings([scored(2, 1, "4.00", knocked_out=True), scored(2, 2, "4.00")])
    assert knocked[2].differs and knocked[2].knocked_out


def test_who_has_a_review_to_lock_is_shown_nothing_of_it():
    reviews = [scored(1, 1, "4.00"), scored(1, 2, None), scored(2, 1, "3.00")]
    found = standings(reviews, viewer=2)
    assert found[1].hidden and found[1].raw is None and found[1].place is None
    assert found[2].raw == Decimal("3.00")
    assert not standings(reviews, viewer=1)[1].hidden


def test_what_the_database_sums_up_is_what_the_rules_say(world):
    panel(world)
    record, reviews = given(world)
    lock(reviews[0], 4, voice=2, camera=0, product=5)
    lock(reviews[1], 3, compliance=1)
    (first, second) = queries.scored_in(world.batch.pk)
    expected = [rules.given(one.marks.all()) for one in reviews]
    assert [first.score, second.score] == [rules.score(marks) for marks in expected]
    assert [first.knocked_out, second.knocked_out] == [
        rules.knocked_out(marks) for marks in expected
    ]
    assert {first.screening, second.screening} == {record.pk}


def test_a_draft_counts_as_given_and_says_nothing(world):
    panel(world)
    record, reviews = given(world)
    lock(reviews[0], 4)
    found = standings(queries.scored_in(world.batch.pk))[record.pk]
    assert (found.locked, found.given, found.raw) == (1, 2, Decimal("4.00"))
    assert Screening.objects.count() == 1


def test_a_score_is_kept_while_it_is_locked_and_a_ranking_is_never_stale(world):
    panel(world)
    record, (first, second) = given(world)
    lock(first, 4)
    lock(second, 3)

    def found(viewer=world.office):
        return ranking(queries.written_in(world.batch.pk), viewer.pk)

    before = found()
    assert before.standings[record.pk].raw == Decimal("3.50")
    assert found() is before
    actions.reopen(actor=world.office, ids=[second.pk], reason="看错了人")
    second.refresh_from_db()
    assert (second.score, second.knocked_out) == (None, False)
    assert found().standings[record.pk].raw == Decimal("4.00")
    assert found(second.reviewer).standings[record.pk].hidden
    lock(second, 5, compliance=1)
    assert second.knocked_out and second.score is not None
    assert found().standings[record.pk].knocked_out
    assert not found(second.reviewer).standings[record.pk].hidden
