"""The list in Chromium: conditions, ticking rows, calling many."""

import os
import re

import pytest
from playwright.sync_api import expect

from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate
from tests.candidates.register.test_views import crowd

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWS = pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)


@VIEWS
def test_the_office_narrows_the_list_ticks_two_and_calls_them(world, visitor):
    page = visitor.page
    fresh = [world.candidate(), world.candidate()]
    world.candidate("waiting")
    visitor.log_in(world.office)
    visitor.open("/candidates/")
    bar = page.locator("#many")
    expect(page.locator("#rows tbody tr")).to_have_count(3)
    expect(bar).to_be_hidden()
    page.locator("#chips summary").click()
    page.locator("#id_stage").select_option("registered")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?stage=registered$"))
    expect(page.locator(".sp-chip.set")).to_have_count(1)
    expect(page.locator("#chips summary")).to_be_focused()
    for row in range(2):
        page.locator("#rows [name=ids]").nth(row).check()
    expect(bar.locator("[data-picked]")).to_have_text("2")
    assert page.locator(".btn.go:visible").count() == 1
    bar.locator("button.go").click()
    expect(page.locator(".sp-names li")).to_have_count(2)
    page.locator("main button.go").click()
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    called = Candidate.objects.filter(stage="screening")
    assert set(fresh) <= set(called)


@VIEWS
def test_a_file_comes_without_leaving_the_list(world, visitor):
    page = visitor.page
    world.candidate()
    visitor.log_in(world.lin)
    visitor.open("/candidates/")
    page.locator("#rows [name=ids]").first.check()
    for _ in range(2):
        with page.expect_download() as taken:
            page.locator("#many button[formaction$='/export/']").click()
        assert taken.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
def test_a_class_gets_its_cards_in_a_few_clicks_and_once(world, visitor):
    page = visitor.page
    people = [world.candidate(class_name="主播 2601 班") for _ in range(2)]
    world.candidate()
    visitor.log_in(world.lin)
    visitor.open("/candidates/?batch=hangzhou-2026-autumn")
    page.locator("#chips summary").click()
    page.locator("#id_class_name").fill("主播 26")
    page.keyboard.press("Enter")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    page.locator("[data-pick-all]").check()
    page.locator("#many button[formaction$='/portal-print-cards/']").click()
    expect(page.locator("main .sp-note.warn")).to_be_visible()
    confirm = page.locator("main button.go")
    with page.expect_download() as taken:
        confirm.click()
    assert re.fullmatch(r"spark-cards-[\d-]+\.pdf", taken.value.suggested_filename)
    expect(confirm).to_be_disabled()  # another set would end what was just saved
    assert PersonalLink.objects.count() == len(people)


@VIEWS
def test_of_all_that_match_the_bar_says_how_many_each_verb_fits(world, visitor):
    page = visitor.page
    crowd(world, 52)
    world.candidate("waiting")
    visitor.log_in(world.office)
    visitor.open("/candidates/")
    page.locator("#rows [name=ids]").first.check()
    page.locator("#many [name=everyone]").check()
    call = page.locator("#many [data-verb='screening-enter']")
    expect(call.locator("[data-count]")).to_have_text("52")
    expect(call).to_be_visible()
    opening = page.locator("#many [data-verb='screening-open-review'] [data-count]")
    expect(opening).to_have_text("1")
    page.locator("#many [name=everyone]").uncheck()
    assert call.locator("[data-count]").inner_text().strip() in {"", "0", "1"}
