"""The list of candidates and a candidate's page, for each role."""

import pytest

from candidates.register.models import Candidate, Direction
from candidates.rosters.actions import add_candidates
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from tests.world import ONLOOKERS, World, invented

LIST = "/candidates/"
HTMX = {"HX-Request": "true"}
SEES_THE_LIST = ["lin", "office", "reviewer", "signing", "manager"]


def listed(client, world: World, query: str = "", who: str = "office"):
    client.force_login(world.people[who])
    response = client.get(f"{LIST}{query}")
    assert response.status_code == 200
    return response.context["page"].rows


def crowd(world: World, count: int) -> list[Candidate]:
    """This many, newest first, with nothing but the register's data."""
    entries = [invented() for _ in range(count)]
    add_candidates(
        actor=SYSTEM, batch=world.batch, campus=world.campus, entries=entries
    )
    return list(Candidate.objects.order_by("-pk"))


def test_the_newest_stands_first(client, world):
    first, second = world.candidate(), world.candidate()
    assert listed(client, world) == [second, first]


def test_each_role_finds_its_own(client, world):
    everybody = {
        "registered": world.candidate(),
        "elsewhere": world.candidate(campus=world.other),
        "waiting": world.candidate("waiting"),
        "qualified": world.candidate("qualified"),
        "confirmed": world.candidate("confirmed"),
    }
    names = {candidate.pk: name for name, candidate in everybody.items()}
    found = {
        who: {names[candidate.pk] for candidate in listed(client, world, who=who)}
        for who in world.people
    }
    assert found == {
        "office": set(everybody),
        "lin": set(everybody) - {"elsewhere"},
        "mei": {"elsewhere"},
        "reviewer": {"waiting"},
        "signing": {"qualified", "confirmed"},
        "manager": {"confirmed"},
        "mentor": set(),
        "nobody": set(),
        **dict.fromkeys(ONLOOKERS, set(everybody)),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?stage=screening", {"waiting", "passed"}),
        ("?state=passed", {"passed"}),
        ("?stage=screening&state=waiting", {"waiting"}),
        ("?campus=LJZY", {"elsewhere"}),
        ("?campus=ZJYY&stage=registered", {"here"}),
        ("?direction=vertical", {"elsewhere"}),
        ("?batch=hangzhou-2026-autumn&direction=comprehensive", "all but elsewhere"),
        ("?batch=earlier", set()),
        ("?campus=ZJYY&campus=LJZY", "all"),
        ("?state=waiting&state=passed", {"waiting", "passed"}),
        ("?stage=screening&stage=registered&state=passed", {"passed"}),
    ],
)
def test_filters_narrow_the_list_together(client, world, query, found):
    Direction.objects.create(slug="vertical", name_zh="垂类", name_en="Vertical")
    world.intake("earlier", world.batch.opens_on)
    everybody = {
        "here": world.candidate(),
        "elsewhere": world.candidate(campus=world.other, direction="vertical"),
        "waiting": world.candidate("waiting"),
        "passed": world.candidate("passed"),
    }
    wanted = {
        "all": set(everybody),
        "all but elsewhere": set(everybody) - {"elsewhere"},
    }.get(found if isinstance(found, str) else "", found)
    rows = listed(client, world, query)
    assert {name for name, row in everybody.items() if row in rows} == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欧阳", {"mu", "mo"}),
        ("欧阳慕白", {"mu"}),
        ("慕白", set()),
        ("ouyangmu", {"mu"}),
        ("OuYang Mu", {"mu"}),
        ("ou", {"mu", "mo"}),
        ("oym", {"mu", "mo"}),
        ("OYMB", {"mu"}),
        ("lkx", {"lin"}),
        ("kx", set()),
        ("2345", {"mu"}),
        ("13900012345", {"mu"}),
        ("139000", set()),
        ("20230001", {"mo"}),
        ("2023000", set()),
        ("%", set()),
        ("_", set()),
        ("  欧阳慕白 ", {"mu"}),
    ],
)
def test_a_search_finds_names_pinyin_phone_tails_and_student_numbers(
    client, world, text, found
):
    people = {
        "mu": world.candidate(
            name="欧阳慕白", phone="13900012345", student_number="20230009"
        ),
        "mo": world.candidate(
            name="欧阳陌", phone="13900054321", student_number="20230001"
        ),
        "lin": world.candidate(
            name="林可馨", phone="13800067890", student_number="20230002"
        ),
    }
    client.force_login(world.office)
    rows = client.get(LIST, {"q": text}).context["page"].rows
    assert {name for name, candidate in people.items() if candidate in rows} == found


def test_nobody_finds_whom_they_may_not_see(client, world):
    hidden = world.candidate(name="欧阳慕白", campus=world.other)
    for query in (f"?q={hidden.person.name}", "?campus=LJZY"):
        assert hidden not in listed(client, world, query, who="lin")


def test_pages_lead_forth_and_back_over_everybody_once(client, world):
    everybody = crowd(world, 120)
    client.force_login(world.office)
    pages, query = [], "?batch=hangzhou-2026-autumn"
    while query:
        page = client.get(f"{LIST}{query}").context["page"]
        pages.append(page)
        query = page.older
    assert [row for page in pages for row in page.rows] == everybody
    assert [len(page.rows) for page in pages] == [50, 50, 20]
    assert not pages[0].newer
    back = client.get(f"{LIST}{pages[2].newer}").context["page"]
    assert back.rows == pages[1].rows
    first = client.get(f"{LIST}{back.newer}").context["page"]
    assert (first.rows, first.newer) == (pages[0].rows, "")
    assert "batch=hangzhou-2026-autumn" in back.newer


def test_a_full_last_page_leads_to_no_empty_one(client, world):
    crowd(world, 50)
    client.force_login(world.office)
    page = client.get(LIST).context["page"]
    assert (len(page.rows), page.newer, page.older) == (50, "", "")


def test_htmx_gets_the_rows_alone_and_a_browser_the_page(client, world):
    name = world.candidate().person.name
    client.force_login(world.office)
    page, part = client.get(LIST), client.get(LIST, headers=HTMX)
    assert name in page.text and name in part.text
    assert "<html" in page.text and "<html" not in part.text
    assert "HX-Request" in part["Vary"]
    boosted = HTMX | {"HX-Boosted": "true"}
    assert "<html" in client.get(LIST, headers=boosted).text


def test_importing_is_offered_to_who_may(client, world):
    offered = set()
    for name, user in world.people.items():
        client.force_login(user)
        if client.get(LIST).context["import_url"]:
            offered.add(name)
    assert offered == {"lin", "mei", "office"}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("who", SEES_THE_LIST)
def test_the_list_costs_the_same_for_one_and_for_many(
    client, world, django_assert_num_queries, who, rows
):
    point = {"reviewer": "waiting", "signing": "qualified", "manager": "probation"}
    for _ in range(rows):
        world.candidate(point.get(who, "registered"))
    client.force_login(world.people[who])
    with django_assert_num_queries(7):
        response = client.get(LIST)
    assert len(response.context["page"].rows) == rows


def test_a_candidates_page_shows_the_person_but_not_the_id_number(client, world):
    candidate = world.candidate("active")
    person = candidate.person
    for user in (world.lin, world.office):
        client.force_login(user)
        text = client.get(f"{LIST}{candidate.pk}/").text
        assert person.name in text and person.id_masked in text
        assert person.id_number not in text


def test_who_opens_a_candidates_page(client, world):
    candidate = world.candidate("qualified")
    world.user("barred", "本校评审", Role.REVIEWER, world.campus)
    opened = {}
    for name, user in world.people.items():
        client.force_login(user)
        status = client.get(f"{LIST}{candidate.pk}/").status_code
        opened.setdefault(status, set()).add(name)
    assert opened == {
        200: {"lin", "office", "signing", *ONLOOKERS},
        404: {"mei", "reviewer", "manager", "mentor", "nobody", "barred"},
    }


def test_colleges_are_not_shown_what_is_internal(client, world):
    candidate = world.candidate("in_review")
    counts = {}
    for user in (world.office, world.lin):
        client.force_login(user)
        entries = client.get(f"{LIST}{candidate.pk}/").context["entries"]
        counts[user] = len(entries)
    assert counts == {world.office: 3, world.lin: 2}


def test_the_page_says_what_is_due_next_to_whom_it_is_due(client, world):
    candidate = world.candidate("paperwork")
    due = {}
    for name in ("lin", "office"):
        client.force_login(world.people[name])
        due[name] = client.get(f"{LIST}{candidate.pk}/").context["next_step"]
    assert due["lin"].url == f"{LIST}{candidate.pk}/"
    assert due["office"] is None


def test_strangers_are_asked_to_log_in(client, world):
    candidate = world.candidate()
    for url in (LIST, f"{LIST}{candidate.pk}/", f"{LIST}import/"):
        assert client.get(url)["Location"] == f"/accounts/login/?next={url}"


def test_pages_that_only_show_take_no_post(client, world):
    client.force_login(world.office)
    candidate = world.candidate()
    for url in (LIST, f"{LIST}{candidate.pk}/"):
        assert client.post(url).status_code == 405
