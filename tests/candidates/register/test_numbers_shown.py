"""What is shown and stored in clear of an ID number leaves too many to guess."""

import re
from collections import defaultdict
from datetime import date
from functools import cache
from importlib import resources

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.demo import id_number
from candidates.register.actions import mask
from spark import clock

ENOUGH = 10_000
COUNTY = re.compile(r'  (\d{4}) county="(.+)"')
TERM = re.compile(r"(?:\[(\d*)-(\d*)\])?(.+)")
BIRTHS = st.dates(date(1999, 1, 1), date(2010, 12, 31))


@cache
def regions(year: int) -> list[str]:
    """The counties of GB/T 2260 that gave out ID numbers in a year."""
    found, province = [], ""
    told = resources.files("stdnum.cn").joinpath("loc.dat").read_text("utf-8")
    for line in told.splitlines():
        county = COUNTY.fullmatch(line)
        if not county:
            province = line[:2]
        elif not county[1].endswith("00") and _was(county[2], year):
            found.append(province + county[1])
    return found


def _was(names: str, year: int) -> bool:
    """Is one of the names that the place had, each perhaps with its years, of then?"""
    for name in names.split(","):
        first, last, called = TERM.fullmatch(name).groups()
        if called != "市辖区" and int(first or 0) <= year <= int(last or 9999):
            return True
    return False


def _fits(digits: str, shown: str) -> bool:
    return all(s in ("*", d) for d, s in zip(digits, shown, strict=True))


def possible(shown: str, birth: date) -> int:
    """How many ID numbers of somebody born then look like this."""
    if not _fits(f"{birth:%Y%m%d}", shown[6:14]):
        return 0
    alike = defaultdict(list)  # regions that have the same check digits
    for region in regions(birth.year):
        if _fits(region, shown[:6]):
            alike[id_number(birth, 0, region)[-1]].append(region)
    return sum(
        len(places)
        for places in alike.values()
        for order in range(1000)
        if _fits(id_number(birth, order, places[0])[14:], shown[14:])
    )


@settings(deadline=None, max_examples=40)
@given(birth=BIRTHS, order=st.integers(0, 999), place=st.integers(0, 2_500))
def test_mask_and_date_of_birth_leave_ten_thousand(birth, order, place):
    number = id_number(birth, order, regions(birth.year)[place])
    shown = mask(number)
    assert len(shown) == 18 and sum(c != "*" for c in shown) == 2
    assert possible(shown, birth) >= ENOUGH


def test_counting_finds_the_number_that_everything_tells():
    number = id_number(date(2005, 3, 4), 123, "330106")
    assert possible(number, date(2005, 3, 4)) == 1
    assert possible(f"{number[:6]}********{number[-4:]}", date(2005, 3, 4)) == 1


@pytest.mark.parametrize(
    ("point", "who"),
    [
        ("waiting", "office"),
        ("waiting", "lin"),
        ("waiting", "reviewer"),
        ("qualified", "signing"),
        ("probation", "manager"),
    ],
)
def test_the_page_tells_an_age_and_reviewers_no_digits(client, world, point, who):
    candidate = world.candidate(point)
    person, today = candidate.person, clock.today()
    client.force_login(world.people[who])
    page = client.get(reverse("candidate-detail", args=[candidate.pk]))
    parts = {part.name: part.context for part in page.context["aside"]}
    facts = {str(k): v for k, v in parts["identity"]["record"]["facts"]}
    assert facts["年龄"] == (today - person.birth_date).days * 4 // 1461
    assert (facts.get("身份证号") == person.id_masked) == (who != "reviewer")
    shown = (str(person.birth_date), f"{person.birth_date:%Y%m%d}")
    assert not [words for words in shown if words in page.text]
    assert (person.id_masked in page.text) == (who != "reviewer")


def test_reviewers_have_no_column_of_numbers(client, world):
    masked = world.candidate("waiting").person.id_masked
    client.force_login(world.reviewer)
    page = client.get(reverse("candidate-list"), {"columns": "id,phone"})
    assert page.status_code == 200 and masked not in page.text
    offered = {column.name for column, _ in page.context["all_columns"]}
    assert "id" not in offered and "phone" in offered
    client.force_login(world.office)
    page = client.get(reverse("candidate-list"), {"columns": "id,phone"})
    assert masked in page.text


def test_nothing_in_clear_tells_more_of_a_number(world):
    """What is stored of a person without being encrypted: two digits, and the date."""
    person = world.candidate().person
    clear = {
        field.name: str(getattr(person, field.attname))
        for field in person._meta.fields
        if field.name not in ("id_number", "id_hash")
    }
    told = {name for name, value in clear.items() if person.id_number[:6] in value}
    assert not told and clear["id_masked"] == "*" * 16 + person.id_number[-2:]
