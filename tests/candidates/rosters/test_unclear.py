"""A row is somebody known only if number and name agree; else nobody learns whose."""

from dataclasses import replace
from datetime import timedelta

import pytest

from candidates.applying import actions as applying
from candidates.demo import Invented
from candidates.register.models import Candidate, Person
from candidates.rosters import queries, tasks
from candidates.rosters.actions import (
    add_candidates,
    confirm_roster,
    find_out,
    sync_candidates,
)
from candidates.rosters.models import RosterState, UnclearRow
from candidates.rosters.queries import MOST
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.accounts.security.models import SecurityEvent
from spark.afterwards import written_afterwards
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused, words
from tests.candidates.applying.applicants import call_of, sent
from tests.candidates.lists.test_api import ask
from tests.candidates.rosters.test_import import judged, look, reloaded, sheet, upload
from tests.spark.rest.system import System
from tests.world import World, invented

GIVEN = (
    *("name", "id_number", "phone", "student_number", "direction"),
    *("guardian_name", "guardian_phone"),
)


def of_own(world: World) -> Candidate:
    return world.candidate()


def of_other(world: World) -> Candidate:
    return world.candidate(campus=world.other)


WHOSE = pytest.mark.parametrize("whose", [of_own, of_other])


def under_another_name(known: Candidate, **changes) -> Invented:
    """A row with a known person's number, and nothing else of theirs."""
    number = Person.objects.get(pk=known.person_id).id_number
    given = {"name": "王小二", "student_number": "9", "direction": "综合主播"}
    return replace(invented(), id_number=number, **given | changes)


def row(entry: Invented) -> dict[str, str]:
    given = {name: getattr(entry, name) for name in GIVEN}
    return given | {"direction": "comprehensive"}


def duties() -> list[Duty]:
    return list(Duty.objects.filter(code="person-unclear", closed_at=None))


def noted() -> int:
    return SecurityEvent.objects.filter(kind="unclear").count()


def sync(world: World, *rows: dict):
    system = world.people.get("system") or world.user(
        "system", "教务系统", Role.CLIENT, world.campus
    )
    with written_afterwards():  # as a request is
        return sync_candidates(
            actor=system,
            batch=world.batch,
            campus=world.campus,
            rows=rows,
            notice_version="2026-1",
            notice_on=clock.today(),
        )


# Ways in ----------------------------------------------------------------------------


@WHOSE
def test_a_roster_is_told_the_same_whoever_it_is(client, world, whose):
    known = whose(world)
    kept = Candidate.objects.values().get()
    roster = judged(world, sheet(under_another_name(known), invented()))
    (finding,) = [f for f in roster.findings or [] if f["outcome"] == "reject"]
    assert finding["said"] == [["person-unclear", {}]]
    page = look(client, roster, world.lin).text
    name = Person.objects.get(pk=known.person_id).name
    assert name not in page and "其他院校" not in page
    confirm_roster(actor=world.lin, pk=roster.pk)
    tasks.write_roster(roster.pk)
    assert reloaded(roster).counts["added"] == 1
    assert Candidate.objects.filter(pk=known.pk).values().get() == kept
    assert len(duties()) == 1 and noted() >= 1


@WHOSE
def test_a_system_is_told_the_same_whoever_it_is(world, whose):
    known = whose(world)
    (result,) = sync(world, row(under_another_name(known)))
    assert isinstance(result, Refused)
    assert (result.code, result.facts) == ("person-unclear", {})
    text = words(result)
    assert "证" in text.way_out and not text.source
    assert len(duties()) == 1 and noted() == 1


def test_a_number_without_a_name_tells_nothing(world):
    known = of_other(world)
    with_name = row(under_another_name(known))
    bare = {"id_number": with_name["id_number"], "student_number": "9"}
    stranger = {"id_number": row(invented())["id_number"], "student_number": "8"}
    (one,), (other,) = sync(world, bare), sync(world, stranger)
    assert (one.code, one.facts) == (other.code, other.facts)  # type: ignore[union-attr]


def shared(world: World) -> dict[str, str]:
    return {
        "campus": world.campus.code,
        "batch": world.batch.slug,
        "notice_version": "2026-1",
        "notice_on": f"{clock.today()}",
    }


def test_who_is_registered_one_by_one_is_refused_and_on_record(world):
    system = System(world)
    given = row(under_another_name(of_other(world))) | shared(world)
    answer = system.post("/api/v1/candidates", given)
    assert answer.status_code == 409
    assert answer.json()["code"] == "person-unclear"
    assert UnclearRow.objects.count() == len(duties()) == noted() == 1


def test_an_application_is_confirmed_for_nobody_else(client, world):
    known = of_other(world)
    number = Person.objects.get(pk=known.person_id).id_number
    application = sent(call_of(world), name="王小二", id_number=number)
    client.force_login(world.lin)
    page = client.post(f"/applications/{application.pk}/confirm/")
    assert page.status_code == 409
    assert Person.objects.get(pk=known.person_id).name not in page.text
    assert UnclearRow.objects.count() == len(duties()) == noted() == 1
    with pytest.raises(Refused, match="person-unclear"):
        applying.confirm(actor=world.lin, ids=[application.pk])


def test_the_same_name_spaced_otherwise_is_the_same_person(world):
    known = of_own(world)
    name = f"  {Person.objects.get(pk=known.person_id).name} "
    again = under_another_name(known, name=name, student_number=known.student_number)
    assert sync(world, row(again))[0].outcome in {"updated", "unchanged"}  # type: ignore[union-attr]
    assert not UnclearRow.objects.exists()


# Trying numbers ---------------------------------------------------------------------


def of_others(world: World, count: int) -> list[Invented]:
    """Rows with the numbers of so many people of the other college."""
    theirs = [invented() for _ in range(count)]
    add_candidates(actor=SYSTEM, batch=world.batch, campus=world.other, entries=theirs)
    return [replace(invented(), id_number=person.id_number) for person in theirs]


def test_who_tries_too_often_is_held_off_and_nothing_is_lost(
    client, world, time_machine
):
    time_machine.move_to(clock.now())
    tried = [row(entry) for entry in of_others(world, MOST + 1)]
    assert {found.code for found in sync(world, *tried[:MOST])} == {"person-unclear"}  # type: ignore[union-attr]
    new = row(invented())
    with pytest.raises(Refused, match="unclear-too-often") as refused:
        sync(world, tried[MOST], new)
    assert refused.value.status == 429
    assert UnclearRow.objects.count() == MOST + 1
    with pytest.raises(Refused, match="unclear-too-often"):
        sync(world, new)
    client.force_login(world.lin)
    page = upload(client, world, sheet(invented()))
    assert page.status_code == 422 and "一小时" in page.text
    time_machine.shift(queries.HOUR + timedelta(minutes=1))
    assert sync(world, new)[0].outcome == "added"  # type: ignore[union-attr]
    assert sync(world, tried[MOST])[0].code == "person-unclear"  # type: ignore[union-attr]


def test_a_system_is_told_when_to_ask_again_and_then_it_may(world, time_machine):
    time_machine.move_to(clock.now())
    system = System(world)
    tried = [row(entry) for entry in of_others(world, MOST + 1)]
    batch = {"rows": tried} | shared(world)
    answer = system.post("candidates/bulk", batch, idempotency_key="a")
    assert answer.status_code == 429 and answer["Retry-After"] == "3600"
    assert UnclearRow.objects.count() == MOST + 1
    new = row(invented()) | shared(world)
    answer = system.post("candidates", new, idempotency_key="b")
    assert answer.status_code == 429
    time_machine.shift(queries.HOUR + timedelta(minutes=1))
    system.token = ask(system.client, world.campus.code).json()["access_token"]
    assert system.post("candidates", new, idempotency_key="b").status_code == 201


def test_a_sheet_of_nothing_but_tries_says_nothing_row_by_row(world):
    tried = of_others(world, MOST + 1)
    roster = judged(world, sheet(*tried, invented()))
    assert roster.state == RosterState.FAILED
    assert roster.error["code"] == "unclear-too-often"
    assert not roster.findings and roster.content
    assert UnclearRow.objects.count() == MOST + 1


def test_the_same_row_every_night_counts_once(world):
    given = row(under_another_name(of_other(world)))
    for _ in range(3):
        sync(world, given)
    assert UnclearRow.objects.count() == len(duties()) == 1


def test_another_college_learns_nothing_of_an_application(client, world):
    number = invented().id_number
    theirs = call_of(world, campus=world.other)
    sent(theirs, id_number=number)
    sent(call_of(world), id_number=number, name="王小二")
    client.force_login(world.lin)
    assert "重复" not in client.get("/applications/").text


# The office finds out ---------------------------------------------------------------


def test_a_day_and_college_is_one_duty_until_all_is_found_out(
    client, world, time_machine
):
    time_machine.move_to(clock.midnight(clock.today()) + timedelta(hours=10))
    tried = [row(under_another_name(of_other(world))) for _ in range(2)]
    sync(world, tried[0] | {"student_number": "91"})
    sync(world, tried[1] | {"student_number": "92"})
    (duty,) = duties()
    assert (duty.role, duty.campus) == (Role.OFFICE, world.campus)
    client.force_login(world.office)
    page = client.get(duty.url).text
    assert page.count("王小二") == 2
    first, second = UnclearRow.objects.order_by("pk")
    find_out(actor=world.office, pk=first.pk, reason="学校录错")
    assert duties()
    url = f"/unclear/{second.pk}/"
    assert client.post(url).status_code == 422
    assert client.post(url, {f"{second.pk}-reason": "改名"}).status_code in {200, 302}
    assert not duties() and not UnclearRow.objects.filter(found_out_at=None).exists()
    assert "王小二" not in client.get("/unclear/?closed=1").text
    assert trail.TITLES["unclear.find-out"].internal
    with pytest.raises(Refused, match="state-moved"):
        find_out(actor=world.office, pk=second.pk, reason="又一次")
    time_machine.shift(timedelta(days=1))
    sync(world, row(under_another_name(of_other(world))))
    assert len(duties()) == 1
