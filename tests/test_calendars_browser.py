"""A coordinator follows their college's trials, and sees one move."""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import Visitor, leaving
from tests.spark.calendars.following import fetch, read
from tests.training.trials.studio import Studio
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WIDE = "document.documentElement.scrollWidth - innerWidth"
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_calendar_is_followed_and_its_sequence_rises_after_a_publish(
    visitor: Visitor, world: World
):
    studio, page = Studio(world), visitor.page
    trial = studio.trial()
    visitor.log_in(world.lin)
    visitor.open("/trials/")
    page.click("main a[href='/calendars/']")
    page.select_option("#id_calendar", f"campus:{world.campus.pk}")
    with leaving(page):
        page.click("main button.go")
    path = urlsplit(copied(visitor)).path
    assert page.evaluate(WIDE) <= 0
    before = read(path)[f"trial-{trial.pk}"]
    plan, slot = studio.draft(), studio.slot(4, "14:30")
    plan.entries.all().delete()
    studio.place(plan, trial.candidate, slot)
    studio.publish(plan)
    after = read(path)[f"trial-{trial.pk}"]
    assert after["sequence"] > before["sequence"]
    assert after["starts"] == slot.starts_at
    visitor.open("/calendars/")
    page.locator("main summary.risk").click()
    with leaving(page):
        page.locator("main details[open] button[type=submit]").click()
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    assert fetch(path).status_code == 404
    kept = page.content() + page.evaluate(STORED)
    assert path not in kept and not visitor.errors


def copied(visitor: Visitor) -> str:
    """The address as it is shown, which the button takes along."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = visitor.page.locator("[data-copy=calendar-address]")
    button.click()
    said = {"zh-hans": "已复制", "en": "Copied"}[visitor.language]
    expect(button).to_contain_text(said)
    taken = visitor.page.evaluate("navigator.clipboard.readText()")
    assert taken == visitor.page.text_content("#calendar-address")
    return taken
