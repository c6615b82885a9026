"""What is said after many: how many, and from which day."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.forms import DateField

from candidates.incubation.models import Incubation
from contracts.signing.models import Contract
from spark import clock
from spark.accounts.templatetags.spark_ui import day
from spark.records import BULK_ACTIONS
from tests.terms import terms, typed
from tests.test_many_at_once import bulk
from tests.world import papers


def said(client, name: str, people, given: dict) -> str:
    answer = bulk(client, name, people, **given, confirmed="1")
    assert answer.status_code == 302, answer.context["out"]
    *_before, message = get_messages(answer.wsgi_request)
    return str(message)


@pytest.mark.parametrize(
    ("language", "start", "first"),
    [
        ("zh-hans", "2 人已登记手续，", " 开始实习。"),
        ("en", "Start registered for 2 people, from ", "."),
    ],
)
def test_a_start_is_said_with_its_day(client, world, language, start, first):
    people = [world.candidate("paperwork") for _ in range(2)]
    client.force_login(world.lin)
    client.cookies["django_language"] = language
    words = said(client, "incubation-activate", people, typed(papers()))
    assert words.startswith(start) and words.endswith(first)
    starts_on = Incubation.objects.get(candidate=people[0]).starts_on
    assert words.removeprefix(start).removesuffix(first).strip()
    if language == "zh-hans":
        assert day(starts_on) in words


def test_of_one_in_english_it_is_one(client, world):
    client.force_login(world.lin)
    client.cookies["django_language"] = "en"
    people = [world.candidate("paperwork")]
    words = said(client, "incubation-activate", people, typed(papers()))
    assert words.startswith("Start registered for 1 person, from ")


def test_corrected_papers_are_said_with_both_days(client, world):
    client.force_login(world.lin)
    people = [world.candidate("active") for _ in range(2)]
    words = said(client, "incubation-correct-papers", people, typed(papers()))
    record = Incubation.objects.get(candidate=people[0])
    assert words.startswith("2 人")
    assert day(record.starts_on) in words and day(record.ends_on) in words


def test_contracts_are_said_with_their_days(client, world):
    client.force_login(world.signing)
    people = [world.candidate("draft") for _ in range(2)]
    words = said(client, "signing-issue", people, typed(terms()) | {"reason": ""})
    starts_on = Contract.objects.get(candidate=people[0]).starts_on
    assert words.startswith("已发出 2 份合同") and day(starts_on) in words
    today = clock.today()
    for verb in ("sign", "countersign"):
        words = said(client, f"signing-{verb}", people, {"signed_on": str(today)})
        assert "2 " in words and day(today) in words


def test_what_is_asked_for_is_said_with_its_last_day(client, world):
    client.force_login(world.office)
    people = [world.candidate("in_review") for _ in range(2)]
    until = clock.today() + timedelta(days=3)
    given = {"wanted": "clip", "reason": "没有声音", "until": str(until)}
    words = said(client, "screening-ask-more", people, given)
    assert "2 " in words and day(until) in words


def test_every_day_that_is_given_for_many_is_said():
    """Whoever adds a verb that asks for a day says it."""
    unsaid = {
        name
        for name, action in BULK_ACTIONS.items()
        if action.button.form
        and any(
            isinstance(field, DateField)
            for field in action.button.form.base_fields.values()
        )
        and not action.button.said_of_many
    }
    assert unsaid == set()
