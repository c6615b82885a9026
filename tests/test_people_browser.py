"""From an invitation to the day somebody leaves, as the office and she do it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from spark import clock
from spark.accounts.models import Role, User
from spark.duties.models import Duty
from tests.browser import Visitor, leaving
from tests.spark.accounts.letters import code_of, letters_to, link_in
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
EMAIL = "xu@test.spark"
PASSWORD = "lan-tian-7-bai-yun"


@pytest.fixture
def she(browser: Browser, visitor: Visitor) -> Iterator[Visitor]:
    """A browser of her own, of the same size and language."""
    size = visitor.page.viewport_size
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.set_default_timeout(15_000)
    she = Visitor(page, visitor.url, visitor.language)
    yield she
    assert not she.errors
    context.close()


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_coordinator_comes_works_and_goes(
    visitor: Visitor, she: Visitor, world: World
):
    ours, theirs = world.candidate(), world.candidate(campus=world.other)
    visitor.log_in(world.office)
    invite(visitor, world)
    (letter,) = letters_to(EMAIL)
    join(she, link_in(letter))
    secret = set_up_second_factor(she)
    log_in_with_code(she, secret)
    sees_only(she, ours.person.name, theirs.person.name)
    person = User.objects.get(email=EMAIL)
    duty = own_duty(person, world)
    hand_over_and_disable(visitor, person, to=world.lin)
    duty.refresh_from_db()
    assert duty.person == world.lin
    is_out(she)


def submit(visitor: Visitor) -> None:
    with leaving(visitor.page):
        visitor.page.locator("main form button.go").first.click()


def invite(office: Visitor, world: World) -> None:
    office.open("/people/")
    office.page.locator("main .sp-head a.btn.go").click()
    page = office.page
    page.locator("[name=name]").fill("许知南")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=role]").select_option("coordinator")
    page.locator("[name=place]").select_option(f"campus:{world.campus.pk}")
    page.locator("select[name=language]").select_option(office.language)
    submit(office)
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    expect(page.locator("h1")).to_have_text("许知南")


def join(she: Visitor, link: str) -> None:
    she.open(link)
    she.page.locator("[name=password]").fill(PASSWORD)
    she.page.locator("[name=again]").fill(PASSWORD)
    submit(she)
    she.page.wait_for_url(she.url + "/")


def set_up_second_factor(she: Visitor) -> str:
    """By her own page; the secret her phone keeps."""
    she.open("/me/")
    she.page.locator("main a[href='/accounts/2fa/']").click()
    she.page.locator("main a.btn.go").click()
    she.page.locator("[name=password]").fill(PASSWORD)
    submit(she)
    picture = she.page.locator("main img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    secret = she.page.locator("#secret").input_value()
    she.page.locator("[name=code]").fill(code_of(secret))
    submit(she)
    expect(she.page.locator("main .sp-codes li")).to_have_count(10)
    return secret


def log_in_with_code(she: Visitor, secret: str) -> None:
    she.page.context.clear_cookies(name="sessionid")
    she.open("/accounts/login/")
    give_password(she)
    she.page.wait_for_url("**/accounts/2fa/authenticate/")
    she.page.locator("[name=code]").fill(code_of(secret))
    submit(she)
    she.page.wait_for_url(she.url + "/")


def give_password(she: Visitor) -> None:
    she.page.locator("[name=login]").fill(EMAIL)
    she.page.locator("[name=password]").fill(PASSWORD)
    submit(she)


def sees_only(she: Visitor, ours: str, theirs: str) -> None:
    she.open("/candidates/")
    expect(she.page.locator("#rows tbody tr")).to_have_count(1)
    expect(she.page.locator("#rows")).to_contain_text(ours)
    expect(she.page.locator("#rows")).not_to_contain_text(theirs)


def own_duty(person: User, world: World) -> Duty:
    """Something that only she has to do, of the coordinators of her college."""
    return Duty.objects.create(
        code="incubation-papers",
        subject="incubation:0",
        about="陈语桐",
        role=Role.COORDINATOR,
        campus=world.campus,
        person=person,
        due_at=clock.now(),
        url="/",
    )


def hand_over_and_disable(office: Visitor, person: User, to: User) -> None:
    office.open(f"/people/{person.pk}/")
    form = office.form("access", "disable")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("[name=successor_id]").select_option(str(to.pk))
    form.locator("[name=reason]").fill("调到外地")
    with leaving(office.page):
        form.locator("button[type=submit]").click()
    expect(office.page.locator("#toasts .sp-toast")).to_be_visible()
    expect(office.page.locator("#timeline")).to_contain_text("调到外地")


def is_out(she: Visitor) -> None:
    she.page.goto(she.url + "/candidates/")
    she.page.wait_for_url("**/accounts/login/**")
    give_password(she)
    she.page.wait_for_url("**/accounts/inactive/")
