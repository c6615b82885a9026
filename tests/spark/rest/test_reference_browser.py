"""The API's reference in a browser, under the pages' own policy and from here alone."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "zh-hans"), (1440, "en"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-zh", "1440-en", "390-en"],
)
def test_the_reference_is_searched_and_asks_nobody_else(visitor: Visitor):
    page, asked = visitor.page, []
    page.on("request", lambda request: asked.append(request.url))
    visitor.open("/api/")
    operations = page.locator(".opblock")
    expect(operations.filter(has_text="/api/v1/candidates").first).to_be_visible()
    page.get_by_role("searchbox").fill("screenings/{id} leave")
    expect(operations).to_have_count(1)
    operations.locator(".opblock-summary-control").click()
    expect(operations).to_contain_text("left_reason")
    away = [url for url in asked if not url.startswith((visitor.url, "data:"))]
    assert not away
