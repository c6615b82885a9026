"""A card is made, a code read out, and on a phone the candidate answers for a trial."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Visitor
from tests.training.trials.studio import Studio
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def phone(browser: Browser, visitor: Visitor) -> Iterator[Visitor]:
    """The candidate's own, as narrow as they come."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.set_default_timeout(15_000)
    phone = Visitor(page, visitor.url, visitor.language)
    yield phone
    assert not phone.errors
    context.close()


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_candidate_comes_in_and_confirms(visitor: Visitor, phone: Visitor):
    world = World()
    trial = Studio(world).trial()
    visitor.log_in(world.lin)
    visitor.open(f"/candidates/{trial.candidate_id}/")
    card = visitor.page.locator("#card")
    card.scroll_into_view_if_needed()
    card.locator("summary").first.click()
    card.locator("form[action$='/make-card/'] button[type=submit]").click()
    address = card.locator("a[href*='/p/']")
    expect(address).to_be_visible()
    picture = card.locator("img").bounding_box()
    assert picture and picture["width"] == picture["height"] >= 120  # to be scanned
    phone.open(re.sub(r"^https?://[^/]+", "", address.get_attribute("href") or ""))
    card.locator("form[action$='/read-out/'] button").click()
    code = card.locator(".sp-note b.num")
    expect(code).to_have_text(re.compile(r"^\d{6}$"))
    phone.page.locator("[name=code]").fill(code.inner_text())
    phone.page.locator("main .sp-form button[type=submit]").click()
    phone.page.wait_for_url("**/my/")
    wide = phone.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    phone.page.locator("#trials form[action$='/confirm/'] button").click()
    expect(phone.page.locator("#toasts .sp-toast")).to_be_visible()
    trial.refresh_from_db()
    assert trial.state == "confirmed"
