"""A first visit on a phone, in Chromium: what is sent, and when the most is painted.

As fast as this machine is; then with a processor a quarter as fast, on a network of the
third generation.
"""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, sync_playwright

from candidates.applying.models import Call
from candidates.portal import actions
from candidates.portal.views.own import OPENED
from candidates.register.models import Candidate
from spark.accounts.scope import SYSTEM
from tests.browser import CHROMIUM
from tests.serving import Served, as_deployed, collect, served

VISITS = 5
NETWORK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1_600_000 // 8,
    "uploadThroughput": 750_000 // 8,
}
PAINTED = """
const note = (list) => { window.painted = list.getEntries().at(-1).startTime }
const largest = { type: "largest-contentful-paint", buffered: true }
new PerformanceObserver(note).observe(largest)
"""


def measured() -> Iterator[tuple[str, float, float, float]]:
    """(page, kB of a first visit, ms until the largest paint, and slowed down)."""
    pages = addresses()
    with (
        tempfile.TemporaryDirectory() as folder,
        as_deployed(Path(folder)),
        sync_playwright() as playwright,
    ):
        collect()
        browser = playwright.chromium.launch(**CHROMIUM)
        with served() as site:
            for name, path, session in pages:
                visit(browser, site, path, session)  # a process's first is slow
                site.counted.sent.clear()
                fast = visit(browser, site, path, session)
                size = sum(site.counted.sent.values()) / 1000
                times = [fast, *visits(browser, site, path, session)]
                slow = visits(browser, site, path, session, slow=True)
                yield name, size, statistics.median(times), statistics.median(slow)
        browser.close()


def addresses() -> list[tuple[str, str, str]]:
    """(what, where, by which session)."""
    candidate = Candidate.objects.filter(stage="training").earliest("pk")
    token = actions.make_card(actor=SYSTEM, ids=[candidate.pk])[candidate.pk]
    session = SessionStore()
    session[OPENED] = candidate.personal_links.get(revoked_at=None).pk
    session.create()
    return [
        ("phone, to apply", f"/a/{Call.objects.earliest('pk').slug}/", ""),
        ("phone, by a card", f"/p/{token}/", ""),
        ("phone, own pages", "/my/", session.session_key or ""),
    ]


def visits(
    browser: Browser, site: Served, path: str, session: str, *, slow: bool = False
) -> list[float]:
    return [visit(browser, site, path, session, slow=slow) for _ in range(VISITS)]


def visit(
    browser: Browser, site: Served, path: str, session: str, *, slow: bool = False
) -> float:
    """By a phone that was never here; when the largest thing was painted."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    name = settings.SESSION_COOKIE_NAME
    if session:
        context.add_cookies([{"name": name, "value": session, "url": site.url}])
    page = context.new_page()
    page.add_init_script(PAINTED)
    if slow:
        slow_down(page)
    page.goto(site.url + path, wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    painted = page.evaluate("window.painted")
    context.close()
    return painted


def slow_down(page: Page) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", NETWORK)
