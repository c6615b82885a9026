"""Before the lock nobody reads a mark: every route and operation, as every visitor."""

import pytest
from django.apps import apps
from django.test import Client
from structlog.testing import capture_logs

from candidates.register.models import Candidate
from spark.accounts.models import Role
from spark.changes.models import Change
from tests.candidates.screening.planting import (
    DRAFT,
    LOCKED,
    SCORE,
    STAGES,
    plant,
    secret_marks,
    told,
)
from tests.candidates.screening.reviewing import a_review, blind
from tests.test_access import VISITORS, WALKS, Visits


@pytest.mark.parametrize(
    "rows",
    [walk for walk in WALKS if walk[0].at in STAGES],
    ids=lambda rows: rows[0].name,
)
def test_no_route_and_no_operation_tells_a_mark(world, rows):
    """Of the candidate that they are about; tests/test_access.py walks all others."""
    visits = Visits(world, rows[0])
    planted = {world.candidate("in_review").pk, visits.places["candidate"]}
    for candidate in Candidate.objects.filter(pk__in=planted):
        plant(world, candidate)
    for row in rows:
        for visitor in VISITORS:
            assert told(visits.answer(row, visitor), visitor) == [], (row, visitor)


def test_a_draft_is_in_no_history_and_no_change(world):
    plant(world, world.candidate("in_review"))
    events = [m for m in apps.get_models() if m.__name__.endswith("Event")]
    assert len(events) > 20
    for model in events:
        assert DRAFT not in str(list(model._default_manager.values())), model
    assert DRAFT not in str(list(Change.objects.values()))


def test_no_line_of_the_log_tells_a_mark(world, caplog):
    review = a_review(world.reviewer, world.candidate("in_review"))
    sent = {"note": DRAFT, "seconds": "9917"}
    for key, mark in secret_marks(review.card, DRAFT).items():
        sent |= {f"value-{key}": str(mark.value), f"note-{key}": DRAFT}
    client = Client()
    client.force_login(world.reviewer)
    with capture_logs() as lines, caplog.at_level("DEBUG"):
        for verb in ("mark", "lock"):
            client.post(f"/screening/queue/{review.pk}/{verb}/", sent)
    review.refresh_from_db()
    assert review.state == "locked" and str(review.score) == SCORE and lines
    said = f"{lines} {caplog.text}"
    assert [one for one in (DRAFT, SCORE, "9917") if one in said] == []


def test_only_the_office_is_shown_what_is_locked(world):
    candidate = world.candidate("in_review")
    plant(world, candidate)
    client = Client()
    client.force_login(world.office)
    page = whole_page(client, candidate)
    assert LOCKED in page and SCORE in page and DRAFT not in page


def test_who_is_of_the_office_too_sees_none_before_their_own_lock(world):
    candidate = world.candidate("in_review")
    plant(world, candidate)
    world.reviewer.role_grants.create(role=Role.OFFICE)
    client = Client()
    client.force_login(world.reviewer)
    page = whole_page(client, candidate)
    assert LOCKED not in page and SCORE not in page


def whole_page(client: Client, candidate: Candidate) -> str:
    """With the part that the page fetches when it is scrolled to."""
    url = f"/candidates/{candidate.pk}/"
    return client.get(url).text + client.get(f"{url}reviews/").text


@pytest.mark.parametrize("path", ["/candidates/", "/screening/", "/screening/board/"])
def test_a_blind_batch_is_reached_by_the_queue_alone(world, path):
    candidate = world.candidate("in_review")
    plant(world, candidate)
    blind(world)
    client = Client()
    client.force_login(world.reviewer)
    hidden = [candidate.person.name, candidate.class_name, candidate.student_number]
    for url in (path, f"{path}?q={candidate.person.name}", "/", "/inbox/"):
        text = client.get(url).text.replace(f"q={candidate.person.name}", "")
        assert [one for one in hidden if f">{one}" in text] == []
    assert client.get(f"/candidates/{candidate.pk}/").status_code == 404
    queue = client.get("/screening/queue/").text
    hidden += [candidate.phone, str(candidate.campus), candidate.major]
    assert [one for one in hidden if one in queue] == []
    assert DRAFT in queue and LOCKED not in queue


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_however_long_it_is(
    world, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        a_review(world.reviewer, world.candidate("in_review"))
    client = Client()
    client.force_login(world.reviewer)
    with django_assert_max_num_queries(12):
        assert "data-queue" in client.get("/screening/queue/").text
