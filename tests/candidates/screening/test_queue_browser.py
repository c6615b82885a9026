"""A reviewer's queue by keys alone: marked, kept, locked, and the next one is there."""

import os
import re
import sys

import pytest
from playwright.sync_api import Page, expect

from candidates.screening.models import Review
from tests.browser import Visitor
from tests.candidates.screening.reviewing import an_anchor, blind, given, panel
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize(
    "visitor", [(1440, "zh-hans"), (390, "zh-hans")], indirect=True
)


# From Enter until the next card can be marked, in the browser's own time.
PACE = """() => new Promise((told) => {
  const shown = document.querySelector(".sp-who-is h2").textContent
  addEventListener("keydown", ({ key, timeStamp }) => {
    if (key !== "Enter") return
    const look = () => {
      const live = document.querySelector("[data-queue].live")
      const now = live && document.querySelector(".sp-who-is h2").textContent
      if (now && now !== shown) told(performance.now() - timeStamp)
      else requestAnimationFrame(look)
    }
    look()
  }, { capture: true })
})"""


@pytest.fixture
def queue(visitor: Visitor, world: World) -> Page:
    """Two blind candidates for the world's reviewer."""
    panel(world)
    for _ in range(2):
        given(world)
    blind(world)
    visitor.log_in(world.reviewer)
    visitor.open("/screening/queue/")
    return visitor.page


def own(world: World) -> Review:
    return Review.objects.filter(reviewer=world.reviewer).earliest("pk")


def locked(queue: Page, world: World) -> Review:
    """Once what was shown at once is done."""
    for _ in range(100):
        if (review := own(world)).state == "locked":
            return review
        queue.wait_for_timeout(50)
    raise AssertionError(review.state)


@BOTH
def test_a_card_is_marked_and_locked_by_keys(queue: Page, world: World):
    title = queue.locator(".sp-who-is h2")
    first = title.inner_text()
    for key in "444434440":
        queue.keyboard.press(key)
    expect(queue.locator("[data-open]")).to_contain_text("个人特色")
    expect(queue.locator("[data-kept] [data-when=kept]")).to_be_visible()
    queue.keyboard.press("3")
    queue.keyboard.press("t")
    queue.keyboard.type("看镜头 5")
    queue.keyboard.press("Enter")
    queue.keyboard.press("Enter")
    expect(title).not_to_have_text(first)
    review = locked(queue, world)
    values = review.marks.order_by("criterion__order").values_list("value", flat=True)
    assert list(values) == [4, 4, 4, 4, 3, 4, 4, 4, 0, 3]
    assert review.marks.latest("criterion__order").note == "00:00 看镜头 5"


@BOTH
def test_what_could_not_be_sent_is_sent_later(
    queue: Page, world: World, visitor: Visitor
):
    queue.context.set_offline(True)
    queue.keyboard.press("5")
    expect(queue.locator("[data-kept] [data-when=failed]")).to_be_visible()
    assert not own(world).marks.exists()
    queue.context.set_offline(False)
    expect(queue.locator("[data-kept] [data-when=kept]")).to_be_visible(timeout=15000)
    assert own(world).marks.get().value == 5
    visitor.errors.clear()  # the browser's own, of what it couldn't send


@BOTH
def test_keys_lead_to_others_and_back(queue: Page):
    title = queue.locator(".sp-who-is h2")
    first = title.inner_text()
    queue.keyboard.press("j")
    expect(title).not_to_have_text(first)
    queue.keyboard.press("k")
    expect(title).to_have_text(first)
    queue.keyboard.press("s")
    expect(title).not_to_have_text(first)
    queue.keyboard.press("?")
    expect(queue.locator("#keys")).to_contain_text(re.compile("未评"))


@BOTH
def test_the_next_card_comes_without_loading_a_page(queue: Page, world: World):
    queue.evaluate("window.kept = true")
    for key in "4444444444":
        queue.keyboard.press(key)
    expect(queue.locator("[data-kept] [data-when=kept]")).to_be_visible()
    queue.evaluate(f"() => {{ window.pace = ({PACE})() }}")
    queue.keyboard.press("Enter")
    pace = round(queue.evaluate("window.pace"))
    sys.stdout.write(f"\nfrom Enter to the next card: {pace} ms\n")
    assert pace < 400  # 200 on a machine that does nothing else
    assert queue.evaluate("window.kept")
    expect(queue.locator(".sp-rev-head progress")).to_have_attribute("value", "1")
    queue.keyboard.press("2")
    expect(queue.locator("[data-kept] [data-when=kept]")).to_be_visible()
    newest = Review.objects.filter(reviewer=world.reviewer).latest("pk")
    assert newest.marks.get().value == 2


@BOTH
def test_without_a_connection_the_card_comes_back_and_is_locked_later(
    queue: Page, visitor: Visitor, world: World
):
    title = queue.locator(".sp-who-is h2")
    first = title.inner_text()
    for key in "4444444444":
        queue.keyboard.press(key)
    expect(queue.locator("[data-kept] [data-when=kept]")).to_be_visible()
    queue.wait_for_load_state("networkidle")
    queue.context.set_offline(True)
    queue.keyboard.press("Enter")
    expect(queue.locator("[data-kept] [data-when=failed]")).to_be_visible()
    expect(title).to_have_text(first)
    assert own(world).state == "open"
    queue.context.set_offline(False)
    queue.keyboard.press("Enter")
    expect(title).not_to_have_text(first)
    expect(queue.locator(".sp-rev-head progress")).to_have_attribute("value", "1")
    locked(queue, world)
    visitor.errors.clear()  # the browser's own, of the lost connection


@BOTH
def test_what_is_refused_is_said_on_the_same_card(queue: Page, visitor: Visitor):
    title = queue.locator(".sp-who-is h2").inner_text()
    queue.keyboard.press("4")
    queue.keyboard.press("Enter")
    expect(queue.locator("[data-refusal]")).to_be_visible()
    expect(queue.locator(".sp-who-is h2")).to_have_text(title)
    visitor.errors.clear()  # the browser's own, of the refusal's status


@BOTH
def test_an_anchor_is_marked_by_keys_before_the_queue_opens(
    visitor: Visitor, world: World
):
    world.batch.calibrated = True
    world.batch.save()
    panel(world)
    given(world)
    an_anchor(world, why="看镜头，但不互动")
    visitor.log_in(world.reviewer)
    visitor.open("/screening/queue/")
    page = visitor.page
    expect(page.locator("h1")).to_have_text("样片")
    for key in "3333333335":
        page.keyboard.press(key)
    expect(page.locator("[data-kept] [data-when=kept]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("table")).to_contain_text("看镜头，但不互动")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    page.keyboard.press("Enter")
    expect(page.locator(".sp-who-is h2")).to_be_visible()
