"""The identity section of a candidate's page: what each role finds and gets."""

import logging

import pytest
from django.urls import reverse

from candidates.demo import id_number
from candidates.register.models import Candidate, IdentityOpening, Person
from candidates.rosters.actions import add_candidates
from spark.accounts.scope import SYSTEM
from tests.candidates.register.identities import (
    ADULT,
    WHY,
    history,
    in_another_batch,
    years_ago,
)
from tests.world import World, invented

HTMX = {"HX-Request": "true"}


def url(candidate: Candidate, verb: str = "") -> str:
    return f"/candidates/{candidate.pk}/identity/" + (f"{verb}/" if verb else "")


def page(client, candidate: Candidate):
    return client.get(reverse("candidate-detail", args=[candidate.pk]))


def record(response) -> dict:
    """The part of the candidate's page, as its template gets it."""
    parts = {part.name: part.context for part in response.context["aside"]}
    return parts["identity"]["record"]


def post(client, candidate: Candidate, verb: str, **given):
    data = {f"identity-{verb}-{name}": value for name, value in given.items()}
    return client.post(url(candidate, verb), data, headers=HTMX)


def particulars(candidate: Candidate, **changes) -> dict[str, str]:
    names = ("phone", "email", "guardian_name", "guardian_phone", "department")
    names += ("major", "class_name", "student_number")
    given = {name: getattr(candidate, name) for name in names}
    return given | {"direction": candidate.direction_id} | changes


@pytest.mark.parametrize(
    ("point", "who", "verbs"),
    [
        ("registered", "office", {"open-number", "change", "correct"}),
        ("registered", "lin", {"change"}),
        ("waiting", "reviewer", set()),
        ("qualified", "signing", {"open-number"}),
        ("probation", "manager", set()),
    ],
)
def test_each_role_finds_its_buttons(client, world, point, who, verbs):
    candidate = world.candidate(point)
    client.force_login(world.people[who])
    response = page(client, candidate)
    actions = record(response)["actions"]
    assert {action["verb"] for action in actions} == verbs
    assert (candidate.person.id_masked in response.text) == (who != "reviewer")
    assert candidate.person.id_number not in response.text


def test_the_number_is_shown_once_and_stored_nowhere(client, world, caplog):
    candidate = world.candidate()
    number = candidate.person.id_number
    client.force_login(world.office)
    with caplog.at_level(logging.DEBUG):
        shown = post(client, candidate, "open-number", purpose="check", reason=WHY)
        again = page(client, candidate)
    assert shown.text.count(number) == 1
    assert "<title>" not in shown.text
    assert "no-store" in shown["Cache-Control"] and "no-store" in again["Cache-Control"]
    assert number not in again.text
    assert number not in caplog.text
    assert number not in history()
    assert "苏明远" in again.text and WHY in again.text


def test_without_javascript_the_number_comes_on_a_page_of_its_own(client, world):
    candidate = world.candidate()
    client.force_login(world.office)
    data = {"identity-open-number-purpose": "check", "identity-open-number-reason": WHY}
    page = client.post(url(candidate, "open-number"), data)
    head, _, body = page.text.partition("</head>")
    number = candidate.person.id_number
    assert number in body and number not in head
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("missing", ["purpose", "reason"])
def test_nothing_is_opened_without_purpose_and_reason(client, world, missing):
    candidate = world.candidate()
    client.force_login(world.office)
    given = {"purpose": "check", "reason": WHY} | {missing: ""}
    response = post(client, candidate, "open-number", **given)
    assert response.status_code == 422
    assert candidate.person.id_number not in response.text
    assert not IdentityOpening.objects.exists()


def test_colleges_read_how_often_a_number_was_opened_not_by_whom(client, world):
    candidate = world.candidate()
    IdentityOpening.objects.create(
        candidate=candidate, opened_by=world.office, purpose="check", reason=WHY
    )
    client.force_login(world.lin)
    text = page(client, candidate).text
    assert "苏明远" not in text and WHY not in text
    client.cookies["django_language"] = "en"
    assert "opened 1 time." in page(client, candidate).text


def test_the_office_corrects_and_the_log_holds_no_number(client, world, caplog):
    candidate = world.candidate()
    wrong, right = candidate.person.id_number, id_number(ADULT, 401)
    client.force_login(world.office)
    typed = f"{right[:6]} {right[6:14]} {right[14:]}"
    with caplog.at_level(logging.DEBUG):
        response = post(
            client, candidate, "correct", name="林可心", id_number=typed, reason=WHY
        )
    assert response["HX-Redirect"] == f"/candidates/{candidate.pk}/"
    person = Person.objects.get(pk=candidate.person_id)
    assert (person.name, person.id_number) == ("林可心", right)
    for kept in (caplog.text, history()):
        assert wrong not in kept and right not in kept


@pytest.mark.parametrize("number", ["330106200801010020", "331002199902290010", "12"])
def test_a_wrong_number_is_said_at_its_field(client, world, number):
    candidate = world.candidate()
    client.force_login(world.office)
    response = post(
        client, candidate, "correct", name="林可心", id_number=number, reason=WHY
    )
    assert response.status_code == 422
    (form,) = [
        action["fields"]
        for action in response.context["record"]["actions"]
        if action["verb"] == "correct"
    ]
    assert set(form.errors) == {"id_number"}


def test_anothers_number_offers_merging(client, world):
    earlier, candidate = in_another_batch(world), world.candidate()
    client.force_login(world.office)
    response = post(
        client,
        candidate,
        "correct",
        name=candidate.person.name,
        id_number=earlier.person.id_number,
        reason=WHY,
    )
    assert response.status_code == 409
    (merge,) = [
        action["fields"]
        for action in response.context["record"]["actions"]
        if action["verb"] == "merge"
    ]
    assert merge.initial["other"] == earlier.person_id
    response = post(client, candidate, "merge", other=earlier.person_id, reason=WHY)
    assert response["HX-Redirect"]
    candidate.refresh_from_db()
    assert candidate.person == earlier.person
    text = page(client, candidate).text
    assert f"/candidates/{earlier.pk}/" in text


def test_who_has_the_same_name_is_offered_and_nobody_else(client, world):
    twin = in_another_batch(world, name="林可欣")
    candidate = world.candidate(name="林可心")
    world.candidate(name="欧阳慕白")
    client.force_login(world.office)
    actions = record(page(client, candidate))["actions"]
    (merge,) = [action["fields"] for action in actions if action["verb"] == "merge"]
    assert [key for key, _ in merge.fields["other"].choices] == [twin.person_id]
    assert twin.person.id_number not in str(merge.fields["other"].choices)


def test_two_of_one_batch_are_told_so(client, world):
    candidate = world.candidate(name="林可心")
    other = world.candidate(name="林可心", campus=world.other)
    client.force_login(world.office)
    response = post(client, candidate, "merge", other=other.person_id, reason=WHY)
    assert response.status_code == 409
    assert str(world.other) in response.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("139 1111 2222", "13911112222"),
        ("+86 139-1111-2222", "13911112222"),
        ("1391111222", None),
        ("05718888888", None),
        ("", None),
    ],
)
def test_mobile_numbers_are_read_as_people_write_them(client, world, typed, kept):
    candidate = world.candidate()
    client.force_login(world.lin)
    response = post(client, candidate, "change", **particulars(candidate, phone=typed))
    before = candidate.phone
    candidate.refresh_from_db()
    assert response.status_code == (200 if kept else 422)
    assert candidate.phone == (kept or before)


def test_a_minors_guardian_is_asked_for_at_the_field(client, world):
    birth = years_ago(17)
    candidate = world.candidate(
        id_number=id_number(birth, 31),
        birth_date=birth,
        guardian_name="林父",
        guardian_phone="13700001111",
    )
    client.force_login(world.lin)
    given = particulars(candidate, guardian_phone="")
    response = post(client, candidate, "change", **given)
    assert response.status_code == 422
    fields = response.context["record"]["actions"][0]["fields"]
    assert set(fields.errors) == {"guardian_phone"}


def test_the_direction_is_offered_until_screening(client, world):
    client.force_login(world.lin)
    offered = {}
    for point in ("registered", "waiting"):
        candidate = world.candidate(point)
        actions = record(page(client, candidate))["actions"]
        offered[point] = "direction" in actions[0]["fields"].fields
        assert post(client, candidate, "change", **particulars(candidate))[
            "HX-Redirect"
        ]
    assert offered == {"registered": True, "waiting": False}


def test_an_unknown_verb_is_no_address(client, world):
    candidate = world.candidate()
    client.force_login(world.office)
    assert client.post(url(candidate, "nonsense")).status_code == 404
    assert client.get(url(candidate, "correct")).status_code == 405


@pytest.mark.parametrize("who", ["office", "lin", "signing"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_many(
    client, world, who, rows, django_assert_max_num_queries
):
    candidate = crowded(world, rows)
    client.force_login(world.people[who])
    with django_assert_max_num_queries(15):
        page(client, candidate)


def crowded(world: World, rows: int) -> Candidate:
    """Somebody with this many openings, namesakes and other batches."""
    candidate = world.candidate("qualified", name="林可心")
    same = invented(name="林可心", id_number=candidate.person.id_number)
    for number in range(rows):
        IdentityOpening.objects.create(
            candidate=candidate, opened_by=world.office, purpose="check", reason=WHY
        )
        world.candidate(name="林可心")
        batch = world.intake(f"batch-{number}", world.batch.opens_on)
        add_candidates(actor=SYSTEM, batch=batch, campus=world.campus, entries=[same])
    return candidate
