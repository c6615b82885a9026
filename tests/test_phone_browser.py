"""Candidates' and applicants' pages on a phone: how much is sent, and no connection."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from candidates.portal import actions
from candidates.portal.views.app import KEPT
from candidates.register.models import Candidate
from spark.accounts.scope import SYSTEM
from tests.browser import Visitor
from tests.candidates.applying.applicants import call_of
from tests.cards import let_in
from tests.serving import Served, as_deployed, collect, served
from tests.training.trials.studio import Studio
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
MOST = 150_000  # bytes of a first visit: a budget
CACHES = """async () => {
  const found = {}
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const { url } of await cache.keys()) {
      found[new URL(url).pathname] = [name, await (await cache.match(url)).text()]
    }
  }
  return found
}"""

REPLACED = """async (old) => {
  while ((await caches.keys()).includes(old)) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}"""


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("release")
    with as_deployed(root):
        collect()
    return root


@pytest.fixture
def site(release, transactional_db) -> Iterator[Served]:
    with as_deployed(release), served() as site:
        yield site


@pytest.fixture
def phone(site: Served, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, service_workers="allow"
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def candidate(site) -> Candidate:
    """Who has a trial to answer for."""
    return Studio(World()).trial().candidate


@pytest.fixture
def page(phone: BrowserContext, site: Served, candidate: Candidate) -> Page:
    """Their own page, open on their phone, whose service worker is at work."""
    client = Client()
    let_in(client, candidate.pk)
    name = settings.SESSION_COOKIE_NAME
    phone.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": site.url}]
    )
    page = phone.new_page()
    arrive(page, f"{site.url}/my/")
    return page


def arrive(page: Page, address: str) -> None:
    """Until all is there, what is fetched for later visits too."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.wait_for_load_state("networkidle")


def test_a_first_visit_to_the_page_to_apply_is_small(phone, site):
    call = call_of(World())
    arrive(phone.new_page(), f"{site.url}/a/{call.slug}/")
    is_small(site)


def test_a_first_visit_by_a_card_is_small_and_tells_nobody_its_address(phone, site):
    candidate = World().candidate("registered")
    token = actions.make_card(actor=SYSTEM, ids=[candidate.pk])[candidate.pk]
    page = phone.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request))
    visitor = Visitor(page, site.url, "zh-hans")
    arrive(page, f"{site.url}/p/{token}/")
    is_small(site)
    page.locator(".sp-brand").click()
    page.wait_for_url("**/my/")
    assert len(asked) > 5
    for request in asked[1:]:
        assert token not in request.url
        assert token not in request.all_headers().get("referer", "")
    assert [said for said in visitor.errors if "401" not in said] == []


def test_a_first_visit_to_ones_own_pages_is_small(page, site):
    is_small(site)


def is_small(site: Served) -> None:
    """With styles, scripts, icons, and what is kept for when there is no connection."""
    sent = site.counted.sent
    assert {"/sw.js", "/offline/"} <= set(sent)
    assert sum(sent.values()) <= MOST, sent


def test_without_a_connection_a_page_says_so_and_comes_back_with_it(page, site, phone):
    phone.set_offline(True)
    page.reload()
    title = page.locator("h1")
    expect(title).to_contain_text("没有网络")
    expect(title).to_contain_text("No connection")
    expect(page.locator(".own .btn")).to_have_css("min-height", "44px")  # with style
    phone.set_offline(False)
    page.locator("[data-again]").click()
    expect(page.locator("#trials")).to_be_visible()


def test_what_was_typed_goes_out_once_there_is_a_connection(
    page, site, phone, candidate
):
    page.goto(f"{site.url}/my/data/")
    page.locator("[name=phone]").fill("13900007777")
    phone.set_offline(True)
    page.locator("form[action$='/contact/'] button").click()
    expect(page.locator("h1")).to_contain_text("没有网络")
    phone.set_offline(False)
    page.locator("[data-again]").click()
    expect(page.locator("[name=phone]")).to_have_value("13900007777")
    candidate.refresh_from_db()
    assert candidate.phone == "13900007777"


def test_nothing_of_anybody_is_kept_on_the_phone(page, site, candidate):
    page.goto(f"{site.url}/my/data/")
    page.goto(f"{site.url}/my/")
    kept = page.evaluate(CACHES)
    plain = {path.replace("/static/", "").split(".")[0] for path in kept}
    names = {name.split(".")[0] for name in KEPT}
    assert plain == {*names, "/offline/"}
    assert len({name for name, _text in kept.values()}) == 1
    whole = "".join(text for _name, text in kept.values())
    for own in (candidate.person.name, candidate.phone, 'name="csrfmiddlewaretoken"'):
        assert own not in whole


def test_a_new_release_takes_the_place_of_the_one_before(page, site, tmp_path):
    before = page.evaluate(CACHES)
    changed = tmp_path / "changed"
    changed.mkdir()
    ours = settings.BASE_DIR / "static" / "dist"
    sheet = (ours / "spark.css").read_text() + "h1 { text-indent: 7px; }"
    (changed / "spark.css").write_text(sheet)
    with as_deployed(tmp_path / "root", more=[changed]):
        collect()
        site.renew()
        page.reload()
        expect(page.locator("h1")).to_have_css("text-indent", "7px")
        page.evaluate(REPLACED, before["/offline/"][0])
        after = page.evaluate(CACHES)
    assert len(after) == len(before)
    assert len({*after} - {*before}) == 1  # the sheet, by its new name
