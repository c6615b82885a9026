"""What must hold of every page, found out in one load of it."""

import re
from collections.abc import Callable, Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from playwright.sync_api import Page

from candidates.applying.models import Application
from candidates.rosters.models import RosterImport
from spark.notifications.models import Message

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
CHECKS = settings.BASE_DIR / "tests/look/checks.js"
# All of axe in the light; what can differ in the dark; of Unfold's pages, where
# landmarks and Select2 aren't ours, what anybody would stumble over.
EVERYTHING: dict = {}
CONTRAST = {"runOnly": ["color-contrast"]}
OF_OTHERS = {
    "runOnly": ["button-name", "document-title", "image-alt", "label", "link-name"]
}
HAN = re.compile(r"[\u4e00-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
# What Chinese pages write in Latin letters.
NAMES = {
    *(
        "Spark",
        "CSV",
        "Excel",
        "xlsx",
        "csv",
        "API",
        "Webhook",
        "OAuth",
        "ID",
        "IP",
        "QR",
        "PDF",
        "JSON",
    ),
    *("English", "MB", "kB", "KB", "webm", "mp4", "MOV", "WebM"),
    *("ICC", "Kappa", "Koo", "Li", "Wilson", "Thorndike", "CFR", "GB"),
    *("JPEG", "PNG"),
}
NOT_WORDS = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S*|/[\w/-]+/|Mozilla/.*|(?<![A-Za-z])C-\d+|\b\w*\d\w*\b|\w+\.(?:xlsx|csv)"
)
PRESSED_AT_ONCE = 25
PRESSED_AT_MOST = 600


def data_in_rows() -> set[str]:
    """Every text somebody typed or that names a thing, as the rows have it.

    Names in the other language aren't among them: pages must show the right one.
    """
    found = {
        text
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not field.choices
        and not field.name.endswith(("_zh", "_en"))
        for text in model._default_manager.values_list(field.attname, flat=True)
        if isinstance(text, str) and len(text) > 1
    }
    for staged in RosterImport.objects.exclude(findings=None):
        found |= {text for text in _strings(staged.findings) if len(text) > 1}
    for answers in Application.objects.exclude(answers=None):
        found |= {text for text in _strings(answers.answers) if len(text) > 1}
    # What somebody typed is passed on in a message as it is.
    found |= {message.facts.get("text", "") for message in Message.objects.all()}
    return found


def _strings(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


class Untranslated:
    """Finds words of one language on pages of the other."""

    def __init__(self, data: set[str]) -> None:
        known = {text for text in data if HAN.search(text)}
        known |= {language for _, language in settings.LANGUAGES}
        parts = sorted(map(re.escape, known), key=len, reverse=True)
        self.data = re.compile("|".join(parts))

    def among(self, texts: list[str], language: str) -> Iterator[str]:
        for text in texts:
            left = NOT_WORDS.sub(" ", self.data.sub(" ", text))
            if language == "en":
                words = HAN.findall(left)
            else:
                words = [word for word in LATIN.findall(left) if word not in NAMES]
            if words:
                yield f"untranslated {words}: {text[:80]}"


def arm(page: Page) -> None:
    """Axe and our checks on every page to come, past the pages' own policy."""
    page.add_init_script(CHECKS.read_text())


def axe(page: Page, rules: dict) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    return page.evaluate("rules => spark.axe(rules)", rules)


def sideways(page: Page) -> Iterator[str]:
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("spark.wide()")) > 0:
            yield f"scrolls sideways by {wide} px at {width}"


def enlarged(page: Page) -> Iterator[str]:
    """With all text twice as large, on a phone; afterwards it stays so."""
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate("spark.enlarge()")
    if (wide := page.evaluate("spark.wide()")) > 0:
        yield f"scrolls sideways by {wide} px with text of 200 %"
    yield from (f"cut at 200 %: {cut}" for cut in page.evaluate("spark.cut()"))


def orange(page: Page) -> Iterator[str]:
    buttons = page.evaluate("spark.buttons()")
    if len(buttons) > 1:
        yield f"more than one orange button: {buttons}"


def keyboard(page: Page) -> list[str]:
    """Tab through the whole page, and see where the focus came and how it looked."""
    page.evaluate("document.activeElement.blur()")
    page.evaluate("spark.watch()")
    for _ in range(0, PRESSED_AT_MOST, PRESSED_AT_ONCE):
        for _ in range(PRESSED_AT_ONCE):
            page.keyboard.press("Tab")
        if page.evaluate("spark.round"):
            break
    return page.evaluate("spark.missed()")


def in_theme(page: Page, theme: str, check: Callable[[], list[str]]) -> list[str]:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    return [f"{theme}: {found}" for found in check()]
