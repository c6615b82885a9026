"""A coordinator has a robot speak in their group, and says what they want to read."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from candidates.register.actions import tell_campuses
from spark import clock
from spark.notifications.models import Channel, Message
from tests.browser import Visitor, leaving
from tests.spark.robots.groups import Groups, groups, tell, work
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SIZES = pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
A_CROWD = 30  # more than DingTalk takes in a minute
KIND = "training-entered"


@pytest.fixture
def said() -> Iterator[Groups]:
    with groups() as taken:
        yield taken


@SIZES
def test_a_robot_is_added_and_a_crowd_of_news_is_one_digest(visitor, world, said):
    visitor.log_in(world.lin)
    visitor.open("/robots/")
    page = visitor.page
    with leaving(page):
        page.locator("main a[href='/robots/new/']").first.click()
    page.select_option("[name=service]", "dingtalk")
    page.fill("[name=name]", "直播2301班")
    page.fill("[name=address]", said.address("own"))
    with leaving(page):
        page.click("main form.sp-form button.go")
    work()
    (test,) = said.texts("own")
    tell(world, *range(A_CROWD))
    work()
    (digest,) = said.texts("own")[1:]
    assert digest != test and digest.count("\n") >= A_CROWD
    page.reload()
    expect(page.locator("main")).to_contain_text("直播2301班")
    assert said.address("own") not in page.content() and not visitor.errors


@SIZES
def test_a_kind_that_is_muted_comes_no_more(visitor: Visitor, world: World):
    visitor.log_in(world.lin)
    visitor.open("/me/")
    switch = visitor.page.locator(f"[name=on][value='{KIND}:{Channel.IN_APP}']")
    expect(switch).to_be_checked()
    switch.uncheck()
    with leaving(visitor.page):
        visitor.page.click("form[action='/me/notifications/'] button[type=submit]")
    expect(visitor.page.locator("#toasts .sp-toast")).to_be_visible()
    candidate = world.candidate("in_review")
    tell_campuses(KIND, [candidate.screening_set.get()], at=clock.now())
    assert Message.objects.get(kind=KIND, to=world.lin).channel == Channel.EMAIL
    visitor.open("/inbox/")
    expect(visitor.page.locator("main")).not_to_contain_text(candidate.person.name)
    assert not visitor.errors
