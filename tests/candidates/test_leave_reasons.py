"""The office's list of reasons for leaving."""

import pytest
from django.db import DatabaseError, transaction

from candidates.register import actions as register
from candidates.register.access import reasons_at
from candidates.register.models import LeaveReason
from tests.office import page
from tests.story import leaving


def form(**changes) -> dict:
    given = {
        "name_zh": "参加支教",
        "name_en": "Volunteer teaching",
        "slug": "volunteer",
        "stages": ["registered", "training"],
        "order": "45",
    }
    return given | changes


def test_the_office_adds_a_reason_and_it_is_offered(office, world):
    assert office.post(page(LeaveReason, "add"), form()).status_code == 302
    reason = LeaveReason.objects.get(slug="volunteer")
    assert reason in reasons_at("registered") and reason in reasons_at("training")
    assert reason not in reasons_at("signing")
    assert not reason.by_system
    response = office.post(page(LeaveReason, "add"), form(slug="x", stages=["moon"]))
    assert "stages" in response.context["adminform"].form.errors


def test_a_reason_is_renamed_moved_and_retired_but_keeps_its_short_name(office, world):
    reason = LeaveReason.objects.get(slug="studies")
    url = page(LeaveReason, "change", reason.pk)
    sent = form(name_zh="学业繁重", slug="other-slug", stages=["signing"])
    assert office.post(url, sent).status_code == 302
    reason.refresh_from_db()
    assert (reason.name_zh, reason.slug, reason.stages) == (
        "学业繁重",
        "studies",
        ["signing"],
    )
    office.post(url, sent | {"retired": "on"})
    assert reason not in reasons_at("signing")


def test_what_the_software_gives_can_be_renamed_and_nothing_else(office, world):
    reason = LeaveReason.objects.get(slug="rolled")
    url = page(LeaveReason, "change", reason.pk)
    assert office.post(url, form(name_zh="转到下期")).status_code == 302
    reason.refresh_from_db()
    assert (reason.name_zh, reason.slug, reason.stages) == ("转到下期", "rolled", [])
    assert reason.by_system


def left_for(reason: LeaveReason) -> dict:
    return {
        "action": "delete_selected",
        "_selected_action": [reason.pk],
        "post": "yes",
    }


def test_a_reason_nobody_left_for_is_deleted_and_no_other(office, world):
    candidate = world.candidate()
    leaving(register.leave, "family")(actor=world.lin, ids=[candidate.pk])
    used, system, free = (
        LeaveReason.objects.get(slug=slug) for slug in ("family", "rolled", "pay")
    )
    assert "候选人：1" in office.get(page(LeaveReason, "delete", used.pk)).text
    for reason in (used, free, system):
        office.post(page(LeaveReason, "delete", reason.pk), {"post": "yes"})
    refused = office.get(page(LeaveReason, "delete", system.pk))
    assert refused.status_code == 403
    assert set(LeaveReason.objects.filter(slug__in=["family", "rolled", "pay"])) == {
        used,
        system,
    }
    for reason in (used, system):
        office.post(page(LeaveReason, "changelist"), left_for(reason))
        assert LeaveReason.objects.filter(pk=reason.pk).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda rows: rows.filter(slug="rolled").delete(),
        lambda rows: rows.filter(slug="rolled").update(slug="moved"),
        lambda rows: rows.filter(slug="health").update(by_system=True),
    ],
)
def test_the_database_keeps_what_the_software_relies_on(world, act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act(LeaveReason.objects)
