"""Scans of contracts: what is taken, who opens them, and what of it stays."""

import re
from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pghistory.models import Events

from contracts.signing import actions
from contracts.signing.models import Contract, Scan, ScanOpening
from spark import clock
from spark.crypto import decrypt
from spark.documents.scanned import LIMIT
from spark.sheets.models import StagedSheet
from tests.contracts.signing.papers import JPEG, PDF, PNG, a_scan, paper
from tests.story import outcome, record_of, who_may
from tests.world import ONLOOKERS

HTMX = {"HX-Request": "true"}


@pytest.fixture
def contract(world) -> Contract:
    return record_of(Contract, world.candidate("in_force"))


def fragment(client, contract: Contract):
    url = reverse("scans-of", args=[contract.candidate_id])
    return client.get(url, headers=HTMX)


def opening(scan: Scan) -> str:
    return reverse("scan-open", args=[scan.contract_id, scan.pk])


def press(client, contract: Contract, verb: str, **given):
    data = {f"signing-{verb}-{name}": value for name, value in given.items()}
    url = reverse("signing-act", args=[contract.pk, verb])
    return client.post(url, data, headers=HTMX)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png")],
)
def test_what_a_scan_is_says_how_it_begins_not_its_name(
    world, contract, content, media_type
):
    actions.add_scan(
        actor=world.signing,
        ids=[contract.pk],
        kind="countersigned",
        scan=paper(content, "../合同.doc"),
    )
    scan = Scan.objects.get()
    assert (scan.media_type, scan.size, scan.name) == (
        media_type,
        len(content),
        "合同.doc",
    )
    assert scan.sha256 == sha256(content).hexdigest()
    assert (
        content not in bytes(scan.content) and decrypt(bytes(scan.content)) == content
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00 This program cannot be run in DOS mode", "scan-not-readable"),
        (b"\x7fELF\x02\x01\x01", "scan-not-readable"),
        (b"<html><script>alert(1)</script>%PDF-1.7", "scan-not-readable"),
        (b"", "scan-not-readable"),
        (PDF + b" " * (LIMIT - len(PDF)), "done"),
        (PDF + b" " * (LIMIT - len(PDF) + 1), "scan-too-large"),
    ],
)
def test_only_paper_of_bearable_size_is_kept(world, contract, content, said):
    add = partial(actions.add_scan, actor=world.signing, ids=[contract.pk])
    given = partial(add, kind="candidate", scan=paper(content, "合同.pdf"))
    assert outcome(given) == said
    assert Scan.objects.count() == (said == "done")


def test_the_same_file_is_kept_once_per_contract(world, contract):
    a_scan(world, contract)
    assert outcome(partial(a_scan, world, contract)) == "scan-twice"
    other = record_of(Contract, world.candidate("in_force"))
    assert outcome(partial(a_scan, world, other)) == "done"


@pytest.mark.parametrize(
    ("point", "kind", "said"),
    [
        ("draft", "candidate", "state-moved"),
        ("issued", "candidate", "state-moved"),
        ("signed_by_candidate", "candidate", "done"),
        ("signed_by_candidate", "countersigned", "scan-not-countersigned"),
        ("in_force", "countersigned", "done"),
    ],
)
def test_a_scan_follows_the_signature_it_shows(world, point, kind, said):
    contract = record_of(Contract, world.candidate(point))
    add = partial(actions.add_scan, ids=[contract.pk], kind=kind, scan=paper())
    assert outcome(partial(add, actor=world.signing)) == said


@pytest.mark.parametrize(
    ("point", "verb", "kind"),
    [
        ("issued", "sign", "candidate"),
        ("signed_by_candidate", "countersign", "countersigned"),
    ],
)
def test_a_signature_is_recorded_with_or_without_its_scan(
    client, world, point, verb, kind
):
    client.force_login(world.signing)
    today = clock.today()
    bare, scanned = (record_of(Contract, world.candidate(point)) for _ in range(2))
    assert "HX-Redirect" in press(client, bare, verb, signed_on=today)
    answer = press(client, scanned, verb, signed_on=today, scan=paper())
    assert "HX-Redirect" in answer
    assert list(Scan.objects.values_list("contract", "kind")) == [(scanned.pk, kind)]


def test_a_refused_scan_leaves_the_contract_unsigned_and_says_why(client, world):
    contract = record_of(Contract, world.candidate("issued"))
    client.force_login(world.signing)
    client.cookies["django_language"] = "en"
    given = {"signed_on": clock.today(), "scan": paper(b"MZ\x90", "a.pdf")}
    answer = press(client, contract, "sign", **given)
    assert answer.status_code == 422
    assert "no PDF, JPEG or PNG" in answer.text
    contract.refresh_from_db()
    assert contract.state == "issued"


def test_many_are_signed_without_a_scan_and_never_with_one(world):
    ids = [record_of(Contract, world.candidate("issued")).pk for _ in range(2)]
    sign = partial(actions.sign, actor=world.signing, ids=ids)
    today = clock.today()
    assert outcome(partial(sign, signed_on=today, scan=paper())) == "scan-of-one"
    assert outcome(partial(sign, signed_on=today)) == "done"


def test_the_signing_officer_adds_and_the_office_opens_too(world, contract):
    add = partial(
        actions.add_scan, ids=[contract.pk], kind="candidate", scan=paper(JPEG)
    )
    assert who_may(world, add)["not-your-role"] == {"lin", "office", *ONLOOKERS}
    scan = a_scan(world, contract)
    open_ = partial(actions.open_scan, contract_id=contract.pk, pk=scan.pk)
    assert who_may(world, open_) == {"done": {"office", "signing"}}


def test_an_opened_scan_is_a_file_to_keep_that_no_browser_runs(client, world, contract):
    scan = a_scan(world, contract)
    client.force_login(world.office)
    assert client.get(opening(scan)).status_code == 405
    assert not ScanOpening.objects.exists()
    answer = client.post(opening(scan))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="contract-{contract.pk}-candidate-{scan.pk}.pdf"'
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert ScanOpening.objects.get().opened_by == world.office


def test_a_scan_is_not_found_at_another_contract(client, world, contract):
    other = record_of(Contract, world.candidate("in_force"))
    scan = a_scan(world, contract)
    client.force_login(world.signing)
    address = reverse("scan-open", args=[other.pk, scan.pk])
    assert client.post(address).status_code == 404
    assert not ScanOpening.objects.exists()


def test_the_page_lists_scans_and_tells_the_office_who_opened_them(
    client, world, contract
):
    scan = a_scan(world, contract)
    actions.open_scan(actor=world.office, contract_id=contract.pk, pk=scan.pk)
    seen = {}
    for name in ("office", "signing", "lin"):
        client.force_login(world.people[name])
        text = fragment(client, contract).text
        seen[name] = (opening(scan) in text, "苏明远" in text)
    assert seen == {
        "office": (True, True),
        "signing": (True, False),
        "lin": (False, False),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_scan_as_for_three(
    client, world, contract, count, django_assert_num_queries
):
    for content in (PDF, JPEG, PNG)[:count]:
        scan = a_scan(world, contract, content)
        actions.open_scan(actor=world.office, contract_id=contract.pk, pk=scan.pk)
    client.force_login(world.office)
    with django_assert_num_queries(5):
        fragment(client, contract)


def test_the_list_of_scans_is_a_page_too_and_none_is_nothing(office, world, contract):
    url = reverse("scans-of", args=[contract.candidate_id])
    assert fragment(office, contract).content == b""
    assert office.get(url).status_code == 404
    a_scan(world, contract)
    assert "<html" in office.get(url).text
    assert "<html" not in fragment(office, contract).text


def test_scans_and_their_openings_stay_as_they_are(world, contract):
    scan = a_scan(world, contract)
    actions.open_scan(actor=world.office, contract_id=contract.pk, pk=scan.pk)
    for table in (Scan._meta.db_table, ScanOpening._meta.db_table):
        for statement in (
            f"UPDATE {table} SET id = id",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(statement)


def test_history_knows_who_added_and_opened_but_not_what_the_paper_says(
    world, contract
):
    scan = a_scan(world, contract)
    actions.open_scan(actor=world.office, contract_id=contract.pk, pk=scan.pk)
    rows = (scan, scan.openings.get())
    events = [event for row in rows for event in Events.objects.tracks(row)]
    recorded = {(event.pgh_label, event.pgh_context["name"]) for event in events}
    assert recorded == {("added", str(world.signing)), ("opened", str(world.office))}
    assert not any({"content", "name"} & set(e.pgh_data) for e in events)


def test_a_scan_stays_while_its_day_is_refused(client, world):
    contract = record_of(Contract, world.candidate("issued"))
    client.force_login(world.signing)
    early = str(clock.today() - timedelta(days=1))
    scan = paper(PDF, "合同.pdf")
    refused = press(client, contract, "sign", signed_on=early, scan=scan)
    assert refused.status_code == 422 and "已保留“合同.pdf”" in refused.text
    (kept,) = re.findall(r'name="signing-sign-kept_file" value="(\w+)"', refused.text)
    today = str(clock.today())
    press(client, contract, "sign", signed_on=today, kept_file=kept)
    assert Scan.objects.get().contract == contract
    assert not StagedSheet.objects.exists()


def test_a_scan_that_is_wrong_itself_is_chosen_again(client, world):
    contract = record_of(Contract, world.candidate("issued"))
    client.force_login(world.signing)
    wrong = paper(b"MZ this is a program", "合同.pdf")
    given = {"signed_on": str(clock.today()), "scan": wrong}
    refused = press(client, contract, "sign", **given)
    assert refused.status_code >= 400 and "已保留" not in refused.text
    assert not StagedSheet.objects.exists()
