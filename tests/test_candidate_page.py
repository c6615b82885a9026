"""The candidate's page: its parts come with it, for each role those it may see."""

import re

import pytest
from django.urls import reverse

from candidates.incubation.actions import leave
from candidates.incubation.models import Incubation
from candidates.register.actions import correct_identity
from candidates.register.models import Candidate, IdentityOpening, LeaveReason
from candidates.rosters.actions import add_candidates
from contracts.signing.models import Contract
from spark.accounts.scope import SYSTEM
from tests.contracts.signing.papers import a_scan
from tests.story import record_of
from tests.training.trials.studio import Studio
from tests.world import World, invented

SECTION = re.compile(r'<section class="sp-sec" id="(\w+)"')
FETCHED = re.compile(r'hx-get="([^"]+)" hx-trigger="([^"]+)"')
STAGES = ["screening", "incubation", "training", "signing", "management"]
COLLEGES = ["consents", "card"]
ASIDE = ["identity", *COLLEGES, "timeline"]


def page(candidate: Candidate) -> str:
    return reverse("candidate-detail", args=[candidate.pk])


def walked(world: World, until: str, rows: int = 1, **entry) -> Candidate:
    """Somebody with this many trials and a scan of the contract on the way."""
    studio, candidate = Studio(world), world.candidate(**entry)
    for point in world.walk(candidate):
        if point == "competing":
            for clock in ("09:00", "10:30", "12:00")[:rows]:
                studio.trial("finished", candidate, studio.slot(2, clock))
        if point == "in_force":
            a_scan(world, record_of(Contract, candidate))
        if point == until:
            break
    candidate.refresh_from_db()
    return candidate


def known(world: World, candidate: Candidate, rows: int) -> None:
    """The number opened so often, so many namesakes, and as many other batches."""
    name = candidate.person.name
    same = invented(name=name, id_number=candidate.person.id_number)
    for number in range(rows):
        IdentityOpening.objects.create(
            candidate=candidate, opened_by=world.office, purpose="check", reason="核对"
        )
        world.candidate(name=name)
        batch = world.intake(f"batch-{number}", world.batch.opens_on)
        add_candidates(actor=SYSTEM, batch=batch, campus=world.campus, entries=[same])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("who", "until", "cost"),
    [
        ("office", "registered", 12),
        ("office", "competing", 15),
        ("office", "confirmed", 16),
        ("lin", "confirmed", 16),
        ("reviewer", "in_review", 8),
        ("signing", "in_force", 13),
        ("manager", "confirmed", 13),
    ],
)
def test_the_page_costs_the_same_whatever_there_is_to_show(
    client, world, django_assert_num_queries, who, until, cost, rows
):
    candidate = walked(world, until, rows, name="林可心")
    known(world, candidate, rows)
    client.force_login(world.people[who])
    with django_assert_num_queries(cost):
        client.get(page(candidate))


def test_a_corrected_name_costs_one_more_for_its_history(
    office, world, django_assert_num_queries
):
    candidate = world.candidate("in_review")
    before = office.get(page(candidate))
    given = {"name": "林更正", "reason": "与身份证不符"}
    correct_identity(actor=world.office, pk=candidate.pk, **given)
    with django_assert_num_queries(12):
        after = office.get(page(candidate))
    assert "与身份证不符" in after.text and "与身份证不符" not in before.text


@pytest.mark.parametrize(
    ("who", "until", "main"),
    [
        ("office", "registered", ["screening", "registered"]),
        ("lin", "registered", ["registered"]),
        ("office", "in_review", ["screening"]),
        ("reviewer", "in_review", ["screening"]),
        ("office", "passed", ["screening", "incubation"]),
        ("lin", "passed", ["screening"]),
        ("lin", "competing", [*STAGES[:3], "trials"]),
        ("signing", "qualified", [*STAGES[:4]]),
        ("signing", "issued", [*STAGES[:4]]),
        ("signing", "in_force", [*STAGES, "scans"]),
        ("lin", "confirmed", [*STAGES, "trials"]),
        ("office", "confirmed", [*STAGES, "scans", "trials"]),
        ("manager", "confirmed", [*STAGES, "trials"]),
    ],
)
def test_each_role_finds_its_parts_in_order(client, world, who, until, main):
    candidate = walked(world, until)
    client.force_login(world.people[who])
    theirs = [part for part in ASIDE if part not in COLLEGES]
    aside = ASIDE if who in {"office", "lin"} else theirs
    place = main.index("screening") + 1 if "screening" in main else 0
    main = [*main[:place], *judged(who, until), *main[place:]]
    assert SECTION.findall(client.get(page(candidate)).text) == [*main, *aside]


def judged(who: str, until: str) -> list[str]:
    """What is judged by, for who judges or answers for the candidate."""
    reviews = ["reviews"] if who == "office" and until != "registered" else []
    return [*reviews, *(["clip"] if who in {"office", "lin", "reviewer"} else [])]


def test_only_what_is_heavy_is_fetched_and_only_once_it_is_in_view(office, world):
    candidate = walked(world, "confirmed")
    text = office.get(page(candidate)).text
    names = ["candidate-reviews", "candidate-clip", "scans-of", "trials-of"]
    names += [f"candidate-{part}" for part in COLLEGES]
    later = [reverse(name, args=[candidate.pk]) for name in names]
    standing, *parts = FETCHED.findall(text)
    assert standing == (page(candidate), "acted from:body")
    assert parts == [(url, "intersect once") for url in later]
    for url in later:
        assert f'<noscript><p class="sp-wait"><a class="link" href="{url}">' in text


def test_the_page_of_who_left_tells_it_without_a_way_back_in(office, world):
    candidate = world.candidate("paperwork")
    record = record_of(Incubation, candidate)
    reason = LeaveReason.objects.get(slug="health")
    leave(actor=world.lin, ids=[record.pk], left_reason=reason, reason="声带手术")
    found = SECTION.findall(office.get(page(candidate)).text)
    judging = ["screening", *judged("office", "paperwork")]
    assert found == [*judging, "incubation", "trials", *ASIDE]


def test_nothing_of_the_page_stays_in_a_browser(office, world):
    response = office.get(page(world.candidate()))
    assert "no-store" in response["Cache-Control"]
