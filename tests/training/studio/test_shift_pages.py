"""The page of mentors' shifts: a week at a base, entering and removing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from spark import clock
from spark.accounts.models import Role
from spark.campuses.models import Base
from tests.training.trials.studio import Studio
from training.studio.models import Shift

ROWS = pytest.mark.parametrize("rows", [1, 3])
FIRST = "09:00–21:00"


@pytest.fixture
def studio(world) -> Studio:
    """Its days begin next Monday, so that those of a test lie in one week."""
    studio = Studio(world)
    studio.today += timedelta(days=7 - studio.today.weekday())
    return studio


def page(client, studio: Studio, **asked):
    given = {"base": studio.world.base.pk, "week": studio.day(0)} | asked
    return client.get(reverse("shift-list"), given)


def add(client, studio: Studio, base: Base | None = None, **given):
    pk = (base or studio.world.base).pk
    url = reverse("shift-add", args=[pk]) + f"?week={studio.day(0)}"
    usual = {
        "mentor": studio.world.mentor.pk,
        "day": studio.day(1),
        "starts": "09:00",
        "ends": "21:00",
    }
    return client.post(url, usual | given)


def remove(client, shift: Shift):
    return client.post(reverse("shift-remove", args=[shift.pk]))


def cells(response) -> dict[str, list[list[str]]]:
    """By mentor, what stands on each day."""
    return {
        row.mentor.name: [[cell.clock for cell in own] for _day, own in row.days]
        for row in response.context["week"].rows
    }


def other_base(studio: Studio, code: str = "AAJD", **fields) -> Base:
    given = {"name_zh": "临江基地", "name_en": "Linjiang base"} | fields
    return Base.objects.create(code=code, region=studio.world.region, **given)


@ROWS
@pytest.mark.parametrize(("who", "queries"), [("office", 9), ("mentor", 8)])
def test_a_week_costs_the_same_for_one_and_for_many(
    client, studio, django_assert_num_queries, who, queries, rows
):
    for number in range(rows):
        base = studio.world.base
        mentor = studio.world.user(f"m{number}", f"带教{number}", Role.MENTOR, base)
        other_base(studio, f"B{number}JD")
        for days in range(rows):
            studio.shift(days, mentor=mentor)
            studio.slot(days, f"1{number}:00")
    client.force_login(studio.world.people[who])
    with django_assert_num_queries(queries):
        response = page(client, studio)
    assert len(response.context["week"].rows) == rows + 1
    assert response.context["week"].coverage[0].slots == rows


def test_shifts_stand_on_the_day_they_begin(office, studio):
    studio.shift(0)
    studio.shift(1, "20:00", "01:00")
    studio.shift(6, "16:00", "00:00")
    studio.shift(7)
    nothing: list[str] = []
    assert cells(page(office, studio)) == {
        "郭师傅": [
            [FIRST],
            ["20:00–01:00"],
            *[nothing] * 4,
            ["16:00–24:00"],
        ]
    }
    assert FIRST in page(office, studio).text


def test_a_shift_of_days_says_when_it_ends(office, studio):
    shift = studio.shift(0)
    during = (studio.time(0, "09:00"), studio.time(2, "12:00"))
    Shift.objects.filter(pk=shift.pk).update(during=during)
    (shown,) = cells(page(office, studio))["郭师傅"][0]
    assert shown.startswith("09:00–")
    assert shown.endswith(" 12:00")


def test_days_on_which_a_slot_has_nobody_stand_out(office, studio):
    other = studio.world.user("second", "钱师傅", Role.MENTOR, studio.world.base)
    studio.shift(0, "09:00", "13:00")
    studio.shift(0, "12:00", "21:00", mentor=other)
    studio.slot(0, "12:30")
    studio.slot(0, "20:30")  # until 21:30
    studio.shift(2, "20:00", "00:00")
    studio.shift(3, "00:00", "02:00", mentor=other)
    studio.slot(2, "23:30")
    studio.slot(5)
    coverage = page(office, studio).context["week"].coverage
    found = [(hour.slots, hour.bare, hour.most) for hour in coverage]
    none = (0, 0, 0)
    assert found == [(2, 1, 2), none, (1, 0, 1), (0, 0, 1), none, (1, 1, 0), none]
    assert page(office, studio).text.count("个无人当班") == 2


def test_a_night_into_the_week_counts_but_is_not_shown_again(office, studio):
    studio.shift(-1, "20:00", "02:00")
    studio.shift(6, "20:00", "00:00")
    studio.shift(7, "00:00", "09:00")
    studio.slot(6, "23:30")
    week = page(office, studio).context["week"]
    assert (week.coverage[0].most, week.rows[0].days[0][1]) == (1, [])
    assert (week.coverage[6].slots, week.coverage[6].bare) == (1, 0)


def test_the_first_base_with_rooms_is_shown(office, studio):
    other = other_base(studio)
    response = office.get(reverse("shift-list"))
    assert response.context["base"] == studio.world.base
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    assert response.context["week"].monday == monday
    assert page(office, studio, base=other.pk).context["base"] == other


@pytest.mark.parametrize(
    "asked",
    [
        *({"base": wrong} for wrong in ("0", "x", "9" * 40, "\0", "-1")),
        *({"week": wrong} for wrong in ("x", "2026-02-30", "0001-01-01", "\0")),
        {"week": "9999-12-31"},
    ],
)
def test_a_wrong_base_or_week_leads_to_the_start(office, studio, asked):
    response = page(office, studio, **asked)
    assert response.status_code == 400
    assert f'href="{reverse("shift-list")}' in response.text
    page(office, studio, **dict.fromkeys(asked, "")).context["week"]


def test_any_day_leads_to_its_week(office, studio):
    week = page(office, studio, week=studio.day(3)).context["week"]
    assert (week.before, week.monday, week.after) == (
        studio.day(-7),
        studio.day(0),
        studio.day(7),
    )
    text = page(office, studio).text
    assert f"week={studio.day(-7)}" in text
    assert f"week={studio.day(7)}" in text


def test_choosing_a_base_fetches_its_week_only(office, studio):
    given = {"base": studio.world.base.pk}
    answer = office.get(reverse("shift-list"), given, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "<table" in answer.text


def test_a_shift_is_entered_once_or_weekly(office, studio):
    response = add(office, studio)
    where = f"?base={studio.world.base.pk}&week={studio.day(1)}"
    assert response.url == reverse("shift-list") + where
    response = add(office, studio, day=studio.day(2), until=studio.day(17), ends="")
    assert response.status_code == 422
    add(office, studio, day=studio.day(2), until=studio.day(17), ends="00:00")
    days = [clock.day(shift.during.lower) for shift in Shift.objects.all()]
    assert days == [studio.day(n) for n in (1, 2, 9, 16)]
    assert cells(page(office, studio))["郭师傅"][2] == ["09:00–24:00"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mentor", ""),
        ("mentor", "0"),
        ("day", "gestern"),
        ("day", "0001-01-01"),
        ("day", "9999-12-31"),
        ("starts", "25:00"),
        ("ends", ""),
        ("until", "x"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(office, studio, field, value):
    response = add(office, studio, **{field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["week"].monday == studio.day(0)
    assert "<details open>" in response.text
    assert 'value="09:00"' in response.text or field == "starts"
    assert not Shift.objects.exists()


def test_a_mentor_of_elsewhere_is_no_choice(office, studio):
    stranger = studio.world.user("far", "孙师傅", Role.MENTOR, other_base(studio))
    response = add(office, studio, mentor=stranger.pk)
    assert list(response.context["form"].errors) == ["mentor"]


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"starts": "20:00", "ends": "23:00"}, 409, "shift-overlaps"),
        ({"until": date(2020, 1, 1)}, 422, "shifts-too-far"),
        ({"until": date(2100, 12, 31)}, 422, "shifts-too-far"),
    ],
)
def test_a_refusal_keeps_what_was_typed(office, studio, given, status, code):
    studio.shift(1)
    response = add(office, studio, **given)
    assert (response.status_code, response.context["refusal"].code) == (status, code)
    assert response.context["form"]["mentor"].value() == str(studio.world.mentor.pk)
    assert "<details open>" in response.text
    assert Shift.objects.count() == 1


def test_a_shift_is_removed_from_its_cell(office, studio):
    shift, other = studio.shift(1), studio.shift(2)
    assert reverse("shift-remove", args=[shift.pk]) in page(office, studio).text
    where = f"?base={studio.world.base.pk}&week={studio.day(1)}"
    assert remove(office, shift).url == reverse("shift-list") + where
    assert list(Shift.objects.all()) == [other]
    assert remove(office, shift).status_code == 404


def test_shifts_of_who_is_mentor_no_longer_can_be_removed(office, studio):
    shift = studio.shift(1)
    studio.world.mentor.role_grants.all().delete()
    response = page(office, studio)
    (row,) = response.context["week"].rows
    assert (row.mentor, row.left) == (studio.world.mentor, True)
    assert reverse("shift-add", args=[studio.world.base.pk]) not in response.text
    assert remove(office, shift).status_code == 302


def test_a_base_without_mentors_says_so(office, studio):
    response = page(office, studio, base=other_base(studio).pk)
    assert response.context["week"].rows == []
    assert "还没有带教" in response.text


def test_a_mentor_sees_the_own_base_without_buttons(client, studio):
    other = other_base(studio)
    shift = studio.shift(1)
    client.force_login(studio.world.mentor)
    assert page(client, studio, base=other.pk).status_code == 400
    response = page(client, studio)
    assert response.context["bases"] == [studio.world.base]
    assert cells(response)["郭师傅"][1] == [FIRST]
    assert "shifts/at" not in response.text
    assert reverse("shift-remove", args=[shift.pk]) not in response.text
    assert add(client, studio).status_code == 403
    assert add(client, studio, other).status_code == 404
    assert remove(client, shift).status_code == 403


@pytest.mark.parametrize("who", ["lin", "mei", "reviewer", "signing", "manager"])
def test_others_see_nothing_of_it(client, studio, who):
    shift = studio.shift(1)
    client.force_login(studio.world.people[who])
    assert page(client, studio).status_code == 403
    assert add(client, studio).status_code == 403
    assert remove(client, shift).status_code == 404
    assert Shift.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "leads"), [("office", True), ("mentor", True), ("manager", False)]
)
def test_the_list_of_rooms_leads_there(client, studio, who, leads):
    client.force_login(studio.world.people[who])
    main = client.get(reverse("room-list")).text
    assert (f'href="{reverse("shift-list")}"' in main) == leads


def test_without_any_base_the_page_says_so(office, world):
    world.mentor.role_grants.all().delete()
    world.base.delete()
    assert "基地在基础数据中维护" in office.get(reverse("shift-list")).text
