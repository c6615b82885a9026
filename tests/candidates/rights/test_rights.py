"""Candidates and their own data: seen, corrected, asked about, taken along."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.http import Http404
from django.test import Client
from django.urls import reverse

from candidates.consents.models import GuardianLink
from candidates.portal.access import guest_of
from candidates.register.models import Candidate, Person, Reading
from candidates.rights import actions, rules
from candidates.rights.models import DataRequest
from candidates.rights.queries import KEPT, label_of
from candidates.rosters.models import UnclearRow
from candidates.screening import actions as screening
from candidates.screening.models import Mark, Review, Screening
from spark import clock
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import GuestMessage
from tests.candidates.register.identities import history
from tests.cards import let_in
from tests.story import record_of
from tests.world import invented
from training.hosts.models import Week
from training.judging.models import JudgeMark, Judgement, LiveFigures
from training.standings.models import Place
from training.timetable.models import Entry

# Pinyin readings are worked out from the name; drafts of plans aren't theirs yet; their
# guardian's link is the guardian's; of reviews they are shown what was decided and why,
# of judges' cards the score with the result, of a place among others the band it lies
# in, on their own pages; when their week was written is for machines; what the screen
# said in mid-broadcast gives way to the result, which they are shown. That a college
# gave their number under another name is between it and the office.
NOT_SHOWN = {
    Reading,
    Entry,
    GuardianLink,
    Review,
    Mark,
    Judgement,
    JudgeMark,
    LiveFigures,
    Place,
    Week,
    UnclearRow,
}
PAGE = "/my/data/"


@pytest.fixture
def candidate(world) -> Candidate:
    return world.candidate("in_review")


@pytest.fixture
def own(client: Client, candidate) -> Client:
    let_in(client, candidate.pk)
    return client


def ask(candidate: Candidate, kind: str = "correction", **given) -> DataRequest:
    given = {"kind": kind, "text": "请改正"} | given
    return actions.ask(actor=guest_of(candidate), pk=candidate.pk, **given)


def test_all_that_is_stored_is_shown_or_left_out_for_a_reason():
    known = {kept.model: kept for kept in KEPT}
    about = {Candidate, Person}
    for model in apps.get_models():
        points = {f.related_model for f in model._meta.fields if f.is_relation}
        if points & about and not model.__name__.endswith("Event"):
            about.add(model)
    assert about - NOT_SHOWN <= set(known)
    for model, kept in known.items():
        fields = {f.name for f in model._meta.concrete_fields} - {"id"}
        left = fields - {kept.path.split("__")[0]}
        assert left <= {*kept.fields, *kept.without} <= fields, model
        assert not set(kept.fields) & set(kept.without)


def test_each_field_is_named_in_words():
    for kept in KEPT:
        for name in kept.fields:
            label = label_of(kept.model, name)
            assert "\u4e00" <= label[0] <= "\u9fff", (kept.name, label)


def test_nobody_reads_a_number_but_its_last_two_digits(own, candidate):
    number = Person.objects.get(pk=candidate.person_id).id_number
    page, file = own.get(PAGE), own.get(f"{PAGE}file.json")
    for text in (page.text, file.text):
        assert f"****{number[-2:]}" in text and number[-4:] not in text
        assert number[:6] not in text.replace(candidate.phone, "")
    found = file.json()
    assert found["data"]["candidate"][0]["phone"] == candidate.phone
    named = {f"{k}.{n}" for k, rows in found["data"].items() for r in rows for n in r}
    assert named <= set(found["keys"])
    assert "no-store" in file["Cache-Control"]


def test_a_decision_that_isnt_released_is_nowhere(own, candidate, world):
    given = {"decision": "rejected", "reason": "讲品需更多实证"}
    record = record_of(Screening, candidate)
    screening.decide(actor=world.office, ids=[record.pk], **given)
    screening.ask_more(actor=world.office, ids=[record.pk], reason="视频")
    for url in (PAGE, f"{PAGE}file.json"):
        assert given["reason"] not in own.get(url).text
    screening.receive_more(actor=world.office, ids=[record.pk])
    screening.release(actor=world.office, ids=[record.pk])
    assert given["reason"] in own.get(PAGE).text


def test_contact_is_corrected_at_once_as_rosters_read_it(own, candidate):
    url = reverse("portal-contact")
    assert own.post(url, {"phone": "12345"}).status_code == 422
    given = {"phone": "+86 139-0013-8001", "email": "a@example.com"}
    assert own.post(url, given).status_code == 302
    candidate.refresh_from_db()
    assert (candidate.phone, candidate.email) == ("13900138001", "a@example.com")
    (entry, *_) = trail.timeline(candidate, internal=False)
    assert "13900138001" not in history() and entry.who


def test_the_office_has_to_answer_in_time(own, candidate):
    given = {"kind": "explanation", "text": "为什么排候补？"}
    assert own.post(reverse("portal-ask"), given).status_code == 302
    request = DataRequest.objects.get()
    duty = Duty.objects.get(code="data-request")
    assert (duty.role, duty.due_at) == ("office", request.due_at)
    assert own.post(reverse("portal-ask"), given).status_code == 409
    assert own.post(reverse("portal-ask"), {"kind": "x"}).status_code == 422


def test_by_when_is_counted_in_working_days_and_never_over_thirty():
    friday = date(2026, 11, 27)
    assert rules.last_day(friday, lambda day: day.weekday() > 4) == date(2026, 12, 18)
    assert rules.last_day(friday, lambda day: True) == friday + timedelta(days=30)


def test_a_correction_is_put_in_as_asked_and_its_number_forgotten(world, candidate):
    entry = invented(name="林可心")
    request = ask(candidate, name="林可心", id_number=entry.id_number)
    actions.correct(actor=world.office, pk=request.pk, answer="已核对，已改正")
    request.refresh_from_db()
    person = Person.objects.get(pk=candidate.person_id)
    assert (person.name, person.id_number) == ("林可心", entry.id_number)
    assert (request.state, request.id_number) == ("answered", "")
    assert not Duty.objects.filter(code="data-request", closed_at=None).exists()
    assert GuestMessage.objects.get().facts == {"text": "已核对，已改正"}
    assert entry.id_number not in history() and "请改正" not in history()


def test_a_number_of_somebody_else_is_refused_and_the_request_stays(world, candidate):
    other = Person.objects.get(pk=world.candidate("registered").person_id)
    request = ask(candidate, id_number=other.id_number)
    with pytest.raises(Refused) as refused:
        actions.correct(actor=world.office, pk=request.pk, answer="已核对")
    assert refused.value.code == "id-number-taken"
    request.refresh_from_db()
    assert request.state == "open" and not GuestMessage.objects.exists()


def test_the_office_answers_and_refuses_on_its_page(own, world, candidate):
    request, office = ask(candidate, "erasure"), Client()
    office.force_login(world.office)
    assert candidate.person.name in office.get("/requests/").text
    act = f"/requests/{request.pk}/refuse/"
    assert office.post(act, {}).status_code == 422
    name = f"request-{request.pk}-refuse-answer"
    assert office.post(act, {name: "合同期内须保存"}).status_code == 302
    assert office.post(act, {name: "再拒"}).status_code == 409
    request.refresh_from_db()
    assert request.state == "refused" and "合同期内须保存" in own.get(PAGE).text
    assert f"request-{request.pk}" in office.get("/requests/?closed=1").text


def test_what_others_ask_is_not_there(world, candidate):
    request = ask(candidate, "copy")
    other = guest_of(world.candidate("registered"))
    for act in (actions.answer, actions.refuse):
        with pytest.raises(Refused):
            act(actor=guest_of(candidate), pk=request.pk, answer="好")
    with pytest.raises(Http404):
        actions.ask(actor=other, pk=candidate.pk, kind="copy", text="给我")
    assert DataRequest.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_however_much_was_asked(
    own, world, candidate, django_assert_num_queries, rows
):
    for kind in ("copy", "erasure", "explanation")[:rows]:
        ask(candidate, kind)
    with django_assert_num_queries(len(KEPT) + 3):
        own.get(PAGE)
    office = Client()
    office.force_login(world.office)
    with django_assert_num_queries(5):
        assert office.get("/requests/").text.count('<section class="sp-sec"') == rows
    assert clock.now() < DataRequest.objects.latest("pk").due_at


def test_each_kind_of_the_file_is_documented():
    told = Path("docs/my-data.md").read_text()
    assert [kept.name for kept in KEPT if f"`{kept.name}`" not in told] == []
