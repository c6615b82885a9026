"""The candidate's page at a browser: one request, and nothing jumps after an act."""

import os

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser import Visitor, at_rest, leaving
from tests.training.trials.studio import Studio
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
TOP = "section => section.getBoundingClientRect().top"
FOCUSED = """(() => {
  const here = document.activeElement
  return `${here.tagName} ${here.closest("section")?.id}`
})()"""
LOOKS = pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)


def scrolled(page: Page, section: str, top: int = 100) -> None:
    """The section stands that far below the window's upper edge."""
    scroll = f"section => scrollBy(0, section.getBoundingClientRect().top - {top})"
    page.locator(f"#{section}").evaluate(scroll)


@LOOKS
def test_a_page_is_one_request_until_what_is_heavy_comes_into_view(
    visitor: Visitor, world: World
):
    trial = Studio(world).trial("planned")
    page, asked = visitor.page, []
    visitor.log_in(world.lin)

    def note(request: Request) -> None:
        if request.resource_type in {"document", "xhr"}:
            asked.append(request.url.removeprefix(visitor.url))

    page.on("request", note)
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 400})
    visitor.open(url := f"/candidates/{trial.candidate_id}/")
    clip = f"{url}clip/"  # near the top, and so in view before long
    assert asked[0] == url and {*asked[1:]} <= {clip}
    scrolled(page, "trials")
    expect(page.locator("#trials tbody tr").first).to_be_visible()
    trials, aside = f"/trials/of/{trial.candidate_id}/", {"card/", "consents/"}
    heavy = {trials, clip, *(url + part for part in aside)}
    assert asked[0] == url and {trials} <= set(asked[1:]) <= heavy


@LOOKS
def test_after_an_act_the_section_stays_in_its_place_with_the_focus(
    visitor: Visitor, world: World
):
    candidate = world.candidate("competing")
    page = visitor.page
    visitor.log_in(world.lin)
    visitor.open(f"/candidates/{candidate.pk}/")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 400})
    entries = page.locator("#timeline li").count()
    form = visitor.form("incubation", "suspend")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("textarea").fill("期末考试")
    button = form.locator("button[type=submit]")
    button.scroll_into_view_if_needed()
    before = page.locator("#incubation").evaluate(TOP)
    with leaving(page):
        button.click()
    assert abs(page.locator("#incubation").evaluate(TOP) - before) <= 2
    assert page.evaluate(FOCUSED) == "H2 incubation"
    assert visitor.offered("incubation") >= {"resume"}
    assert page.locator("#timeline li").count() == entries + 1
    page.reload()
    at_rest(page)
    assert page.evaluate("document.activeElement.tagName") == "BODY"


@LOOKS
def test_a_trial_confirmed_far_down_leaves_the_page_there(
    visitor: Visitor, world: World
):
    trial = Studio(world).trial("planned")
    page = visitor.page
    visitor.log_in(world.lin)
    visitor.open(f"/candidates/{trial.candidate_id}/")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 400})
    scrolled(page, "trials")
    confirm = page.locator("#trials form button")
    expect(confirm).to_be_visible()
    scrolled(page, "trials")
    with leaving(page):
        confirm.click()
    expect(page.locator("#trials a[href^='/trials/']")).to_have_count(1)
    expect(confirm).to_have_count(0)
    assert page.evaluate(FOCUSED) == "H2 trials"
    assert abs(page.locator("#trials").evaluate(TOP) - 100) <= 2


def test_without_javascript_the_parts_and_their_buttons_are_there(
    browser: Browser, live_server, client, world: World
):
    candidate = world.candidate("active")
    client.force_login(world.lin)
    context = browser.new_context(java_script_enabled=False)
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    context.add_cookies(
        [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/candidates/{candidate.pk}/")
    form = page.locator("#incubation form[action$='/suspend/']")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("textarea").fill("期末考试")
    form.locator("button[type=submit]").click()
    expect(page.locator("#incubation form[action$='/resume/']")).to_have_count(1)
    page.locator("#trials noscript a, #trials a").first.click()
    expect(page.locator("#host-week")).to_be_visible()
    context.close()


@LOOKS
def test_the_menu_folds_by_keyboard_and_opens_where_one_is(
    visitor: Visitor, world: World
):
    page = visitor.page
    visitor.log_in(world.office)
    if page.viewport_size["width"] < 900:
        page.locator("[data-menu]").click()
    group = page.locator("#side details:has(a[href='/campaigns/'])")
    campaigns = group.locator("a[href='/campaigns/']")
    expect(campaigns).to_be_hidden()
    group.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(campaigns).to_be_visible()
    links = [link.get_attribute("href") for link in group.locator("a").all()]
    for _ in range(links.index("/campaigns/") + 1):
        page.keyboard.press("Tab")
    expect(campaigns).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/campaigns/")
    if page.viewport_size["width"] < 900:
        page.locator("[data-menu]").click()
    expect(campaigns).to_be_visible()
    expect(campaigns).to_have_attribute("aria-current", "page")
