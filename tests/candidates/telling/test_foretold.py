"""Before its button an act says whom it will tell, and in which words."""

import pytest

from candidates.register.actions import tell_campuses
from candidates.screening.models import Screening
from candidates.telling import actions
from spark import clock
from spark.notifications.foretelling import foretelling
from spark.notifications.models import CampusMessage, GuestMessage, Message
from spark.records.telling import shown
from tests.candidates.screening.boards import BOARD, client, judged, noted
from tests.story import record_of


def put() -> int:
    rows = (Message, GuestMessage, CampusMessage)
    return sum(model.objects.count() for model in rows)


def ways(one) -> dict[str, int]:
    return {way.icon: number for way, number in one.ways}


def test_what_is_foretold_is_not_written(world):
    record = record_of(Screening, world.candidate("in_review"))
    with foretelling() as told:
        tell_campuses("screening-released", [record], at=clock.now())
    assert put() == 0 and {one.way for one in told} == {"in_app", "email", "systems"}


def test_a_failed_rehearsal_leaves_nothing_in_the_outer_one(world):
    record = record_of(Screening, world.candidate("in_review"))
    with foretelling() as told:
        with pytest.raises(ValueError, match="no"), foretelling():
            tell_campuses("screening-released", [record], at=clock.now())
            raise ValueError("no")
        assert told == []


def test_a_release_shows_colleges_channels_and_words_before_its_button(world):
    first, second = judged(world, 5, 4)
    noted(world, [first, second], "passed")
    url = f"{BOARD}{world.batch.slug}/release/"
    before = put()
    page = client(world).get(url)
    own, colleges = page.context["told"]
    assert put() == before
    assert ways(own) == {"user": 2} and own.more == 1
    assert ways(colleges) == {"inbox": 1, "mail": 1, "plug": 1}
    assert colleges.colleges == [(str(world.campus), 2)]
    assert page.text.index(colleges.title) < page.text.index('class="btn go"')
    seen = page.context["seen"]
    client(world).post(url, {"seen": seen})
    assert put() == before + 2 + 3


def test_it_says_that_it_will_be_held(world):
    actions.hold_messages(actor=world.office, batch=world.batch, reason="先通气")
    (record,) = judged(world, 5)
    noted(world, [record], "passed")
    page = client(world).get(f"{BOARD}{world.batch.slug}/release/")
    assert all(one.held for one in page.context["told"])


def test_many_at_once_shows_one_message_for_a_college(world):
    records = judged(world, 5, 4, 3)
    noted(world, records[:2], "rejected")
    ids = [record.candidate_id for record in records]
    given = {"ids": ids, "given": "1"}
    before = put()
    page = client(world).post("/candidates/bulk/screening-release/", given)
    assert put() == before
    colleges = next(one for one in page.context["told"] if one.colleges)
    assert colleges.colleges == [(str(world.campus), 2)]
    assert ways(colleges)["mail"] == 1


def test_nobody_told_is_said(world):
    assert shown([]) == []
