"""The office's pages of directions and batches: quotas, copying, closing."""

from datetime import date

from django.urls import reverse

from candidates.register.actions import copy_batch
from candidates.register.models import Batch, Candidate, Direction, Quota
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from tests.office import batch_form, in_chinese, page
from tests.story import last_event, record_of, standing
from tests.world import World


def test_colleges_and_quotas_of_a_batch_are_told_too(office, world):
    direction = Direction.objects.get()
    quota = {"direction": direction.pk, "campus": "", "places": 30}
    url = page(Batch, "change", world.batch.pk)
    sent = batch_form(world.batch, quota, campuses=[world.campus.pk])
    assert office.post(url, sent).status_code == 302
    assert set(world.batch.campuses.all()) == {world.campus}
    assert Quota.objects.get().places == 30
    assert last_event(Quota.objects.get())["actor"] == world.office.pk
    entries = office.get(page(Batch, "history", world.batch.pk)).context["entries"]
    assert [entry.who for entry in entries] == ["苏明远"]


def test_a_batch_is_never_deleted(office, world):
    url = page(Batch, "delete", world.batch.pk)
    assert office.post(url, {"post": "yes"}).status_code == 403


def batch_faults(world: World) -> dict[str, tuple[str, dict]]:
    direction = Direction.objects.get()
    other = Direction.objects.create(slug="x", name_zh="其他", name_en="Other")
    third = world.college("NBZY", "宁波职业学院", 3)
    overall = {"direction": direction.pk, "campus": "", "places": 5}

    def form(*quotas: dict, **changes) -> dict:
        return batch_form(world.batch, *quotas, **changes)

    return {
        "first day": form(opens_on="2031-05-02", closes_on="2031-05-01"),
        "no days": form(opens_on="tomorrow"),
        "other direction": form(overall | {"direction": other.pk}),
        "other college": form(overall | {"campus": third.pk}),
        "above all together": form(
            overall, overall | {"campus": world.campus.pk, "places": 6}
        ),
        "twice": form(overall, overall),
        "below nothing": form(overall | {"places": -1}),
        "somebody's college": form(campuses=[world.other.pk]),
    }


def test_a_batch_with_faults_is_not_saved_and_says_which(office, world):
    world.candidate()
    url = page(Batch, "change", world.batch.pk)
    for fault, sent in batch_faults(world).items():
        response = office.post(url, sent)
        assert response.status_code == 200, fault
        errors = [str(words) for words in response.context["errors"]]
        assert errors and all(in_chinese(words) for words in errors), (fault, errors)
    assert not Quota.objects.exists()
    assert world.batch.campuses.count() == 2


def test_a_name_in_rosters_means_one_direction(office, world):
    sent = {
        "name_zh": "垂类主播",
        "name_en": "Vertical anchor",
        "slug": "vertical",
        "categories-TOTAL_FORMS": 0,
        "categories-INITIAL_FORMS": 0,
    }
    response = office.post(page(Direction, "add"), sent | {"aliases": "垂类，综合"})
    assert "综合" in str(response.context["errors"])
    office.post(page(Direction, "add"), sent | {"aliases": "垂类, 垂直类主播、垂类"})
    assert Direction.objects.get(slug="vertical").aliases == ["垂类", "垂直类主播"]


COPY = {
    "name_zh": "2027 春·杭州二期",
    "name_en": "Hangzhou, spring 2027",
    "slug": "hangzhou-2027-spring",
    "opens_on": "2027-03-01",
    "closes_on": "2027-04-30",
}


def test_the_office_copies_a_batch(office, world):
    url = page(Batch, "copy_earlier")
    response = office.post(url, COPY | {"batch": world.batch.pk})
    copy = Batch.objects.get(slug=COPY["slug"])
    assert response["Location"] == page(Batch, "change", copy.pk)
    assert set(copy.campuses.all()) == {world.campus, world.other}
    again = office.post(url, COPY | {"batch": world.batch.pk})
    assert again.status_code == 422
    assert "slug" in again.context["form"].errors


def later(world: World) -> Batch:
    return copy_batch(
        actor=SYSTEM,
        batch=world.batch,
        slug="later",
        names=("后一期", "Later"),
        opens_on=date(2027, 3, 1),
        closes_on=date(2027, 4, 30),
    )


def test_the_office_closes_a_batch_and_its_waitlist_moves(office, world):
    candidate = world.candidate("in_review")
    ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="waitlisted", reason="名额已满")
    url, into = page(Batch, "close", world.batch.pk), later(world)
    early = office.post(url, {"reason": "期次结束", "into": into.pk})
    assert early.status_code == 409
    assert "1 人" in early.text and world.batch.name_zh in early.text
    screening.release(actor=SYSTEM, ids=ids)
    assert office.post(url, {"reason": "期次结束"}).status_code == 409
    assert office.post(url, {"reason": "期次结束", "into": into.pk}).status_code == 302
    world.batch.refresh_from_db()
    assert not world.batch.is_open
    assert standing(candidate) == ("left screening", "rolled")
    assert Candidate.objects.filter(batch=into).count() == 1


def test_a_batch_that_stays_open_keeps_its_waitlist(office, world):
    """The waitlist moves and the batch closes, or neither."""
    waiting = world.candidate("in_review")
    ids = [record_of(Screening, waiting).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="waitlisted", reason="名额已满")
    screening.release(actor=SYSTEM, ids=ids)
    world.candidate("in_review")
    sent = {"reason": "期次结束", "into": later(world).pk}
    assert office.post(page(Batch, "close", world.batch.pk), sent).status_code == 409
    assert standing(waiting) == ("screening", "waitlisted")


def test_a_closed_batch_is_opened_again(office, world):
    office.post(page(Batch, "close", world.batch.pk), {"reason": "期次结束"})
    shown = office.get(page(Batch, "change", world.batch.pk)).text
    assert page(Batch, "reopen", world.batch.pk) in shown
    assert page(Batch, "close", world.batch.pk) not in shown
    office.post(page(Batch, "reopen", world.batch.pk), {"reason": "关早了"})
    world.batch.refresh_from_db()
    assert world.batch.is_open


def test_a_closed_batch_is_not_offered_for_rosters(client, world, office):
    office.post(page(Batch, "close", world.batch.pk), {"reason": "期次结束"})
    client.force_login(world.lin)
    shown = client.get(reverse("roster-send"))
    assert list(shown.context["form"].fields["batch"].queryset) == []
