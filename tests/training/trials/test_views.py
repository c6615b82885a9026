"""The pages of trials: lists, one trial, campaigns, a plan on its board."""

from html import unescape

import pytest
from django.urls import reverse

from spark.accounts.scope import SYSTEM
from spark.campuses.models import Base
from tests.training.trials.studio import Studio
from training.standings.models import Result
from training.timetable.models import Entry, Plan
from training.trials import actions
from training.trials.models import Campaign, Round, Trial


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def trials(studio: Studio, rows: int) -> list[Trial]:
    clocks = ["09:00", "10:30", "12:00"][:rows]
    return [studio.trial("finished", slot=studio.slot(2, c)) for c in clocks]


ROWS = pytest.mark.parametrize("rows", [1, 3])


@ROWS
@pytest.mark.parametrize(("who", "queries"), [("office", 7), ("lin", 7), ("mentor", 7)])
def test_the_list_costs_the_same_for_one_and_for_many(
    client, studio, django_assert_num_queries, who, queries, rows
):
    trials(studio, rows)
    client.force_login(studio.world.people[who])
    with django_assert_num_queries(queries):
        response = client.get(reverse("trial-list"))
    assert len(response.context["page"].rows) == rows


@ROWS
def test_a_candidates_trials_cost_the_same_for_one_and_for_many(
    client, studio, django_assert_num_queries, rows
):
    candidate = studio.world.candidate("competing")
    for clock in ["09:00", "10:30", "12:00"][:rows]:
        studio.trial("finished", candidate, studio.slot(2, clock))
    client.force_login(studio.world.lin)
    url = reverse("trials-of", args=[candidate.pk])
    with django_assert_num_queries(8):
        response = client.get(url, headers={"HX-Request": "true"})
    assert len(response.context["trials"]) == rows


@ROWS
def test_the_board_costs_the_same_for_one_and_for_many(
    office, studio, django_assert_num_queries, rows
):
    plan = studio.draft()
    for clock in ["09:00", "10:30", "12:00"][:rows]:
        candidate = studio.world.candidate("competing")
        studio.place(plan, candidate, studio.slot(2, clock))
    url = reverse("plan-detail", args=[plan.pk])
    with django_assert_num_queries(16):
        office.get(url, {"day": studio.day(2)})


def test_the_college_confirms_on_the_candidates_page(client, studio):
    trial = studio.trial()
    client.force_login(studio.world.lin)
    page = reverse("candidate-detail", args=[trial.candidate_id])
    part = reverse("trials-of", args=[trial.candidate_id])
    assert part in client.get(page).text
    url = reverse("trial-act", args=[trial.pk, "confirm"])
    assert url in client.get(part).text
    assert client.post(url, {"back": "candidate"}).url == page
    trial.refresh_from_db()
    assert (trial.state, url in client.get(part).text) == ("confirmed", False)


def test_one_trial_and_what_publishing_changes_cost_little(
    office, studio, django_assert_max_num_queries
):
    trial = studio.trial("finished")
    plan = studio.draft()
    for clock in ("09:00", "11:00", "13:00"):
        candidate = studio.world.candidate("competing")
        studio.place(plan, candidate, studio.slot(3, clock))
    with django_assert_max_num_queries(15):
        office.get(reverse("trial-detail", args=[trial.pk]))
        office.get(reverse("trials-of", args=[trial.candidate_id]))
    with django_assert_max_num_queries(29):
        office.get(reverse("plan-publish", args=[plan.pk]))


def test_the_list_is_filtered_and_by_day(office, studio):
    planned = studio.trial()
    later = studio.trial("confirmed", slot=studio.slot(3))
    url = reverse("trial-list")

    def found(**given) -> list[Trial]:
        return list(office.get(url, given).context["page"].rows)

    assert found() == [planned, later]
    assert [day for day, _rows in office.get(url).context["days"]] == [
        studio.day(2),
        studio.day(3),
    ]
    assert found(state="confirmed") == [later]
    assert found(room=studio.room.pk, campus=studio.world.campus.code) == found()
    assert found(campus=studio.world.other.code) == found(when="past") == []


@pytest.mark.parametrize(
    "given",
    [
        *({"state": "nonsense"}, {"room": "x"}, {"room": "9" * 30}, {"room": "\0"}),
        *({"campus": "x"}, {"when": "x"}, {"State": "planned"}, {"room": ["1", "2"]}),
    ],
)
def test_a_condition_that_isnt_valid_matches_no_trial(office, studio, given):
    studio.trial()
    answer = office.get(reverse("trial-list"), given)
    assert answer.context["page"].rows == [] and 'form="many"' not in answer.text
    (stray, *_others) = answer.context["form"].strays
    assert stray["said"] in unescape(answer.text) and 'role="alert"' in answer.text


def test_a_mentor_of_another_base_sees_none(client, studio):
    studio.trial()
    studio.room.base = Base.objects.create(
        code="OTHER", name_zh="外地", name_en="Away", region=studio.world.region
    )
    studio.room.save()
    client.force_login(studio.world.mentor)
    assert client.get(reverse("trial-list")).context["page"].rows == []


def test_a_mentor_runs_a_trial_and_enters_its_result(client, studio):
    starts = studio.time(0, "00:00")
    trial = studio.trial("live")
    given = {"reason": "样品没有到", "at": starts}
    actions.finish(actor=SYSTEM, ids=[trial.pk], **given)
    client.force_login(studio.world.mentor)
    before = client.get(reverse("trial-detail", args=[trial.pk]))
    assert "numbers" not in before.context
    url = reverse("trial-act", args=[trial.pk, "enter-result"])
    numbers = {"viewers": 4100, "average_watch_seconds": 71, "gmv_fen": "1860.50"}
    given = {f"enter-result-{name}": value for name, value in numbers.items()}
    assert client.post(url, given | {"enter-result-viewers": ""}).status_code == 422
    contradicting = given | {"enter-result-views": 5}
    response = client.post(url, contradicting)
    assert (response.status_code, Result.objects.exists()) == (422, False)
    response = client.post(url, given)
    assert response.url == reverse("trial-detail", args=[trial.pk])
    result = Result.objects.get()
    assert (result.viewers, result.gmv_fen, result.buyers) == (4100, 186050, None)
    assert "1,860.50" in client.get(response.url).text


def test_a_button_shows_while_it_can_be_pressed(client, studio):
    later, now = studio.trial(), studio.trial("live", slot=studio.slot(3))
    client.force_login(studio.world.mentor)

    def shown(trial: Trial) -> list[str]:
        page = client.get(reverse("trial-detail", args=[trial.pk]))
        return [action["verb"] for action in page.context["record"]["actions"]]

    assert (shown(later), shown(now)) == (
        [],
        ["finish", "abort", "enter-live-figures"],
    )
    client.force_login(studio.world.lin)
    assert shown(later) == ["confirm", "decline"]


def test_a_refusal_stays_on_the_trials_page(client, studio):
    trial = studio.trial()
    client.force_login(studio.world.mentor)
    response = client.post(reverse("trial-act", args=[trial.pk, "go-live"]))
    assert response.status_code == 409
    assert response.context["refusal"].code == "trial-too-early"


def test_the_office_opens_a_campaign_and_a_round(office, world):
    days = {"starts_on": "2026-12-01", "ends_on": "2026-12-20"}
    names = {"name_zh": "冬季赛", "name_en": "Winter"}
    response = office.post(
        reverse("campaign-list"), {"batch": world.batch.pk, **names, **days}
    )
    campaign = Campaign.objects.get()
    assert response.url == reverse("campaign-detail", args=[campaign.pk])
    terms = {"trials_each": 2, "minimum_trials": 2, "rest_hours": 12}
    terms |= {"extra_slots": 0, "ties": "trials"}
    outside = {"starts_on": "2026-11-30", "ends_on": "2026-12-05"}
    assert office.post(response.url, terms | outside).status_code == 422
    assert office.post(response.url, terms | days).status_code == 302
    round_ = Round.objects.get()
    assert (round_.number, round_.cut) == (1, None)
    drafted = office.post(reverse("round-act", args=[round_.pk, "draft"]))
    assert drafted.url == reverse("plan-detail", args=[Plan.objects.get().pk])
    assert office.get(response.url).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_seat_is_chosen_given_and_taken_back(office, studio, headers):
    plan, slot = studio.draft(), studio.slot()
    candidate = studio.world.candidate("competing")
    url = reverse("plan-detail", args=[plan.pk])
    where = {"day": studio.day(2), "slot": slot.pk, "seat": studio.seat().pk}
    page = office.get(url, where, headers=headers).text
    assert f'<option value="{candidate.pk}">' in page
    given = where | {"candidate": candidate.pk}
    placed = office.post(reverse("plan-place", args=[plan.pk]), given, headers=headers)
    assert placed.status_code == (200 if headers else 302)
    entry = Entry.objects.get()
    assert (entry.candidate, entry.slot) == (candidate, slot)
    assert candidate.person.name in office.get(url, where).text
    out = {"entry": entry.pk, "day": studio.day(2)}
    office.post(reverse("plan-take-out", args=[plan.pk]), out, headers=headers)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("wrong", ["x", "\0", "9" * 30, "-1", ""])
def test_what_the_board_cant_read_is_refused(office, studio, wrong):
    plan = studio.draft()
    url = reverse("plan-detail", args=[plan.pk])
    for given in ({"slot": wrong, "seat": "1"}, {"day": wrong or "2026-99-99"}):
        answer = office.get(url, given)
        assert answer.status_code == 400
    for name in ("plan-take-out", "plan-pin", "plan-lock"):
        act = reverse(name, args=[plan.pk])
        sent = {"entry": wrong, "key": wrong}
        assert office.post(act, sent).status_code == 400
    many = reverse("trial-many", args=["cancel"])
    assert office.post(many, {"ids": ["1", wrong]}).status_code == 400


def test_a_refused_seat_says_why_on_the_board(office, studio):
    plan, slot = studio.draft(), studio.slot(2, "21:30")
    given = {"day": studio.day(2), "slot": slot.pk, "seat": studio.seat().pk}
    given["candidate"] = studio.world.candidate("competing").pk
    response = office.post(reverse("plan-place", args=[plan.pk]), given)
    assert response.status_code == 422
    assert response.context["refusal"].code == "host-at-night"


def test_what_changes_is_shown_before_it_is_published(office, studio):
    trial = studio.trial()
    plan = studio.draft(empty=True)
    newcomer = studio.world.candidate("competing")
    studio.place(plan, newcomer, studio.slot(3))
    url = reverse("plan-publish", args=[plan.pk])
    page = office.get(url)
    changes = page.context["changes"]
    assert [entry.candidate for entry in changes.new] == [newcomer]
    assert (changes.cancelled, changes.moved) == ([trial], [])
    assert newcomer.person.name in page.text
    stale = office.post(url, {"seen": "x", "reason": "周末"})
    assert (stale.status_code, plan.state) == (409, "draft")
    given = {"seen": changes.digest, "reason": "周末"}
    assert office.post(url, given).url == reverse("plan-detail", args=[plan.pk])
    plan.refresh_from_db()
    assert plan.state == "published"


def test_a_warning_asks_for_a_reason(office, studio):
    days = range(1, 8)
    saturday = next(n for n in days if studio.day(n).weekday() == 5)
    plan = studio.draft()
    studio.place(plan, studio.world.candidate("competing"), studio.slot(saturday))
    url = reverse("plan-publish", args=[plan.pk])
    assert [warning.code for warning in office.get(url).context["warnings"]] == [
        "host-on-rest-day"
    ]
    assert office.post(url).status_code == 422
    assert office.post(url, {"reason": "学校同意"}).status_code == 302


def test_a_draft_is_discarded(office, studio):
    plan = studio.draft()
    office.post(reverse("plan-discard", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == "discarded"


def test_a_reason_that_cant_be_kept_publishes_nothing(office, studio):
    plan = studio.draft()
    studio.place(plan, studio.world.candidate("competing"), studio.slot())
    url = reverse("plan-publish", args=[plan.pk])
    answer = office.post(url, {"reason": "x" * 301})
    assert answer.status_code == 422
    assert answer.context["refusal"].code == "reason-unreadable"
