"""Whatever people press, in whatever order: nothing illegal stands, nothing breaks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from candidates.incubation.handover import admit_passed
from candidates.incubation.models import Incubation
from candidates.register.models import Candidate
from candidates.register.stages import ROAD, STAGE_STATES, Stage
from candidates.screening.models import Screening
from contracts.signing.models import Contract
from contracts.signing.stages import CLOSED
from contracts.team.handover import admit_signed
from contracts.team.models import Membership
from spark import clock, urls  # noqa: F401 -- urls: loading offers all deeds
from spark.accounts.models import User
from spark.duties.models import Duty
from spark.records import BULK_ACTIONS, BulkAction
from tests.world import WALK, World
from training.course.models import Enrolment

RECORDS = {
    Stage.SCREENING: Screening,
    Stage.INCUBATION: Incubation,
    Stage.TRAINING: Enrolment,
    Stage.SIGNING: Contract,
    Stage.MANAGEMENT: Membership,
}
ACTORS = ["lin", "mei", "office", "reviewer", "signing", "manager", "mentor", "nobody"]
JOBS = [admit_passed, admit_signed]


class Step(NamedTuple):
    """Somebody's press: who, which of the verbs, of whom, and what they type."""

    who: str
    verb: int
    whom: frozenset[int]
    many: bool
    typed: int


STEPS = st.lists(
    st.builds(
        Step,
        who=st.sampled_from([*ACTORS, "office", "office", "signing", "manager"]),
        verb=st.integers(0, 999),
        whom=st.frozensets(st.integers(0, 5), min_size=1, max_size=4),
        many=st.booleans(),
        typed=st.integers(0, 11),
    ),
    min_size=5,
    max_size=30,
)
STARTS = st.lists(st.sampled_from(list(WALK)), min_size=6, max_size=6)


def typed(field: forms.Field, choice: int) -> object:
    """Something for a field: mostly what it takes, sometimes nothing or nonsense."""
    today = clock.today()
    if choice == 0:
        return ""
    if choice == 1:
        return "不是这里的东西"
    if isinstance(field, forms.ModelChoiceField):
        keys = list(field.queryset.values_list(field.to_field_name or "pk", flat=True))
        return keys[choice % len(keys)] if keys else "0"
    if isinstance(field, forms.ChoiceField):
        return list(field.choices)[choice % len(field.choices)][0]
    if isinstance(field, forms.DecimalField):
        return str(2_000 + 500 * choice)
    if isinstance(field, forms.DateField):
        later = "end" in field.label.lower() if field.label else False
        return (today + timedelta(days=150 if later else -choice % 3)).isoformat()
    return f"理由 {choice}"


def filled(
    action: BulkAction, user: User, prefix: str, choice: int
) -> dict[str, object]:
    form = action.button.filled(user, prefix=prefix)
    if form is None:
        return {}
    long = {"ends_on": 150, "insured_until": 151}
    today = clock.today()
    values = {name: typed(field, choice) for name, field in form.fields.items()}
    for name, days in long.items():
        if name in values and choice > 1:
            values[name] = (today + timedelta(days=days)).isoformat()
    return {form.add_prefix(name): value for name, value in values.items()}


def press(world: World, step: Step, people: list[Candidate]) -> Iterator[int]:
    """The statuses of what a step asks for."""
    names = sorted(BULK_ACTIONS)
    action = BULK_ACTIONS[names[step.verb % len(names)]]
    user = world.people[step.who]
    client = Client()
    client.force_login(user)
    chosen = [people[number].pk for number in sorted(step.whom)]
    if step.many:
        data = {"ids": chosen, "confirmed": "1", "given": "1"}
        data |= filled(action, user, "many", step.typed)
        yield client.post(
            reverse("candidate-bulk", args=[action.name]), data
        ).status_code
        return
    room, _, verb = action.name.partition("-")
    model = RECORDS.get(room)
    if model is None or verb == "enter":
        return
    for record in model.objects.filter(candidate__in=chosen):
        data = filled(action, user, f"{room}-{verb}", step.typed)
        url = reverse(f"{room}-act", args=[record.pk, verb])
        yield client.post(url, data).status_code


def illegal(candidate: Candidate) -> Iterator[str]:
    """What doesn't fit together about somebody."""
    states = {
        stage: [r.state for r in model.objects.filter(candidate=candidate)]
        for stage, model in RECORDS.items()
    }
    at = candidate.left_from if candidate.stage == Stage.LEFT else candidate.stage
    passed = ROAD[: ROAD.index(Stage(at))] if at in ROAD else []
    for stage in ROAD:
        if stage in passed or stage == at:
            if not states[stage]:
                yield f"no record of {stage}"
        elif states[stage]:
            yield f"a record of {stage} too early"
    if candidate.stage in ROAD:
        newest = RECORDS[candidate.stage].objects.filter(candidate=candidate).last()
        if newest.state != candidate.state:
            yield f"{candidate.state} is shown, {newest.state} stands"
        if newest.state in STAGE_STATES[candidate.stage].ended:
            yield f"in {candidate.stage} with {newest.state}"
    if Stage.SCREENING in passed and states[Stage.SCREENING] != ["passed"]:
        yield "went on without having passed"
    if Stage.TRAINING in passed and states[Stage.TRAINING] != ["qualified"]:
        yield "went on without having qualified"
    if candidate.stage == Stage.LEFT:
        yield from _left_open(candidate, states)


def _left_open(candidate: Candidate, states: dict) -> Iterator[str]:
    for stage in (Stage.SCREENING, Stage.TRAINING, Stage.MANAGEMENT):
        open_ = set(states[stage]) - STAGE_STATES[stage].ended - {"passed", "qualified"}
        if open_:
            yield f"left, but {stage} is {open_}"
    under_way = {"draft", "issued", "signed_by_candidate"} & set(states[Stage.SIGNING])
    if under_way:
        yield f"left, but the contract is {under_way}"
    url = f"/candidates/{candidate.pk}/"
    duties = set(Duty.objects.filter(url=url, closed_at=None).values_list("code"))
    kept = (
        {"incubation-close"}
        if {"active", "suspended"} & set(states[Stage.INCUBATION])
        else set()
    )
    if set(states[Stage.SIGNING]) - set(CLOSED):
        kept.add("contract-end")
    if duties != kept:
        yield f"left, and the duties are {duties}, not {kept}"


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking would replay for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(starts=STARTS, steps=STEPS)
def test_no_order_of_acts_leaves_anything_illegal_or_breaks(world, starts, steps):
    with transaction.atomic():
        people = [world.candidate(point) for point in starts]
        for number, step in enumerate(steps):
            for status in press(world, step, people):
                assert status in {200, 302, 403, 404, 409, 422}, (step, status)
            JOBS[number % 2]()
        for candidate in people:
            candidate.refresh_from_db()
            assert not list(illegal(candidate)), candidate.pk
        transaction.set_rollback(True)
