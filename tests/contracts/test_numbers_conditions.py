"""Figures of a batch, college or direction that isn't there are nobody's."""

from html import unescape

import pytest

PAGE = "/numbers/"
WRONG = [
    *("batch=nonsense", "campus=nope", "direction=nope", "campus=%00"),
    *("Batch=all", "batch=all&batch=nonsense", "campus=LJZY&campus=ZJYY"),
]


@pytest.mark.parametrize("query", WRONG)
def test_a_condition_that_isnt_valid_counts_nobody(office, world, query):
    world.candidate()
    answer = office.get(f"{PAGE}?{query}")
    assert "found" not in answer.context and "sp-figs" not in answer.text
    assert 'role="alert"' in answer.text
    for stray in answer.context["form"].strays:
        assert stray["said"] in unescape(answer.text)
    file = office.get(f"{PAGE}file.csv?{query}")
    assert file.status_code == 422
    assert file.context["refusal"].code == "conditions-wrong"


def test_a_college_of_others_is_none_to_choose(client, world):
    client.force_login(world.lin)
    world.candidate(campus=world.other)
    (stray,) = client.get(f"{PAGE}?campus={world.other.code}").context["form"].strays
    assert stray["name"] == "campus"
    assert client.get(PAGE + stray["url"]).context["found"].total == 0
