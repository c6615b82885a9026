"""Single keys in the pages, and how lists come out of a printer."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from spark import clock
from tests.browser import Visitor
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
PAPER = 688  # px of A4 between our margins
A4 = [595, 842]  # points


@pytest.fixture
def in_list(visitor: Visitor, world: World) -> Page:
    """The office at a list of three."""
    for _ in range(3):
        world.candidate()
    visitor.log_in(world.office)
    visitor.open("/candidates/")
    return visitor.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@WIDE
def test_keys_walk_the_rows_and_tick_them(in_list):
    links = in_list.locator("#rows .c-name a")
    press(in_list, "j", "j")
    expect(links.nth(1)).to_be_focused()
    press(in_list, "x", "k", "k")
    expect(links.nth(0)).to_be_focused()
    expect(in_list.locator("#rows [name=ids]").nth(1)).to_be_checked()
    expect(in_list.locator("#rows [name=ids]:checked")).to_have_count(1)


@WIDE
def test_a_slash_leads_to_the_search_and_no_key_acts_while_one_types(in_list):
    press(in_list, "/", "j", "?")
    field = in_list.locator(".sp-find input")
    expect(field).to_be_focused()
    expect(field).to_have_value("j?")
    expect(in_list.locator("#keys")).to_be_hidden()


@WIDE
def test_two_keys_go_places(in_list):
    press(in_list, "g", "x", "h")
    assert in_list.url.endswith("/candidates/")
    press(in_list, "g", "h")
    in_list.wait_for_url("**/")


@WIDE
def test_a_question_mark_shows_the_keys_of_this_page(in_list):
    keys = in_list.locator("#keys")
    press(in_list, "j", "?")
    expect(keys).to_be_visible()
    expect(keys.locator("[data-needs*='c-name']")).to_be_visible()
    press(in_list, "x")
    expect(in_list.locator("#rows [name=ids]:checked")).to_have_count(0)
    press(in_list, "Escape")
    expect(keys).to_be_hidden()
    expect(in_list.locator("#rows .c-name a").first).to_be_focused()


@WIDE
def test_who_has_switched_the_keys_off_is_left_alone(in_list, world):
    world.office.key_shortcuts = False
    world.office.save()
    in_list.reload()
    press(in_list, "?", "j")
    expect(in_list.locator("#keys")).to_have_count(0)
    expect(in_list.locator("body")).to_be_focused()


@WIDE
def test_a_printed_list_says_what_it_is_and_leaves_the_screen_behind(visitor, in_list):
    visitor.open("/candidates/?stage=registered")
    in_list.set_viewport_size({"width": PAPER, "height": 900})
    in_list.emulate_media(media="print")
    said = in_list.locator(".sp-printed")
    for words in ("阶段 已登记", f"{clock.today()}", "苏明远"):
        expect(said).to_contain_text(words)
    head = in_list.locator("#rows thead")
    assert head.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    for gone in (".sp-side", ".sp-top", ".sp-bar", ".sp-views", ".btn", ".c-pick"):
        assert in_list.locator(f"{gone}:visible").count() == 0, gone
    wide = in_list.evaluate("document.documentElement.scrollWidth")
    assert wide <= PAPER


@WIDE
def test_a_list_is_printed_on_a4_whatever_the_theme(in_list):
    in_list.emulate_media(color_scheme="dark")
    paper = in_list.pdf(prefer_css_page_size=True)
    (box,) = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper))
    assert [round(float(side)) for side in box] == A4
    in_list.emulate_media(media="print")
    ground = in_list.locator("body").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert ground == "rgb(255, 255, 255)"
