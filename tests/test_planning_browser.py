"""The demo's round under way, planned again and published by the office."""

import io
import os
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from spark.accounts.models import User
from tests.browser import PASSWORD, Visitor
from tests.life import WEDNESDAY
from tests.reference import restore
from training.timetable.actions.working import work
from training.timetable.models import Plan, SolveRun
from training.timetable.stages import PlanState, RunState
from training.trials.models import Round, Trial

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def office(transactional_db) -> Iterator[User]:
    """On a working day of the demo's first round: half of it is over."""
    with time_machine.travel(WEDNESDAY, tick=True):
        restore()
        call_command("demo", until="training", stdout=io.StringIO())
        office = User.objects.get(email="office@demo.spark")
        office.set_password(PASSWORD)
        office.save()
        yield office


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_round_under_way_is_planned_again(visitor: Visitor, office: User):
    page, round_ = visitor.page, Round.objects.earliest("pk")
    published = Plan.objects.get(round=round_, state=PlanState.PUBLISHED)
    visitor.log_in(office)
    visitor.open(f"/rounds/{round_.pk}/plan/")
    expect(page.locator("[name=base]")).to_have_value(str(published.pk))
    expect(page.locator("[name=is_repair]")).to_be_checked()
    page.locator("[name=seconds]").select_option("5")
    page.locator("main form button.go").click()
    expect(page.locator("#run progress")).to_be_visible()
    run = SolveRun.objects.latest("pk")
    work(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.SUCCEEDED, run.failure
    look = page.locator(f"#run a.go[href='/plans/{run.plan_id}/']")
    expect(look).to_be_visible()
    stands = page.locator("section[aria-labelledby=given] tbody tr")
    assert stands.count() == len({(g["candidate"], g["slot"]) for g in given(run)}) > 0
    over = set(Trial.objects.filter(state="finished").values_list("pk", "slot"))
    look.click()
    visitor.open(f"/plans/{run.plan_id}/publish/")
    page.locator("main form button.go").click()
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    run.plan.refresh_from_db()
    assert run.plan.state == PlanState.PUBLISHED
    assert over <= set(Trial.objects.filter(state="finished").values_list("pk", "slot"))
    visitor.open("/rooms/")
    go = page.locator("main button.go")
    expect(go).to_be_disabled()
    page.locator("input[name=ids]").first.check()
    expect(go).to_be_enabled()


def given(run: SolveRun) -> list[dict]:
    return run.figures["given"]
