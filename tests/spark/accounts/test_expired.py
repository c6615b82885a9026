"""The log-in expired: the whole page leads to it, and back to where one was."""

import pytest
from django.urls import reverse

from candidates.screening.models import Screening
from tests.story import record_of

LOG_IN = "/accounts/login/?next="
PAGE = "/candidates/?stage=screening"
PAGE_QUOTED = "/candidates/%3Fstage%3Dscreening"
HERE = "http://testserver"


def part(client, path: str, current: str, **more):
    headers = {"HX-Request": "true", "HX-Current-URL": current}
    return client.get(path, headers=headers, **more)


def test_part_of_a_page_leads_the_whole_page_to_the_log_in(client, world):
    answer = part(client, "/candidates/?q=lin", HERE + PAGE)
    assert (answer["HX-Redirect"], answer.content) == (LOG_IN + PAGE_QUOTED, b"")


def test_what_was_sent_leads_back_to_the_page_it_was_sent_from(client, world):
    url = reverse("candidate-bulk", args=["screening-enter"])
    answer = client.post(url, {"ids": 1}, headers={"Referer": HERE + PAGE})
    assert answer["Location"] == LOG_IN + PAGE_QUOTED


def test_a_page_leads_back_to_itself(client, world):
    assert client.get(PAGE)["Location"] == LOG_IN + PAGE_QUOTED


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/x", "//evil.example", "javascript:1", ""]
)
def test_nobody_is_led_elsewhere(client, world, elsewhere):
    answer = part(client, "/candidates/", elsewhere)
    assert answer["HX-Redirect"] == "/accounts/login/"
    answer = client.post("/candidates/export/", headers={"Referer": elsewhere})
    assert answer["Location"] == "/accounts/login/"


def test_after_logging_in_one_is_where_one_was(client, world):
    url = part(client, "/candidates/", HERE + PAGE)["HX-Redirect"]
    assert 'name="next" value="/candidates/?stage=screening"' in client.get(url).text
    given = {"login": world.lin.email, "password": "pw", "next": PAGE}
    assert client.post("/accounts/login/", given)["Location"] == PAGE


STANDS = {"zh-hans": "页面已是最新状态", "en": "The page now shows"}
LOAD = {"zh-hans": "请重新载入页面", "en": "Load the page again"}


@pytest.mark.parametrize("language", STANDS)
def test_a_page_says_it_is_up_to_date_only_if_it_is(office, world, language):
    office.cookies["django_language"] = language
    candidate = world.candidate("in_review")
    enter = reverse("screening-enter", args=[candidate.pk])
    alone = office.post(enter, headers={"HX-Request": "true"})
    assert alone.status_code == 409
    assert LOAD[language] in alone.text and STANDS[language] not in alone.text
    record = record_of(Screening, candidate)
    act = reverse("screening-act", args=[record.pk, "receive-more"])
    shown = office.post(act, headers={"HX-Request": "true"})
    assert shown.status_code == 409 and STANDS[language] in shown.text
    assert LOAD[language] not in shown.text
