"""The report on fairness as drawn: from its own table, in both themes, on paper."""

import os

import pytest
from playwright.sync_api import Locator, Page, expect

from candidates.screening import actions
from candidates.screening.models import Screening
from tests.browser import Visitor
from tests.story import record_of
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize(
    "visitor", [(1440, "zh-hans"), (390, "en")], indirect=True
)
COLOUR = "one => getComputedStyle(one).fill"


@pytest.fixture
def report(visitor: Visitor, world: World) -> Page:
    """Eight of ten pass at one college, two of ten at the other."""
    for campus, passing in ((world.campus, 8), (world.other, 2)):
        for place in range(10):
            candidate = world.candidate("in_review", campus=campus)
            actions.decide(
                actor=world.office,
                ids=[record_of(Screening, candidate).pk],
                decision="passed" if place < passing else "rejected",
                reason="讲品好",
            )
    visitor.log_in(world.office)
    visitor.open("/screening/fairness/")
    return visitor.page


def points(chart: Locator) -> Locator:
    return chart.locator("svg path[d*='A4.5']")


@BOTH
def test_charts_are_drawn_from_their_tables(report: Page, visitor: Visitor):
    """`visitor` also fails where the content security policy stopped something."""
    chart = report.locator("[data-chart=table-campus]")
    expect(chart).to_have_attribute("role", "img")
    expect(points(chart)).to_have_count(2)
    hollow, full = (
        f"svg path[d*='A4.5'][fill='var(--{name})']" for name in ("bg", "ink")
    )
    expect(chart.locator(hollow)).to_have_count(1)
    expect(chart.locator(full)).to_have_count(1)
    expect(chart.locator("text", has_text="64")).to_have_count(1)
    assert chart.locator("svg").evaluate("one => one.getAnimations().length") == 0
    widths = report.evaluate(
        "[...document.querySelectorAll('[data-chart] svg')]"
        ".map(one => one.getBoundingClientRect().width - one.parentNode.clientWidth)"
    )
    assert widths and max(widths) <= 0


@BOTH
def test_charts_follow_the_theme_and_paper(report: Page):
    point = report.locator(
        "[data-chart=table-campus] svg path[d*='A4.5'][fill='var(--ink)']"
    )
    light = point.evaluate(COLOUR)
    report.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert point.evaluate(COLOUR) != light
    report.emulate_media(media="print")
    assert point.evaluate(COLOUR) == "rgb(0, 0, 0)"


@BOTH
def test_another_choice_draws_anew(report: Page):
    chosen = report.locator("select[name=of]")
    chosen.select_option("released")
    expect(report.locator("[data-chart]")).to_have_count(0)
    chosen.select_option("decided")
    expect(points(report.locator("[data-chart=table-campus]"))).to_have_count(2)
