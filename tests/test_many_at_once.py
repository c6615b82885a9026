"""A stage's buttons for many: what must be given, who is hit, who not and why."""

import pytest
from django.urls import reverse

from candidates.register.models import Candidate, Quota
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.story import record_of, standing
from tests.terms import typed
from tests.world import World, papers

REASON = "讲品有演示，镜头表现自然"


def bulk(client, name: str, people: list[Candidate], **given):
    """Send people to a deed; with `given` typed into its form."""
    data = {"ids": [candidate.pk for candidate in people], **given}
    if given:
        data["given"] = "1"
    form = {key if key in OURS else f"many-{key}": value for key, value in data.items()}
    return client.post(reverse("candidate-bulk", args=[name]), form)


OURS = {"ids", "given", "confirmed", "query"}


def names(rows) -> list[str]:
    return [row.name for row in rows]


def decided(world: World, count: int) -> list[Candidate]:
    """People in review with a decision to pass them, not released."""
    people = [world.candidate("in_review") for _ in range(count)]
    ids = [record_of(Screening, candidate).pk for candidate in people]
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason=REASON)
    return people


def test_what_must_be_given_is_asked_for_first(office, world):
    people = [world.candidate("in_review"), world.candidate("in_review")]
    answer = bulk(office, "screening-decide", people)
    assert set(answer.context["form"].fields) == {"decision", "ground", "reason"}
    assert (answer.context["ready"], len(answer.context["hit"])) == (False, 2)
    given = {"decision": "passed", "ground": "score"}
    answer = bulk(office, "screening-decide", people, **given, reason="")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reason"}
    given["reason"] = REASON
    answer = bulk(office, "screening-decide", people, **given)
    assert answer.context["ready"] and len(answer.context["hit"]) == 2
    assert record_of(Screening, people[0]).decision == ""
    answer = bulk(office, "screening-decide", people, **given, confirmed="1")
    assert answer.status_code == 302
    assert {record_of(Screening, candidate).decision for candidate in people} == {
        "passed"
    }


def test_a_rehearsal_names_who_would_be_refused_and_leaves_nothing(office, world):
    Quota.objects.create(
        batch=world.batch, direction=world.candidate().direction, places=2
    )
    people = decided(world, 5)
    duties = Duty.objects.filter(closed_at=None).count()
    answer = bulk(office, "screening-release", people)
    hit, out = answer.context["hit"], answer.context["out"]
    assert (len(hit), len(out)) == (2, 3)
    assert all("2" in why.text for _subject, (why, *_also) in out)
    assert {standing(candidate) for candidate in people} == {("screening", "in_review")}
    assert Duty.objects.filter(closed_at=None).count() == duties
    taken = [
        candidate
        for candidate in people
        if candidate.pk in {subject.key for subject in hit}
    ]
    answer = bulk(office, "screening-release", taken, confirmed="1")
    assert answer.status_code == 302
    assert [standing(candidate)[1] for candidate in taken] == ["passed", "passed"]


def test_who_stands_elsewhere_is_left_out_with_where_they_are(office, world):
    here, there = world.candidate("waiting"), world.candidate("active")
    answer = bulk(office, "screening-open-review", [here, there])
    assert names(answer.context["hit"]) == [here.person.name]
    ((who, (why,)),) = answer.context["out"]
    assert (who.key, why.text) == (there.pk, "当前为「实习中」")


def test_papers_are_filed_for_a_whole_class(client, world):
    young = world.candidate("paperwork")
    others = [world.candidate("paperwork") for _ in range(3)]
    client.force_login(world.lin)
    given = papers(policy_number="")
    given = {name: value for name, value in given.items() if value is not None}
    filed = typed(papers())
    answer = bulk(client, "incubation-activate", [young, *others], **filed)
    assert len(answer.context["hit"]) == 4
    bulk(client, "incubation-activate", [young, *others], **filed, confirmed="1")
    assert {standing(candidate) for candidate in [young, *others]} == {
        ("incubation", "active")
    }


def test_of_two_who_press_at_once_the_other_is_told_what_happened(office, world):
    candidate, other = world.candidate("waiting"), world.candidate("waiting")
    ids = [record_of(Screening, candidate).pk]
    screening.open_review(actor=world.reviewer, ids=ids)
    answer = bulk(office, "screening-open-review", [candidate, other], confirmed="1")
    assert answer.status_code == 409
    text = answer.context["refusal"].text
    assert "方可欣" in text
    assert standing(other) == ("screening", "waiting")


@pytest.mark.parametrize("stage", ["screening", "signing"])
def test_strangers_see_and_hit_nobody(client, world, stage):
    people = [world.candidate("waiting", campus=world.other)]
    client.force_login(world.lin)
    assert bulk(client, "screening-release", people).status_code == 403
    answer = bulk(client, "screening-receive-more", people)
    assert (answer.context["hit"], answer.context["out"]) == ([], [])


def test_more_people_cost_no_more_queries(office, world, django_assert_max_num_queries):
    for count in (2, 6):
        people = [world.candidate("waiting") for _ in range(count)]
        with django_assert_max_num_queries(40):
            answer = bulk(office, "screening-open-review", people)
        assert len(answer.context["hit"]) == count
        with django_assert_max_num_queries(40):
            bulk(office, "screening-open-review", people, confirmed="1")
        assert {standing(candidate) for candidate in people} == {
            ("screening", "in_review")
        }
