"""A decision noted on the candidate's page: with its ground, and who decided."""

from candidates.screening.models import Screening
from tests.story import record_of
from tests.test_records import part, press

TOLD = {"decision": "rejected", "ground": "below", "reason": "讲品没有演示"}


def test_ground_and_who_decided_are_kept_and_shown_to_the_office(client, world):
    candidate = world.candidate("in_review")
    client.force_login(world.office)
    press(client, "screening", candidate, "decide", **TOLD)
    record = record_of(Screening, candidate)
    assert (record.decision_ground, record.decided_by) == ("below", world.office)
    shown = {"未达到要求", world.office.name}
    for who, expected in ((world.office, shown), (world.lin, set())):
        client.force_login(who)
        facts = part(client, "screening", candidate)["facts"]
        assert {str(value) for _name, value in facts} & shown == expected


def test_a_ground_is_of_its_decision(client, world):
    candidate = world.candidate("in_review")
    client.force_login(world.office)
    for wrong in ({"ground": "score"}, {"ground": ""}, {"decision": "passed"}):
        response = press(client, "screening", candidate, "decide", **TOLD | wrong)
        assert response.status_code == 422
        assert record_of(Screening, candidate).decision == ""
