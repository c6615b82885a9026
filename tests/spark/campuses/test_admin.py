"""The office's pages of places and tables of law."""

import pytest

from spark.campuses.models import Base, Campus, Holiday, MinimumWage
from tests.office import campus_form, in_chinese, page
from tests.story import last_event


def test_a_line_of_law_is_confirmed_in_the_list(office, world):
    line = Holiday.objects.create(
        day="2031-05-01", kind="statutory", name_zh="劳动节", name_en="L", source="办法"
    )
    chosen = {"action": "confirm", "_selected_action": [line.pk]}
    office.post(page(Holiday, "changelist"), chosen)
    line.refresh_from_db()
    assert line.confirmed
    assert last_event(line)["actor"] == world.office.pk


def test_a_minimum_wage_is_typed_in_yuan(office, world):
    sent = {
        "region": "330100",
        "yuan_per_month": "2490.50",
        "valid_from": "2031-01-01",
        "source": "通知",
    }
    assert office.post(page(MinimumWage, "add"), sent).status_code == 302
    assert MinimumWage.objects.get(valid_from="2031-01-01").monthly_fen == 249_050


FAULTS = {
    "credit code": (Campus, campus_form(credit_code="523302000000009010")),
    "campus code": (Campus, campus_form(code="nb-zy")),
    "taken code": (Campus, campus_form(code="ZJYY")),
    "weekday": (
        Holiday,
        {
            "day": "2031-05-05",
            "kind": "working",
            "name_zh": "调休",
            "name_en": "Swap",
            "source": "通知",
        },
    ),
    "site": (
        Base,
        {
            "name_zh": "酒吧",
            "name_en": "Bar",
            "code": "BAR1",
            "site_type": "bar",
            "region": "330100",
        },
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_said_at_its_field_in_chinese(office, fault):
    model, sent = FAULTS[fault]
    before = model.objects.count()
    response = office.post(page(model, "add"), sent)
    errors = response.context["errors"]
    assert [in_chinese(str(words)) for words in errors] == [True]
    assert model.objects.count() == before
