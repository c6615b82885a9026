"""A campus's system sends a roster, follows it, imports it and takes it back."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.demo import Invented
from candidates.register.models import Batch, Candidate, Export
from candidates.rosters import tasks
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import forget_rosters, progress_key
from spark import clock
from spark.bodies import BESIDE, limit_of
from spark.sheets import LIMITS, read
from tests.candidates.rosters.test_import import (
    imported,
    judged,
    reloaded,
    sent,
    sheet,
)
from tests.spark.rest.system import System
from tests.spark.rest.test_manners import problem
from tests.story import asked_for, messages_sent
from tests.world import World, invented


@pytest.fixture
def system(world) -> System:
    return System(world)


def given(world: World, content: bytes = b"", **changes) -> dict:
    file = SimpleUploadedFile("直播2301班.xlsx", content or sheet(invented()))
    chosen = {
        "campus": world.campus.code,
        "batch": world.batch.slug,
        "notice_version": "告知书 2026-1",
        "notice_on": clock.today().isoformat(),
        "consent": "true",
    }
    return chosen | {"file": file} | changes


def wrong(response) -> set[tuple[str, str]]:
    errors = problem(response, 400)["errors"]
    return {(error["pointer"], error["code"]) for error in errors}


def test_a_roster_goes_its_whole_way(world, system):
    good, bad = invented(), invented(phone="12345")
    begun = system.upload("rosters", given(world, sheet(good, bad)))
    assert begun.status_code == 202, begun.text
    place, body = begun["Location"], begun.json()
    assert (body["state"], body["progress"], body["counts"]) == ("waiting", {}, None)
    assert system.get(place).json() == body
    assert system.get(f"{place}/rows").json()["results"] == []
    cache.set(progress_key(body["id"]), {"done": 200, "total": 1000})
    assert system.get(place).json()["progress"] == {"done": 200, "total": 1000}
    tasks.judge_roster(body["id"])
    found = system.get(place)
    counts = {"added": 1, "updated": 0, "unchanged": 0, "reject": 1, "skip": 0}
    assert (found.json()["state"], found.json()["counts"]) == ("judged", counts)
    first, second = system.get(f"{place}/rows").json()["results"]
    assert (first["row"], first["outcome"], first["name"]) == (2, "added", good.name)
    assert [said["code"] for said in second["reasons"]] == ["phone-length"]
    assert not Candidate.objects.exists()
    begun = system.post(f"{place}/import", if_match=found["ETag"])
    assert (begun.status_code, begun.json()["state"]) == (202, "importing")
    assert begun["Location"] == place
    tasks.write_roster(body["id"])
    assert system.get(place).json()["state"] == "imported"
    (candidate,) = system.get("candidates").json()["results"]
    assert (candidate["name"], candidate["stage"]) == (good.name, "registered")
    undone = system.post(f"{place}/undo")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert system.get("candidates").json()["results"][0]["stage"] == "left"


def test_who_sent_it_is_told_as_by_the_page(world, system):
    place = system.upload("rosters", given(world))["Location"]
    tasks.judge_roster(int(place.rpartition("/")[2]))
    assert messages_sent() == {("roster-judged", "api-zjyy")}


def test_what_is_missing_or_not_theirs_is_named(world, system):
    assert wrong(system.upload("rosters", {})) == {
        *(("#/campus", "required"), ("#/batch", "required"), ("#/file", "required")),
        *(("#/notice_version", "required"), ("#/notice_on", "required")),
        ("#/consent", "consent_required"),
    }
    for field, value in {
        "campus": (world.other.code, "does_not_exist"),
        "batch": ("no-such-batch", "does_not_exist"),
        "consent": ("false", "consent_required"),
        "file": (SimpleUploadedFile("a.csv", b""), "empty"),
        "notice_version": ("\x00", "blank"),
    }.items():
        sent_with = given(world, **{field: value[0]})
        assert wrong(system.upload("rosters", sent_with)) == {(f"#/{field}", value[1])}
    assert not RosterImport.objects.exists()


def test_it_is_refused_as_by_the_page(world, system):
    large = SimpleUploadedFile("a.csv", b"a" * (LIMITS.bytes + 1))
    body = problem(system.upload("rosters", given(world, file=large)), 422)
    assert body["code"] == "sheet-too-large"
    Batch.objects.filter(pk=world.batch.pk).update(state=Batch.State.CLOSED)
    body = problem(system.upload("rosters", given(world)), 409)
    assert body["code"] == "batch-closed"
    assert not RosterImport.objects.exists()


def test_only_a_form_with_a_file_is_taken(world, system):
    assert problem(system.post("rosters", {}), 415)
    place = "/api/v1/rosters"
    assert limit_of(place) == LIMITS.bytes + BESIDE
    assert limit_of(f"{place}/7/import") < limit_of(place)


def test_the_same_file_sent_twice_is_one_roster(world, system):
    content, key = sheet(invented()), {"idempotency_key": "night-1"}
    first, again = (
        system.upload("rosters", given(world, content), **key) for _ in range(2)
    )
    assert (first.status_code, again.status_code) == (202, 202)
    assert first["Location"] == again["Location"]
    assert RosterImport.objects.count() == 1
    other = system.upload("rosters", given(world, sheet(invented())), **key)
    assert problem(other, 422)["code"] == "idempotency_key_reused"


@pytest.mark.parametrize("verb", ["import", "undo", "discard"])
def test_verbs_want_the_version_and_the_state(world, system, verb):
    roster = imported(world) if verb != "undo" else judged(world)
    path = f"rosters/{roster.pk}/{verb}"
    assert problem(system.post(path, if_match=None), 428)
    assert problem(system.post(path, if_match='"of-before"'), 412)
    assert problem(system.post(path), 409)["code"] == "state-moved"
    assert reloaded(roster).state == roster.state


def test_hidden_rows_are_left_out_on_demand(world, system):
    roster = judged(world)
    done = system.post(f"rosters/{roster.pk}/import", {"without_hidden": True})
    assert done.json()["without_hidden"] is True
    assert reloaded(roster).without_hidden


def test_a_lost_job_is_asked_for_like_the_pages(world, system):
    asked = asked_for(lambda: system.upload("rosters", given(world)))
    assert asked == [("register.judge_roster", RosterImport.objects.get().pk)]


def test_why_a_file_cant_be_read_is_said_in_the_language_asked_for(world, system):
    roster = judged(world, b"%PDF-1.7 not a sheet")
    said = {
        language: system.get(f"rosters/{roster.pk}", accept_language=language).json()[
            "error"
        ]
        for language in ("en", "zh-CN")
    }
    assert {one["code"] for one in said.values()} == {"sheet-not-a-spreadsheet"}
    assert said["en"]["detail"].isascii() and not said["zh-CN"]["detail"].isascii()


def test_rows_come_in_pages_both_ways_and_by_outcome(world, system):
    people = [invented() for _ in range(5)]
    roster = judged(world, sheet(*people, invented(phone="1")))
    path = f"rosters/{roster.pk}/rows"
    first = system.get(f"{path}?page_size=4").json()
    second = system.get(first["next"]).json()
    rows = [row["row"] for page in (first, second) for row in page["results"]]
    assert rows == [2, 3, 4, 5, 6, 7]
    assert (first["previous"], second["next"]) == (None, None)
    assert system.get(second["previous"]).json()["results"] == first["results"]
    rejected = system.get(f"{path}?outcome=reject&fields=row,outcome").json()
    assert rejected["results"] == [{"row": 7, "outcome": "reject"}]
    cursor = first["next"].partition("cursor=")[2].partition("&")[0]
    assert problem(system.get(f"{path}?outcome=reject&cursor={cursor}"), 400)
    for query in ("outcome=x", "cursor=cD14", "fields=id_number", "page=2"):
        problem(system.get(f"{path}?{query}"), 400)


def test_no_id_number_is_ever_sent(world, system):
    person = invented(phone="12345")
    moved = replace(invented(), student_number=person.id_number)
    shifted = Invented(**vars(moved) | {"phone": person.id_number})
    roster = judged(world, sheet(person, person, shifted))
    for language in ("en", "zh"):
        rows = system.get(f"rosters/{roster.pk}/rows", accept_language=language)
        for number in (person.id_number, shifted.id_number):
            assert number not in rows.text
    file = system.get(f"rosters/{roster.pk}/rejected.xlsx")
    held = " ".join(str(row.cells) for row in read(file.content)[0].rows)
    assert person.name in held
    assert person.id_number not in held and shifted.id_number not in held


def test_who_takes_the_rejected_rows_is_noted(world, system):
    roster = judged(world, sheet(invented(), invented(phone="1")))
    file = system.get(f"rosters/{roster.pk}/rejected.xlsx", accept="*/*")
    assert file.status_code == 200
    assert file["Content-Type"].endswith("spreadsheetml.sheet")
    export = Export.objects.get()
    assert (export.owner, export.count) == (system.app.service_user, 1)


def test_what_was_erased_after_a_day_is_gone(world, system):
    roster = imported(world)
    RosterImport.objects.update(created_at=clock.now() - timedelta(days=2))
    forget_rosters()
    assert system.get(f"rosters/{roster.pk}").json()["counts"]["added"] == 2
    for path in ("rows", "rejected.xlsx"):
        body = problem(system.get(f"rosters/{roster.pk}/{path}"), 409)
        assert body["code"] == "roster-forgotten"


def test_the_list_is_narrowed_and_costs_the_same_for_three(world, system):
    own = judged(world)
    sent(world), sent(world)
    for query, found in {
        "state=judged": {own.pk},
        f"batch={world.batch.slug}&state=waiting&state=judged": None,
        f"campus={world.campus.code}&state=imported": set(),
    }.items():
        rows = system.get(f"rosters?{query}").json()["results"]
        assert found is None or {row["id"] for row in rows} == found
    for query in ("state=x", "batch=nowhere", f"campus={world.other.code}"):
        problem(system.get(f"rosters?{query}"), 400)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert system.get(path).status_code == 200
        assert not any("content" in query["sql"] for query in queries)
        return len(queries)

    assert cost("rosters?page_size=1") == cost("rosters?page_size=3")
    assert cost(f"rosters/{own.pk}/rows") <= cost("rosters") + 1
    since = quote(clock.now().isoformat())
    assert system.get(f"rosters?updated_since={since}").json()["results"] == []
    assert system.post(f"rosters/{own.pk}/discard").status_code == 200
    (row,) = system.get(f"rosters?updated_since={since}").json()["results"]
    assert (row["id"], row["state"]) == (own.pk, "discarded")


def test_another_campus_and_a_narrower_scope_see_nothing(world, system):
    roster = judged(world)
    other = System(world, world.other)
    for path in ("", "/rows", "/rejected.xlsx"):
        problem(other.get(f"rosters/{roster.pk}{path}"), 404)
    assert other.get("rosters").json()["results"] == []
    problem(other.post(f"rosters/{roster.pk}/import"), 404)


def test_its_changes_are_told(world, system):
    begun = system.upload("rosters", given(world)).json()
    tasks.judge_roster(begun["id"])
    system.post(f"rosters/{begun['id']}/discard")
    told = system.get("changes").json()["results"]
    own = [row["type"] for row in told if row["resource"] == "rosters"]
    assert own[0] == "register.send-roster" and own[-1] == "register.discard-roster"
