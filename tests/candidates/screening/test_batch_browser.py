"""A batch of twelve by keyboard: from the anchor clip to who moves up."""

import os
import statistics
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from candidates.register.models import Quota
from candidates.screening import actions
from candidates.screening.models import Calibration, Review, Screening
from candidates.screening.stages import PENDING
from spark.accounts.models import User
from tests.browser import Visitor, leaving
from tests.candidates.screening.reviewing import an_anchor, blind, panel
from tests.story import leaving as left
from tests.story import record_of
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WANTED, PLACES = 12, 5
DISPUTED, KNOWN, ASKED = 0, 1, 2  # of the twelve: who is marked apart, recused, asked
FORM = "form[data-queue]"
# From Enter until another card can be marked, in the browser's own time.
NEXT = """([form, shown]) => new Promise((told) => {
  addEventListener("keydown", ({ key, timeStamp }) => {
    if (key !== "Enter") return
    const look = () => {
      const now = document.querySelector(`${form}.live`)?.dataset.queue
      if (now && now !== shown) told(performance.now() - timeStamp)
      else requestAnimationFrame(look)
    }
    look()
  }, { capture: true, once: true })
})"""


class Room:
    """The people at one keyboard, one after the other, and what they come upon."""

    def __init__(self, visitor: Visitor, world: World, rows: list[Screening]) -> None:
        self.visitor, self.page, self.world = visitor, visitor.page, world
        self.order = {row.pk: number for number, row in enumerate(rows)}
        self.paces: list[float] = []
        self.done: set[str] = set()

    def press(self, keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter(self, button: Locator) -> None:
        """Press a button by its key."""
        button.focus()
        self.page.keyboard.press("Enter")

    def calibrate(self, user: User) -> None:
        self.press("3333333333")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("table")).to_contain_text("看镜头")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".sp-who-is h2")).to_contain_text("C-")
        assert Calibration.objects.get(reviewer=user).locked_at

    def review(self, user: User) -> None:
        """All that is in somebody's queue."""
        self.visitor.log_in(user)
        self.visitor.open("/screening/queue/")
        if not Calibration.objects.filter(reviewer=user).exists():
            self.calibrate(user)
        while (form := self.page.locator(FORM)).count():
            shown = form.get_attribute("data-queue")
            review = Review.objects.get(pk=shown)
            number = self.order[review.screening_id]
            if number == KNOWN and self.once("recused"):
                self.told("recuse", "曾是我的学生")
            elif number == ASKED and self.once("asked"):
                self.told("ask-more", "视频没有声音")
            else:
                self.mark(shown, self.value(number, review))

    def once(self, what: str) -> bool:
        first = what not in self.done
        self.done.add(what)
        return first

    def value(self, number: int, review: Review) -> str:
        if number == DISPUTED:
            return "3" if review.third else "5" if self.once("disputed") else "2"
        return "2345"[number % 4]

    def mark(self, shown: str | None, value: str) -> None:
        self.press(value * 10)
        if self.page.locator("[data-next]").count():
            self.page.evaluate(
                f"given => {{ window.next = ({NEXT})(given) }}", [FORM, shown]
            )
            self.page.keyboard.press("Enter")
            self.paces.append(self.page.evaluate("window.next"))
        else:
            with leaving(self.page):
                self.page.keyboard.press("Enter")
        locked(self.page, lambda: Review.objects.get(pk=shown).state == "locked")

    def told(self, verb: str, reason: str) -> None:
        form = self.page.locator(f"form[action$='/{verb}/']")
        self.enter(form.locator("xpath=ancestor::details[1]/summary"))
        form.locator("textarea").focus()
        self.page.keyboard.type(reason)
        with leaving(self.page):
            self.enter(form.locator("button[type=submit]"))

    def decide(self, name: str, rows: list[Screening], ground: str) -> None:
        self.visitor.open("/screening/decisions/")
        for row in rows:
            self.page.locator(f"[name=ids][value='{row.candidate_id}']").focus()
            self.page.keyboard.press("Space")
        with leaving(self.page):
            self.enter(self.page.locator(f"#many [formaction$='/many/{name}/']"))
        self.page.locator(f"[name=many-ground][value={ground}]").focus()
        self.page.keyboard.press("Space")
        self.page.locator("[name=many-reason]").focus()
        self.page.keyboard.type("讲品有演示，分数见评分表")
        with leaving(self.page):
            self.enter(self.page.locator(".sp-many .btn.go"))
        with leaving(self.page):
            self.enter(self.page.locator("[name=confirmed]"))


def locked(page: Page, found: Callable[[], bool]) -> None:
    """The next card is shown before the server has answered."""
    for _ in range(200):
        if found():
            return
        page.wait_for_timeout(25)
    raise AssertionError("not locked")


@pytest.fixture
def rows(world: World) -> list[Screening]:
    """Twelve in a blind batch of five places, that wants its reviewers calibrated."""
    panel(world, 3)
    found = [record_of(Screening, world.candidate("waiting")) for _ in range(WANTED)]
    world.batch.calibrated = True
    world.batch.save()
    blind(world)
    an_anchor(world)
    direction = world.batch.directions.get()
    Quota.objects.create(batch=world.batch, direction=direction, places=PLACES)
    actions.assign(actor=world.office, ids=[row.pk for row in found])
    return found


@pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
def test_a_batch_of_twelve_by_keyboard(
    visitor: Visitor, world: World, rows: list[Screening]
):
    room = Room(visitor, world, rows)
    judges = [world.people[name] for name in ("judge1", "judge2")] + [world.reviewer]
    for judge in judges:
        room.review(judge)
    assert room.done == {"recused", "asked", "disputed"}
    asked = rows[ASKED]
    asked.refresh_from_db()
    assert asked.state == "more_asked"
    actions.receive_more(actor=world.lin, ids=[asked.pk])
    while waiting := Review.objects.filter(state__in=PENDING).first():
        room.review(waiting.reviewer)
    check_reviews(rows)
    decide(room, rows)
    move_up(room)
    pace = statistics.median(room.paces)
    sys.stdout.write(
        f"\nfrom Enter to the next card: {pace:.0f} ms, of {len(room.paces)} cards"
        f" from {min(room.paces):.0f} to {max(room.paces):.0f}\n"
    )


def check_reviews(rows: list[Screening]) -> None:
    locked = {row.pk: row.reviews.filter(state="locked").count() for row in rows}
    assert locked == {row.pk: 2 + (row == rows[DISPUTED]) for row in rows}
    third = rows[DISPUTED].reviews.get(third=True)
    assert [str(third.score), third.knocked_out] == ["3.00", False]
    recused = Review.objects.get(state="recused")
    assert (recused.screening, recused.reason) == (rows[KNOWN], "曾是我的学生")


def decide(room: Room, rows: list[Screening]) -> None:
    """The best pass, two wait, the others don't; then all of it is released."""
    room.visitor.log_in(room.world.office)
    by_score = sorted(
        rows, key=lambda row: -(row.reviews.filter(state="locked").first().score or 0)
    )
    room.decide("pass", by_score[:PLACES], "score")
    room.decide("waitlist", by_score[PLACES : PLACES + 2], "places")
    room.decide("reject", by_score[PLACES + 2 :], "below")
    room.visitor.open(f"/screening/decisions/{room.world.batch.slug}/release/")
    with leaving(room.page):
        room.enter(room.page.locator(".sp-many .btn.go"))
    states = list(Screening.objects.values_list("state", flat=True))
    counts = {state: states.count(state) for state in set(states)}
    assert counts == {"passed": PLACES, "waitlisted": 2, "rejected": 5}
    assert {row.decided_by for row in Screening.objects.all()} == {room.world.office}


def move_up(room: Room) -> None:
    """A place falls free, and who is first on the waitlist takes it."""
    first = Screening.objects.get(waitlist_place=1)
    gone = Screening.objects.filter(state="passed").first()
    left(actions.leave)(actor=room.world.office, ids=[gone.pk])
    room.visitor.open(f"/screening/decisions/{room.world.batch.slug}/waitlist/")
    room.page.locator("main textarea").focus()
    room.page.keyboard.type("有人退出，按顺序递补")
    with leaving(room.page):
        room.enter(room.page.locator("main .btn.go"))
    first.refresh_from_db()
    assert first.state == "passed"
