"""Leaving: at every stage, from every state, for a reason of the list."""

from functools import partial

import pytest
from django.urls import reverse

from candidates.register import actions as register
from candidates.register.access import reasons_at
from candidates.register.actions import close_batch
from candidates.register.models import LeaveReason
from candidates.register.stages import ROAD, Stage
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from tests.stages import STAGES
from tests.story import (
    duties,
    last_event,
    leaving,
    outcome,
    standing,
    undone,
    who_may,
)
from training.course import actions as course

# From where people may leave.
FROM = {
    name: [point for point, verbs in stage.possible.items() if "leave" in verbs]
    for name, stage in STAGES.items()
}
POINTS = [(stage, point) for stage, points in FROM.items() for point in points]
# Who only sees the leaving, where these are more than elsewhere at the stage.
ALSO_SEE = {"qualified": {"signing"}}


@pytest.mark.parametrize(("stage", "point"), POINTS, ids=[p for _, p in POINTS])
def test_people_leave_from_everywhere_and_nothing_is_left_hanging(world, stage, point):
    candidate, pk = STAGES[stage].stand(world, point)
    act = partial(leaving(STAGES[stage].leave), ids=[pk])
    case = STAGES[stage].cases["leave"]
    tried = case._replace(sees=case.sees | ALSO_SEE.get(point, set())).tried
    assert who_may(world, act) == tried
    act(actor=SYSTEM)
    assert standing(candidate) == (f"left {stage}", "further_study")
    hanging = set()
    if stage in ("training", "signing", "management"):
        hanging.add(("incubation-close", "coordinator"))
    if stage == "management":
        hanging.add(("contract-end", "signing"))
    assert duties(candidate) == hanging
    assert outcome(partial(act, actor=SYSTEM)) == "state-moved"


@pytest.mark.parametrize("stage", FROM)
def test_only_what_is_offered_at_the_stage_can_be_chosen(world, stage):
    _, pk = STAGES[stage].stand(world, FROM[stage][0])
    offered = set(reasons_at(stage).values_list("slug", flat=True))
    LeaveReason.objects.filter(slug="health").update(retired=True)
    said = {
        reason.slug: undone(
            partial(leaving(STAGES[stage].leave, reason.slug), actor=SYSTEM, ids=[pk])
        )
        for reason in LeaveReason.objects.all()
    }
    assert {slug for slug, code in said.items() if code == "done"} == (
        offered - {"health"}
    )
    assert set(said.values()) == {"done", "leave-reason-unknown"}


def test_every_stage_offers_reasons_of_its_own_and_none_the_software_gives(world):
    offered = {stage: set(reasons_at(stage)) for stage in FROM}
    assert all(len(reasons) > 7 for reasons in offered.values())
    assert len({frozenset(reasons) for reasons in offered.values()}) == len(FROM)
    assert set(FROM) == {Stage.REGISTERED, *ROAD}
    assert not any(
        reason.by_system for reasons in offered.values() for reason in reasons
    )


@pytest.mark.parametrize(
    ("stage", "gone_on"),
    [
        ("registered", "waiting"),
        ("screening", "paperwork"),
        ("training", "draft"),
        ("signing", "probation"),
    ],
)
def test_who_went_on_leaves_where_they_are(world, stage, gone_on):
    candidate, pk = STAGES[stage].stand(world, gone_on)
    before = standing(candidate)
    act = partial(leaving(STAGES[stage].leave), actor=SYSTEM, ids=[pk])
    assert outcome(act) == "state-moved"
    assert standing(candidate) == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_history_tells_the_reason_and_the_words(client, world, language):
    candidate, pk = STAGES["training"].stand(world, "learning")
    leaving(course.leave, "health")(actor=world.lin, ids=[pk], reason="声带手术")
    name = {"zh-hans": "身体原因", "en": "Health"}[language]
    client.force_login(world.lin)
    client.cookies["django_language"] = language
    context = client.get(reverse("candidate-detail", args=[candidate.pk])).context
    entry = context["entries"][0]
    assert name in entry.reason and "声带手术" in entry.reason
    assert name in {str(value) for _, value in context["facts"]}
    event = last_event(candidate)
    assert (event["verb"], event["reason"]) == ("course.leave", "声带手术")


def test_verbs_of_older_history_are_told_by_their_new_names():
    for old, new in (
        ("screening.withdraw", "screening.leave"),
        ("incubation.drop", "incubation.leave"),
        ("course.drop", "course.leave"),
        ("contract.let-go", "contract.leave"),
        ("membership.end", "membership.leave"),
    ):
        assert trail.TITLES[old] == trail.TITLES[new]


def test_a_batch_is_closed_once_who_was_not_called_has_left(world):
    candidate = world.candidate()
    close = partial(
        close_batch, actor=world.office, pk=world.batch.pk, reason="期次结束"
    )
    assert outcome(close) == "batch-undecided"
    leaving(register.leave)(actor=world.lin, ids=[candidate.pk])
    assert outcome(close) == "done"


def test_many_leave_at_once_with_as_many_queries(world, django_assert_max_num_queries):
    asked = []
    for number in (1, 3):
        ids = [STAGES["training"].stand(world, "learning")[1] for _ in range(number)]
        chosen = LeaveReason.objects.get(slug="family")
        with django_assert_max_num_queries(16) as counted:
            course.leave(actor=SYSTEM, ids=ids, left_reason=chosen, reason="搬家")
        asked.append(len(counted))
    assert asked[0] == asked[1]


def test_the_page_lets_who_is_registered_leave(client, world):
    candidate = world.candidate()
    client.force_login(world.lin)
    page = reverse("candidate-detail", args=[candidate.pk])
    url = reverse("candidate-leave", args=[candidate.pk])
    shown = client.get(page).context["record"]
    assert [action["url"] for action in shown["actions"]] == [url]
    form = shown["actions"][0]["fields"]
    assert set(form.fields["left_reason"].queryset) == set(reasons_at("registered"))

    def send(slug: str, words: str):
        typed = {"left_reason": slug, "reason": words}
        data = {form.add_prefix(name): value for name, value in typed.items()}
        return client.post(url, data)

    assert send("resigned", "考上了本科").status_code == 422
    again = send("further_study", "")
    assert again.status_code == 422 and "further_study" in again.text
    assert send("further_study", "考上了本科")["Location"] == page
    assert standing(candidate) == ("left registered", "further_study")
    assert "actions" not in client.get(page).context["record"]
    late = send("further_study", "考上了本科")
    assert late.status_code == 409
    assert late.context["refusal"].code == "state-moved"
