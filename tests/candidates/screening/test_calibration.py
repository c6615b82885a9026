"""Calibration: anchors first, own marks beside the office's, and nothing before."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.http import Http404

from candidates.screening import actions
from candidates.screening.actions import Written
from candidates.screening.models import Anchor, Calibration, Scorecard
from spark.accounts.models import Role
from spark.errors import Refused
from tests.candidates.screening.reviewing import an_anchor, given, lock, marks, panel

WHY, OWN = "暗号丙5519", "暗号丁6623"


def anchor(world, value: int = 4) -> Anchor:
    return an_anchor(world, value, WHY)


def calibrate(user, one: Anchor, value: int = 3) -> None:
    own = {c.pk: Written(value, OWN) for c in one.card.criteria.all()}
    actions.lock_anchor(actor=user, pk=one.pk, marks=own, note="")


@pytest.fixture
def wanted(world):
    """The batch wants calibration, and the world's reviewer has one to review."""
    world.batch.calibrated = True
    world.batch.save()
    panel(world)
    _, reviews = given(world)
    return next(one for one in reviews if one.reviewer == world.reviewer)


@pytest.fixture
def reviewer(client, world):
    client.force_login(world.reviewer)
    return client


def test_the_queue_opens_once_the_anchors_are_marked(world, wanted, reviewer):
    first, second = anchor(world), anchor(world, 2)
    for one in (first, second):
        answer = reviewer.get("/screening/queue/")
        assert answer.url == f"/screening/calibration/{one.pk}/"
        assert "data-queue" in reviewer.get(answer.url).text
        calibrate(world.reviewer, one)
    assert "data-queue" in reviewer.get("/screening/queue/").text


def test_nothing_is_reviewed_before(world, wanted, reviewer):
    one = anchor(world)
    draft = {"marks": marks(wanted), "note": "", "seconds": 1}
    for act, more in ((actions.mark, draft), (actions.lock, draft), (actions.skip, {})):
        with pytest.raises(Refused, match="calibration-first"):
            act(actor=world.reviewer, pk=wanted.pk, **more)
    clip = reviewer.get(f"/screening/queue/{wanted.pk}/clip/clip.mp4")
    assert clip.status_code == 404
    calibrate(world.reviewer, one)
    lock(wanted)
    assert wanted.state == "locked"


def test_a_batch_that_does_not_say_so_waits_for_nobody(world, wanted, reviewer):
    anchor(world)
    world.batch.calibrated = False
    world.batch.save()
    assert "data-queue" in reviewer.get("/screening/queue/").text
    assert "样片一" in reviewer.get("/screening/mine/").text


def test_a_draft_is_kept_and_the_reference_comes_with_the_lock(world, wanted, reviewer):
    one = anchor(world)
    base = f"/screening/calibration/{one.pk}/"
    first = one.card.criteria.first()
    sent = {f"value-{first.pk}": "2", f"note-{first.pk}": OWN}
    assert reviewer.post(f"{base}mark/", sent).status_code == 204
    page = reviewer.get(base).text
    assert OWN in page and WHY not in page
    refused = reviewer.post(f"{base}lock/", sent)
    assert refused.status_code == 422 and OWN in refused.text
    assert WHY not in refused.text
    whole = {f"value-{c.pk}": "2" for c in one.card.criteria.all()}
    assert reviewer.post(f"{base}lock/", whole).url == base
    page = reviewer.get(base).text
    assert WHY in page and "-2" in page


def test_the_reference_leaks_nowhere_before_the_lock(world, wanted, reviewer):
    one = anchor(world)
    paths = ["/", "/screening/queue/", "/screening/mine/", "/inbox/", "/screening/"]
    paths += [
        f"/screening/calibration/{one.pk}/",
        f"/screening/scorecards/{one.card_id}/",
    ]
    for path in paths:
        assert WHY not in reviewer.get(path, follow=True).text, path
    world.reviewer.role_grants.create(role=Role.OFFICE)
    for path in paths:
        assert WHY not in reviewer.get(path, follow=True).text, path
    calibrate(world.reviewer, one)
    assert WHY in reviewer.get(paths[-1]).text


def test_nobody_else_is_shown_what_one_made_of_it(world, wanted, client):
    one = anchor(world)
    calibrate(world.reviewer, one)
    client.force_login(world.people["judge1"])
    for path in ("/screening/mine/", f"/screening/calibration/{one.pk}/"):
        assert OWN not in client.get(path).text
    client.force_login(world.office)
    page = client.get(f"/screening/scorecards/{one.card_id}/").text
    assert world.reviewer.name in page and "-1" in page


def test_drafts_are_in_no_history_and_locks_are(world, wanted):
    one = anchor(world)
    first = one.card.criteria.first().pk
    draft = {first: Written(3, OWN)}
    actions.mark_anchor(actor=world.reviewer, pk=one.pk, marks=draft, note=OWN)
    events = [m for m in apps.get_models() if m.__name__.endswith("Event")]

    def said() -> list[str]:
        rows = {m: str(list(m._default_manager.values())) for m in events}
        return [m.__name__ for m, text in rows.items() if OWN in text]

    assert said() == []
    calibrate(world.reviewer, one)
    assert said() == ["CalibrationMarkEvent"]


def test_what_is_locked_stays(world, wanted):
    one = anchor(world)
    calibrate(world.reviewer, one)
    with pytest.raises(Refused, match="state-moved"):
        calibrate(world.reviewer, one, 4)
    own = Calibration.objects.get()
    for change in (own.marks.update, one.marks.update):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(value=1)


def test_one_out_of_use_is_asked_of_nobody(world, wanted, reviewer):
    one = anchor(world)
    actions.retire_anchor(actor=world.office, pk=one.pk)
    assert "data-queue" in reviewer.get("/screening/queue/").text
    with pytest.raises(Http404):
        calibrate(world.reviewer, one)
    with pytest.raises(Refused, match="state-moved"):
        actions.retire_anchor(actor=world.office, pk=one.pk)


def test_the_office_gives_a_mark_and_a_reason_for_each(world, client):
    card = Scorecard.objects.get(use="screening")
    client.force_login(world.office)
    url = f"/screening/scorecards/{card.pk}/anchors/"
    sent = {"name": "样片", "url": "example.org/a"}
    for one in card.criteria.all():
        sent |= {f"value-{one.pk}": "4", f"note-{one.pk}": WHY}
    last = card.criteria.last().pk
    long = {"url": "https://example.org/" + "a" * 500}
    script = {"url": "javascript:1"}
    for wrong in ({f"note-{last}": ""}, {f"value-{last}": ""}, script, long):
        page = client.post(url, sent | wrong)
        assert (
            page.status_code == 422 and WHY in page.text and 'class="err"' in page.text
        )
    assert not Anchor.objects.exists()
    assert client.post(url, sent).status_code == 302
    assert Anchor.objects.get().url == "https://example.org/a"


def test_only_their_roles_may(world, wanted):
    one = anchor(world)
    own = {"marks": {}, "note": ""}
    for who in (world.lin, world.signing, world.office):
        with pytest.raises((Refused, Http404)):
            actions.mark_anchor(actor=who, pk=one.pk, **own)
    for who in (world.lin, world.reviewer):
        with pytest.raises((Refused, Http404)):
            actions.retire_anchor(actor=who, pk=one.pk)


def test_ones_own_leaning_is_shown_from_five_on(world, client):
    panel(world)
    for count in range(6):
        if count in {4, 5}:
            client.force_login(world.reviewer)
            page = client.get("/screening/mine/").text
            assert ("您给的总分从" in page) == (count == 5)
        _, reviews = given(world)
        for review in reviews:
            own = review.reviewer == world.reviewer
            lock(review, 4, **({"product": 2, "voice": 3} if own else {}))
    client.force_login(world.people["judge1"])
    assert "平均比另一位评审高" in client.get("/screening/mine/").text
