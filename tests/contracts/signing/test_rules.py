"""The law of contracts: probation and the written form, at the ends of months."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from contracts.signing import actions, rules
from contracts.signing.models import Contract
from spark import clock, months
from spark.accounts.scope import SYSTEM
from spark.accounts.templatetags.spark_ui import fact
from spark.duties.models import Duty
from tests.contracts.signing.terms import TERMS, Term
from tests.contracts.signing.verbs import issue
from tests.story import moment, record_of

each_term = pytest.mark.parametrize(
    "term", TERMS, ids=lambda term: f"{term.first}-{term.last}"
)


@pytest.mark.usefixtures("anywhere")
@each_term
def test_what_the_law_makes_of_a_term(term: Term):
    assert months.full(term.first, term.last) == term.months
    assert rules.probation_months(term.first, term.last) == term.probation
    assert rules.probation_until(term.first, term.last) == term.probation_until
    assert rules.written_by(term.first) == term.written_by


def test_a_contract_without_an_end_allows_six_months():
    first = TERMS[0].first
    assert rules.probation_months(first, None) == 6


def issued(world, term: Term) -> tuple[Contract, Duty]:
    contract = record_of(Contract, world.candidate("draft"))
    issue(actor=SYSTEM, ids=[contract.pk], starts_on=term.first, ends_on=term.last)
    return contract, Duty.objects.get(closed_at=None)


@each_term
def test_both_must_have_signed_a_month_after_work_begins(world, term):
    contract, duty = issued(world, term)
    assert (duty.code, clock.day(duty.due_at)) == ("contract-sign", term.written_by)
    assert clock.day(duty.due_at + timedelta(minutes=1)) > term.written_by
    sign = partial(actions.sign, actor=SYSTEM, ids=[contract.pk])
    now = clock.now()
    at = max(now, clock.at(term.written_by, now.time()) - timedelta(days=1))
    sign(signed_on=clock.day(at), at=at)
    countersign = Duty.objects.get(closed_at=None)
    assert countersign.code == "contract-countersign"
    assert clock.day(countersign.due_at) == term.written_by


def test_there_are_three_days_to_countersign_while_the_law_gives_more(world):
    contract, _ = issued(world, TERMS[0])
    at = moment("2026-12-04 10:00")
    actions.sign(actor=SYSTEM, ids=[contract.pk], signed_on=at.date(), at=at)
    assert Duty.objects.get(closed_at=None).due_at == at + timedelta(days=3)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("term", TERMS[:3], ids=str)
def test_the_page_shows_the_days(client, world, term, language):
    contract, _ = issued(world, term)
    client.force_login(world.signing)
    client.cookies["django_language"] = language
    page = client.get(reverse("candidate-detail", args=[contract.candidate_id]))
    with translation.override(language):
        assert f'<dd class="num">{fact(term.written_by)}</dd>' in page.text
        until = fact(term.probation_until or gettext("No probation"))
        assert f'<dd class="num">{until}</dd>' in page.text
