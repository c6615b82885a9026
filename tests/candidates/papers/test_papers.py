"""Candidates photograph what they owe; their college accepts it, or gives it back."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from candidates.papers import actions
from candidates.papers.models import Paper
from candidates.papers.rules import MOST, may_bring
from candidates.portal.access import guest_of
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark.audit import trail
from spark.crypto import decrypt
from spark.documents.scanned import LIMIT
from spark.duties.models import Duty
from spark.notifications.models import GuestMessage
from tests.candidates.papers.bringing import asked, brought, own, photograph
from tests.contracts.signing.papers import JPEG, PDF, PNG
from tests.story import outcome, record_of, who_may

REASON = "盖章看不清，请在亮处重拍"


@pytest.fixture
def lin(client, world) -> Client:
    client.force_login(world.lin)
    return client


def open_duties() -> list[str]:
    rows = Duty.objects.filter(code="papers-look", closed_at=None)
    return [*rows.values_list("url", flat=True)]


def test_an_agreement_is_photographed_and_accepted(world, lin):
    candidate = world.candidate("paperwork")
    client = own(candidate)
    home = client.get("/my/").text
    assert "/my/papers/agreement/" in home and "/my/papers/consent/" in home
    assert "拍照上传" in home
    page = client.get("/my/papers/agreement/").text
    assert 'accept="image/jpeg,image/png,application/pdf"' in page
    sent = client.post("/my/papers/agreement/", {"file": photograph()})
    assert (sent.status_code, sent["Location"]) == (302, "/my/papers/agreement/")
    paper = Paper.objects.get()
    assert (paper.kind, paper.state, paper.media_type, paper.size) == (
        "agreement",
        "sent",
        "image/jpeg",
        len(JPEG),
    )
    assert bytes(paper.content) != JPEG and decrypt(bytes(paper.content)) == JPEG
    part = f"/candidates/{candidate.pk}/papers/"
    assert open_duties() == [f"/candidates/{candidate.pk}/#papers"]
    assert part in lin.get(f"/candidates/{candidate.pk}/").text
    assert "IMG_0417.JPG" in lin.get(part).text
    assert lin.post(f"{part}{paper.pk}/accept/").status_code == 302
    paper.refresh_from_db()
    assert paper.state == "accepted" and open_duties() == []
    entry = trail.timeline(candidate, internal=True)[0]
    assert (entry.title, entry.who) == ("材料已认可", str(world.lin))


def test_what_reviewers_were_missing_lets_them_go_on_once_all_is_looked_at(world):
    candidate = asked(world)
    first, second = brought(candidate, "asked"), brought(candidate, "asked", PNG)
    record = record_of(Screening, candidate)
    actions.accept(actor=world.lin, pk=first.pk)
    record.refresh_from_db()
    assert record.state == "more_asked"
    actions.accept(actor=world.lin, pk=second.pk)
    record.refresh_from_db()
    assert record.state == "in_review" and open_duties() == []


def test_what_comes_after_reviewers_went_on_changes_nothing_more(world):
    candidate = asked(world)
    paper = brought(candidate, "asked")
    record = record_of(Screening, candidate)
    screening.go_on_without(actor=world.office, ids=[record.pk], reason="已有复印件")
    actions.accept(actor=world.lin, pk=paper.pk)
    record.refresh_from_db()
    assert record.state == "in_review"


def test_one_given_back_says_why_keeps_no_file_and_can_be_sent_again(world, lin):
    candidate = world.candidate("paperwork")
    paper = brought(candidate, "agreement")
    url = f"/candidates/{candidate.pk}/papers/{paper.pk}/give-back/"
    assert lin.post(url).status_code == 422
    assert lin.post(url, {"reason": REASON}).status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.content, paper.returned_for) == (
        "returned",
        None,
        REASON,
    )
    told = GuestMessage.objects.get(kind="own-paper-returned")
    assert (told.url, told.key) == ("/my/papers/agreement/", candidate.pk)
    home = own(candidate).get("/my/").text
    assert REASON in home
    again = brought(candidate, "agreement")  # the very same file
    assert again.state == "sent" and len(open_duties()) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "paper-not-readable"),
        (PDF + bytes(LIMIT), "paper-too-large"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(world, content, code):
    candidate = world.candidate("paperwork")
    client = own(candidate)
    sent = {"file": photograph(content)}
    answer = client.post("/my/papers/agreement/", sent)
    assert answer.status_code == 422 and not Paper.objects.exists()
    assert answer.context["refusal"].code == code
    assert client.post("/my/papers/agreement/").status_code == 422


def test_the_same_file_twice_and_more_than_enough_are_refused(world):
    candidate = world.candidate("paperwork")
    brought(candidate, "agreement")
    client = own(candidate)
    twice = client.post("/my/papers/agreement/", {"file": photograph()})
    assert (twice.status_code, twice.context["refusal"].code) == (409, "paper-twice")
    for number in range(MOST - 1):
        brought(candidate, "agreement", JPEG + bytes([number]))
    more = client.post("/my/papers/agreement/", {"file": photograph(PNG)})
    assert more.context["refusal"].code == "paper-enough"
    assert brought(candidate, "consent", PNG).state == "sent"


@pytest.mark.parametrize("at", ["registered", "waiting", "in_review", "active"])
def test_who_owes_none_brings_none(world, at):
    candidate = world.candidate(at)
    client = own(candidate)
    assert "/my/papers/" not in client.get("/my/").text
    for kind in ("asked", "agreement", "nothing"):
        url = f"/my/papers/{kind}/"
        assert client.post(url, {"file": photograph()}).status_code == 404
    refused = outcome(lambda: brought(candidate, "agreement"))
    assert refused == "paper-not-wanted"


def test_a_missing_clip_is_no_paper(world):
    client = own(asked(world, "clip"))
    assert client.get("/my/papers/asked/").status_code == 404


def test_the_rules_of_who_may_bring_what():
    assert may_bring("screening", "more_asked", "paper") == ("asked",)
    assert may_bring("screening", "more_asked", "clip") == ()
    assert may_bring("incubation", "paperwork") == ("agreement", "consent")
    assert may_bring("incubation", "active") == ()


def test_the_step_is_theirs_until_something_is_sent(world):
    candidate = asked(world)
    client = own(candidate)
    assert client.get("/my/").context["next_step"].url == "/my/papers/asked/"
    paper = brought(candidate, "asked")
    assert client.get("/my/").context["next_step"] is None
    actions.give_back(actor=world.lin, pk=paper.pk, reason=REASON)
    assert client.get("/my/").context["next_step"].url == "/my/papers/asked/"


def test_that_somebody_opened_it_stays_on_record(world, lin):
    candidate = world.candidate("paperwork")
    paper = brought(candidate, "agreement", PDF)
    url = f"/candidates/{candidate.pk}/papers/{paper.pk}/file/"
    assert lin.get(url).status_code == 405
    answer = lin.post(url)
    assert answer.content == PDF and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    paper.refresh_from_db()
    assert paper.opened_by == world.lin
    events = Paper.pgh_event_model.objects.filter(
        pgh_obj=paper, opened_at__isnull=False
    )
    assert events.get().pgh_context["verb"] == "papers.open"
    actions.give_back(actor=world.lin, pk=paper.pk, reason=REASON)
    assert lin.post(url).status_code == 410


@pytest.mark.parametrize("verb", ["accept", "give_back", "open_paper"])
def test_it_is_the_colleges_to_judge(world, verb):
    candidate = world.candidate("paperwork")
    paper = brought(candidate, "agreement")
    given = {"reason": REASON} if verb == "give_back" else {}

    found = who_may(world, partial(getattr(actions, verb), pk=paper.pk, **given))
    assert found == {"done": {"lin", "office"}}


def test_nobody_reaches_anothers(world, lin):
    theirs = world.candidate("paperwork", campus=world.other)
    mine = world.candidate("paperwork")
    paper = brought(theirs, "agreement")
    for pk in (theirs.pk, mine.pk):
        for end in ("file", "accept", "give-back"):
            url = f"/candidates/{pk}/papers/{paper.pk}/{end}/"
            assert lin.post(url, {"reason": REASON}).status_code == 404
    assert lin.get(f"/candidates/{theirs.pk}/papers/").status_code == 404
    bring = partial(actions.bring, kind="agreement", file=photograph())
    assert outcome(lambda: bring(actor=guest_of(mine), pk=theirs.pk)) == "404"
    assert Paper.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(
    world, lin, count, django_assert_max_num_queries
):
    candidate = world.candidate("paperwork")
    for number in range(count):
        brought(candidate, "agreement", JPEG + bytes([number]))
    with django_assert_max_num_queries(8):
        assert lin.get(reverse("candidate-papers", args=[candidate.pk])).status_code
    client = own(candidate)
    with django_assert_max_num_queries(10):
        assert client.get("/my/papers/agreement/").status_code == 200
