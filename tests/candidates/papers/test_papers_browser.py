"""A candidate photographs a paper on a phone; their college looks at it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from candidates.papers import actions
from candidates.papers.models import Paper
from spark.documents.scanned import LIMIT
from tests.browser import Visitor, leaving
from tests.candidates.papers.bringing import brought, own
from tests.contracts.signing.papers import JPEG, PNG
from tests.look import checks
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PHOTOGRAPH = JPEG + bytes(3 * 2**20)
REASON = "盖章看不清，请在亮处重拍"


@pytest.fixture
def phone(browser: Browser, visitor: Visitor) -> Iterator[Visitor]:
    """The candidate's, beside the college's screen."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.set_default_timeout(15_000)
    phone = Visitor(page, visitor.url, visitor.language)
    yield phone
    context.close()


def come_in(phone: Visitor, client: Client) -> None:
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    phone.page.context.add_cookies([{"name": name, "value": value, "url": phone.url}])


def send(phone: Visitor, file: Path) -> None:
    phone.page.locator("input[type=file]").set_input_files(file)
    with leaving(phone.page):
        phone.page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_paper_is_photographed_looked_at_and_photographed_again(
    visitor: Visitor, phone: Visitor, tmp_path: Path
):
    world = World()
    candidate = world.candidate("paperwork")
    photograph = tmp_path / "IMG_0417.JPG"
    photograph.write_bytes(PHOTOGRAPH)
    come_in(phone, own(candidate))
    phone.open("/my/")
    with leaving(phone.page):
        phone.page.locator(".btn.go[href='/my/papers/agreement/']").click()
    send(phone, photograph)
    sent = phone.page.locator("main .slot")
    expect(sent).to_contain_text(photograph.name)

    visitor.log_in(world.lin)
    part = visitor.page.locator("#papers")
    visitor.open(f"/candidates/{candidate.pk}/")
    part.scroll_into_view_if_needed()
    for _ in range(2):
        with visitor.page.expect_download() as kept:
            part.locator("form[action$='/file/'] button").click()
        assert Path(kept.value.path()).read_bytes() == PHOTOGRAPH
    part.locator("summary", has=visitor.page.locator("xpath=..//textarea")).click()
    part.locator("textarea").fill(REASON)
    with leaving(visitor.page):
        part.locator("form[action$='/give-back/'] button[type=submit]").click()

    phone.open("/my/")
    expect(phone.page.locator("#papers")).to_contain_text(REASON)
    phone.open("/my/papers/agreement/")
    send(phone, photograph)
    visitor.open(f"/candidates/{candidate.pk}/")
    part.scroll_into_view_if_needed()
    with leaving(visitor.page):
        part.locator("form[action$='/accept/'] button").click()
    assert [*Paper.objects.order_by("pk").values_list("state", flat=True)] == [
        "returned",
        "accepted",
    ]
    assert not phone.errors


@pytest.mark.parametrize("visitor", [(390, "zh-hans")], indirect=True, ids=["390-zh"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "不是照片"),
        (PHOTOGRAPH + bytes(LIMIT), "超过 10 MB"),
        (PHOTOGRAPH + bytes(2 * LIMIT), "超过 10 MB"),
    ],
    ids=["no picture", "too large", "far too large"],
)
def test_what_is_no_photograph_is_refused_in_words(
    visitor: Visitor, tmp_path: Path, content: bytes, said: str
):
    file = tmp_path / "IMG_0417.JPG"
    file.write_bytes(content)
    come_in(visitor, own(World().candidate("paperwork")))
    visitor.open("/my/papers/agreement/")
    send(visitor, file)
    expect(visitor.page.locator("main [role=alert]").first).to_contain_text(said)
    assert not Paper.objects.exists()
    visitor.errors = [one for one in visitor.errors if "status of 4" not in one]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_their_pages_are_fit_for_everybody(browser: Browser, live_server, language):
    """As tests/test_every_page.py has it: few of a demo owe papers."""
    world = World()
    candidate = world.candidate("paperwork")
    paper = brought(candidate, "agreement")
    actions.give_back(actor=world.lin, pk=paper.pk, reason=REASON)
    paper = brought(candidate, "consent")
    actions.accept(actor=world.lin, pk=paper.pk)
    brought(candidate, "consent", PNG)
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    visitor = Visitor(context.new_page(), live_server.url, language)
    checks.arm(visitor.page)
    come_in(visitor, own(candidate))
    for path in ("/my/", "/my/papers/agreement/", "/my/papers/consent/"):
        visitor.open(path)
        fit(visitor.page)
    visitor.log_in(world.lin)
    visitor.open(f"/candidates/{candidate.pk}/papers/")
    fit(visitor.page)
    assert not visitor.errors
    context.close()


def fit(page: Page) -> None:
    """Right in axe's eyes, day and night; by keyboard; no wider than any screen."""
    wrong = [*checks.axe(page, checks.EVERYTHING), *checks.keyboard(page)]
    page.emulate_media(color_scheme="dark")
    wrong += checks.axe(page, checks.CONTRAST)
    page.emulate_media(color_scheme="light")
    wrong += [*checks.orange(page), *checks.sideways(page)]
    assert not wrong
