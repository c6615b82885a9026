"""People at a browser: log in, press buttons, and let no console error pass."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from spark.accounts.models import User

PASSWORD = "pw"
CHROMIUM = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}

# A busy machine takes its time: what never comes fails all the same.
expect.set_options(timeout=30_000)


# Each part that is fetched once it is in view comes into view, then the top again.
SEEN = """async () => {
  const frame = () => new Promise(requestAnimationFrame)
  for (const later of document.querySelectorAll("[hx-trigger^=intersect]")) {
    later.scrollIntoView()
    await frame()
    await frame()
  }
  scrollTo(0, 0)
}"""

# Htmx notes what has come into view a frame later, and asks for it in that frame.
FRAMES = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))
})"""
FETCHES = ".htmx-request, .htmx-swapping, .htmx-settling"
RESTS = """waiting => document.readyState === 'complete' &&
  ![...document.querySelectorAll(waiting)].some(one => one.checkVisibility())"""


def settled(page: Page) -> None:
    """Until the parts a page fetches for itself are there, also those further down."""
    page.evaluate(SEEN)
    page.wait_for_function(RESTS, arg=f"{FETCHES}, main .sp-wait")


def at_rest(page: Page) -> None:
    """Until the page is loaded, and what it fetches for the part of it in view."""
    page.evaluate(FRAMES)
    page.wait_for_function(RESTS, arg=FETCHES)


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """What is done here leads to another page, or to this one anew."""
    with page.expect_navigation():
        yield
    at_rest(page)


class Visitor:
    """Somebody at a page of the live server. `errors` must stay empty."""

    def __init__(self, page: Page, url: str, language: str) -> None:
        self.page, self.url, self.language = page, url, language
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)
        page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": url}]
        )

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(f"{said.text} {said.location.get('url', '')}".strip())

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)
        at_rest(self.page)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"

    def log_in(self, user: User) -> None:
        self.page.context.clear_cookies(name="sessionid")
        self.open("/accounts/login/")
        self.page.locator("[name=login]").fill(user.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main button[type=submit]").first.click()
        self.page.wait_for_url(self.url + "/")

    def upload(self, file: Path) -> None:
        self.open("/candidates/import/")
        self.page.locator("[name=file]").set_input_files(file)
        self.page.locator("[name=notice_version]").fill("告知书 2026-1")
        self.page.locator("[name=consent]").check()
        self.page.locator("main form button[type=submit]").click()

    def form(self, section: str, verb: str) -> Locator:
        """The form of one button in a stage's section of the open candidate."""
        tail = "/enter/" if verb == "enter" else f"/{verb}/"
        return self.page.locator(f"#{section} form[action$='{tail}']")

    def press(self, section: str, verb: str, **fields: str) -> None:
        """Fill in what the button asks for, press it, and wait for the toast."""
        form = self.form(section, verb)
        expect(form).to_have_count(1)
        summary = form.locator("xpath=ancestor::details[1]/summary")
        if summary.count():
            summary.click()
        for name, value in fields.items():
            self.fill(form.locator(f"[name='{section}-{verb}-{name}']"), value)
        with leaving(self.page):
            form.locator("button[type=submit]").click()
        expect(self.page.locator("#toasts .sp-toast")).to_be_visible()

    def fill(self, field: Locator, value: str) -> None:
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def offered(self, section: str) -> set[str]:
        """The verbs of the buttons a section shows."""
        forms = self.page.locator(f"#{section} form").evaluate_all(
            "forms => forms.map(form => form.getAttribute('action'))"
        )
        return {action.rstrip("/").rsplit("/", 1)[1] for action in forms}
