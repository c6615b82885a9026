"""Taking an import back, mending rejected rows, and the template."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.register.actions import mask
from candidates.register.models import Candidate, Export
from candidates.rosters import tasks
from candidates.rosters.actions import confirm_roster, discard_roster, undo_roster
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.roster import Roster
from candidates.screening.handover import register_to_screening
from spark import clock
from spark.audit import trail
from spark.sheets import read
from spark.sheets.template import template
from tests.candidates.rosters.roster_maker import DAY, workbook
from tests.candidates.rosters.small_roster import DIRECTIONS
from tests.candidates.rosters.test_import import (
    COLUMNS,
    imported,
    judged,
    look,
    reloaded,
    sheet,
)
from tests.story import at_once, last_event, outcome, standing, who_may
from tests.world import World, invented

GONE = ("left registered", "import_undone")


def test_an_import_is_undone_and_may_be_sent_again(world):
    person = invented()
    roster = imported(world, sheet(person))
    candidate = Candidate.objects.get()
    undo_roster(actor=world.lin, pk=roster.pk)
    undone = reloaded(roster)
    assert (undone.state, undone.images, undone.findings) == ("undone", None, None)
    assert standing(candidate) == GONE
    entries = trail.timeline(candidate, internal=False)
    assert [entry.details for entry in entries] == [(f"名单 #{roster.pk}",)] * 2
    later = imported(world, sheet(replace(person, phone="13900000001")))
    assert later.counts == {"added": 1}
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.phone) == ("registered", "13900000001")


def test_another_college_may_name_who_was_taken_back(world):
    person = invented()
    undo_roster(actor=world.lin, pk=imported(world, sheet(person)).pk)
    world.campus, world.lin = world.other, world.mei
    assert imported(world, sheet(person)).counts == {"added": 1}
    assert Candidate.objects.get().campus == world.other


def test_undoing_brings_old_contact_data_back(world):
    person = invented()
    imported(world, sheet(person))
    changed = imported(world, sheet(replace(person, phone="13900000001")))
    assert changed.counts == {"updated": 1}
    (finding,) = changed.findings
    assert finding["changed"] == ["phone"]
    undo_roster(actor=world.lin, pk=changed.pk)
    candidate = Candidate.objects.get()
    assert (candidate.stage, candidate.phone) == ("registered", person.phone)


def test_an_import_somebody_went_on_from_is_not_undone(world):
    roster = imported(world)
    first, second = Candidate.objects.order_by("pk")
    register_to_screening(actor=world.office, ids=[first.pk])
    undo = partial(undo_roster, actor=world.lin, pk=roster.pk)
    assert outcome(undo) == "roster-followed"
    second.refresh_from_db()
    assert second.stage == "registered"


def test_an_import_changed_by_a_later_one_is_not_undone(world):
    person = invented()
    first = imported(world, sheet(person))
    second = imported(world, sheet(replace(person, phone="13900000001")))
    undo = partial(undo_roster, actor=world.lin)
    assert outcome(partial(undo, pk=first.pk)) == "roster-followed"
    undo(pk=second.pk)
    undo(pk=first.pk)
    assert standing(Candidate.objects.get()) == GONE


def test_the_database_lets_nobody_else_return_to_registered(world):
    imported(world)
    candidate = Candidate.objects.first()
    rows = Candidate.objects.filter(pk=candidate.pk)
    rows.update(stage="left", left_reason="withdrawn", left_from="registered")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(stage="registered", left_reason=None, left_from="")


@pytest.mark.parametrize(
    ("stand", "act"),
    [(judged, confirm_roster), (judged, discard_roster), (imported, undo_roster)],
)
def test_who_may(world, stand, act):
    roster = stand(world)
    assert who_may(world, partial(act, pk=roster.pk)) == {"done": {"lin", "office"}}


def test_a_discarded_roster_writes_nothing(world):
    roster = judged(world)
    discard_roster(actor=world.lin, pk=roster.pk)
    assert reloaded(roster).content is None
    assert outcome(partial(confirm_roster, actor=world.lin, pk=roster.pk)) == (
        "state-moved"
    )
    tasks.write_roster(roster.pk)
    assert not Candidate.objects.exists()


def test_the_same_file_twice_changes_nothing(client, world):
    content = sheet(invented(), invented())
    imported(world, content)
    roster = judged(world, content)
    assert roster.counts == {"unchanged": 2}
    page = look(client, roster, world.lin)
    assert reverse("roster-act", args=[roster.pk, "import"]) not in page.text


def test_two_coordinators_at_once_leave_one_set(transactional_db):
    world = World()
    content = sheet(*(invented() for _ in range(5)))
    rosters = [judged(world, content) for _ in range(2)]
    for roster in rosters:
        confirm_roster(actor=world.lin, pk=roster.pk)
    jobs = [partial(tasks.write_roster, roster.pk) for roster in rosters]
    assert at_once(*jobs) == ["done", "done"]
    assert Candidate.objects.count() == 5
    counts = [reloaded(roster).counts for roster in rosters]
    assert sorted(map(str, counts)) == ["{'added': 5}", "{'unchanged': 5}"]


def test_rejected_rows_are_downloaded_mended_and_sent_again(client, world):
    bad = invented(phone="12345")
    head = [*COLUMNS, "意向方向", "家庭住址", "爱好"]
    row = [
        *(getattr(bad, name) for name in COLUMNS.values()),
        "综合主播",
        "幸福路1号",
        "y",
    ]
    roster = judged(world, workbook([head, row]))
    assert [(note["code"], note["facts"]) for note in roster.layout["unread"]] == [
        ("columns-never", {"columns": ["家庭住址"]}),
        ("columns-unknown", {"columns": ["爱好"]}),
    ]
    page = look(client, roster, world.lin)
    assert "家庭住址" in page.text and "爱好" in page.text
    assert "幸福路1号" not in page.text
    response = client.post(reverse("roster-rejected", args=[roster.pk]))
    assert response["Cache-Control"] == "private, no-store"
    rows = read(response.content)[0].rows
    assert rows[0].cells == ["有误之处", *COLUMNS, "意向方向"]
    assert rows[1].cells[1:] == row[:5]
    mended = [rows[0].cells, [*rows[1].cells]]
    mended[1][3] = "13900000001"
    second = imported(world, workbook(mended))
    assert (second.counts, second.layout["unread"]) == ({"added": 1}, [])


def test_only_the_college_itself_takes_out_full_id_numbers(client, world):
    person, spaced, swapped = invented(phone="1"), invented(phone="1"), invented()
    number = spaced.id_number
    parted = f"{number[:6]} {number[6:14]} {number[14:]}"
    roster = judged(
        world,
        sheet(
            person,
            replace(spaced, id_number=parted),
            replace(swapped, id_number="12345", phone=swapped.id_number),
        ),
    )
    client.force_login(world.office)
    response = client.post(reverse("roster-rejected", args=[roster.pk]))
    taken = [row.cells[2:4] for row in read(response.content)[0].rows[1:]]
    assert taken == [
        [mask(person.id_number), "1"],
        [mask(number), "1"],
        ["*****", "***"],
    ]
    export = Export.objects.get()
    assert (export.owner, export.count) == (world.office, 3)
    assert last_event(export) == {
        "verb": "register.take-rejected",
        "actor": world.office.pk,
        "reason": f"roster:{roster.pk}",
    }


def test_what_is_kept_of_a_roster_is_encrypted(world):
    person = invented(phone="12345")
    roster = imported(world, sheet(person, invented()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT content, findings, images FROM candidates_rosterimport"
            " WHERE id = %s",
            [roster.pk],
        )
        for kept in cursor.fetchone():
            assert bytes(kept).startswith(b"gAAAA")


def test_the_template_is_read_and_its_example_skipped(world):
    roster = Roster(DIRECTIONS, DAY)
    opened = roster.open(template(roster.columns))
    header = opened.header
    assert (header.row, header.unread) == (1, [])
    assert set(header.columns.values()) >= {"guardian_name", "guardian_phone", "major"}
    (example,) = roster.check(roster.lines(opened.tables))
    assert opened.notes == []
    assert (example.outcome, example.fault.code) == ("skip", "row-example")


def test_rows_are_filtered_and_paged(client, world):
    people = [invented() for _ in range(101)]
    roster = judged(world, sheet(*people, replace(people[0], name="重复")))
    client.force_login(world.lin)
    url = reverse("roster-detail", args=[roster.pk])
    first, second, bad = (
        client.get(url + tail).context
        for tail in ("", "?page=2", "?show=reject&page=7")
    )
    assert [len(roster["rows"]) for roster in (first, second, bad)] == [100, 2, 1]
    assert first["pages"]["older"] == "?show=&page=2"


@pytest.mark.parametrize(
    "query", ["show=nope", "page=x", "page=0", "page=-1", "page=%00", "page=1.5"]
)
def test_rows_that_are_none_lead_to_the_start(client, world, query):
    roster = judged(world, sheet(invented()))
    client.force_login(world.lin)
    url = reverse("roster-detail", args=[roster.pk])
    answer = client.get(f"{url}?{query}")
    assert answer.status_code == 400 and f'href="{url}"' in answer.text


def test_the_page_asks_the_database_as_often_for_many_rows(client, world):
    counts = []
    for size in (1, 3):
        roster = judged(world, sheet(*(invented() for _ in range(size))))
        look(client, roster, world.lin)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("roster-detail", args=[roster.pk]))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12


def test_consent_is_required_and_not_in_the_future(client, world):
    client.force_login(world.lin)
    later = clock.today() + timedelta(days=1)
    given = {
        "batch": world.batch.pk,
        "campus": world.campus.pk,
        "notice_version": "1",
        "notice_on": later.isoformat(),
    }
    send = lambda **more: client.post(  # noqa: E731
        reverse("roster-send"),
        given | more | {"file": SimpleUploadedFile("a.xlsx", sheet(invented()))},
    )
    assert set(send().context["form"].errors) == {"consent"}
    assert send(consent="on").context["refusal"].code == "consent-later"
    assert not RosterImport.objects.exists()
