"""A database as the migrations left it: the office's first user finds their way."""

import re

import pytest
from django.urls import reverse

from spark.accounts.models import RoleGrant, User
from spark.accounts.roles import Role
from tests.look.checks import HAN
from tests.look.walking import Walk

# Lists that have nothing yet, and say what will be there and what brings it.
EMPTY = [
    *("candidate-list", "screening-list", "incubation-list", "training-list"),
    *("signing-list", "management-list", "application-list", "call-list"),
    *("trial-list", "campaign-list", "room-list", "incident-list", "judging-mine"),
    *("request-list", "unclear-list", "held-messages", "inbox", "undelivered"),
    *("clients", "webhooks", "robots", "numbers", "shift-list"),
]
SAID = re.compile(r'<div class="sp-empty.*?</div>', re.DOTALL)


@pytest.fixture
def first(client, db):
    user = User.objects.create_user("first@office.example", "pw", name="苏明远")
    RoleGrant.objects.create(user=user, role=Role.OFFICE)
    client.force_login(user)
    return client


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_before_there_is_anything(first, language):
    first.cookies["django_language"] = language
    answers = {}

    def get(path: str) -> tuple[int, str]:
        answers[path] = answer = first.get(path)
        is_html = "text/html" in answer.headers.get("content-type", "")
        return answer.status_code, answer.text if is_html else ""

    stops = list(Walk(get).stops())
    assert len(stops) > len(EMPTY)
    broken = {
        path: a.status_code for path, a in answers.items() if a.status_code >= 500
    }
    assert broken == {}
    pages = [get(stop.path)[1] for stop in stops]
    assert not [page for page in pages if "/accounts/demo/" in page]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_list_says_what_will_be_there_and_what_brings_it(
    first, name, language
):
    first.cookies["django_language"] = language
    page = first.get(reverse(name)).text
    said = [re.sub(r"<[^>]*>", " ", one).split() for one in SAID.findall(page)]
    assert said and all(said), page[page.find("<main") :][:3000]
    for words in said:
        assert bool(HAN.search("".join(words))) == (language == "zh-hans")
