"""The pages of live rooms: the list, and one room with its week."""

import pytest
from django.urls import reverse

from tests.training.trials.studio import Studio
from training.studio import actions
from training.studio.models import Audience, Blocking, LiveRoom, Programme, Slot


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def act(client, room: LiveRoom, verb: str, **given):
    return client.post(reverse("room-act", args=[room.pk, verb]), given)


def page(client, room: LiveRoom):
    return client.get(reverse("room-detail", args=[room.pk]))


def fill(studio: Studio) -> None:
    week = {(day, hour): 900 for day in range(7) for hour in range(24)}
    given = {"actor": studio.world.office, "pk": studio.room.pk}
    actions.enter_audience(viewers=week, **given)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(
    office, studio, django_assert_max_num_queries, rows
):
    for number in range(1, rows):
        studio.live_room(f"第{number}间")
    with django_assert_max_num_queries(6):
        response = office.get(reverse("room-list"))
    assert len(response.context["rooms"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_room_costs_the_same_for_one_slot_and_for_many(
    office, studio, django_assert_max_num_queries, rows
):
    for number in range(rows):
        studio.slot(number + 1)
    with django_assert_max_num_queries(12):
        response = page(office, studio.room)
    assert [day["number"] for day in response.context["days"]] == [1] * rows


def test_slots_are_opened_in_the_ticked_rooms(office, studio):
    fill(studio)
    url = reverse("room-many", args=["open-slots"])
    days = {"first_day": studio.day(2), "last_day": studio.day(3)}
    response = office.post(url, days | {"ids": [studio.room.pk]})
    assert response.url == reverse("room-list")
    assert Slot.objects.count() == 24
    refused = office.post(url, {"ids": [studio.room.pk]})
    assert (refused.status_code, refused.context["ticked"]) == (422, [studio.room.pk])
    assert f'value="{studio.room.pk}" checked' in refused.text


def test_a_rounds_days_are_offered(office, studio):
    url = reverse("campaign-detail", args=[studio.campaign.pk])
    days = {"first_day": studio.day(0), "last_day": studio.day(13)}
    assert f"?first_day={days['first_day']}&amp;last_day=" in office.get(url).text
    span = office.get(reverse("room-list"), days).context["span"]
    assert span.initial == days


def test_only_changed_hours_of_the_table_become_entered(office, studio):
    fill(studio)
    Audience.objects.update(is_entered=False)
    names = {f"d{day}h{hour}": 900 for day in range(7) for hour in range(8, 23)}
    response = act(office, studio.room, "enter-audience", **names | {"d4h20": 2000})
    assert response.status_code == 302
    entered = Audience.objects.filter(is_entered=True)
    assert list(entered.values_list("weekday", "hour", "viewers")) == [(4, 20, 2000)]
    wrong = act(office, studio.room, "enter-audience", **names | {"d4h20": "many"})
    assert (wrong.status_code, len(wrong.context["heat_map"].bad)) == (422, 1)


def test_programme_and_blocks_come_and_go(office, studio):
    given = {"weekdays": [0, 4], "starts_at": "20:00", "ends_at": "00:00"}
    assert act(office, studio.room, "add-programme", **given).status_code == 302
    assert Programme.objects.count() == 2
    again = act(office, studio.room, "add-programme", **given)
    assert again.context["refusal"].code == "programme-there"
    backwards = given | {"starts_at": "22:00", "ends_at": "21:00"}
    assert act(office, studio.room, "add-programme", **backwards).status_code == 422
    day = studio.day(3)
    times = {"starts": f"{day}T10:00", "ends": f"{day}T12:00", "why": "检修"}
    assert act(office, studio.room, "block-rooms", **times).status_code == 302
    backwards = times | {"ends": f"{day}T09:00"}
    assert act(office, studio.room, "block-rooms", **backwards).status_code == 422
    assert "检修" in page(office, studio.room).text
    act(office, studio.room, "unblock-room", blocking_id=Blocking.objects.get().pk)
    act(
        office,
        studio.room,
        "remove-programme",
        programme_id=Programme.objects.first().pk,
    )
    assert (Blocking.objects.count(), Programme.objects.count()) == (0, 1)


def test_the_hours_are_changed(office, studio):
    hours = {"opens_at": "20:00", "closes_at": "02:00"}
    given = hours | {"slot_minutes": 45, "gap_minutes": 0, "closed_from": ""}
    assert act(office, studio.room, "change-room", **given).status_code == 302
    studio.room.refresh_from_db()
    assert (studio.room.slot_minutes, studio.room.opens_at.hour) == (45, 20)
    wrong = act(office, studio.room, "change-room", **given | {"slot_minutes": 1})
    assert wrong.context["change"].errors


@pytest.mark.parametrize("who", ["mentor", "manager"])
def test_who_only_looks_sees_no_button(client, studio, who):
    fill(studio)
    client.force_login(studio.world.people[who])
    assert "room-act" not in page(client, studio.room).text
    assert 'name="d0h8"' not in page(client, studio.room).text
    assert studio.room in client.get(reverse("room-list")).context["rooms"]


def test_a_rounds_terms_are_changed_on_its_campaign(office, studio):
    round_ = studio.round
    url = reverse("round-act", args=[round_.pk, "change-round"])
    terms = {
        "starts_on": round_.starts_on,
        "ends_on": round_.ends_on,
        "trials_each": 3,
        "minimum_trials": 3,
        "rest_hours": 20,
        "extra_slots": 4,
        "ties": "judges",
        "products": "榨菜",
    }
    given = {f"r{round_.pk}-{name}": value for name, value in terms.items()}
    assert office.post(url, given).status_code == 302
    shown = office.get(reverse("campaign-detail", args=[studio.campaign.pk]))
    assert "榨菜" in shown.text
    wrong = office.post(url, given | {f"r{round_.pk}-trials_each": ""})
    assert wrong.status_code == 422
    assert "榨菜" in wrong.text
