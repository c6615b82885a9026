"""Scorecards by the office: a new version each time, and batches that keep theirs."""

from html import unescape

import pytest

from candidates.register.models import Direction
from candidates.screening import actions
from candidates.screening.models import ANCHORED, Review, Scorecard
from spark.errors import Refused
from tests.candidates.screening.reviewing import given, lock, panel

REASON = "互动改称弹幕互动"


def typed(card: Scorecard, **changes) -> dict:
    """What the page sends if nothing of the card is changed."""
    criteria = list(card.criteria.all())
    sent = {
        "form-TOTAL_FORMS": len(criteria),
        "form-INITIAL_FORMS": len(criteria),
        "programme": card.programme_id or "",
        "direction": card.direction_id or "",
        "reason": REASON,
    }
    names = [f"{m}_{t}" for m in ANCHORED.values() for t in ("zh", "en")]
    for place, one in enumerate(criteria):
        for name in ("code", "name_zh", "name_en", "weight", "order", *names):
            sent[f"form-{place}-{name}"] = getattr(one, name)
        for name in ("knock_out", "skippable"):
            if getattr(one, name):
                sent[f"form-{place}-{name}"] = "on"
    return sent | changes


def edit(card: Scorecard) -> str:
    return f"/screening/scorecards/{card.pk}/edit/"


@pytest.fixture
def card(world) -> Scorecard:
    return Scorecard.objects.get(use="screening")


@pytest.fixture
def office(client, world):
    client.force_login(world.office)
    return client


def test_a_change_makes_a_version_and_leaves_the_old_one_alone(office, card, world):
    before = list(card.criteria.values())
    sent = typed(
        card,
        **{"form-3-name_zh": "弹幕互动", "form-3-weight": "25", "form-9-DELETE": "on"},
    )
    del sent["form-0-skippable"]
    answer = office.post(edit(card), sent)
    new = Scorecard.objects.exclude(pk=card.pk).get(use="screening")
    assert answer.status_code == 302 and (new.version, new.programme) == (2, None)
    assert list(card.criteria.values()) == before
    named = {one.code: one for one in new.criteria.all()}
    assert len(named) == 9 and named["interaction"].name_zh == "弹幕互动"
    assert (named["interaction"].weight, named["voice"].skippable) == (25, False)
    page = office.get(f"/screening/scorecards/{new.pk}/").text
    assert REASON in page and world.office.name in page


def test_the_old_version_can_still_be_read(office, card):
    office.post(edit(card), typed(card))
    page = office.get(f"/screening/scorecards/{card.pk}/").text
    assert unescape(card.criteria.first().one_zh) in page and "v2" in page


def test_a_batch_that_has_begun_keeps_its_version(office, card, world):
    panel(world, 3)
    record, (first, second) = given(world)
    office.post(edit(card), typed(card))
    lock(first, 5)
    lock(second, 2)
    given(world)
    assert set(Review.objects.values_list("card", flat=True)) == {card.pk}
    assert record.reviews.count() == 3  # the third too
    assert str(world.batch) in office.get(f"/screening/scorecards/{card.pk}/").text


def test_a_batch_that_begins_is_given_the_nearest_newest(office, card, world):
    direction = Direction.objects.get()
    office.post(edit(card), typed(card, direction=direction.pk))
    own = Scorecard.objects.get(direction=direction)
    assert own.version == 1
    panel(world)
    _, reviews = given(world)
    assert {review.card for review in reviews} == {own}


@pytest.mark.parametrize(
    "wrong",
    [
        {"form-2-weight": "0"},
        {"form-2-name_en": ""},
        {"form-2-five_en": ""},
        {"form-2-order": "x"},
        {"form-2-name_zh": "语音表达"},
        {"reason": ""},
        {f"form-{place}-DELETE": "on" for place in range(10)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_lost(office, card, wrong):
    page = office.post(edit(card), typed(card, **{"form-4-name_zh": "新名字"} | wrong))
    assert (
        page.status_code == 422
        and Scorecard.objects.filter(use="screening").count() == 1
    )
    assert "新名字" in page.text
    assert 'class="err"' in page.text or 'role="alert"' in page.text


def test_it_is_shown_as_reviewers_will_see_it_while_it_is_typed(office, card):
    sent = typed(card, **{"form-0-one_zh": "几乎听不清", "show": "1"})
    part = office.post(edit(card), sent, headers={"HX-Request": "true"})
    assert "几乎听不清" in part.text and "<form" not in part.text
    assert Scorecard.objects.filter(use="screening").count() == 1


def test_who_comes_second_is_told_of_the_newer_version(office, card):
    office.post(edit(card), typed(card))
    page = office.post(edit(card), typed(card, **{"form-0-name_zh": "声音"}))
    assert page.status_code == 409 and "声音" in page.text
    assert Scorecard.objects.filter(use="screening").count() == 2


def test_what_must_be_marked_cannot_be_left_out(office, card, world):
    sent = typed(card)
    del sent["form-0-skippable"]
    office.post(edit(card), sent)
    panel(world)
    _, (review, _) = given(world)
    with pytest.raises(Refused, match="marks-missing"):
        lock(review, 4, voice=0)
    lock(review, 4, camera=0)
    assert review.state == "locked"


def test_only_the_office_publishes(world, card):
    sent = {"seen": card, "programme": None, "direction": None, "criteria": []}
    for who in (world.reviewer, world.lin, world.signing):
        with pytest.raises(Refused, match="not-your-role"):
            actions.publish_card(actor=who, **sent)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_much_there_is(
    office, card, world, django_assert_max_num_queries, count
):
    panel(world)
    for _ in range(count):
        given(world)
        newest = Scorecard.objects.filter(use="screening").latest("version")
        office.post(edit(newest), typed(newest))
    with django_assert_max_num_queries(10):
        office.get("/screening/scorecards/")
    with django_assert_max_num_queries(14):
        office.get(f"/screening/scorecards/{card.pk}/")
