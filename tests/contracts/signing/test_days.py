"""Terms and days that nobody can mean are refused at their field."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from contracts.signing import actions
from contracts.signing.models import Contract
from contracts.signing.stages import State
from spark import clock
from tests.story import outcome, record_of
from tests.terms import terms, typed
from tests.test_records import press

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


# A contract's terms drafted today, what is said of them and at which field.
TERMS: dict[str, tuple[dict[str, Any], str, dict[str, str]]] = {
    "begins in 2020": (
        {"starts_on": "2020-03-02", "ends_on": "2029-03-01"},
        "starts_on",
        {"zh-hans": "相隔太远", "en": "is too far from the draft"},
    ),
    "to 9999": (
        {"ends_on": "9999-12-31"},
        "ends_on",
        {"zh-hans": "日期不能晚于 2100-12-31。", "en": "up to 2100-12-31"},
    ),
    "70 years": (
        {"ends_on": "2096-12-31"},
        "ends_on",
        {"zh-hans": "合同期限最长十年。", "en": "A term has ten years at most."},
    ),
    "a million a month": (
        {"pay_fen": 100_000_000},
        "pay_fen",
        {"zh-hans": "100000", "en": "100000"},
    ),
}


@LANGUAGES
@pytest.mark.parametrize("name", TERMS)
def test_a_contract_of_odd_terms_is_refused_at_its_field(client, world, name, language):
    odd, field, words = TERMS[name]
    candidate = world.candidate("draft")
    client.force_login(world.signing)
    client.cookies["django_language"] = language
    response = press(client, "signing", candidate, "issue", **typed(terms(**odd)))
    assert response.status_code == 422
    (action,) = (
        a for a in response.context["record"]["actions"] if a["verb"] == "issue"
    )
    assert set(action["fields"].errors) == {field}
    assert words[language] in response.text
    assert record_of(Contract, candidate).state == State.DRAFT


@LANGUAGES
def test_a_contract_is_not_signed_before_it_was_drafted(client, world, language):
    candidate = world.candidate("issued")
    client.force_login(world.signing)
    client.cookies["django_language"] = language
    drafted = clock.today() - timedelta(days=1)
    response = press(client, "signing", candidate, "sign", signed_on=str(drafted))
    assert response.status_code == 422
    words = {"zh-hans": "签署日不能更早", "en": "can't be signed before it was drafted"}
    assert words[language] in response.text.replace("&#x27;", "'")
    assert record_of(Contract, candidate).state == State.ISSUED


def test_of_many_each_contract_is_asked(world):
    ids = [record_of(Contract, world.candidate("draft")).pk for _ in range(2)]
    for days, becomes in ((400, "contract-start-far"), (30, "done")):
        first = clock.today() - timedelta(days=days)
        issue = partial(actions.issue, actor=world.signing, ids=ids)
        assert outcome(partial(issue, **terms(starts_on=first))) == becomes
