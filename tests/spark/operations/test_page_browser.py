"""The page as the office sees it: a chart, figures that come anew, one press."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from spark import clock
from spark.jobs import QUEUES
from spark.notifications import tasks
from spark.notifications.models import Message, State
from spark.operations.models import JobRun
from tests.browser import Visitor
from tests.spark.operations.letters import given_up, sent
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize(
    "visitor", [(1440, "zh-hans"), (390, "en")], indirect=True
)


@BOTH
def test_figures_come_anew_and_the_page_stays_where_it_is(
    visitor: Visitor, world: World
):
    for queue in QUEUES:
        tasks.pulse(queue)
    for about, hours in (("one", 1), ("two", 1), ("three", 20)):
        sent(world.lin, about, hours=hours)
    visitor.log_in(world.office)
    page = visitor.page
    page.clock.install()
    visitor.open("/operations/")
    bars = page.locator("[data-chart=hours] svg path[fill='var(--ink)']")
    expect(page.locator("[data-chart=hours] svg")).to_be_visible()
    assert bars.count() >= 2
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    where = page.evaluate("scrollY")
    page.locator("#sent summary").evaluate("one => one.parentNode.open = true")
    old = clock.now() - timedelta(hours=2)
    JobRun.objects.create(job="team.admit_signed", since=old, done_at=old, ended_at=old)
    page.clock.fast_forward(31_000)
    late = page.locator("#figures .sp-st.bad")
    expect(late).to_have_count(2)  # the job, and how many things are red
    assert page.evaluate("scrollY") == where
    assert page.locator("#sent details").get_attribute("open") is not None


@BOTH
def test_a_press_sends_one_again_or_all_that_are_ticked(visitor: Visitor, world: World):
    candidate = world.candidate()
    given_up(world.lin, "one", url=f"/candidates/{candidate.pk}/")
    for about in ("two", "three"):
        given_up(world.lin, about)
    visitor.log_in(world.office)
    visitor.open("/operations/")
    page = visitor.page
    page.locator("a[href='/operations/undelivered/?channel=email']").click()
    rows = page.locator("#rows li")
    expect(rows).to_have_count(3)
    rows.nth(2).locator("button[form=one]").click()
    expect(rows).to_have_count(2)
    assert Message.objects.get(subject="one").state == State.WAITING
    bar = page.locator("#many")
    expect(bar).to_be_hidden()
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-picked]")).to_have_text("2")
    bar.locator("button.go").click()
    expect(page.locator("#rows .sp-empty")).to_be_visible()
    assert not Message.objects.filter(state=State.FAILED).exists()
