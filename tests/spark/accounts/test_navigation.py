"""The side menu: for each role a handful of groups, one page marked as the current."""

import pytest
from django.test import Client
from django.urls import reverse

from spark.accounts.pages import GROUPS, PAGES
from tests.world import ONLOOKERS, World

# A page by its route; of a group with several, its pages.
SHOWN = {
    "office": [
        "home",
        "candidate-list",
        "application-list",
        [
            *("screening-list", "decision-board", "reviewer-list"),
            *("scorecard-list", "fairness"),
        ],
        "incubation-list",
        [
            *("training-list", "trial-list", "judging-mine", "live"),
            *("incident-list", "campaign-list", "room-list"),
        ],
        "signing-list",
        "management-list",
        "numbers",
        [
            "people",
            "clients",
            "security-log",
            "webhooks",
            "robots",
            "operations",
            "message-kinds",
            "held-messages",
            "request-list",
            "unclear-list",
            "admin:index",
            "roster-send",
            "sheet-list",
        ],
    ],
    "lin": [
        "home",
        "candidate-list",
        "application-list",
        "screening-list",
        "incubation-list",
        ["training-list", "trial-list"],
        "signing-list",
        "management-list",
        "numbers",
        ["clients", "webhooks", "robots", "roster-send", "sheet-list"],
    ],
    "reviewer": [
        *("home", "candidate-list"),
        ["review-queue", "screening-list"],
        "judging-mine",
    ],
    "mentor": [
        "home",
        ["trial-list", "judging-mine", "live", "incident-list", "room-list"],
        ["robots", "sheet-list"],
    ],
    "signing": [
        *("home", "candidate-list", "training-list", "signing-list"),
        "management-list",
    ],
    "manager": [
        *("home", "candidate-list"),
        ["trial-list", "room-list"],
        "management-list",
        "robots",
    ],
    "nobody": [],
    **dict.fromkeys(ONLOOKERS, ["home", "candidate-list"]),
}


def menu(client: Client, world: World, who: str, at: str = "home") -> list:
    client.force_login(world.people[who])
    return client.get(reverse(at)).context["nav"]


@pytest.mark.parametrize("who", SHOWN)
def test_each_role_sees_a_handful(client, world, who):
    found = [
        [page.url for page in entry.pages] or entry.url
        for entry in menu(client, world, who, at="inbox")
    ]
    assert found == [
        reverse(entry) if isinstance(entry, str) else [reverse(page) for page in entry]
        for entry in SHOWN[who]
    ]


@pytest.mark.parametrize(
    ("at", "group"),
    [
        ("home", None),
        ("trial-list", "training-list"),
        ("sheet-list", "people"),
        ("roster-send", "people"),
        ("candidate-list", None),
    ],
)
def test_where_one_is_is_marked_once_and_only_its_group_is_open(
    client, world, at, group
):
    shown = menu(client, world, "office", at)
    pages = [page for entry in shown for page in entry.pages or [entry]]
    assert [page.url for page in pages if page.current] == [reverse(at)]
    is_open = [entry.pages[0].url for entry in shown if entry.is_open]
    assert is_open == ([reverse(group)] if group else [])


def test_a_page_below_another_marks_that(client, world):
    candidate = world.candidate()
    client.force_login(world.office)
    text = client.get(reverse("candidate-detail", args=[candidate.pk])).text
    assert text.count('aria-current="page"') == 1
    assert f'href="{reverse("candidate-list")}" aria-current="page"' in text


@pytest.mark.parametrize("who", ["mentor", "manager"])
def test_who_has_few_pages_finds_none_folded_away(client, world, who):
    shown = menu(client, world, who)
    assert {entry.is_open for entry in shown if entry.pages} == {True}


def test_every_page_is_in_a_group_and_every_group_has_one():
    assert {page.group for page in PAGES} == set(GROUPS)
