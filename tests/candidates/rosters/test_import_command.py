"""A roster imported from the machine itself: declared, on record, to be undone."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from candidates.register.models import Candidate
from candidates.rosters.actions import undo_roster
from candidates.rosters.models import RosterImport
from spark import clock
from tests.candidates.rosters.test_import import sheet
from tests.story import last_event
from tests.world import World, invented


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "直播2301班.xlsx"
    path.write_bytes(sheet(invented(), invented(phone="1")))
    return path


def run(world: World, file: Path, **options) -> str:
    said = StringIO()
    given = {"campus": world.campus.code, "batch": world.batch.slug}
    call_command("import_roster", str(file), stdout=said, **given | options)
    return said.getvalue()


def declared(**options) -> dict:
    given = {"by": "lin@test.spark", "notice_version": "2026-1"}
    return given | {"notice_on": clock.today()} | options


def test_what_it_imports_is_declared_on_record_and_can_be_undone(world, file):
    said = run(world, file, **declared())
    assert said == "1 accepted, 1 rejected, 0 skipped\n1 added, 1 reject\n"
    roster = RosterImport.objects.get()
    assert (roster.sent_by, roster.consent_declared) == (world.lin, True)
    assert (roster.notice_version, roster.state) == ("2026-1", "imported")
    assert last_event(Candidate.objects.get())["actor"] == world.lin.pk
    undo_roster(actor=world.lin, pk=roster.pk)
    assert Candidate.objects.get().stage == "left"


@pytest.mark.parametrize("asked", [False, True])
def test_who_is_registered_already_changes_only_if_asked_to(world, tmp_path, asked):
    known = invented(phone="13800001111")
    path = tmp_path / "again.xlsx"
    path.write_bytes(sheet(known))
    run(world, path, **declared())
    path.write_bytes(sheet(replace(known, phone="13900002222")))
    run(world, path, **declared(with_updates=asked))
    phones = {False: "13800001111", True: "13900002222"}
    assert Candidate.objects.get().phone == phones[asked]


def test_a_dry_run_needs_no_declaration_and_writes_nothing(world, file, tmp_path):
    report = tmp_path / "report.csv"
    run(world, file, dry_run=True, report=report)
    assert not RosterImport.objects.exists() and not Candidate.objects.exists()
    assert len(report.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"notice_version": None}, "--notice-version"),
        ({"by": "nobody-at-all@test.spark"}, "Nobody logs in"),
        ({"by": "mei@test.spark"}, "这所院校"),
    ],
)
def test_without_a_declaration_nothing_is_imported(world, file, changed, said):
    with pytest.raises(CommandError, match=said):
        run(world, file, **declared(**changed))
    assert not RosterImport.objects.exists()
