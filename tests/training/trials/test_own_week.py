"""Candidates say themselves, on a phone, when they are free for trials."""

from datetime import time, timedelta

import pytest
from django.test import Client

from candidates.portal.access import guest_of
from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.roles import GuestRole
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from tests.cards import let_guardian_in, let_in
from tests.story import outcome
from tests.training.trials.studio import Studio
from training.hosts import actions
from training.hosts.queries import digest_of

URL = "/my/week/"
MORNING = ("free", 0, time(9), time(12))
LESSON = ("lesson", 1, time(14), time(17, 30))


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def host(studio) -> Candidate:
    return studio.world.candidate("competing")


@pytest.fixture
def own(client: Client, host) -> Client:
    let_in(client, host.pk)
    return client


def entered(host: Candidate, *times: tuple) -> None:
    actions.set_week(actor=SYSTEM, ids=[host.pk], times=times)


def times_of(host: Candidate) -> list[tuple]:
    rows = host.weekly_times.order_by("kind", "weekday", "starts_at")
    return [(row.kind, row.weekday, row.starts_at, row.ends_at) for row in rows]


def typed(host: Candidate, days: dict[int, list[tuple[str, str]]], **more) -> dict:
    """What the page sends: from and until, by weekday."""
    given = {"seen": digest_of(host.weekly_times.all())}
    for day in range(7):
        rows = days.get(day, [])
        given[f"day{day}-TOTAL_FORMS"] = len(rows)
        given[f"day{day}-INITIAL_FORMS"] = 0
        for place, (starts, ends) in enumerate(rows):
            given[f"day{day}-{place}-starts_at"] = starts
            given[f"day{day}-{place}-ends_at"] = ends
    return given | more


def test_they_change_their_free_times_and_lessons_stay(own, host):
    entered(host, MORNING, LESSON)
    page = own.get(URL).text
    assert 'value="09:00"' in page and "上课 14:00–17:30" in page
    blank = ("", "")
    late = [("18:00", "00:00"), blank]
    response = own.post(URL, typed(host, {0: [blank, blank], 2: late}))
    assert (response.status_code, response.url) == (302, "/my/#week")
    assert times_of(host) == [("free", 2, time(18), time(0)), LESSON]
    home = own.get("/my/").text
    assert "周时间已保存" in home and "18:00–24:00" in home


def test_who_enters_nothing_is_told_that_they_count_as_free(own, host):
    entered(host, MORNING)
    said = "上课以外的时间都算可试播"
    assert said not in own.get("/my/").text
    assert own.post(URL, typed(host, {})).status_code == 302
    assert times_of(host) == []
    assert said in own.get("/my/").text


def test_a_lesson_that_they_send_is_not_theirs_to_change(host):
    entered(host, LESSON)
    guest = {"actor": guest_of(host), "pk": host.pk}
    seen = digest_of(host.weekly_times.all())
    other = ("lesson", 3, time(8), time(9))
    actions.change_week(times=[MORNING, other], seen=seen, **guest)
    assert times_of(host) == [MORNING, LESSON]


def test_history_says_that_it_was_the_candidate(own, host):
    own.post(URL, typed(host, {0: [("09:00", "12:00")]}))
    (entry, *_) = trail.timeline(host, internal=False)
    assert entry.who == str(GuestRole.CANDIDATE.label)
    assert str(entry.title) == "登记周时间"


@pytest.mark.parametrize(
    ("rows", "field", "said"),
    [
        ([("11:00", "09:00")], "ends_at", "晚"),
        ([("11:00", "11:00")], "ends_at", "晚"),
        ([("11:00", "")], "ends_at", "到几点结束"),
        ([("", "11:00")], "starts_at", "从几点开始"),
        ([("25:00", "11:00")], "starts_at", "有效"),
        ([("09:00", "12:00"), ("11:00", "13:00")], "starts_at", "09:00–12:00 重叠"),
    ],
)
def test_what_is_wrong_stands_at_its_time_and_nothing_is_lost(
    own, host, rows, field, said
):
    entered(host, LESSON)
    response = own.post(URL, typed(host, {3: rows, 4: [("08:00", "09:00")]}))
    assert response.status_code == 422
    day, _lessons = response.context["days"][3]
    assert said in " ".join(day.forms[-1].errors[field])
    assert said in response.text
    assert all(f'value="{one}"' in response.text for row in rows for one in row if one)
    assert 'value="08:00"' in response.text
    assert times_of(host) == [LESSON]


@pytest.mark.parametrize("total", ["x", "", "99999999"])
def test_a_count_that_no_page_sends_is_an_error(own, host, total):
    given = typed(host, {}, **{"day0-TOTAL_FORMS": total})
    assert own.post(URL, given).status_code == 422
    assert own.post(URL, {"seen": ""}).status_code == 422


def test_what_the_college_changed_meanwhile_is_not_written_over_unseen(own, host):
    given = typed(host, {0: [("09:00", "12:00")]})
    entered(host, LESSON)
    stale = own.post(URL, given)
    assert stale.status_code == 409
    assert stale.context["refusal"].code == "week-changed"
    assert 'value="09:00"' in stale.text and times_of(host) == [LESSON]
    again = given | {"seen": stale.context["seen"]}
    assert own.post(URL, again).status_code == 302
    assert times_of(host) == [MORNING, LESSON]


# --- trials that are planned


def test_a_trial_left_out_is_shown_before_anything_is_saved(client, studio):
    trial = studio.trial()
    host, starts = trial.candidate, clock.local(trial.during.lower)
    let_in(client, host.pk)
    other = (starts.weekday() + 1) % 7
    given = typed(host, {other: [("09:00", "12:00")]})
    asked = client.post(URL, given)
    assert asked.status_code == 409
    assert [one.pk for one in asked.context["missed"]] == [trial.pk]
    assert f"{starts:%H:%M}" in asked.text and "还没有保存" in asked.text
    assert 'value="09:00"' in asked.text and times_of(host) == []
    wrong = client.post(URL, given | {"knowing": "0"})
    assert wrong.status_code == 409
    known = given | {"knowing": asked.context["knowing"]}
    assert client.post(URL, known).status_code == 302
    assert times_of(host) == [("free", other, time(9), time(12))]


def test_a_trial_that_fits_or_did_not_fit_before_is_not_asked_about(client, studio):
    trial = studio.trial()
    host, day = trial.candidate, clock.local(trial.during.lower).weekday()
    let_in(client, host.pk)
    fits = typed(host, {day: [("00:00", "00:00")]})
    assert client.post(URL, fits).status_code == 302
    entered(host, ("free", (day + 1) % 7, time(9), time(12)))
    outside_anyway = typed(host, {(day + 2) % 7: [("09:00", "12:00")]})
    assert client.post(URL, outside_anyway).status_code == 302


# --- whose


def test_another_candidates_week_is_out_of_reach(own, host, studio):
    other = studio.world.candidate("competing")
    assert other.pk != host.pk
    given = {"times": [MORNING], "seen": digest_of([]), "actor": guest_of(other)}
    assert outcome(lambda: actions.change_week(pk=host.pk, **given)) == "404"
    own.post(URL, typed(host, {0: [("09:00", "12:00")]}))
    assert (times_of(host), times_of(other)) == ([MORNING], [])


@pytest.mark.parametrize("act", [actions.set_week, actions.enter_permit])
def test_the_other_verbs_of_the_file_stay_the_colleges(host, act):
    assert not act.may(guest_of(host))


def test_a_guardian_gets_nowhere(client, host):
    let_guardian_in(client, host.pk)
    assert client.get(URL).status_code == 401
    assert client.post(URL, typed(host, {})).status_code == 401


def test_who_logged_in_or_came_long_ago_gets_nowhere(client, own, host):
    PersonalLink.objects.update(expires_at=clock.now() - timedelta(days=1))
    assert own.get(URL).status_code == 401
    given = typed(host, {0: [("09:00", "12:00")]})
    assert own.post(URL, given).status_code == 401
    assert times_of(host) == []


@pytest.mark.parametrize(("stand", "status"), [("in_review", 404), ("draft", 404)])
def test_before_incubation_and_after_training_there_is_none(
    client, world, stand, status
):
    candidate = world.candidate(stand)
    let_in(client, candidate.pk)
    assert client.get(URL).status_code == status
    assert URL not in client.get("/my/").text


# --- cost


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_many(
    client, studio, django_assert_num_queries, rows
):
    trial = studio.trial()
    let_in(client, trial.candidate_id)
    free = ((day, time(9), time(12)) for day in range(rows))
    entered(trial.candidate, *(("free", *one) for one in free))
    client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL)
    blank = typed(trial.candidate, {})
    with django_assert_num_queries(11):
        assert client.post(URL, blank).status_code == 302
