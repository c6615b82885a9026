"""Places in lists: forth and back nobody is lost, and what is none is refused."""

import pytest

from candidates.register.models import Candidate
from spark.errors import Refused
from spark.paging import NEWEST, Order, day, keys
from tests.candidates.register.test_views import LIST, crowd

BY_NUMBER = Order("student_number", descending=False)
ORDERS = [NEWEST, Order("pk", descending=False), BY_NUMBER, Order("student_number")]


def rows():
    return Candidate.objects.exclude(major="gone")


def gone(keys: list[int]) -> None:
    """Nobody is deleted; but of a list somebody goes whom its conditions leave out."""
    Candidate.objects.filter(pk__in=keys).update(major="gone")


def pages(order: Order, place: str, *, backwards: bool) -> list[list[int]]:
    """The keys on each page from there on, in the list's order."""
    found = []
    while place:
        page = order.page(rows(), 3, order.read(rows(), place), backwards)
        place = page.newer if backwards else page.older
        found.append([row.pk for row in page.rows])
    return found[::-1] if backwards else found


@pytest.fixture(params=ORDERS, ids=str)
def order(request, world) -> Order:
    crowd(world, 10)
    for place, candidate in enumerate(rows()):  # two and two alike
        Candidate.objects.filter(pk=candidate.pk).update(student_number=place // 2)
    return request.param


def of(found: list[list[int]]) -> list[int]:
    return [key for page in found for key in page]


def test_the_way_back_from_an_emptied_page_passes_everybody_left(order):
    everybody = [row.pk for row in order.sorted(rows())]
    first = order.page(rows(), 7)
    gone(everybody[7:])
    empty = order.page(rows(), 3, order.read(rows(), first.older))
    assert empty.rows == [] and not empty.older
    assert of(pages(order, empty.newer, backwards=True)) == everybody[:7]


def test_the_way_on_from_an_emptied_start_passes_everybody_left(order):
    everybody = [row.pk for row in order.sorted(rows())]
    later = order.page(rows(), 3, order.read(rows(), order.page(rows(), 3).older))
    gone(everybody[:3])
    empty = order.page(rows(), 3, order.read(rows(), later.newer), backwards=True)
    assert empty.rows == [] and not empty.newer
    assert of(pages(order, empty.older, backwards=False)) == everybody[3:]


def test_who_goes_or_comes_at_the_edge_hides_nobody_else(order, world):
    everybody = [row.pk for row in order.sorted(rows())]
    second = order.page(rows(), 3, order.read(rows(), order.page(rows(), 3).older))
    gone(everybody[2:4])
    crowd(world, 1)  # without a number: first or last
    now = [row.pk for row in order.sorted(rows())]
    before = of(pages(order, second.newer, backwards=True))
    after = of(pages(order, second.older, backwards=False))
    assert before == now[: now.index(everybody[1]) + 1]
    assert after == now[now.index(everybody[5]) + 1 :]


@pytest.mark.parametrize(
    "place",
    [
        *("before=x", "after=", "before=%00", "after=%ED%A0%80", "before=-1"),
        *("before=1~x", "before=1&after=2", "before=1&before=2", "after=~"),
        *(f"after={10**30}", "before=1~%00", "before=%EF%BC%91", "before=1~9999-99"),
    ],
)
@pytest.mark.parametrize("where", [LIST, "/inbox/", "/people/", "/trials/"])
def test_a_place_nobody_wrote_is_refused_with_the_way_to_the_start(
    office, where, place
):
    answer = office.get(f"{where}?{place}")
    assert answer.status_code == 400
    assert f'href="{where}' in answer.text


@pytest.mark.parametrize("place", ["1", "1~x", "~", "1~2026-11-01T00:00:00", "1~"])
def test_a_place_in_another_order_is_refused(office, place):
    assert office.get(f"{LIST}?sort=updated&before={place}").status_code == 400


def test_a_page_that_emptied_meanwhile_leads_back(office, world):
    last = world.candidate()
    page = office.get(f"{LIST}?before={last.pk}")
    assert page.context["page"].rows == []
    assert f"?after={last.pk - 1}" in page.text
    back = office.get(f"{LIST}?after={last.pk - 1}").context["page"]
    assert back.rows == [last]


@pytest.mark.parametrize(
    "where", ["/inbox/?before=1~2001-01-01T00:00:00Z", "/campaigns/?before=1"]
)
def test_every_list_leads_back_from_a_page_that_is_empty(office, where):
    assert 'rel="prev"' in office.get(where).text


@pytest.mark.parametrize("given", ["9999-99-99", "x", "2026-W99", "\0", "1999-01-01"])
def test_a_day_that_is_none_is_refused(rf, given):
    with pytest.raises(Refused, match="place-broken"):
        day(rf.get("/", {"day": given}), "day")
    with pytest.raises(Refused, match="place-broken"):
        day(rf.get("/", {"day": ["2026-11-20", "2026-11-20"]}), "day")
    assert day(rf.get("/", {"day": ""}), "day") is None


@pytest.mark.parametrize("given", ["x", "", "-1", "1.5", "\0", "1" * 19, "²", "１"])
def test_keys_that_are_none_are_refused_not_left_out(given):
    with pytest.raises(Refused, match="keys-broken"):
        keys(["1", given])
    assert keys(["1", "22"]) == [1, 22]
