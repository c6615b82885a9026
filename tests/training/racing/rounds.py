"""Two rounds at their pages, for tests in a browser: who presses what."""

from collections.abc import Iterable, Sequence
from math import exp

from playwright.sync_api import expect

from candidates.register.models import Candidate
from spark import clock
from tests.browser import Visitor, leaving
from tests.training.judging.phone import give, kept, locked
from tests.training.standings.season import HOURS, Season
from tests.world import World
from training.course.models import Enrolment
from training.judging.models import Judgement
from training.racing.models import RoundDecision
from training.trials.models import Round, Trial

HEADINGS = "直播间,开播时间,下播时间,学号,观看人数,人均观看时长,成交金额"


STEP = 0.5  # from one of a season's people to the next
LUCK = (0.35, -0.3, -0.05, 0.2, -0.2)  # of trials, one after the other


class Exported(Season):
    """Trials that were held; what they sold is on the platform's export only.

    Args:
        level: people, by number, who all sell as the middle one of them.
    """

    def __init__(self, world: World, people: int, level: Sequence[int]) -> None:
        self.sold: dict[Trial, int] = {}
        super().__init__(world, people=people)
        middle = level[len(level) // 2]
        for number, one in enumerate(self.people):
            more = (number - middle) * STEP if number in level else 0
            for turn, trial in enumerate(self.trials(one)):
                luck = LUCK[(number + 2 * turn) % len(LUCK)]
                self.sold[trial] = round(self.sold[trial] * exp(more + luck))

    def enter(self, trial: Trial, gmv_fen: int | None, score: float = 3.5, **more):
        self.sold[trial] = gmv_fen or 0

    def again(self, candidate: Candidate, round_: Round, sold_yuan: int) -> Trial:
        """One more trial of somebody, in a round."""
        number = self.people.index(candidate)
        turn = 3 + len(self.sold)
        room = self.rooms[turn % len(self.rooms)]
        hour = HOURS[number % len(HOURS)]
        trial = self.trial(candidate, room, turn, hour, number, round_)
        self.sold[trial] = 100 * sold_yuan
        return trial

    def sheet(self, trials: Iterable[Trial]) -> bytes:
        """The export, as the platform heads it."""
        lines = [self._line(trial, self.sold[trial]) for trial in trials]
        return "\n".join([HEADINGS, *lines]).encode("utf-8-sig")

    def _line(self, trial: Trial, sold: int) -> str:
        starts, ends = (
            f"{clock.local(one):%Y-%m-%d %H:%M}"
            for one in (trial.during.lower, trial.during.upper)
        )
        number = trial.candidate.student_number
        room = trial.slot.room.name_zh
        return f"{room},{starts},{ends},{number},4000,95,{sold / 100:.2f}"


class Hall:
    """Somebody at a desk, and what they do on the pages of a round."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def upload(self, body: bytes, rows: int) -> None:
        """Send the sheet of results, look at it, and have it written."""
        self.visitor.open("/trials/sheets/results/")
        sheet = {"name": "战报.csv", "mimeType": "text/csv", "buffer": body}
        self.page.locator("main [name=file]").set_input_files(sheet)
        with leaving(self.page):
            self.page.locator("main form:has([name=file]) button").click()
        write = self.page.locator("form:has([name=seen]) button")
        expect(write).to_contain_text(str(rows))
        with leaving(self.page):
            write.click()
        expect(self.page.locator("#toasts .sp-toast")).to_contain_text(str(rows))

    def on_trial(self, trial: Trial, action: str, **fields: str) -> None:
        """Press a button on a trial's page; fields by the end of their names."""
        self.visitor.open(f"/trials/{trial.pk}/")
        self.page.locator("#judging").scroll_into_view_if_needed()
        self.press(action, **fields)

    def press(self, action: str, **fields: str) -> None:
        form = self.page.locator(f"main form[action$='{action}/']")
        expect(form).to_have_count(1)
        summary = form.locator("xpath=ancestor::details[1]/summary")
        if summary.count():
            summary.click()
        for name, value in fields.items():
            self.visitor.fill(form.locator(f"[name$='{name}']"), value)
        with leaving(self.page):
            form.locator("button[type=submit]").click()

    def compute(self, round_: Round) -> None:
        self.visitor.open(f"/rounds/{round_.pk}/standings/")
        with leaving(self.page):
            self.page.locator(".sp-acts form button").first.click()

    def decide(
        self,
        round_: Round,
        people: Sequence[Candidate],
        name: str,
        ground: str,
        reason: str,
    ) -> None:
        """Tick some, or everybody where none are named; rehearse it and do it."""
        self.visitor.open(f"/racing/{round_.pk}/")
        for one in people:
            self.page.locator(f"[name=ids][value='{one.pk}']").check()
        if not people:
            self.page.locator("[data-pick-all]").check()
        button = self.page.locator(f"#many [formaction$='/many/{name}/']")
        if not button.is_visible():
            self.page.locator("#many summary").click()
        with leaving(self.page):
            button.click()
        self.page.locator(f"[name=many-ground][value={ground}]").check()
        self.page.locator("[name=many-reason]").fill(reason)
        with leaving(self.page):
            self.page.locator(".sp-many .btn.go").click()
        with leaving(self.page):
            self.page.locator("[name=confirmed]").click()

    def release(self, round_: Round, count: int) -> None:
        """Look at who will be told what, and release it."""
        self.visitor.open(f"/racing/{round_.pk}/release/")
        expect(self.page.locator("main .sp-outs li")).to_have_count(count)
        with leaving(self.page):
            self.page.locator(".sp-many .btn.go").click()
        round_.refresh_from_db()
        assert not round_.is_open


def judge_without_net(phone: Visitor, card: Judgement) -> None:
    """Half of a card with a net, half without, locked before it is back."""
    page = phone.page
    _open_card(phone, card)
    give(page, 4)
    kept(page, "kept")
    page.context.set_offline(True)
    give(page, 2, first=5)
    kept(page, "failed")
    page.locator(".sp-judge [type=submit]").click()
    kept(page, "locking")
    assert set(card.marks.values_list("value", flat=True)) == {4}
    page.context.set_offline(False)
    locked(page, card)
    phone.errors.clear()  # the browser's own, of what it couldn't send
    values = card.marks.order_by("criterion__order").values_list("value", flat=True)
    assert list(values) == [4] * 5 + [2] * 5


def judge(phone: Visitor, card: Judgement, value: int) -> None:
    _open_card(phone, card)
    give(phone.page, value)
    kept(phone.page, "kept")
    with leaving(phone.page):  # to the list of those that wait
        phone.page.locator(".sp-judge [type=submit]").click()
    locked(phone.page, card)


def _open_card(phone: Visitor, card: Judgement) -> None:
    """As its judge, from the list of what waits."""
    phone.log_in(card.judge)
    phone.open("/judging/")
    phone.page.locator(f"main a[href='/judging/{card.pk}/']").click()
    expect(phone.page.locator("[data-criterion]")).to_have_count(10)


def outcomes(round_: Round, people: Sequence[Candidate]) -> list[str]:
    """What is in force on each, in their order."""
    found = RoundDecision.objects.filter(round=round_, superseded_at=None)
    by_candidate = dict(found.values_list("candidate", "outcome"))
    return [by_candidate.get(one.pk, "") for one in people]


def states(people: Sequence[Candidate]) -> list[str]:
    found = dict(Enrolment.objects.values_list("candidate", "state"))
    return [found[one.pk] for one in people]


def who(
    found: Sequence[str], outcome: str, people: Sequence[Candidate]
) -> list[Candidate]:
    """Those of the people it was decided on so."""
    pairs = zip(people, found, strict=True)
    return [one for one, noted in pairs if noted == outcome]


def next_round(season: Season, cut: int) -> Round:
    """The campaign's last, on the same days."""
    first = season.round
    return Round.objects.create(
        campaign=first.campaign,
        number=2,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        minimum_trials=first.minimum_trials,
        cut=cut,
        is_last=True,
    )
