"""The office's pages about systems, and the list as a coordinator reads it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from spark.accounts.models import Application
from tests.spark.accounts.test_clients import connected, token_of
from tests.world import World


@pytest.fixture
def lin(world) -> Client:
    client = Client()
    client.force_login(world.lin)
    return client


def sent(world: World, **changes) -> dict:
    given = {"name": "教务系统", "campus": world.campus.pk, "purpose": "同步名册"}
    return given | {"scopes": ["candidates:read", "changes:read"]} | changes


def secret_in(page: str) -> str:
    (found,) = re.findall(r'<code id="client-secret">(.*?)</code>', page)
    return found


def test_the_secret_is_shown_once_and_kept_by_no_browser(world, office):
    answer = office.post(reverse("client-connect"), sent(world))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    page, secret = answer.content.decode(), secret_in(answer.content.decode())
    made = Application.objects.get()
    assert made.client_id in page and 'hx-history="false"' in page
    later = office.get(reverse("client", args=[made.pk])).content.decode()
    assert made.client_id in later and secret not in later
    assert made.scopes == "candidates:read changes:read"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"purpose": ""},
        {"scopes": []},
        {"scopes": ["all:do"]},
        {"campus": ""},
        {"campus": "0"},
    ],
)
def test_what_is_missing_is_said_and_nothing_made(world, office, changes):
    answer = office.post(reverse("client-connect"), sent(world, **changes))
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_every_campus_is_chosen_by_name(world, office):
    office.post(reverse("client-connect"), sent(world, campus="every"))
    assert Application.objects.get().campus is None


def test_a_name_in_use_is_said_beside_it(world, office):
    connected(world)
    answer = office.post(reverse("client-connect"), sent(world))
    assert answer.status_code == 422
    assert "已有同名系统接入" in answer.content.decode()


def test_the_secret_is_renewed_on_its_page(world, office):
    issued = connected(world)
    url = reverse("client-act", args=[issued.client.pk, "renew"])
    fragment = office.post(url, headers={"HX-Request": "true"})
    assert "no-store" in fragment["Cache-Control"]
    assert token_of(issued, secret_in(fragment.content.decode()))
    page = office.get(reverse("client", args=[issued.client.pk])).content.decode()
    assert "旧密钥有效至" in page


def test_scopes_are_changed_and_the_page_says_them_in_words(world, office):
    pk = connected(world).client.pk
    url = reverse("client-act", args=[pk, "change"])
    office.post(url, {"purpose": "同步", "scopes": ["webhooks:manage"]})
    page = office.get(reverse("client", args=[pk])).content.decode()
    assert "设置事件推送 <code>webhooks:manage</code>" in page
    assert Application.objects.get().scopes == "webhooks:manage"


def test_one_disconnected_offers_nothing_more(world, office):
    pk = connected(world).client.pk
    url = reverse("client-act", args=[pk, "disconnect"])
    assert office.post(url, {"reason": "换供应商"}).status_code == 302
    page = office.get(reverse("client", args=[pk])).content.decode()
    assert "已断开" in page and "<summary" not in page.partition("<main")[2]
    assert office.post(url, {"reason": "又一次"}).status_code == 409


def test_a_coordinator_reads_their_campuss_and_changes_nothing(world, lin):
    own, other = connected(world), connected(world, "别校", campus=world.other)
    page = lin.get(reverse("clients")).content.decode()
    assert "教务系统" in page and "别校" not in page
    assert reverse("client-connect") not in page
    detail = lin.get(reverse("client", args=[own.client.pk])).content.decode()
    assert "每晚同步名册" in detail and "candidates:read" in detail
    assert "<summary" not in detail.partition("<main")[2]
    assert lin.get(reverse("client", args=[other.client.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    world, office, count, django_assert_num_queries
):
    for number in range(count):
        connected(world, f"系统{number}")
    office.get(reverse("clients"))
    with django_assert_num_queries(5):
        office.get(reverse("clients"))
