"""Doing something to many candidates of the list, and taking them out."""

from datetime import timedelta

import pytest
from pghistory.models import Events

from candidates.lists.actions import exports
from candidates.lists.sheets import exporting
from candidates.register.models import Candidate, Export
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Role, RoleGrant
from spark.accounts.scope import SYSTEM
from spark.notifications.models import Message
from spark.sheets import read
from tests.candidates.register.test_views import LIST, crowd
from tests.story import asked_for, moment, record_of

CALL, EXPORT = f"{LIST}bulk/screening-enter/", f"{LIST}export/"


def exported(answer) -> list[list]:
    return [row.cells for row in read(answer.content)[0].rows]


def test_calling_many_shows_first_who_is_hit_and_who_is_left_out(office, world):
    fresh, called = world.candidate(), world.candidate("waiting")
    gone = world.candidate("withdrawn")
    ids = [fresh.pk, called.pk, gone.pk, 0]
    answer = office.post(CALL, {"ids": ids, "query": "stage=registered"})
    assert answer.status_code == 200
    assert [subject.key for subject in answer.context["hit"]] == [fresh.pk]
    left_out = {subject.key for subject, _why in answer.context["out"]}
    assert left_out == {called.pk, gone.pk}
    assert all(why for _subject, why in answer.context["out"])
    assert not Screening.objects.filter(candidate=fresh).exists()
    sure = {"ids": [fresh.pk], "query": "stage=registered", "confirmed": "1"}
    answer = office.post(CALL, sure)
    assert answer["Location"] == f"{LIST}?stage=registered"
    assert Screening.objects.filter(candidate=fresh).exists()


def test_who_moved_on_since_the_preview_stops_it_all(office, world):
    candidate, other = world.candidate(), world.candidate("waiting")
    sure = {"ids": [candidate.pk, other.pk], "confirmed": "1"}
    answer = office.post(CALL, sure)
    assert answer.status_code == 409 and "refusal" in answer.context
    candidate.refresh_from_db()
    assert candidate.stage == "registered"


def test_all_that_match_are_taken_up_to_a_bound(office, world, monkeypatch):
    crowd(world, 55)
    world.candidate("waiting")
    everyone = {"everyone": "1", "query": "stage=registered"}
    assert len(office.post(CALL, everyone).context["hit"]) == 55
    monkeypatch.setattr("spark.records.bulk.AT_ONCE", 54)
    assert office.post(CALL, everyone).status_code == 422
    assert office.post(CALL, {"query": ""}).status_code == 422


def test_only_the_office_is_offered_the_call(client, world):
    candidate = world.candidate("waiting")
    world.candidate()
    offered = {}
    for who in ("office", "lin", "reviewer"):
        client.force_login(world.people[who])
        text = client.get(LIST).text
        offered[who] = ("screening-enter" in text, 'name="ids"' in text)
        status = client.post(CALL, {"ids": [candidate.pk]}).status_code
        assert status == (200 if who == "office" else 403)
    assert offered == {
        "office": (True, True),
        "lin": (False, True),
        "reviewer": (False, True),
    }


def test_a_verb_nobody_put_in_is_not_there(office):
    assert office.post(f"{LIST}bulk/dismiss/").status_code == 404


def test_a_short_list_comes_at_once_as_it_is_seen(office, world):
    world.candidate(name="林可馨", phone="13900012345")
    world.candidate(name="安静", phone="13900054321")
    world.candidate("waiting")
    query = "stage=registered&sort=name&columns=phone"
    answer = office.post(EXPORT, {"query": query, "everyone": "1", "format": "xlsx"})
    head, *rows = exported(answer)
    assert len(head) == 2
    assert rows == [["安静", "13900054321"], ["林可馨", "13900012345"]]
    assert answer["Content-Disposition"].endswith('.xlsx"')


def test_those_ticked_alone_are_exported_if_they_are_mine(client, world):
    mine, _other = world.candidate(), world.candidate()
    hidden = world.candidate(campus=world.other)
    client.force_login(world.lin)
    answer = client.post(EXPORT, {"ids": [mine.pk, hidden.pk], "query": "q=nobody"})
    assert [row[0] for row in exported(answer)[1:]] == [mine.person.name]


def test_csv_is_for_excel_and_starts_no_formula(office, world):
    Candidate.objects.filter(pk=world.candidate().pk).update(major="=1+1")
    asked = {"query": "columns=major", "everyone": "1", "format": "csv"}
    text = office.post(EXPORT, asked).content.decode()
    assert text.startswith("\ufeff") and "'=1+1" in text


def test_what_a_coordinator_only_reviews_is_not_exported(client, world):
    own = world.candidate("waiting")
    reviewed = world.candidate("waiting", campus=world.other)
    RoleGrant.objects.create(user=world.lin, role=Role.REVIEWER)
    client.force_login(world.lin)
    for given in ({"everyone": "1"}, {"ids": [own.pk, reviewed.pk], "query": ""}):
        answer = client.post(EXPORT, given)
        assert [row[0] for row in exported(answer)[1:]] == [own.person.name]


def test_an_export_never_holds_an_id_number(office, world):
    person = world.candidate().person
    answer = office.post(EXPORT, {"query": "columns=id", "everyone": "1"})
    assert exported(answer)[1][1] == person.id_masked


def test_each_export_is_in_history(office, world):
    world.candidate()
    office.post(EXPORT, {"query": "stage=registered", "everyone": "1"})
    assert Export.objects.get().chosen == {"stage": ["registered"]}
    (event,) = Events.objects.tracks(Export.objects.get())
    assert event.pgh_context["verb"] == "register.export"
    assert event.pgh_context["actor"] == world.office.pk
    assert "chosen" not in event.pgh_data  # where a name may have been typed
    assert event.pgh_data["count"] == 1


@pytest.fixture
def waiting(office, world, monkeypatch) -> Export:
    """A list too long for a request, asked for by the office."""
    monkeypatch.setattr(exports, "IN_A_REQUEST", 1)
    world.candidate(), world.candidate()
    answer = office.post(EXPORT, {"query": "", "everyone": "1"})
    assert answer.status_code == 302
    return Export.objects.get()


def test_a_long_list_is_written_by_a_job_and_told(office, waiting):
    assert (waiting.state, waiting.content) == ("waiting", None)
    exporting.write_export(waiting.pk)
    exporting.write_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == "done" and not bytes(waiting.content).startswith(b"PK")
    message = Message.objects.get(kind="list-exported")
    assert message.url == f"{EXPORT}{waiting.pk}/"
    assert len(exported(office.get(message.url))) == 3


@pytest.mark.parametrize("lost", [True, False])
def test_a_list_taken_out_with_a_role_since_lost_is_refused(
    office, world, waiting, lost
):
    exporting.write_export(waiting.pk)
    RoleGrant.objects.create(user=world.office, role=Role.SIGNING)
    other = RoleGrant.objects.create(user=world.lin, role=Role.REVIEWER)
    if lost:
        RoleGrant.objects.filter(user=world.office, role=Role.OFFICE).delete()
    other.delete()
    answer = office.get(f"{EXPORT}{waiting.pk}/")
    assert answer.status_code == (403 if lost else 200)
    is_file = answer["Content-Type"].startswith("application/")
    assert is_file is not lost and answer.content.startswith(b"PK") is not lost


@pytest.mark.parametrize("path", ["/", "/candidates/", "/numbers/", "/inbox/"])
def test_no_browser_keeps_a_page_with_people(office, path):
    assert "no-store" in office.get(path)["Cache-Control"]


def test_the_job_writes_times_as_chinas_clocks_show_them(office, world, waiting):
    Candidate.objects.update(stage_since=moment("2031-05-03 07:00"))
    Export.objects.update(columns=["since"])
    exporting.write_export(waiting.pk)
    rows = exported(office.get(f"{EXPORT}{waiting.pk}/"))[1:]
    assert {row[1] for row in rows} == {"2031-05-03 07:00:00"}


def test_the_file_is_its_owners_and_gone_after_a_day(client, world, waiting):
    exporting.write_export(waiting.pk)
    url = f"{EXPORT}{waiting.pk}/"
    client.force_login(world.lin)
    assert client.get(url).status_code == 404
    client.force_login(world.office)
    assert client.get(url).status_code == 200
    Export.objects.update(finished_at=clock.now() - timedelta(hours=25))
    assert client.get(url).status_code == 404
    exports.forget_exports()
    assert Export.objects.get().content is None


def test_a_lost_job_is_asked_for_again_after_a_minute(waiting):
    assert asked_for(exporting.resume_exports) == []
    Export.objects.update(created_at=clock.now() - timedelta(minutes=2))
    lost = [("register.write_export", waiting.pk)]
    assert asked_for(exporting.resume_exports) == lost


def test_a_job_that_fails_is_tried_again_then_told(waiting, monkeypatch):
    def broken(export):
        raise ValueError

    monkeypatch.setattr(exporting, "content", broken)
    for tries in (1, 2):
        exporting.write_export(waiting.pk)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.attempts) == ("waiting", tries)
    exporting.write_export(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert Message.objects.filter(kind="list-not-exported").exists()


def test_a_list_that_kills_its_worker_is_given_up_after_three_tries(
    waiting, monkeypatch
):
    def killed(export):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "content", killed)
        for tries in (1, 2, 3):
            with pytest.raises(SystemExit):
                exporting.write_export(waiting.pk)
            waiting.refresh_from_db()
            assert (waiting.state, waiting.attempts) == ("waiting", tries)
    exporting.write_export(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.content) == ("failed", None)


def test_too_long_a_list_is_refused(office, world, monkeypatch):
    world.candidate(), world.candidate()
    monkeypatch.setattr(exports, "MOST", 1)
    assert office.post(EXPORT, {"query": "", "everyone": "1"}).status_code == 409
    assert not Export.objects.exists()


def test_the_bar_says_of_all_that_match_how_many_each_verb_fits(
    office, world, django_assert_max_num_queries
):
    crowd(world, 55)
    world.candidate("waiting")
    for candidate in (world.candidate("in_review"), world.candidate("in_review")):
        ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason="讲品有演示")
    with django_assert_max_num_queries(30):
        page = office.get(LIST)
    fit = page.context["fit_all"]
    assert (page.context["everyone"], fit["screening-enter"]) == (58, 55)
    assert (fit["screening-decide"], fit["screening-release"]) == (2, 1)
    assert 'data-verb="screening-enter" data-primary data-all="55"' in page.text
    # Where all are here already, what is ticked says it.
    assert office.get(LIST, {"stage": "screening"}).context["fit_all"] == {}


def test_of_more_than_can_be_taken_at_once_nothing_is_counted(
    office, world, monkeypatch
):
    crowd(world, 55)
    monkeypatch.setattr("candidates.lists.views.lists.AT_ONCE", 54)
    context = office.get(LIST).context
    assert (context["everyone"], context["fit_all"]) == (0, {})
