"""From a row in a roster to a confirmed place in the team, as the people who do it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import timezone, translation
from playwright.sync_api import expect

from candidates.register.models import Candidate
from spark.audit import trail
from tests.browser import Visitor
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
def test_a_row_in_a_roster_becomes_a_confirmed_anchor(
    visitor: Visitor, worker, world: World, roster: Path
):
    send_roster(visitor, world, roster)
    candidate = Candidate.objects.order_by("pk").first()
    assert candidate is not None
    page = f"/candidates/{candidate.pk}/"
    screen(visitor, world, page)
    incubate(visitor, world, page)
    train(visitor, world, page)
    sign(visitor, world, page)
    confirm(visitor, world, page)
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


def screen(visitor: Visitor, world: World, page: str) -> None:
    visitor.log_in(world.office)
    visitor.open(page)
    visitor.press("screening", "enter")
    visitor.log_in(world.reviewer)
    visitor.open(page)
    visitor.press("screening", "open-review")
    assert "decide" not in visitor.offered("screening")
    visitor.log_in(world.office)
    visitor.open(page)
    visitor.press("screening", "decide", decision="passed", reason="讲品有演示")
    visitor.press("screening", "release")


def incubate(visitor: Visitor, world: World, page: str) -> None:
    """The worker takes in who passed; the college files the papers."""
    visitor.log_in(world.lin)
    wait_for_section(visitor, page, "incubation", "activate")
    filed = {name: str(value) for name, value in papers().items()}
    visitor.press("incubation", "activate", **filed)


def train(visitor: Visitor, world: World, page: str) -> None:
    visitor.log_in(world.office)
    visitor.open(page)
    visitor.press("training", "enter")
    visitor.press("training", "start-learning")
    visitor.press("training", "start-competing")
    visitor.press("training", "decide", decision="qualified", reason="三场试播靠前")
    visitor.press("training", "release")


def sign(visitor: Visitor, world: World, page: str) -> None:
    today = timezone.localdate()
    visitor.log_in(world.signing)
    visitor.open(page)
    visitor.press("signing", "enter")
    visitor.press(
        "signing",
        "issue",
        employer="杭州源选传媒有限公司",
        position="主播",
        starts_on=str(today),
        ends_on=str(today + timedelta(days=1095)),
    )
    visitor.press("signing", "sign", signed_on=str(today))
    visitor.press("signing", "countersign", signed_on=str(today))


def confirm(visitor: Visitor, world: World, page: str) -> None:
    """The worker opens the membership; the team manager confirms it."""
    visitor.log_in(world.manager)
    wait_for_section(visitor, page, "management", "confirm")
    visitor.press("management", "confirm", team=str(world.team.pk))


def wait_for_section(visitor: Visitor, page: str, section: str, verb: str) -> None:
    """Look again until the worker's job has opened the record."""
    for _ in range(20):
        found = visitor.page.goto(visitor.url + page)
        visitor.page.wait_for_load_state("networkidle")
        if found and found.ok and visitor.form(section, verb).count():
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"no {verb} in {section}")


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
    told = [verb for verb in STORY if not trail.VERBS[verb].internal][::-1]
    with translation.override(visitor.language):
        titles = [str(trail.VERBS[verb].label) for verb in told]
    assert len(shown) == len(titles)
    for text, title in zip(shown, titles, strict=True):
        assert title in text
    assert any(candidate.campus and "林晓岚" in text for text in shown)
