"""Screenshots of every page as everybody, to be looked at one by one: `make look`."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark.settings")
django.setup()

from spark.local import Local  # noqa: E402
from tests.browser import CHROMIUM, settled  # noqa: E402
from tests.faults.running import ROOT, Running  # noqa: E402
from tests.look.album import Shot, write_album  # noqa: E402
from tests.look.walking import Stop, Walk, through, unmet  # noqa: E402

ALBUM = ROOT / "build" / "look"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
EVERY = [(width, theme) for width in (1440, 390) for theme in ("light", "dark")]
QUICK = {"zh": [(1440, "light")], "en": [(390, "dark")]}
NOBODY = "anonymous"
README_LIMIT = 300_000


def main() -> None:
    options = arguments()
    began = time.monotonic()
    with a_demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        if options.readme:
            picture_for_readme(browser, url, options.readme)
        else:
            take_all(browser, url, options)
    say(f"{time.monotonic() - began:.0f} s")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make look", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="pages whose route begins so")
    parser.add_argument("--role", help="one of the demo's people, or anonymous")
    parser.add_argument(
        "--quick", action="store_true", help="1440 light Chinese, 390 dark English"
    )
    parser.add_argument("--readme", type=Path, metavar="FILE", help="only its picture")
    return parser.parse_args()


@contextmanager
def a_demo() -> Iterator[str]:
    """The address of a Spark with demo life and data of its own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="spark-look-", dir="/var/tmp"))  # noqa: S108
    folder.chmod(0o711)
    running = Running(folder, demo=True)
    try:
        running.wait_until_it_answers()
        yield f"http://localhost:{running.port}"
    finally:
        running.end()
        Local(folder).stop(even_if_used=True)
        shutil.rmtree(folder)


def take_all(browser: Browser, url: str, options: argparse.Namespace) -> None:
    ALBUM.mkdir(parents=True, exist_ok=True)
    shots: list[Shot] = []
    met: set[str] = set()
    for who in people(browser, url):
        if options.role in {None, who}:
            taken = list(visit(browser, url, who, options, met))
            say(f"{who}: {len({shot.page for shot in taken})} pages")
            shots += taken
    write_album(ALBUM, shots)
    say(f"{len(shots)} pictures: {ALBUM / 'index.html'}")
    if not options.role:
        context = browser.new_context()
        log_in(context.new_page(), url, "office")
        if missed := sorted(unmet(met, through(context, url))):
            sys.exit("Nothing leads to these routes: " + ", ".join(missed))


def people(browser: Browser, url: str) -> list[str]:
    """Who the log-in page offers to be, and who isn't logged in."""
    page = browser.new_page()
    page.goto(f"{url}/accounts/login/")
    emails = page.locator(".sp-demo [name=email]").evaluate_all(
        "fields => fields.map(field => field.value)"
    )
    guests = page.locator(".sp-demo [name=guest]").evaluate_all(
        "buttons => buttons.map(button => `as-${button.value}`)"
    )
    page.close()
    return [NOBODY, *(email.partition("@")[0] for email in emails), *guests]


def visit(
    browser: Browser,
    url: str,
    who: str,
    options: argparse.Namespace,
    met: set[str],
) -> Iterator[Shot]:
    """Everything one person sees, in both languages, with one browser."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    if who != NOBODY:
        log_in(page, url, who)
    walk = Walk(through(context, url), [page.url.removeprefix(url)])
    stops = list(walk.stops())
    met |= walk.met
    for language, code in LANGUAGES.items():
        speak(context, url, code)
        for stop in stops:
            if stop.name.startswith(options.only or ""):
                looks = QUICK[language] if options.quick else EVERY
                yield from take(page, url, stop, who, language, looks)
    context.close()


def log_in(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/accounts/login/")
    guest = page.locator(f".sp-demo [name=guest][value='{who.removeprefix('as-')}']")
    staff = page.locator(f"form:has(input[value='{who}@demo.spark']) button")
    (guest if who.startswith("as-") else staff).click()
    page.wait_for_load_state()


def speak(context: BrowserContext, url: str, code: str) -> None:
    context.add_cookies([{"name": "django_language", "value": code, "url": url}])


def take(
    page: Page, url: str, stop: Stop, who: str, language: str, looks: list
) -> Iterator[Shot]:
    """One page, loaded once and seen in each width and theme."""
    page.goto(url + stop.path)
    settled(page)
    for width, theme in looks:
        shot = Shot(stop.name, stop.path, who, language, width, theme)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=ALBUM / shot.file, full_page=True, type="jpeg", quality=82)
        yield shot


def picture_for_readme(browser: Browser, url: str, file: Path) -> None:
    """The list as the office sees it, sharp enough and small enough to commit."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 810}, reduced_motion="reduce"
    )
    page = context.new_page()
    log_in(page, url, "office")
    page.goto(f"{url}/candidates/")
    settled(page)
    page.screenshot(path=file, type="png")
    size = file.stat().st_size
    say(f"{file}: {size // 1000} kB")
    if size > README_LIMIT:
        sys.exit(f"That is more than {README_LIMIT // 1000} kB")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- this is its output


main()
