"""The list's order, columns, saved views, and how many it says there are."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from candidates.lists.models import SavedView
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.models import Role
from spark.duties.models import Duty
from spark.paging import Keyset, total
from tests.candidates.register.test_views import LIST, crowd, listed

COLUMNS, VIEWS = f"{LIST}columns/", f"{LIST}views/"


def walk(client, query: str) -> list[Candidate]:
    """Everybody, page by page, forth and back again."""
    forth, back, last = [], [], query
    while query:
        page = client.get(f"{LIST}{query}").context["page"]
        forth += page.rows
        last, query = query, page.older
    query = client.get(f"{LIST}{last}").context["page"].newer
    back = client.get(f"{LIST}{last}").context["page"].rows
    while query:
        page = client.get(f"{LIST}{query}").context["page"]
        back = page.rows + back
        query = page.newer
    assert back == forth
    return forth


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("sort", ["updated", "name", "number", "since"])
def test_each_order_shows_everybody_once_also_with_equal_values(
    office, world, sort, reverse
):
    crowd(world, 120)
    Candidate.objects.update(student_number="")
    some = Candidate.objects.order_by("pk").values_list("pk", flat=True)[:70:2]
    Candidate.objects.filter(pk__in=list(some)).update(
        student_number="7", stage_since=clock.now() - timedelta(days=3)
    )
    column = {
        "updated": "updated_at",
        "name": "person__name_key",
        "number": "student_number",
        "since": "stage_since",
    }[sort]
    down = (sort in {"updated", "since"}) != reverse
    sign = "-" if down else ""
    wanted = list(Candidate.objects.order_by(f"{sign}{column}", f"{sign}pk"))
    assert walk(office, f"?sort={'-' if reverse else ''}{sort}") == wanted


def test_the_head_turns_the_order_round(office, world):
    world.candidate()
    context = office.get(f"{LIST}?sort=name&stage=registered").context
    assert context["name_head"]["sorted"] == "ascending"
    assert parse_qs(context["name_head"]["url"][1:])["sort"] == ["-name"]
    text = office.get(f"{LIST}?sort=-name").text
    assert 'aria-sort="descending"' in text


def test_underway_is_from_screening_to_signing(client, world):
    world.candidate()
    underway = {world.candidate(at) for at in ("waiting", "active", "issued")}
    world.candidate("probation")
    assert set(listed(client, world, "?stage=underway")) == underway


def test_due_are_those_about_whom_i_have_something_to_do(client, world):
    late, soon = world.candidate(), world.candidate()
    for candidate, days in ((late, -1), (soon, 3)):
        Duty.objects.create(
            code="screening-review",
            subject=f"candidate:{candidate.pk}",
            role=Role.OFFICE,
            due_at=clock.now() + timedelta(days=days),
            candidate_key=candidate.pk,
            url=f"/candidates/{candidate.pk}/",
        )
    assert listed(client, world, "?due=today") == [late]
    assert set(listed(client, world, "?due=week")) == {late, soon}
    assert listed(client, world, "?due=week", who="lin") == []


def test_what_is_set_is_a_chip_with_its_way_out(office, world):
    world.candidate("waiting")
    context = office.get(f"{LIST}?stage=screening&state=waiting&q=x").context
    assert [chip["name"] for chip in context["chips"]] == ["stage", "state"]
    assert context["chips"][0]["url"] == "?q=x&state=waiting"
    unset = [field.name for field in context["form"].unset]
    assert unset == ["campus", "direction", "batch", "class_name", "due", "sort"]


def test_columns_are_kept_per_person(client, world):
    world.candidate(phone="13900012345", major="播音")
    client.force_login(world.office)
    client.post(COLUMNS, {"column": ["major", "phone", "nonsense"], "query": "q=1"})
    answer = client.post(COLUMNS, {"column": ["phone"], "query": "stage=registered"})
    assert answer["Location"] == f"{LIST}?stage=registered"
    text = client.get(LIST).text
    assert "13900012345" in text and "<td>播音" not in text
    assert "13900012345" not in client.get(f"{LIST}?columns=major").text
    client.force_login(world.lin)
    assert "13900012345" not in client.get(LIST).text


def test_no_columns_are_the_usual_ones(office, world):
    world.candidate()
    office.post(COLUMNS, {"query": ""})
    assert len(office.get(LIST).context["heads"]) == 7


def test_id_numbers_are_shown_masked(office, world):
    person = world.candidate().person
    text = office.get(f"{LIST}?columns=id").text
    assert person.id_masked in text and person.id_number not in text


def test_views_are_saved_renamed_and_deleted(office, world):
    query = "stage=screening&sort=name&before=4&columns=phone"
    answer = office.post(VIEWS, {"name": "我的", "query": query})
    kept = "stage=screening&sort=name&columns=phone"
    assert answer["Location"] == f"{LIST}?{kept}"
    view = SavedView.objects.get()
    assert (view.owner, view.name, view.query) == (world.office, "我的", kept)
    context = office.get(f"{LIST}?{kept}").context
    assert [tab["label"] for tab in context["tabs"] if tab["current"]] == ["我的"]
    assert context["saved_view"] == view
    office.post(f"{VIEWS}{view.pk}/", {"name": "家纺"})
    assert SavedView.objects.get().name == "家纺"
    assert SavedView.objects.get().query == kept
    office.post(f"{VIEWS}{view.pk}/", {"delete": "1"})
    assert not SavedView.objects.exists()


def test_a_name_already_there_is_overwritten_and_another_refused(office, world):
    for name, query in (("a", "q=1"), ("b", "q=2"), ("a", "q=3")):
        office.post(VIEWS, {"name": name, "query": query})
    assert dict(SavedView.objects.values_list("name", "query")) == {
        "a": "q=3",
        "b": "q=2",
    }
    view = SavedView.objects.get(name="b")
    assert office.post(f"{VIEWS}{view.pk}/", {"name": "a"}).status_code == 409


def test_a_ninth_view_and_one_without_a_name_are_refused(office, world):
    for number in range(8):
        office.post(VIEWS, {"name": f"view {number}", "query": f"q={number}"})
    assert office.post(VIEWS, {"name": "ninth", "query": ""}).status_code == 409
    assert office.post(VIEWS, {"name": "view 1", "query": ""}).status_code == 302
    assert office.post(VIEWS, {"name": " ", "query": ""}).status_code == 422
    assert SavedView.objects.count() == 8


def test_views_and_columns_are_nobody_elses(client, world):
    client.force_login(world.office)
    client.post(VIEWS, {"name": "mine", "query": "q=1"})
    view = SavedView.objects.get()
    client.force_login(world.lin)
    assert "mine" not in client.get(LIST).text
    for change in ({"name": "yours"}, {"delete": "1"}):
        assert client.post(f"{VIEWS}{view.pk}/", change).status_code == 404


def test_each_role_finds_the_standard_views_it_can_use(client, world):
    tabs = {}
    for who in ("office", "lin", "reviewer", "signing", "manager"):
        client.force_login(world.people[who])
        tabs[who] = len(client.get(LIST).context["tabs"])
    assert tabs == {"office": 5, "lin": 5, "reviewer": 2, "signing": 3, "manager": 2}


def test_few_are_counted_and_many_estimated(world):
    crowd(world, 60)
    rows = Candidate.objects.all()
    page = Keyset(list(rows[:50]), older="?before=1")
    assert (total(rows, page).number, total(rows, page).exact) == (60, True)
    many = total(rows, page, counted=59)
    assert many.number >= 59 and not many.exact
    assert total(rows, Keyset(list(rows[:3]))).number == 3


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "约 1.2 万"), ("en", "about 12,000")]
)
def test_an_estimate_says_so(office, world, monkeypatch, language, said):
    world.candidate()
    from candidates.lists.views import lists  # noqa: PLC0415 -- patched here

    guess = lists.paging.Total(12_000, exact=False)
    monkeypatch.setattr(lists.paging, "total", lambda rows, page: guess)
    world.office.language = language
    world.office.save()
    office.force_login(world.office)
    headers = {"Accept-Language": language}
    assert said in office.get(LIST, headers=headers).text


def test_htmx_gets_chips_and_views_beside_the_rows(office, world):
    world.candidate()
    part = office.get(f"{LIST}?stage=registered", headers={"HX-Request": "true"}).text
    for place in ("chips", "views", "query-export"):
        assert f'id="{place}"' in part
    assert part.count("hx-swap-oob") == 3
