"""A mentor's evening at the live room: two trials, begun, ended, and their results."""

import os
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Locator, expect

from tests.browser import Visitor, leaving
from tests.training.trials.studio import Studio
from tests.world import World
from training.trials.models import Trial

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_mentor_runs_the_trials_of_an_evening(visitor: Visitor, world: World):
    studio = Studio(world)
    slots = [studio.slot(1, clock, mentor=world.mentor) for clock in ("19:30", "20:30")]
    first, second = (studio.trial("confirmed", slot=slot) for slot in slots)
    starts = first.during.lower
    with time_machine.travel(starts - timedelta(minutes=40), tick=True) as now:
        visitor.log_in(world.mentor)
        opened(visitor, first)
        expect(form(visitor, "go-live")).to_have_count(0)
        expect(visitor.page.locator("main")).to_contain_text("19:00")  # from then on
        now.move_to(starts - timedelta(minutes=5))
        opened(visitor, first)
        press(visitor, "go-live")
        press(visitor, "take-back")
        now.move_to(starts + timedelta(minutes=1))
        visitor.open(f"/trials/{first.pk}/")
        press(visitor, "go-live")
        now.move_to(starts + timedelta(minutes=15))
        visitor.open(f"/trials/{first.pk}/")
        ended_too_soon(visitor)
        results(visitor, first)
        now.move_to(starts + timedelta(minutes=61))
        opened(visitor, second)
        press(visitor, "go-live")
        now.move_to(starts + timedelta(minutes=118))
        visitor.open(f"/trials/{second.pk}/")
        press(visitor, "finish")
        results(visitor, second)
        visitor.open("/")
        visitor.page.locator("main a.btn[href*='duty=trial-result-final']").click()
        expect(visitor.page.locator("#rows tbody a.b")).to_have_count(2)


def opened(visitor: Visitor, trial: Trial) -> None:
    """By the week on the home page, as somebody does who stands in the room."""
    visitor.open("/")
    visitor.page.locator(f"main a[href='/trials/{trial.pk}/']").first.click()
    expect(visitor.page.locator("h1")).to_contain_text(trial.candidate.person.name)


def form(visitor: Visitor, verb: str) -> Locator:
    return visitor.page.locator(f"main form[action$='/{verb}/']")


def press(visitor: Visitor, verb: str, **fields: str) -> None:
    """Open what has to be opened, fill it in, press, and be told that it is done."""
    button = form(visitor, verb).locator("button[type=submit]")
    if not button.is_visible():
        form(visitor, verb).locator("xpath=ancestor::details[1]/summary").click()
    for name, value in fields.items():
        form(visitor, verb).locator(f"[name='{verb}-{name}']").fill(value)
    with leaving(visitor.page):
        button.click()
    expect(visitor.page.locator("#toasts .sp-toast")).to_be_visible()


def ended_too_soon(visitor: Visitor) -> None:
    finish = form(visitor, "finish")
    finish.locator("xpath=ancestor::details[1]/summary").click()
    reason = finish.locator("textarea")
    finish.locator("button[type=submit]").click()
    assert reason.evaluate("field => !field.checkValidity()")
    reason.fill("嗓子哑了")
    with leaving(visitor.page):
        finish.locator("button[type=submit]").click()


def results(visitor: Visitor, trial: Trial) -> None:
    """By hand, from what the room's screen says."""
    press(visitor, "enter-result", viewers="4000", average_watch_seconds="90")
    trial.refresh_from_db()
    assert trial.state == "finished" and trial.result.viewers == 4000
