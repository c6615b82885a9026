"""The programme's systems bring results in; campuses' read them once released."""

import pytest

from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from tests.story import last_event
from tests.training.systems import System, codes, system
from tests.training.trials.studio import Studio
from training.standings.actions import enter_result
from training.standings.models import Result
from training.trials.actions import close_round, reopen_round
from training.trials.models import Trial

__all__ = ["system"]
NUMBERS = {"viewers": 4000, "average_watch_seconds": 95, "gmv_fen": 1234567}


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def programme(world) -> System:
    """The programme's own system."""
    system = System(world, world.other)
    grants = system.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    return system


def entered(trial: Trial, **more) -> Result:
    return enter_result(actor=SYSTEM, pk=trial.pk, numbers=NUMBERS | more)


def close(studio: Studio) -> None:
    close_round(actor=studio.world.office, pk=studio.round.pk)


def test_a_result_as_the_campus_sees_it(studio, system):
    trial = studio.trial("finished")
    result = entered(trial, judges_score=4)
    close(studio)
    (row,) = system.found("results")
    assert row == system("GET", f"results/{result.pk}").json()
    unknown = ("views", "peak_online", "interacting_viewers", "new_followers")
    unknown += ("product_clickers", "buyers", "orders", "paid_viewers")
    unknown += ("average_online", "cart_viewers", "refunded_orders", "refund_fen")
    unknown += ("refunds_until", "warm_up_minutes")
    assert row == NUMBERS | dict.fromkeys(unknown) | {
        "promotion": "",
        "id": result.pk,
        "trial": trial.pk,
        "candidate": trial.candidate_id,
        "campus": "ZJYY",
        "round": studio.round.pk,
        "is_final": False,
        "entered_at": clock.local(result.entered_at).isoformat(),
    }


def test_a_campus_reads_a_result_while_its_round_is_closed(studio, system, programme):
    result = entered(studio.trial("finished"))
    own, every = f"results/{result.pk}", [result.pk]
    seen = [(system.found("results"), system("GET", own).status_code)]
    assert [row["id"] for row in programme.found("results")] == every
    close(studio)
    assert [row["id"] for row in system.found("results")] == every
    reopen_round(actor=studio.world.office, pk=studio.round.pk, reason="补播")
    seen.append((system.found("results"), system("GET", own).status_code))
    assert seen == [([], 404)] * 2


def test_it_is_told_when_the_round_is_closed_and_not_before(studio, system):
    trial = studio.trial("finished")
    system.follow()
    result = entered(trial)
    told = [change for change in system.follow() if change[0] == "results"]
    assert told == []
    close(studio)
    assert system.follow() == [("results", "trials.close-round", result.pk)]
    reopen_round(actor=studio.world.office, pk=studio.round.pk, reason="补播")
    assert system.follow() == [("results", "trials.reopen-round", result.pk)]


def test_another_campuss_results_are_not_there(studio, world, system):
    candidate = world.candidate("competing", campus=world.other)
    theirs = entered(studio.trial("finished", candidate=candidate))
    system.follow()
    close(studio)
    assert (system.found("results"), system.follow()) == ([], [])
    assert system("GET", f"results/{theirs.pk}").status_code == 404


def test_the_programmes_system_enters_and_corrects(studio, programme):
    trial = studio.trial("finished")
    given = NUMBERS | {"trial": trial.pk, "judges_score": "4.50"}
    first = programme("POST", "results", given, idempotency_key="night-1")
    assert first.status_code == 201, first.text
    again = programme("POST", "results", given, idempotency_key="night-1")
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    more = {"trial": trial.pk, "viewers": 3900, "average_watch_seconds": 90}
    corrected = programme("POST", "results", more)
    assert corrected.json()["id"] == first.json()["id"]
    result = Result.objects.get()
    assert (result.viewers, result.gmv_fen, result.judges_score) == (3900, 1234567, 4.5)
    assert result.entered_by_id == programme.app.service_user_id


def test_final_numbers_are_corrected_for_a_reason(studio, programme):
    trial = studio.trial("finished")
    given = NUMBERS | {"trial": trial.pk, "is_final": True}
    assert programme("POST", "results", given).status_code == 201
    other = given | {"viewers": 3900}
    refused = programme("POST", "results", other)
    assert (refused.status_code, refused.json()["code"]) == (422, "result-final")
    ripe = given | {"refunded_orders": 3, "refund_fen": 4500, "buyers": 80}
    for more in ({}, {"refund_fen": 9000}):
        assert programme("POST", "results", ripe | more).status_code == 201
    said = programme("POST", "results", other | {"reason": "平台更正了观看人数"})
    assert said.status_code == 201, said.text
    assert last_event(Result.objects.get())["reason"] == "平台更正了观看人数"


def test_a_list_is_narrowed_by_whose_they_are(studio, programme):
    result = entered(studio.trial("finished"))
    own = f"candidate={result.trial.candidate_id}&campus=ZJYY"
    for query, count in {own: 1, "campus=LJZY": 0, "candidate=999999999": 0}.items():
        assert len(programme.found(f"results?{query}")) == count, query


def test_a_campuss_system_may_not_enter_any(studio, system):
    trial = studio.trial("finished")
    refused = system("POST", "results", NUMBERS | {"trial": trial.pk})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-your-role")
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"average_watch_seconds": 3601}, 422, "result-too-long"),
        ({"views": 3999}, 409, "result-contradicts"),
        ({"trial": 0}, 400, "#/trial"),
        ({"trial": 999_999_999}, 404, ""),
        ({"viewers": None}, 400, "#/viewers"),
        ({"viewers": -1}, 400, "#/viewers"),
        ({"gmv_fen": 100_000_000_001}, 400, "#/gmv_fen"),
        ({"judges_score": "5.01"}, 400, "#/judges_score"),
        ({"gmv": 12}, 400, "#/gmv"),
        ({"refund_fen": 1_234_568}, 409, "result-contradicts"),
        ({"recording": "javascript:alert(1)"}, 400, "#/recording"),
    ],
)
def test_what_a_page_refuses_is_refused(studio, programme, wrong, status, code):
    trial = studio.trial("finished")
    refused = programme("POST", "results", NUMBERS | {"trial": trial.pk} | wrong)
    assert refused.status_code == status, refused.text
    if code:
        found = codes(refused) if status == 400 else [refused.json()["code"]]
        assert found == [code]
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("until", "code"), [("planned", "state-moved"), ("finished", "round-closed")]
)
def test_only_a_finished_trial_of_an_open_round_has_one(studio, programme, until, code):
    trial = studio.trial(until)
    if until == "finished":
        close(studio)
    refused = programme("POST", "results", NUMBERS | {"trial": trial.pk})
    assert (refused.status_code, refused.json()["code"]) == (409, code)


def test_many_are_brought_in_by_one_request_each_by_itself(studio, programme):
    slots = [studio.slot(2 + number) for number in range(4)]
    new, old, long, odd = [studio.trial("finished", slot=slot) for slot in slots]
    known, planned = entered(old), studio.trial("planned", slot=studio.slot(9))
    rows: list[dict] = [NUMBERS | {"trial": new.pk}]
    rows += [{"trial": old.pk, "viewers": 4100, "average_watch_seconds": 90}]
    rows += [NUMBERS | {"trial": new.pk}]
    rows += [NUMBERS | {"trial": long.pk, "average_watch_seconds": 3601}]
    rows += [NUMBERS | {"trial": odd.pk, "views": 3999}]
    rows += [NUMBERS | {"trial": key} for key in (planned.pk, 999_999_999)]
    rows += [{"trial": odd.pk, "viewers": -1}]
    sent = {"idempotency_key": "night", "if_match": None}
    done = programme.send("POST", "results/bulk", {"rows": rows}, **sent)
    assert done.status_code == 200, done.text
    told = done.json()["results"]
    assert [row["status"] for row in told] == [201, 200, 422, 422, 409, 409, 404, 400]
    assert [row["problem"]["code"] for row in told[2:]] == [
        *("trial-repeated", "result-too-long", "result-contradicts"),
        *("state-moved", "not_found", "invalid"),
    ]
    assert "1" in told[2]["problem"]["title"]
    assert programme.get(told[0]["url"]).json()["trial"] == new.pk
    assert programme.get(told[0]["url"])["ETag"] == told[0]["etag"]
    assert set(Result.objects.values_list("trial", "viewers")) == {
        (new.pk, 4000),
        (old.pk, 4100),
    }
    assert last_event(known)["verb"] == "trials.enter-results"


def test_all_or_nothing_and_not_by_a_campuss_system(studio, system, programme):
    trial = studio.trial("finished")
    rows = [NUMBERS | {"trial": trial.pk}, NUMBERS | {"trial": 999_999_999}]
    given, sent = {"rows": rows, "atomic": True}, {"idempotency_key": "a"}
    stopped = programme.send("POST", "results/bulk", given, **sent)
    assert (stopped.status_code, stopped.json()["code"]) == (422, "stopped_by_rows")
    refused = system.send("POST", "results/bulk", given, **sent)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-your-role")
    assert not Result.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    studio, system, count, django_assert_num_queries
):
    for number in range(count):
        entered(studio.trial("finished", slot=studio.slot(2 + number)))
    close(studio)
    with django_assert_num_queries(2):
        assert len(system.found("results")) == count
