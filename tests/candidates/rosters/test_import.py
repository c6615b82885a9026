"""A roster's way from the upload to candidates, and what can go wrong on it."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from candidates.demo import Invented
from candidates.register.models import Candidate
from candidates.rosters import tasks
from candidates.rosters.actions import confirm_roster, send_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import progress_key
from spark import clock
from spark.accounts.models import User
from spark.notifications.models import Message
from tests.candidates.rosters.roster_maker import workbook
from tests.story import asked_for, at_once, messages_sent
from tests.world import EVERYBODY, World, invented

COLUMNS = {
    "姓名": "name",
    "身份证号": "id_number",
    "手机号": "phone",
    "学号": "student_number",
}


def sheet(*people: Invented) -> bytes:
    """A workbook as a college sends it."""
    rows = [[getattr(p, name) for name in COLUMNS.values()] for p in people]
    lines = [[*COLUMNS, "意向方向"], *([*row, "综合主播"] for row in rows)]
    return workbook(lines)


def upload(client: Client, world: World, content: bytes, name: str = "直播2301班.xlsx"):
    file = SimpleUploadedFile(name, content)
    chosen = {
        "batch": world.batch.pk,
        "campus": world.campus.pk,
        "notice_version": "告知书 2026-1",
        "notice_on": clock.today().isoformat(),
        "consent": "on",
    }
    return client.post(reverse("roster-send"), chosen | {"file": file})


def sent(world: World, content: bytes = b"") -> RosterImport:
    """A roster on its way in, by the action itself."""
    return send_roster(
        actor=world.lin,
        batch=world.batch,
        campus=world.campus,
        file_name="直播2301班.xlsx",
        content=content or sheet(invented(), invented()),
        notice_version="告知书 2026-1",
        notice_on=clock.today(),
    )


def judged(world: World, content: bytes = b"") -> RosterImport:
    """A roster whose rows are judged."""
    roster = sent(world, content)
    tasks.judge_roster(roster.pk)
    return reloaded(roster)


def imported(world: World, content: bytes = b"") -> RosterImport:
    """A roster whose good rows are in, and of whom was known whose data it brings."""
    roster = judged(world, content)
    confirm_roster(actor=world.lin, pk=roster.pk, with_updates=True)
    tasks.write_roster(roster.pk)
    return reloaded(roster)


def look(client: Client, roster: RosterImport, user: User):
    client.force_login(user)
    return client.get(reverse("roster-detail", args=[roster.pk]))


def reloaded(roster: RosterImport) -> RosterImport:
    return RosterImport.objects.get(pk=roster.pk)


def test_a_roster_sent_by_a_college_becomes_its_candidates(client, world):
    good, again = invented(), invented(phone="12345")
    client.force_login(world.lin)
    response = upload(client, world, sheet(good, again, good))
    roster = RosterImport.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("roster-detail", args=[roster.pk])
    assert (roster.consent_declared, roster.notice_version) == (True, "告知书 2026-1")
    tasks.judge_roster(roster.pk)
    preview = look(client, roster, world.lin)
    assert not Candidate.objects.exists()
    assert reloaded(roster).counts == {"added": 1, "reject": 2}
    assert [(row["row"], row["outcome"]) for row in preview.context["rows"]] == [
        (2, "added"),
        (3, "reject"),
        (4, "reject"),
    ]
    assert [len(row["reasons"]) for row in preview.context["rows"]] == [0, 1, 1]
    press = reverse("roster-act", args=[roster.pk, "import"])
    assert press in preview.text
    assert client.post(press).status_code == 302
    tasks.write_roster(roster.pk)
    candidate = Candidate.objects.get()
    assert (candidate.person.name, candidate.campus) == (good.name, world.campus)
    assert reloaded(roster).state == RosterImport.State.IMPORTED
    assert press not in look(client, roster, world.lin).text


def test_the_page_shows_how_far_the_import_is(client, world):
    roster = sent(world)
    waiting = look(client, roster, world.lin).context
    assert (waiting["roster"].running, waiting["progress"]) == (True, None)
    cache.set(progress_key(roster.pk), {"done": 200, "total": 1000})
    fragment = client.get(
        reverse("roster-detail", args=[roster.pk]), headers={"HX-Request": "true"}
    )
    assert fragment.context["progress"] == {"done": 200, "total": 1000}
    assert "200" in fragment.text and "1000" in fragment.text
    assert "<html" not in fragment.text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 not a sheet", "sheet-not-a-spreadsheet"),
        (b"\n\n", "sheet-empty"),
        ("今天,天气,很好\n明天,也,好\n".encode(), "roster-no-header"),
        ("姓名,学号,专业\n林可馨,1,营销\n".encode(), "roster-no-id-number-column"),
    ],
)
def test_a_wrong_file_gets_one_sentence_and_writes_nothing(
    client, world, content, code
):
    client.force_login(world.lin)
    upload(client, world, content)
    roster = RosterImport.objects.get()
    tasks.judge_roster(roster.pk)
    assert reloaded(roster).error["code"] == code
    page = look(client, roster, world.lin)
    assert page.context["refusal"].code == code
    assert page.context["refusal"].text in page.text
    assert not Candidate.objects.exists()
    assert reloaded(roster).state == RosterImport.State.FAILED


def test_a_file_of_21_mb_is_refused_at_once(client, world):
    client.force_login(world.lin)
    response = upload(client, world, b"0" * (21 * 2**20), "big.csv")
    assert response.status_code == 422
    assert response.context["refusal"].code == "sheet-too-large"
    assert not RosterImport.objects.exists()


def test_a_form_without_a_file_is_shown_again(client, world):
    client.force_login(world.lin)
    response = client.post(reverse("roster-send"), {"batch": world.batch.pk})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        *("campus", "file", "notice_version", "notice_on", "consent"),
    }


def test_another_campus_cannot_be_chosen(client, world):
    client.force_login(world.mei)
    response = upload(client, world, sheet(invented()))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"campus"}
    assert not RosterImport.objects.exists()


def test_who_sees_the_page_and_an_import(client, world):
    roster = sent(world)
    seen = {}
    for name, user in world.people.items():
        status = look(client, roster, user).status_code
        seen[name] = (client.get(reverse("roster-send")).status_code, status)
    shut = EVERYBODY - {"lin", "mei", "office"}
    assert seen == {
        "lin": (200, 200),
        "office": (200, 200),
        "mei": (200, 404),
        **dict.fromkeys(shut, (403, 404)),
    }


def test_a_campus_sees_only_its_own_last_imports(client, world):
    roster = sent(world)
    shown = {}
    for user in (world.lin, world.mei, world.office):
        client.force_login(user)
        shown[user] = list(client.get(reverse("roster-send")).context["imports"])
    assert shown == {world.lin: [roster], world.mei: [], world.office: [roster]}


def test_a_task_delivered_again_does_nothing(world):
    roster = imported(world)
    before = (roster.attempts, list(Candidate.objects.values()), messages_sent())
    tasks.judge_roster(roster.pk)
    tasks.write_roster(roster.pk)
    tasks.resume_imports()
    after = reloaded(roster).attempts, list(Candidate.objects.values()), messages_sent()
    assert after == before


def test_a_lost_job_is_asked_for_again_after_a_minute(world):
    lost, _fresh = sent(world), sent(world)
    RosterImport.objects.filter(pk=lost.pk).update(
        created_at=clock.now() - timedelta(seconds=61)
    )
    assert asked_for(tasks.resume_imports) == [("register.judge_roster", lost.pk)]
    tasks.judge_roster(lost.pk)
    confirm_roster(actor=world.lin, pk=lost.pk)
    assert asked_for(tasks.resume_imports) == [("register.write_roster", lost.pk)]


def test_an_import_that_breaks_its_worker_is_given_up_after_three_tries(world):
    roster = sent(world)
    RosterImport.objects.update(attempts=3)
    tasks.judge_roster(roster.pk)
    given_up = reloaded(roster)
    assert (given_up.state, given_up.error["code"]) == (
        RosterImport.State.FAILED,
        "roster-broken",
    )
    assert not Candidate.objects.exists()


def test_the_job_forgets_what_rosters_hold_of_people(world):
    rosters = [sent(world), judged(world), imported(world)]
    kept = judged(world)
    RosterImport.objects.exclude(pk=kept.pk).update(
        created_at=clock.now() - timedelta(days=2)
    )
    tasks.forget_rosters()
    tasks.forget_rosters()
    forgotten = [reloaded(roster) for roster in rosters]
    for roster in forgotten:
        held = (roster.content, roster.findings, roster.images)
        assert held == (None, None, None)
    assert [roster.state for roster in forgotten] == [
        "discarded",
        "discarded",
        "imported",
    ]
    assert forgotten[2].counts == {"added": 2}
    assert reloaded(kept).content


def test_two_workers_with_one_roster_leave_one_set(transactional_db):
    world = World()
    roster = sent(world)
    tasks.judge_roster(roster.pk)
    confirm_roster(actor=world.lin, pk=roster.pk)
    job = lambda: tasks.write_roster(roster.pk)  # noqa: E731
    assert at_once(job, job) == ["done", "done"]
    assert Candidate.objects.count() == 2
    assert Message.objects.filter(kind="roster-imported").count() == 1


def test_a_worker_does_not_wait_for_another_at_the_same_roster(transactional_db):
    roster = sent(World())
    done = threading.Event()

    def work() -> None:
        tasks.judge_roster(roster.pk)
        done.set()
        connection.close()

    worker = threading.Thread(target=work)
    with transaction.atomic():
        RosterImport.objects.select_for_update().get(pk=roster.pk)
        worker.start()
        assert done.wait(5)
    worker.join()
    assert reloaded(roster).state == RosterImport.State.WAITING
