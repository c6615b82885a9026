"""Opening ID numbers, and correcting who somebody is."""

import pytest
from django.db import DatabaseError, connection, transaction

from candidates.demo import id_number
from candidates.register import actions, queries
from candidates.register.models import (
    IdentityOpening,
    Person,
)
from spark import clock
from spark.accounts.models import Role, RoleGrant
from spark.accounts.scope import SYSTEM
from spark.crypto import keyed_hash
from spark.errors import words
from tests.candidates.register.identities import (
    ADULT,
    WHY,
    changing,
    correcting,
    history,
    merging,
    opening,
    refused,
    years_ago,
)
from tests.story import outcome, tried, who_may


def test_opening_shows_the_number_and_says_who_when_and_why(world):
    candidate = world.candidate()
    number = opening(candidate.pk)(world.office)
    assert number == candidate.person.id_number
    (row,) = queries.openings(queries.with_file(world.office, candidate.pk))
    said = (row.opened_by, str(row.purpose), row.reason)
    assert said == ("苏明远", "与身份证核对", WHY)
    entries = queries.story(candidate, internal=True)
    assert [(e.who, e.reason) for e in entries if e.reason == WHY] == [("苏明远", WHY)]
    assert all(e.reason != WHY for e in queries.story(candidate, internal=False))


@pytest.mark.parametrize(
    ("point", "may", "sees"),
    [
        ("registered", {"office"}, {"lin"}),
        ("waiting", {"office"}, {"lin", "reviewer"}),
        ("qualified", {"office", "signing"}, {"lin"}),
        ("probation", {"office", "signing"}, {"lin", "manager"}),
    ],
)
def test_office_and_signing_officer_open_numbers(world, point, may, sees):
    candidate = world.candidate(point)
    assert who_may(world, opening(candidate.pk)) == tried(may, sees)


def test_a_second_role_that_sees_more_opens_nothing_more(world):
    candidate = world.candidate("waiting")
    RoleGrant.objects.create(user=world.signing, role=Role.REVIEWER)
    assert outcome(lambda: opening(candidate.pk)(world.signing)) == "not-your-role"
    other = world.candidate("waiting", campus=world.other)
    RoleGrant.objects.create(user=world.lin, role=Role.REVIEWER)
    act = changing(other.pk, phone="13900000000")
    assert outcome(lambda: act(world.lin)) == "not-your-role"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason-missing"),
        ("  ", "reason-missing"),
        ("他是33010620080101002X", "reason-with-number"),
        ("他是 330106 20080101 002X", "reason-with-number"),
        ("2026-11-25 打过电话 138 0000 1111", "reason-with-number"),
        ("2026-11-25 打过电话", "done"),
    ],
)
def test_a_reason_is_needed_and_holds_no_id_number(world, reason, code):
    candidate = world.candidate()
    act = opening(candidate.pk, reason=reason)
    assert outcome(lambda: act(world.office)) == code
    assert IdentityOpening.objects.count() == (code == "done")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE candidates_identityopening SET reason = 'invented'",
        "DELETE FROM candidates_identityopening",
        "TRUNCATE candidates_identityopening CASCADE",
        "UPDATE candidates_identityopeningevent SET reason = 'invented'",
        "DELETE FROM candidates_identityopeningevent",
        "INSERT INTO candidates_identityopeningevent DEFAULT VALUES",
        "ALTER TABLE candidates_identityopening DISABLE TRIGGER ALL",
    ],
)
def test_the_database_keeps_openings_as_they_are(world, statement):
    opening(world.candidate().pk)(world.office)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
    assert IdentityOpening.objects.get().reason == WHY


def test_a_corrected_number_takes_what_follows_from_it_along(world):
    candidate = world.candidate()
    right = id_number(ADULT, 321)
    correcting(candidate.pk, name="林  可心", id_number=right)(world.office)
    person = Person.objects.get(pk=candidate.person_id)
    assert person.id_number == right
    assert person.id_hash == keyed_hash(right)
    assert person.id_masked == f"{'*' * 16}{right[-2:]}"
    assert person.birth_date == ADULT
    assert person.name_key == "lin ke xin"


def test_history_says_that_identity_changed_and_who_did_it_not_the_values(world):
    candidate = world.candidate()
    wrong, right = candidate.person.id_number, id_number(ADULT, 322)
    correcting(candidate.pk, name="欧阳慕白", id_number=right)(world.office)
    changing(candidate.pk, phone="13911112222", email="mu@example.com")(world.lin)
    opening(candidate.pk)(world.office)
    kept = history()
    for value in (
        wrong,
        right,
        keyed_hash(right),
        "欧阳慕白",
        "13911112222",
        "mu@example.com",
    ):
        assert value not in kept
    labels = Person.pgh_event_models.values()
    found = {e.pgh_label for model in labels for e in model.objects.all()}
    assert {"named", "id"} <= found
    entries = [e for e in queries.story(candidate, internal=False) if e.reason == WHY]
    assert [e.who for e in entries] == ["苏明远"]


def test_only_the_office_corrects_and_merges(world):
    candidate, other = world.candidate(), world.candidate(campus=world.other)
    act = correcting(candidate.pk, name="林可心")
    assert who_may(world, act) == tried({"office"}, {"lin"})
    act = merging(candidate.pk, other.person_id)
    found = tried({"office"}, {"lin"}, said="persons-in-one-batch")
    assert who_may(world, act) == found


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("330106200801010020", "id-number-wrong"),
        ("331002199902290010", "id-number-wrong"),
        ("3310021999", "id-number-wrong"),
        (id_number(years_ago(-1), 7), "id-number-wrong"),
        (id_number(years_ago(15), 7), "person-under-16"),
        (id_number(years_ago(17), 7), "guardian-needed"),
        (id_number(years_ago(19), 7), "done"),
    ],
)
def test_a_number_is_checked_and_so_is_the_age_it_says(world, number, code):
    candidate = world.candidate()
    before = candidate.person.id_hash
    act = correcting(candidate.pk, id_number=number)
    assert outcome(lambda: act(SYSTEM)) == code
    after = Person.objects.get(pk=candidate.person_id).id_hash
    assert (after == before) == (code != "done")


def test_a_minor_with_a_guardian_may_be_corrected(world):
    candidate = world.candidate(guardian_name="林父", guardian_phone="13700001111")
    act = correcting(candidate.pk, id_number=id_number(years_ago(17), 8))
    assert outcome(lambda: act(SYSTEM)) == "done"


def test_who_left_may_be_corrected_to_be_too_young(world):
    candidate = world.candidate()
    actions.leave_pipeline([candidate], "withdrawn", at=clock.now())
    act = correcting(candidate.pk, id_number=id_number(years_ago(15), 9))
    assert outcome(lambda: act(SYSTEM)) == "done"


def test_anothers_number_is_refused_and_says_whose_row_to_merge_with(world):
    candidate, other = world.candidate(), world.candidate()
    said = refused(correcting(candidate.pk, id_number=other.person.id_number))
    assert (said.code, said.facts) == ("id-number-taken", {"other": other.person_id})
    assert other.person.name not in words(said).text + words(said).way_out


def test_correcting_nothing_is_said_to_be_nothing(world):
    candidate = world.candidate()
    same = {"name": candidate.person.name, "id_number": candidate.person.id_number}
    assert refused(correcting(candidate.pk, **same)).code == "identity-unchanged"
