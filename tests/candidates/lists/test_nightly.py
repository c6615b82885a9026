"""A college syncs over a line that loses, doubles and delays: nothing comes of it.

`API_SEED=… pytest tests/candidates/lists/test_nightly.py` repeats it.
"""

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from django.http import HttpResponse, HttpResponseBase

from candidates.register.models import Candidate
from spark import clock
from spark.campuses.models import Campus
from tests.candidates.rosters.test_sync import events, row
from tests.spark.rest.system import System

BATCH = "hangzhou-2026-autumn"
LEAVE = {"left_reason": "further_study", "reason": "升学"}
# What differs between two colleges that did the same.
OWN = {"id", "campus", "stage_since", "state_since", "updated_at"}
FAULTS = {
    "none": 6,
    "refused": 1,  # before anything was done
    "broken": 1,  # after it was done
    "unheard": 1,  # done, but the answer never comes
    "late": 1,  # given up, and it arrives after later ones
    "twice": 1,
}


class Line:
    """To Spark. Without `chance` it is a good one."""

    def __init__(self, system: System, chance: Random | None = None) -> None:
        self.system, self.chance = system, chance
        self.met: Counter[str] = Counter()
        self.late: list[Callable[[], HttpResponseBase]] = []

    def send(self, method: str, path: str, given: Any = None, **headers: str):
        ask = partial(self._ask, method, path, given, **headers)
        if self.chance is None:
            return ask()
        while self.late and self.chance.random() < 0.2:
            self._arrive()
        (fault,) = self.chance.choices(list(FAULTS), list(FAULTS.values()))
        self.met[fault] += 1
        if fault == "late":
            self.late.append(ask)
            raise TimeoutError
        answer = None if fault == "refused" else ask()
        if fault in ("refused", "broken"):
            return HttpResponse(status=self.chance.choice([500, 502, 503]))
        if fault == "unheard":
            raise TimeoutError
        return ask() if fault == "twice" else answer

    def clear(self) -> None:
        """Whatever was still on its way arrives."""
        while self.late:
            self._arrive()

    def _arrive(self) -> None:
        self.late.pop(self.chance.randrange(len(self.late)))()

    def _ask(self, method: str, path: str, given: Any, **headers: str):
        if method == "GET":
            answer = self.system.get(path, **headers)
        else:
            answer = self.system.send(method, path, given, **headers)
        assert answer.status_code < 500, answer.text
        return answer


class College:
    """Its own side: sends until it is answered, and keeps a mirror of the changes."""

    def __init__(self, line: Line) -> None:
        self.line, self.place = line, ""
        self.mirror: dict[int, dict] = {}
        self.keys = 0

    def write(self, method: str, path: str, given: Any, **headers: str):
        """Under a key of its own, which all tries share."""
        self.keys += 1
        answer = self._insist(
            method, path, given, idempotency_key=f"act-{self.keys}", **headers
        )
        assert answer.status_code < 300, answer.text
        return answer

    def read(self, path: str):
        return self._insist("GET", path)

    def _insist(self, *sent: Any, **headers: str):
        for _ in range(50):
            try:
                answer = self.line.send(*sent, **headers)
            except TimeoutError:
                continue
            if answer.status_code < 500:
                return answer
        raise AssertionError("it never got through")

    def send_all(self, students: list[dict]) -> None:
        notice = {"notice_version": "2026-1", "notice_on": str(clock.today())}
        given = {"batch": BATCH, "rows": students} | notice
        results = self.write("POST", "candidates/bulk", given).json()["results"]
        assert all(result["status"] < 300 for result in results), results

    def change(self, student: dict, **changes: str) -> None:
        """Only the version that was read."""
        path = f"candidates/by-number/{BATCH}/{student['student_number']}"
        self.write("PUT", path, changes, if_match=self.read(path)["ETag"])
        student |= changes

    def leave(self, student: dict) -> None:
        path = f"candidates/by-number/{BATCH}/{student['student_number']}"
        pk = self.read(path).json()["id"]
        self.write("POST", f"candidates/{pk}/leave", LEAVE, if_match="*")

    def follow(self) -> None:
        more = True
        while more:
            page = self.read(f"changes?page_size=3&after={self.place}").json()
            for change in page["results"]:
                if change["resource"] == "candidates":
                    self.mirror[change["id"]] = self.read(change["url"]).json()
            self.place, more = page["next"], page["has_more"]

    def everybody(self) -> dict[int, dict]:
        rows, url = [], "candidates?page_size=3"
        while url:
            page = self.read(url).json()
            rows, url = rows + page["results"], page["next"]
        return {found["id"]: found for found in rows}


def three_nights(college: College, students: list[dict]) -> None:
    """They come, change and change back, one leaves; each night all are sent."""
    college.place = college.read("changes?after=now").json()["next"]
    first, second, third, *_ = students
    college.send_all(students[:5])
    college.follow()
    first["class_name"] = "直播2302班"
    college.send_all(students)
    college.change(second, class_name="直播2303班", email="lin@example.com")
    college.change(third, major="电子商务")
    college.follow()
    first["class_name"] = "直播2301班"
    college.leave(third)
    college.send_all([student for student in students if student is not third])
    college.follow()


def alike(rows: dict[int, dict]) -> list[dict]:
    shown = [{n: v for n, v in row.items() if n not in OWN} for row in rows.values()]
    return sorted(shown, key=lambda row: row["student_number"])


def written(campus: Campus) -> dict[str, int]:
    """How often each was, by student number."""
    people = Candidate.objects.filter(campus=campus)
    return {person.student_number: events(person) for person in people}


@pytest.mark.parametrize("nth", range(3))
def test_what_the_line_does_leaves_nothing(world, nth):
    chance = Random(f"{os.environ['API_SEED']} {nth}")
    students = [row() for _ in range(7)]
    others = [student | {"id_number": row()["id_number"]} for student in students]
    clean = College(Line(System(world, world.other)))
    three_nights(clean, others)
    line = Line(System(world), chance)
    college = College(line)
    three_nights(college, students)
    line.clear()
    college.follow()
    assert alike(college.everybody()) == alike(clean.everybody())
    assert alike(college.mirror) == alike(clean.mirror) == alike(clean.everybody())
    assert college.mirror == college.everybody()
    assert written(world.campus) == written(world.other)
    assert line.met["none"] < line.met.total()
