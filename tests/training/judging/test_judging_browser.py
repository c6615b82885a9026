"""A judge's phone loses the net, goes on marking, and comes back."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.browser import Visitor
from tests.training.judging.judging import judged
from tests.training.judging.phone import give, kept, locked
from tests.training.trials.studio import Studio
from tests.world import World
from training.judging.models import Judgement

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = pytest.mark.parametrize("visitor", [(390, "zh-hans")], indirect=True)
BIG = 44  # px, for a thumb


@pytest.fixture
def card(visitor: Visitor, world: World) -> Iterator[Judgement]:
    """The mentor's, of a trial on air."""
    _trial, cards = judged(Studio(world), "confirmed")
    own = next(card for card in cards if card.judge == world.mentor)
    starts = own.trial.during.lower + timedelta(minutes=5)
    with time_machine.travel(starts, tick=True):
        visitor.log_in(world.mentor)
        visitor.open(f"/judging/{own.pk}/")
        yield own


@PHONE
def test_what_is_marked_without_a_net_is_there_once_after_it(
    visitor: Visitor, card: Judgement
):
    page = visitor.page
    boxes = [one.bounding_box() for one in page.locator(".sp-scale label").all()]
    assert all(box and box["height"] >= BIG for box in boxes)
    give(page, 4)
    kept(page, "kept")
    page.context.set_offline(True)
    give(page, 2, first=5)
    kept(page, "failed")
    page.locator(".sp-judge [type=submit]").click()
    kept(page, "locking")
    assert set(card.marks.values_list("value", flat=True)) == {4}
    page.context.set_offline(False)
    locked(page, card)
    values = card.marks.order_by("criterion__order").values_list("value", flat=True)
    assert list(values) == [4] * 5 + [2] * 5
    page.wait_for_url("**/judging/")
    assert (
        page.evaluate("Object.keys(localStorage).filter(k => /-\\d+-/.test(k))") == []
    )
    visitor.errors.clear()  # the browser's own, of what it couldn't send


@PHONE
def test_a_page_left_without_a_net_sends_it_from_the_list(
    visitor: Visitor, card: Judgement
):
    page = visitor.page
    give(page, 3)
    kept(page, "kept")
    page.route("**/judging/*/lock/", lambda route: route.abort())
    page.locator(".sp-judge [type=submit]").click()
    kept(page, "locking")
    page.unroute("**/judging/*/lock/")
    visitor.open("/judging/")
    locked(page, card)
    visitor.errors.clear()  # the browser's own, of what it couldn't send


@PHONE
def test_what_isnt_whole_isnt_locked(visitor: Visitor, card: Judgement):
    page = visitor.page
    give(page, 3, first=1)
    kept(page, "kept")
    page.locator(".sp-judge [type=submit]").click()
    kept(page, "missing")
    give(page, 3)
    kept(page, "kept")
    page.locator(".sp-judge [type=submit]").click()
    locked(page, card)
    visitor.errors.clear()  # the browser's own, of the refusal's status
