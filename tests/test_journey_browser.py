"""From a row in a roster to a confirmed place in the team, as the people who do it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import User
from spark.audit import trail
from tests.browser import Visitor
from tests.terms import terms, typed
from tests.world import World, invented, papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
COLUMNS = {
    "姓名": "name",
    "身份证号": "id_number",
    "手机号": "phone",
    "学号": "student_number",
    "专业": "major",
    "班级": "class_name",
}


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A workbook of three people as a college would send it."""
    path = tmp_path / "直播2301班.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*COLUMNS, "意向方向"])
        for number in range(1, 4):
            person = invented()
            cells = [getattr(person, name) for name in COLUMNS.values()]
            sheet.write_row(number, 0, [*cells, "综合主播"])
    return path


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "zh-hans"), (1440, "en"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-zh", "1440-en", "390-en"],
)
def test_rows_of_a_roster_become_confirmed_anchors(
    visitor: Visitor, worker, world: World, roster: Path
):
    """On a phone one of them, by the buttons of their page; else all, by the lists."""
    send_roster(visitor, world, roster)
    people = list(Candidate.objects.order_by("pk"))
    phone = visitor.page.viewport_size["width"] < 1000
    hands = One(visitor, people[:1]) if phone else Many(visitor, people)
    at_desk = world.lin
    for user, stage, verb, fields in road(world):
        if user != at_desk:
            visitor.log_in(user)
            at_desk = user
        hands.press(stage, verb, **fields)
        if user == world.reviewer:
            assert "decide" not in hands.offered(stage)
    for candidate in hands.people:
        candidate.refresh_from_db()
        assert (candidate.stage, candidate.state) == ("management", "confirmed")
        tells_the_story(visitor, candidate)


def send_roster(visitor: Visitor, world: World, roster: Path) -> None:
    visitor.log_in(world.lin)
    visitor.upload(roster)
    press = visitor.page.locator("form[action$='/import/'] button.go")
    expect(press).to_be_visible()
    assert not Candidate.objects.exists()
    press.click()
    expect(visitor.page.locator("main .sp-note.ok")).to_be_visible()
    visitor.open("/candidates/")
    expect(visitor.page.locator("#rows tbody tr")).to_have_count(3)
    assert Candidate.objects.filter(campus=world.campus).count() == 3


def road(world: World) -> Iterator[tuple[User, str, str, dict]]:
    """Who presses what in which stage; two doors in between are the worker's."""
    today = clock.today()
    passed = {"decision": "passed", "reason": "讲品有演示"}
    qualified = {"decision": "qualified", "reason": "三场试播靠前"}
    filed = typed(papers())
    signed = {"signed_on": str(today)}
    yield world.office, "screening", "enter", {}
    yield world.reviewer, "screening", "open-review", {}
    yield world.office, "screening", "decide", {**passed, "ground": "score"}
    yield world.office, "screening", "release", {}
    yield world.lin, "incubation", "activate", filed
    yield world.office, "training", "enter", {}
    yield world.office, "training", "start-learning", {}
    yield world.office, "training", "start-competing", {}
    yield world.office, "training", "decide", qualified
    yield world.office, "training", "release", {}
    yield world.signing, "signing", "enter", {}
    yield world.signing, "signing", "issue", typed(terms())
    yield world.signing, "signing", "sign", signed
    yield world.signing, "signing", "countersign", signed
    yield world.manager, "management", "confirm", {"team": str(world.team.pk)}


class One:
    """Goes the road with somebody by the buttons of their page."""

    def __init__(self, visitor: Visitor, people: list[Candidate]) -> None:
        self.visitor, self.people = visitor, people

    def press(self, stage: str, verb: str, **fields: str) -> None:
        page = f"/candidates/{self.people[0].pk}/"
        form = self.visitor.form(stage, verb)
        if not form.count():
            arrive(self.visitor, page, lambda: form.count() == 1)
        self.visitor.press(stage, verb, **fields)

    def offered(self, stage: str) -> set[str]:
        return self.visitor.offered(stage)


class Many:
    """Goes the road with a class: ticked in the stage's list, looked at, confirmed."""

    def __init__(self, visitor: Visitor, people: list[Candidate]) -> None:
        self.visitor, self.people = visitor, people

    def press(self, stage: str, verb: str, **fields: str) -> None:
        visitor, page, all_ = self.visitor, self.visitor.page, len(self.people)
        rows = page.locator("#rows [name=ids]")
        state = "?state=entering" if verb == "enter" else ""
        url = reverse(f"{stage}-list") + state
        arrive(visitor, url, lambda: rows.count() == all_)
        page.locator("[data-pick-all]").check()
        button = page.locator(f"#many [formaction$='/{stage}-{verb}/']")
        if not button.is_visible():
            page.locator("#many summary").click()
        button.click()
        if fields:
            for name, value in fields.items():
                visitor.fill(page.locator(f"[name='many-{name}']"), value)
            page.locator("main form button.go").click()
        expect(page.locator(".sp-names li")).to_have_count(all_)
        expect(page.locator(".sp-outs")).to_have_count(0)
        page.locator("main form button[name=confirmed]").click()
        expect(page.locator("#toasts .sp-toast")).to_be_visible()

    def offered(self, stage: str) -> set[str]:
        found = self.visitor.page.locator("#many [formaction]").evaluate_all(
            "buttons => buttons.map(button => button.getAttribute('formaction'))"
        )
        return {url.rstrip("/").rpartition(f"{stage}-")[2] for url in found}


def arrive(visitor: Visitor, url: str, there: Callable[[], bool]) -> None:
    """Look again until the worker has done what the page waits for."""
    for _ in range(20):
        visitor.open(url)
        if there():
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"nothing to press on {url}")


STORY = [
    "register.add",
    "screening.enter",
    "screening.open-review",
    "screening.decide",
    "screening.release",
    "incubation.enter",
    "incubation.activate",
    "course.enter",
    "course.start-learning",
    "course.start-competing",
    "course.decide",
    "course.release",
    "contract.enter",
    "contract.issue",
    "contract.sign",
    "contract.countersign",
    "membership.enter",
    "membership.confirm",
]


def tells_the_story(visitor: Visitor, candidate: Candidate) -> None:
    """The page's timeline: every decision, newest first, in its language."""
    visitor.open(f"/candidates/{candidate.pk}/")
    shown = visitor.page.locator("#timeline li").all_inner_texts()
    verbs = [verb for verb in STORY if not trail.TITLES[verb].internal][::-1]
    with translation.override(visitor.language):
        titles = [str(trail.TITLES[verb].label) for verb in verbs]
    assert len(shown) == len(titles)
    for text, title in zip(shown, titles, strict=True):
        assert title in text
    assert any(candidate.campus and "林晓岚" in text for text in shown)
