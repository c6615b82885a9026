"""At a browser: what asks before it is done, what is undone, and pages left open."""

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.register.models import LeaveReason
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from tests.browser import Visitor, at_rest, leaving
from tests.story import record_of
from tests.test_confirming import to_release
from tests.test_many_undone import interns, states
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
LOOKS = pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
SAYS = {"zh-hans": "只能通过申诉改变", "en": "only an appeal changes it"}
FOCUSED = "document.activeElement.matches(%r)"


def state_of(model, candidate) -> str:
    return record_of(model, candidate).state


def focused(page: Page, selector: str) -> bool:
    return page.evaluate(FOCUSED % selector)


@LOOKS
def test_a_release_is_asked_and_answered_by_keyboard(visitor: Visitor, world: World):
    candidate, page = to_release(world), visitor.page
    visitor.log_in(world.office)
    visitor.open(f"/candidates/{candidate.pk}/")
    box = page.locator("#screening [data-ask]:has(form[action$='/release/'])")
    dialog, summary = box.locator("dialog"), box.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text(SAYS[visitor.language])
    expect(dialog).to_contain_text(candidate.person.name)
    assert focused(page, "[data-ask-close]")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert summary.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # what asks for nothing isn't done by a key held down
    expect(dialog).to_be_hidden()
    assert state_of(Screening, candidate) == "in_review"
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Shift+Tab")
    assert focused(page, "dialog [type=submit]")
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    assert state_of(Screening, candidate) != "in_review"


@LOOKS
def test_the_toast_takes_back_what_it_tells(visitor: Visitor, world: World):
    candidate, page = world.candidate("active"), visitor.page
    visitor.log_in(world.lin)
    visitor.open(f"/candidates/{candidate.pk}/")
    visitor.press("incubation", "suspend", reason="期末考试")
    assert state_of(Incubation, candidate) == "suspended"
    with leaving(page):
        page.locator("#toasts form button").click()
    assert state_of(Incubation, candidate) == "active"
    assert page.url.endswith(f"/candidates/{candidate.pk}/")
    assert visitor.offered("incubation") >= {"suspend"}


@LOOKS
def test_what_was_done_to_many_is_taken_back_by_keyboard(
    visitor: Visitor, world: World
):
    people, page = interns(world, 3), visitor.page
    visitor.log_in(world.lin)
    visitor.open("/candidates/?stage=incubation")
    for tick in page.locator("#rows [name=ids]").all():
        tick.check()
    button = page.locator("#many [data-verb='incubation-suspend']")
    if not button.is_visible():
        page.locator("#many [data-more] summary").click()
    with leaving(page):
        button.click()
    page.locator("main [name='many-reason']").fill("期末考试")
    with leaving(page):
        page.locator("main button.go").click()
    with leaving(page):
        page.locator("main [name=confirmed]").click()
    assert states(people) == ["suspended"] * 3
    undo = page.locator("#toasts form button")
    expect(undo).to_be_visible()
    box = undo.bounding_box()
    assert box and box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    page.keyboard.press("u")
    expect(undo).to_be_focused()
    with leaving(page):
        page.keyboard.press("Enter")
    assert states(people) == ["active"] * 3
    expect(page.locator("#toasts .sp-toast")).to_contain_text("3")
    expect(undo).to_have_count(0)


def test_without_javascript_it_says_the_same_in_place(
    browser: Browser, live_server, client, world: World
):
    candidate = to_release(world)
    client.force_login(world.office)
    client.cookies["django_language"] = "en"
    context = browser.new_context(java_script_enabled=False)
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    context.add_cookies(
        [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/candidates/{candidate.pk}/")
    form = page.locator("#screening form[action$='/release/']")
    expect(form).to_be_hidden()
    form.locator("xpath=ancestor::details[1]/summary").click()
    expect(form).to_contain_text(SAYS["en"])
    form.locator("button[type=submit]").click()
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    assert state_of(Screening, candidate) != "in_review"
    context.close()


@LOOKS
def test_a_tab_left_open_shows_how_things_stand_once_something_is_pressed(
    visitor: Visitor, world: World
):
    candidate, page = world.candidate("active"), visitor.page
    visitor.log_in(world.lin)
    visitor.open(f"/candidates/{candidate.pk}/")
    entries = page.locator("#timeline li").count()
    expect(page.locator("#standing .sp-rail li.x")).to_have_count(0)
    incubation.leave(
        actor=SYSTEM,
        ids=[record_of(Incubation, candidate).pk],
        left_reason=LeaveReason.objects.get(slug="health"),
        reason="声带手术",
    )
    form = visitor.form("incubation", "suspend")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("textarea").fill("期末考试")
    visitor.errors.clear()
    form.locator("button[type=submit]").click()
    expect(page.locator("#incubation [data-refusal]")).to_be_visible()
    expect(page.locator("#standing .sp-rail li.x")).to_have_count(1)
    expect(page.locator("#timeline li")).to_have_count(entries + 1)
    at_rest(page)
    visitor.errors.clear()  # a refusal is answered by 409, which Chromium notes
