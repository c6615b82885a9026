"""A campus's system reads what is due of its coordinators."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from candidates.register.models import Candidate
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Role
from spark.accounts.scope import SYSTEM
from spark.duties import board
from spark.duties.board import subject_of
from spark.duties.models import Duty
from tests.spark.rest.system import System, bearer_of
from tests.spark.rest.test_manners import problem
from tests.training.trials.studio import Studio
from tests.world import World
from training.standings.actions import enter_result
from training.trials.actions import close_round

LIST = "/api/v1/duties"
NUMBERS = {"viewers": 4000, "average_watch_seconds": 95, "gmv_fen": 1234567}


@pytest.fixture
def system(world) -> System:
    return System(world)


def duty(world: World, candidate: Candidate | None = None, **fields) -> Duty:
    """One of the coordinators of lin's college, to send papers."""
    candidate = candidate or world.candidate("in_review")
    screening = Screening.objects.filter(candidate=candidate).last()
    usual = {
        "code": "screening-more",
        "subject": subject_of(screening or candidate),
        "candidate_key": candidate.pk,
        "role": Role.COORDINATOR,
        "campus": candidate.campus,
        "due_at": clock.now() + timedelta(days=3),
        "url": f"/candidates/{candidate.pk}/",
    }
    return Duty.objects.create(**usual | fields)


def shown(response) -> list[int]:
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["results"]]


def test_a_duty_is_told_in_words_with_where_its_record_is_read(world, system):
    due = duty(world)
    candidate = Candidate.objects.get(pk=due.candidate_key)
    name = candidate.person.name
    (row,) = system.get("duties", accept_language="en").json()["results"]
    assert row == system.get(f"duties/{due.pk}", accept_language="en").json()
    assert (row["kind"], row["campus"]) == ("screening-more", world.campus.code)
    assert (row["candidate"], row["about"]) == (candidate.pk, name)
    assert row["what"] == f"Send what was asked for about {name}"
    assert row["consequence"] == "Without it the reviewer cannot judge."
    assert (row["late"], row["closed_at"]) == (False, None)
    assert system.get(row["url"]).json()["candidate"] == candidate.pk
    chinese = system.get(f"duties/{due.pk}", accept_language="zh-hans").json()
    assert name in chinese["what"] != row["what"]
    assert not chinese["consequence"].isascii()


def test_only_what_coordinators_of_ones_own_campus_have_to_do(world, system):
    own = duty(world)
    office = duty(world, role=Role.OFFICE)
    others = duty(world, campus=world.other)
    assert shown(system.get("duties")) == [own.pk]
    for hidden in (office, others):
        assert problem(system.get(f"duties/{hidden.pk}"), 404)


def test_open_ones_by_default_the_first_due_first(world, system):
    now = clock.now()
    later = duty(world)
    late = duty(world, due_at=now - timedelta(days=1))
    done = duty(world, closed_at=now)
    assert shown(system.get("duties")) == [late.pk, later.pk]
    assert shown(system.get("duties?state=open")) == [late.pk, later.pk]
    assert shown(system.get("duties?state=closed")) == [done.pk]
    assert shown(system.get("duties?page_size=1")) == [late.pk]
    following = system.get("duties?page_size=1").json()["next"]
    assert shown(system.get(following)) == [later.pk]
    assert system.get(f"duties/{done.pk}").json()["closed_at"]


@pytest.mark.parametrize(("closed", "late"), [(None, True), (-3, False), (-1, True)])
def test_late_is_what_was_not_done_in_time(world, system, closed, late):
    now = clock.now()
    at = None if closed is None else now + timedelta(days=closed)
    due = duty(world, due_at=now - timedelta(days=2), closed_at=at)
    assert system.get(f"duties/{due.pk}").json()["late"] is late


def test_what_it_is_about_may_not_be_read_here(world, system):
    due = duty(world, subject="campaign:7", candidate_key=None, about="秋季赛")
    row = system.get(f"duties/{due.pk}").json()
    assert (row["url"], row["candidate"], row["about"]) == (None, None, "秋季赛")


def test_a_record_has_an_address_once_it_may_be_read(world, system):
    studio = Studio(world)
    trial = studio.trial("finished")
    result = enter_result(actor=SYSTEM, pk=trial.pk, numbers=NUMBERS)
    due = duty(world, trial.candidate, subject=subject_of(result))
    (row,) = system.get("duties").json()["results"]
    assert (row["url"], row["candidate"]) == (None, trial.candidate_id)
    assert system.get(f"duties/{due.pk}").json() == row
    close_round(actor=world.office, pk=studio.round.pk)
    (row,) = system.get("duties").json()["results"]
    assert system.get(row["url"]).json()["id"] == result.pk


def test_the_programmes_own_system_reads_those_of_all_colleges(world, system):
    far = duty(world, world.candidate("in_review", world.other))
    own, office = duty(world), duty(world, role=Role.OFFICE)
    grants = system.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    rows = system.get("duties").json()["results"]
    assert [row["id"] for row in rows] == [far.pk, own.pk]
    for row, campus in zip(rows, (world.other, world.campus), strict=True):
        assert row["campus"] == campus.code
        assert system.get(row["url"]).json()["candidate"] == row["candidate"]
    assert problem(system.get(f"duties/{office.pk}"), 404)


def test_they_are_narrowed(world, system):
    soon = duty(world, due_at=clock.now() + timedelta(hours=1))
    papers = duty(world, code="incubation-papers")
    tomorrow = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for query, found in {
        "kind=incubation-papers": [papers],
        "kind=incubation-papers&kind=screening-more": [soon, papers],
        f"due_before={tomorrow}": [soon],
        f"candidate={papers.candidate_key}": [papers],
        f"batch={world.batch.slug}": [soon, papers],
        f"candidate={papers.candidate_key}&state=closed": [],
    }.items():
        assert shown(system.get(f"duties?{query}")) == [row.pk for row in found], query


def test_those_that_changed_since_closed_ones_too(world, system):
    done, left = duty(world), duty(world)
    since = quote(clock.now().isoformat())
    new = duty(world)
    board.close([Screening.objects.get(candidate=done.candidate_key)])
    changed = f"duties?updated_since={since}"
    assert shown(system.get(changed)) == [new.pk, done.pk]
    assert shown(system.get(f"{changed}&state=open")) == [new.pk]
    assert shown(system.get(f"{changed}&state=closed")) == [done.pk]
    following = system.get(f"{changed}&page_size=1").json()["next"]
    assert shown(system.get(following)) == [done.pk]
    assert left.pk in shown(system.get("duties"))


@pytest.mark.parametrize(
    "query",
    ["kind=none", "state=late", "due_before=soon", "candidate=0", "batch=none", "x=1"],
)
def test_a_condition_that_is_wrong_never_brings_the_list(world, system, query):
    duty(world)
    errors = problem(system.get(f"duties?{query}"), 400)["errors"]
    assert [error["parameter"] for error in errors] == [query.partition("=")[0]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, world, system, django_assert_num_queries, rows
):
    for _ in range(rows):
        duty(world)
    headers = {"Authorization": f"Bearer {bearer_of(system.app)}"}
    with django_assert_num_queries(4):
        assert len(shown(client.get(LIST, headers=headers))) == rows
