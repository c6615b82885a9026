"""A roster that is refused for something else is not chosen again."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from candidates.rosters.models import RosterImport
from candidates.rosters.sheets import importing
from spark import clock
from spark.sheets.models import StagedSheet
from tests.candidates.rosters.test_import import invented, sheet
from tests.world import World

NAME = "直播2301班.xlsx"


@pytest.fixture
def lin(client: Client, world: World) -> Client:
    client.force_login(world.lin)
    return client


def send(client: Client, world: World, content: bytes = b"", **given) -> HttpResponse:
    chosen = {
        "batch": world.batch.pk,
        "campus": world.campus.pk,
        "notice_version": "告知书 2026-1",
        "notice_on": clock.today().isoformat(),
    }
    if content:
        chosen["file"] = SimpleUploadedFile(NAME, content)
    return client.post(reverse("roster-send"), chosen | given)


def token(page: HttpResponse) -> str:
    found = re.search(r'name="kept_file" value="(\w+)"', page.text)
    return found[1] if found else ""


def test_what_was_refused_for_its_form_is_sent_again_without_a_file(lin, world):
    content = sheet(invented(), invented())
    refused = send(lin, world, content)
    assert refused.status_code == 422 and NAME in refused.text
    assert not re.search(r'<input type="file"[^>]*required', refused.text)
    (row,) = StagedSheet.objects.all()
    assert row.owner == world.lin and content[:4] not in bytes(row.content)
    again = send(lin, world, kept_file=token(refused), notice_on="")
    assert (again.status_code, token(again)) == (422, token(refused)), "still there"
    done = send(lin, world, kept_file=token(again), consent="on")
    roster = RosterImport.objects.get()
    assert done.url == reverse("roster-detail", args=[roster.pk])
    assert (roster.file_name, importing.content_of(roster)) == (NAME, content)
    assert not StagedSheet.objects.exists()


def test_another_file_takes_its_place(lin, world):
    kept = token(send(lin, world, sheet(invented())))
    other = sheet(invented(), invented(), invented())
    send(lin, world, other, kept_file=kept, consent="on")
    assert importing.content_of(RosterImport.objects.get()) == other
    first = token(send(lin, world, sheet(invented())))
    second = token(send(lin, world, other))
    assert StagedSheet.objects.count() == 1, "one for each person"
    assert (
        "file" in send(lin, world, kept_file=first, consent="on").context["form"].errors
    )
    assert send(lin, world, kept_file=second, consent="on").status_code == 302


def test_nobody_else_has_it_and_nobody_after_a_day(lin, world):
    kept = token(send(lin, world, sheet(invented())))
    other = Client()
    other.force_login(world.office)
    refused = send(other, world, kept_file=kept, consent="on")
    assert "file" in refused.context["form"].errors
    StagedSheet.objects.update(sent_at=clock.now() - timedelta(hours=25))
    late = send(lin, world, kept_file=kept, consent="on")
    assert "file" in late.context["form"].errors
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x" * (importing.LIMITS.bytes + 1)])
def test_what_is_wrong_itself_is_not_kept(lin, world, content):
    file = SimpleUploadedFile(NAME, content)
    refused = send(lin, world, file=file, consent="on" if content else "")
    assert (refused.status_code, token(refused)) == (422, "")
    assert not StagedSheet.objects.exists()
