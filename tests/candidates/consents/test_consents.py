"""Candidates consent to the text in force, and withdraw; the office then stops it."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from candidates.consents import actions
from candidates.consents.models import Consent, Notice
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.cards import let_in
from tests.story import outcome, who_may


@pytest.fixture
def candidate(world) -> Candidate:
    return world.candidate("in_review")


@pytest.fixture
def own(candidate) -> Client:
    client = Client()
    let_in(client, candidate.pk)
    return client


@pytest.fixture
def sharing(db) -> Notice:
    return Notice.objects.get(purpose="sharing")


def open_duties() -> list[str]:
    rows = Duty.objects.filter(code="consent-withdrawn", closed_at=None)
    return list(rows.values_list("role", flat=True))


def test_they_consent_and_withdraw_on_their_own_page(
    own, world, office, candidate, sharing
):
    home = own.get("/my/").text
    assert sharing.text_zh in home
    give = f"/my/consents/give/{candidate.pk}/"
    assert own.post(give, {"notice": sharing.pk}).status_code == 302
    consent = Consent.objects.get()
    assert (consent.notice, consent.how) == (sharing, "own")
    withdraw = f"/my/consents/withdraw/{consent.pk}/"
    assert withdraw in own.get("/my/").text
    assert own.post(withdraw).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at and open_duties() == ["office"]
    settle = f"/candidates/{candidate.pk}/consents/settle/{consent.pk}/"
    assert office.post(settle).status_code == 422
    assert office.post(settle, {"reason": "已通知淘宝工厂删除"}).status_code == 200
    assert open_duties() == []


def test_what_is_anothers_is_not_theirs(own, world, sharing):
    other = world.candidate("in_review")
    theirs = actions.give(actor=SYSTEM, pk=other.pk, notice=sharing)
    sent = {"notice": sharing.pk}
    assert own.post(f"/my/consents/give/{other.pk}/", sent).status_code == 404
    assert own.post(f"/my/consents/withdraw/{theirs.pk}/").status_code == 404


def test_a_row_of_another_candidate_is_not_on_this_page(
    client, world, candidate, sharing
):
    other = world.candidate("in_review")
    theirs = actions.give(actor=SYSTEM, pk=other.pk, notice=sharing)
    client.force_login(world.lin)
    url = f"/candidates/{candidate.pk}/consents/withdraw/{theirs.pk}/"
    assert client.post(url, {"reason": "x"}).status_code == 404


def test_a_newer_text_asks_again_and_both_end_together(candidate, sharing, own):
    actions.give(actor=SYSTEM, pk=candidate.pk, notice=sharing)
    newer = Notice.objects.create(
        purpose="sharing",
        version="2026-2",
        from_on=clock.today(),
        text_zh="更少的信息",
        text_en="Less data",
    )
    Notice.objects.create(
        purpose="sharing",
        version="2027-1",
        from_on=clock.today() + timedelta(days=1),
        text_zh="以后",
        text_en="Later",
    )
    page = own.get("/my/").text
    assert "更少的信息" in page and "以后" not in page
    give = partial(actions.give, actor=SYSTEM, pk=candidate.pk)
    assert outcome(partial(give, notice=sharing)) == "notice-newer"
    guardian = Notice.objects.get(purpose="guardian")
    assert outcome(partial(give, notice=guardian)) == "consent-not-theirs"
    second = give(notice=newer)
    assert outcome(partial(give, notice=newer)) == "consent-there"
    actions.withdraw(actor=SYSTEM, ids=[second.pk])
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    withdraw = partial(actions.withdraw, actor=SYSTEM, ids=[second.pk])
    assert outcome(withdraw) == "state-moved"
    give(notice=newer)
    assert open_duties() == []


def test_who_enters_and_who_settles(world, candidate, sharing):
    give = partial(actions.give, pk=candidate.pk, notice=sharing)
    assert who_may(world, give)["done"] == {"lin", "office"}
    consent = actions.give(actor=world.lin, pk=candidate.pk, notice=sharing)
    assert consent.how == "paper"
    actions.withdraw(actor=SYSTEM, ids=[consent.pk])
    settle = partial(actions.settle, ids=[consent.pk], reason="已停止")
    assert who_may(world, settle)["done"] == {"office"}


def test_under_16_nobody_consents(candidate, sharing):
    candidate.person.birth_date = clock.today() - timedelta(days=15 * 366)
    candidate.person.save()
    give = partial(actions.give, actor=SYSTEM, pk=candidate.pk, notice=sharing)
    assert outcome(give) == "consent-under-16"
