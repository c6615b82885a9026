"""The live board in a browser: polled while it is seen, gone with its session."""

import os
import sys
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from spark.accounts.sessions import end_sessions
from tests.browser import Visitor
from tests.training.trials.studio import Studio
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WALL = pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true })
  document.dispatchEvent(new Event("visibilitychange"))
}"""


@WALL
def test_the_board_is_polled_while_it_is_seen_and_lost_with_the_session(
    visitor: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
):
    views = sys.modules["training.judging.views.live"]  # a view has that name too
    monkeypatch.setattr(views, "EVERY", (200, 300))
    monkeypatch.setattr("spark.polls.FRESH", 0.1)
    trial = Studio(world).trial("live")
    page, number = visitor.page, f"T-{trial.pk:04d}"
    polls: list[str] = []
    page.on("request", lambda asked: polls.append(asked.url))
    with time_machine.travel(trial.during.lower + timedelta(minutes=5), tick=True):
        visitor.log_in(world.mentor)
        visitor.open("/live/hall/")
        expect(page.locator("#live-live + span")).to_have_text("1")
        trial.finish()
        trial.save(update_fields=["state"])
        expect(page.locator("#live-live + span")).to_have_text("0")
        expect(page.locator("section:has(#live-over)")).to_contain_text(number)
        page.evaluate(HIDE, True)
        page.wait_for_timeout(500)
        polls.clear()
        page.wait_for_timeout(1500)
        assert not polls
        page.evaluate(HIDE, False)
        with page.expect_response("**/live/hall/"):
            pass
        end_sessions(world.mentor)
        page.wait_for_url("**/accounts/login/**")
    assert not visitor.errors
