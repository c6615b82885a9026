"""Students who apply at a started Spark on their phones, many at the same time.

Every fifth clicks each button twice, every fifth goes on with another device half way.
"""

import asyncio
import json
import re
import ssl
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from candidates.applying.stages import Step
from tests.candidates.applying.applicants import who
from tests.faults.running import Running, manage

BEHIND_PROXY = {"PROXIES": "1"}  # so that each student has an address of their own
EVERY, TWICE, MOVES = 5, 0, 1  # of so many, who clicks twice and who moves
HALF_WAY = Step.CLIP
ANSWER = "三年，{number} 场"
CHECKED = ["name", "id_number", "phone", "class_name", "student_number"]
OPENED = """
import json
from candidates.applying.models import Question
from candidates.register.models import Quota
from tests.candidates.applying.applicants import call_of
from tests.world import World

world = World()
call = call_of(world, limit={limit})
direction = world.batch.directions.get()
Quota.objects.create(batch=world.batch, direction=direction, places=10_000)
texts = {{"text_zh": "看直播几年？", "text_en": "Years?"}}
question = Question.objects.create(batch=world.batch, **texts)
given = {{"slug": call.slug, "direction": direction.pk, "question": question.pk}}
print(json.dumps(given))
"""
KEPT = """
import json
from candidates.applying.models import Application

names = [field.attname for field in Application._meta.concrete_fields]
rows = [{n: getattr(row, n) for n in names} for row in Application.objects.all()]
print(json.dumps(rows, default=str))
"""
TLS = ssl.create_default_context()  # one, which is not used: making it takes long


@dataclass(frozen=True)
class College:
    """The application page of a college, which has places for everybody."""

    slug: str
    direction: int
    question: int


def open_page(running: Running, limit: int) -> College:
    """Of a Spark where there is nothing yet."""
    return College(**_said(running, OPENED.format(limit=limit)))


def kept(running: Running) -> list[dict[str, Any]]:
    """The applications in the database, deciphered."""
    return _said(running, KEPT)


def _said(running: Running, script: str) -> Any:
    done = manage("shell", "-c", script, folder=running.folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@dataclass
class Answers:
    """The milliseconds until an answer by the kind of request, and what was wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class Phone:
    """A device with cookies of its own; `page` is what it shows."""

    def __init__(self, url: str, address: str, answers: Answers) -> None:
        self.client = httpx.AsyncClient(
            base_url=url,
            headers={"X-Forwarded-For": address},
            timeout=60,
            verify=TLS,
        )
        self.answers = answers
        self.page = ""

    async def get(self, kind: str, path: str) -> str:
        await self._ask(kind, 200, "GET", path)
        return self.page

    async def post(
        self, kind: str, path: str, status: int, times: int = 1, **fields: object
    ) -> str:
        """A form of the page, sent so many times at once."""
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.page)
        data = fields | {"csrfmiddlewaretoken": token[1] if token else ""}
        sent = [self._ask(kind, status, "POST", path, data) for _ in range(times)]
        await asyncio.gather(*sent)
        return self.page

    async def arrive(self, path: str) -> str:
        """A first visit: the page, and the files that it names."""
        page = await self.get("page", path)
        found = re.findall(r'(?:src|href)="(/static/[^"#]+)', page)
        await asyncio.gather(
            *(self._ask("file", 200, "GET", name) for name in set(found))
        )
        return page

    async def _ask(
        self, kind: str, wanted: int, method: str, path: str, data: Any = None
    ) -> None:
        began = time.perf_counter()
        try:
            answer = await self.client.request(method, path, data=data)
        except httpx.HTTPError as error:
            self.answers.wrong[kind].append(repr(error))
            return
        self.answers.times[kind].append((time.perf_counter() - began) * 1000)
        if answer.status_code != wanted:
            self.answers.wrong[kind].append(f"{answer.status_code} {path}")
        elif wanted == 200 and kind not in {"file", "check"}:
            self.page = answer.text


class Student:
    def __init__(self, number: int, url: str, college: College) -> None:
        self.number = number
        self.url = url
        self.college = college
        self.times = 2 if number % EVERY == TWICE else 1
        self.moves = number % EVERY == MOVES
        self.code = ""
        self.steps: dict[str, dict[str, Any]] = {
            Step.WHO: who(),
            Step.DIRECTION: {"direction": college.direction},
            Step.WEEK: {"week": ["1-am", "6-ev"]},
            Step.CLIP: {"clip": f"https://example.org/v/{number}"},
            Step.QUESTIONS: {str(college.question): ANSWER.format(number=number)},
            Step.CONSENT: {"notice": "on", "share": "on"},
        }

    @property
    def given(self) -> dict[str, Any]:
        """What must be kept of them once they have sent it."""
        return {
            **self.steps[Step.WHO],
            **self.steps[Step.WEEK],
            **self.steps[Step.CLIP],
            "direction_id": self.college.direction,
            "answers": self.steps[Step.QUESTIONS],
            "reference": self.code.partition("-")[0],
            "state": "submitted",
        }

    def has(self, row: Mapping[str, Any]) -> bool:
        """Is this row what they gave, all of it?"""
        return all(row[name] == value for name, value in self.given.items())

    async def apply(self, answers: Answers, pause: float) -> None:
        """From the poster to the end, with a pause before each button is pressed."""
        phone = self._phone(answers)
        page = await phone.arrive(self._path())
        key = _found(r'name="key" value="([^"]+)"', page)
        await asyncio.sleep(pause)
        begin = self._path("begin/")
        page = await phone.post("begin", begin, 200, self.times, key=key, website="")
        self.code = _found(r'class="sp-code num">([^<]+)<', page)
        for step in self.steps:
            if self.moves and step == HALF_WAY:
                phone = await self._move(phone, answers)
            await self._give(phone, step, pause)
        await phone.get("review", self._path("mine/"))
        await asyncio.sleep(pause)
        await phone.post("send", self._path("mine/send/"), 302, self.times)
        await phone.get("sent", self._path("mine/"))
        await phone.client.aclose()

    async def _give(self, phone: Phone, step: str, pause: float) -> None:
        path = self._path(f"mine/{step}/")
        await phone.get(f"{step}, seen", path)
        await asyncio.sleep(pause)
        if step == Step.WHO:
            for name in CHECKED:
                check = self._path(f"mine/check/{name}/")
                await phone.post("check", check, 200, **self.steps[step])
        await phone.post(step, path, 302, self.times, **self.steps[step])

    async def _move(self, phone: Phone, answers: Answers) -> Phone:
        await phone.client.aclose()
        other = self._phone(answers)
        await other.get("code, seen", self._path("code/"))
        await other.post("code", self._path("code/"), 302, code=self.code, website="")
        return other

    def _phone(self, answers: Answers) -> Phone:
        address = f"10.1.{self.number // 250}.{self.number % 250 + 1}"
        return Phone(self.url, address, answers)

    def _path(self, more: str = "") -> str:
        return f"/a/{self.college.slug}/{more}"


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    return found[1] if found else ""


def crowd(running: Running, college: College, number: int) -> list[Student]:
    url = f"http://127.0.0.1:{running.port}"
    return [Student(place, url, college) for place in range(number)]


async def all_apply(students: list[Student], seconds: float) -> Answers:
    """They come evenly over most of the time, and take the rest of it to fill it in."""
    answers = Answers()
    stay = seconds / 4
    pause = stay / (len(Step) + 2)  # buttons

    async def one(place: int, student: Student) -> None:
        await asyncio.sleep((seconds - stay) * place / len(students))
        await student.apply(answers, pause)

    await asyncio.gather(*(one(*placed) for placed in enumerate(students)))
    return answers


@dataclass(frozen=True)
class Found:
    """What became of them: `doubled` are rows too many, `lost` those without theirs."""

    begun: int
    submitted: int
    waitlisted: int
    doubled: int
    lost: int


def found(students: list[Student], rows: list[dict[str, Any]]) -> Found:
    people = {row["id_hash"] for row in rows}
    return Found(
        begun=len(rows),
        submitted=sum(row["state"] == "submitted" for row in rows),
        waitlisted=sum(row["waitlisted"] for row in rows),
        doubled=len(rows) - len(people),
        lost=sum(not any(map(student.has, rows)) for student in students),
    )
