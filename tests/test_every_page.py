"""Every page of every role in a browser: axe, widths, words, keyboard, one button.

The pages are found by walking (tests/look/walking.py), so a new one is among them as
soon as something leads there.
"""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from candidates.applying.models import Application
from candidates.applying.queries import missing, steps_of
from candidates.applying.views.public import OPENED as APPLYING
from candidates.demo import ACCOUNTS
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import User
from tests.browser import settled
from tests.cards import let_guardian_in, let_in
from tests.look import checks
from tests.look.walking import Stop, Walk, through, unmet
from tests.reference import restore
from training.trials.models import Trial

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
GUESTS = ["guest", "guardian", "applicant"]
PEOPLE = ["anonymous", *GUESTS, *(name for name, *_ in ACCOUNTS)]
# Their pages, opened on whatever phone with whatever size of text.
OWN = ("portal-", "guardian-", "apply")

# Who does things to many, and in which lists.
DOERS = {
    "office": ["/screening/", "/training/", "/trials/", "/applications/"],
    "lin": ["/candidates/?stage=registered", "/incubation/", "/trials/?state=planned"],
    "signing": ["/signing/", "/signing/?state=entering"],
    "team": ["/team/"],
    "mentor": ["/trials/"],
}
PRESS = """button => {
  const one = document.querySelector(button)
  one.form.noValidate = true
  one.form.requestSubmit(one)
}"""


@dataclass
class Demo:
    """The demo's life behind a server, and the walks that were made through it."""

    url: str
    untranslated: checks.Untranslated
    sessions: dict[str, str]
    given: dict[str, list[str]]
    walks: dict[str, tuple[list[Stop], set[str]]] = field(default_factory=dict)
    looked_at: set[tuple[str, str]] = field(default_factory=set)

    def is_new(self, stop: Stop, language: str) -> bool:
        """Whether nobody else has been shown the very same."""
        look = stop.main, language
        new = not stop.main or look not in self.looked_at
        self.looked_at.add(look)
        return new

    def log_in(self, context: BrowserContext, who: str, language: str) -> None:
        cookies = {"django_language": language}
        if who in self.sessions:
            cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        context.add_cookies(
            [{"name": n, "value": v, "url": self.url} for n, v in cookies.items()]
        )

    def walk(self, context: BrowserContext, who: str) -> tuple[list[Stop], set[str]]:
        """The pages somebody may see, and the routes met on the way; made once."""
        if who not in self.walks:
            walk = Walk(through(context, self.url), self.given.get(who, []))
            self.walks[who] = list(walk.stops()), walk.met
        return self.walks[who]


@pytest.fixture(scope="module")
def demo(shared_world, django_db_blocker) -> Iterator[Demo]:
    """One demo for all tests here, which only look: it is there before they begin."""
    with django_db_blocker.unblock():
        shared_world.leave()
        empty()
        call_command("demo", stdout=io.StringIO())
        server = LiveServer("localhost")
        sessions = {who: session(who) for who in PEOPLE[1:]}
        words = checks.Untranslated(checks.data_in_rows())
        yield Demo(server.url, words, sessions, addresses())
        server.stop()
        empty()


def empty() -> None:
    """As the migrations left the tables, whatever ran before or comes after."""
    call_command("flush", interactive=False, verbosity=0)
    restore()


def addresses() -> dict[str, list[str]]:
    """What those without an account were given, or may open as they like."""
    call = written().call
    own = f"/a/{call.slug}/mine/"
    steps = [f"{own}{step}/" for step in steps_of(call)]
    return {
        "anonymous": ["/p/abc/", "/g/abc/", f"/a/{call.slug}/"],
        "applicant": [f"/a/{call.slug}/", own, *steps],
    }


def written() -> Application:
    """Not sent yet, and nothing is missing: an applicant may still change it all."""
    drafts = Application.objects.filter(state="draft").order_by("pk")
    return next(draft for draft in drafts if not missing(draft))


def session(who: str) -> str:
    client = Client()
    if who == "guest":
        trials = Trial.objects.filter(state="planned", starts_at__gt=clock.now())
        let_in(client, trials.earliest("starts_at").candidate_id)
    elif who == "guardian":
        let_guardian_in(client, Candidate.objects.latest("person__birth_date").pk)
    elif who == "applicant":
        session = client.session
        session[APPLYING] = written().pk
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    else:
        client.force_login(User.objects.get(email=f"{who}@demo.spark"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def page(demo: Demo, browser: Browser, who: str, language: str) -> Iterator[Page]:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    demo.log_in(context, who, language)
    page = context.new_page()
    checks.arm(page)
    yield page
    context.close()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_fit_for_everybody(demo, page, who, language):
    stops, _met = demo.walk(page.context, who)
    found = []
    for stop in stops:
        if demo.is_new(stop, language):
            wrong = faults(demo, page, stop, language)
            found += [f"{stop.path}: {fault}" for fault in wrong]
    assert not found, "\n".join(found)


def faults(demo: Demo, page: Page, stop: Stop, language: str) -> Iterator[str]:
    """All that is wrong with a page; what knows no language is looked for once."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(demo.url + stop.path)
    settled(page)
    if stop.name.startswith("admin:"):
        if language != "en":
            yield from checks.axe(page, checks.OF_OTHERS)
        yield from checks.sideways(page)
        return
    yield from demo.untranslated.among(page.evaluate("spark.texts()"), language)
    if language == "en":
        yield from checks.sideways(page)
        page.emulate_media(color_scheme="dark")
        yield from (f"dark: {fault}" for fault in checks.axe(page, checks.CONTRAST))
    else:
        yield from checks.axe(page, checks.EVERYTHING)
        yield from checks.orange(page)
        yield from checks.keyboard(page)
        yield from checks.sideways(page)
    if stop.name.startswith(OWN):
        yield from checks.enlarged(page)


@pytest.mark.parametrize(
    ("who", "language"), [*((who, "zh-hans") for who in DOERS), ("lin", "en")]
)
def test_every_page_that_asks_before_it_is_done_to_many_is_fit(
    demo, page, who, language
):
    """What only a POST shows: rehearsals, forms, and these returned with errors."""
    found, acts = [], 0
    for path in DOERS[who]:
        for act in offered(demo, page, path):
            acts += 1
            ask(demo, page, path, act)
            found += [f"{act}: {fault}" for fault in judged(demo, page, language)]
            if returned(page):
                wrong = judged(demo, page, language)
                found += [f"{act}, with errors: {fault}" for fault in wrong]
    assert acts and not found, "\n".join(found)


def offered(demo: Demo, page: Page, path: str) -> list[str]:
    """The addresses of a list's buttons for many; files aren't pages."""
    page.goto(demo.url + path)
    acts = page.locator("#many [formaction]").evaluate_all(
        "buttons => buttons.map(one => one.getAttribute('formaction'))"
    )
    return [act for act in dict.fromkeys(acts) if "export" not in act]


def ask(demo: Demo, page: Page, path: str, act: str) -> None:
    """Tick everybody on the list's first page, and press; nothing is done yet."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(demo.url + path)
    page.locator("[data-pick-all]").check()
    with page.expect_navigation():
        page.evaluate(PRESS, f"#many [formaction='{act}']")
    settled(page)


def returned(page: Page) -> bool:
    """Whether there is a form to fill in: it comes back, sent as it is."""
    form = "main form.sp-many:has(.sp-fld) .btn.go:not([name])"  # doesn't confirm
    if not page.locator(form).count():
        return False
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_navigation():
        page.evaluate(PRESS, form)
    settled(page)
    return True


def judged(demo: Demo, page: Page, language: str) -> Iterator[str]:
    """What is wrong with the page that is there, as it can't be come to again."""
    yield from demo.untranslated.among(page.evaluate("spark.texts()"), language)
    if language != "en":
        yield from checks.axe(page, checks.EVERYTHING)
        yield from checks.orange(page)
    yield from checks.sideways(page)


@pytest.mark.parametrize("language", ["zh-hans"])
@pytest.mark.parametrize("who", ["office"])
def test_every_route_is_walked_or_accounted_for(demo, browser, page):
    met = set()
    for who in PEOPLE:
        context = browser.new_context()
        demo.log_in(context, who, "zh-hans")
        met |= demo.walk(context, who)[1]
        context.close()
    assert unmet(met, through(page.context, demo.url)) == set()
