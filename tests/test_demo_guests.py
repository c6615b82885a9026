"""While developing, the demo's students are a click away; never anywhere else."""

import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.test import Client

from candidates.consents.models import GuardianLink
from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate
from spark.accounts.demo import GUESTS
from spark.accounts.models import User
from tests.candidates.applying.applicants import begun, call_of
from tests.cards import let_guardian_in
from tests.spark.test_environment import SAFE

CARD = ("portal.make-card", "portal.read-out")
STAGES = [
    ("registered", "registered"),
    ("screening", "in_review"),
    ("incubation", "paperwork"),
    ("training", "enrolled"),
    ("signing", "draft"),
    ("management", "probation"),
]


@pytest.fixture(autouse=True)
def _development(settings):
    settings.DEMO_LOGIN = True


def enter(name: str, client: Client | None = None):
    return (client or Client()).post("/accounts/demo/", {"guest": name})


def verbs_of(model) -> list[str]:
    (history,) = set(model.pgh_event_models.values())
    rows = history.objects.order_by("pgh_id")
    return list(rows.values_list("pgh_context__verb", flat=True))


@pytest.mark.parametrize(("stage", "at"), STAGES)
def test_a_candidate_of_each_stage_is_entered_as_by_card_and_code(
    client, world, stage, at
):
    candidate = world.candidate(at)
    assert enter(stage, client)["Location"] == "/my/"
    assert candidate.person.name in client.get("/my/").text
    link = PersonalLink.objects.get()
    assert link.opened_at and not link.code_hash
    assert verbs_of(PersonalLink) == [*CARD, "portal.open"]


def test_a_card_that_is_out_stays_good(client, world):
    world.candidate("registered")
    enter("registered")
    enter("registered", client)
    assert PersonalLink.objects.count() == 1
    assert client.get("/my/").status_code == 200
    PersonalLink.objects.update(locked_at="2026-01-01T00:00Z")
    assert enter("registered")["Location"] == "/my/"
    assert PersonalLink.objects.count() == 2


def test_a_guardian_is_entered_as_by_link_and_code(client, world):
    candidate = world.candidate("registered")
    let_guardian_in(Client(), candidate.pk)
    assert enter("guardian", client)["Location"] == "/guardian/"
    assert candidate.person.name in client.get("/guardian/").text
    assert GuardianLink.objects.get().opened_at


def test_an_applicant_goes_on_where_they_stopped(client, world):
    call = call_of(world)
    begun(call)
    assert enter("applicant", client)["Location"] == f"/a/{call.slug}/mine/"
    page = client.get(f"/a/{call.slug}/mine/")
    assert page["Location"] == f"/a/{call.slug}/mine/who/"


def test_who_isnt_there_is_not_found(world):
    assert not Candidate.objects.filter(stage="management").exists()
    for name in ("management", "guardian", "applicant", "lin", "nobody"):
        assert enter(name).status_code == 404


def test_the_log_in_page_offers_them_all(client, world):
    User.objects.filter(pk=world.lin.pk).update(email="lin@demo.spark")
    page = client.get("/accounts/login/").text
    for guest in GUESTS:
        assert f'name="guest" value="{guest.name}"' in page
    assert {guest.name for guest in GUESTS} == {
        *(stage for stage, _at in STAGES),
        *("guardian", "applicant"),
    }


def test_outside_development_there_is_neither_button_nor_door(client, world, settings):
    settings.DEMO_LOGIN = False
    User.objects.filter(pk=world.lin.pk).update(email="lin@demo.spark")
    world.candidate("registered")
    assert 'name="guest"' not in client.get("/accounts/login/").text
    for guest in GUESTS:
        assert enter(guest.name).status_code == 404
    assert not PersonalLink.objects.exists()


@pytest.mark.parametrize(
    "given",
    [SAFE, SAFE | {"SPARK_ENV": "test"}, SAFE | {"SPARK_ENV": "development"}],
    ids=["production", "test", "another database"],
)
def test_it_is_off_but_with_the_database_of_ones_own_checkout(given):
    command = "from spark import settings; print(settings.DEMO_LOGIN)"
    said = subprocess.run(
        [sys.executable, "-c", command],
        env={"PYTHONPATH": str(django_settings.BASE_DIR)} | given,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"
