"""The demo's life: every state and reason, plausible times, no empty page."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.test import Client
from django_fsm import FSMField

from candidates.register.models import Candidate, LeaveReason, Person
from candidates.register.models.records import StageRecord
from candidates.register.stages import ROAD, Stage
from spark import clock
from spark.accounts.models import User
from spark.audit import trail
from spark.campuses import calendar
from spark.duties.models import Duty
from spark.notifications.models import Channel, Message, State
from tests.life import WEDNESDAY, life
from training.course.models import Enrolment
from training.racing.models import RoundDecision
from training.racing.stages import Ground
from training.timetable.models import Publication
from training.trials.models import Round

pytestmark = pytest.mark.django_db  # each test's own writes are undone after it
# States that last a moment, that nobody would make up, or that take a year.
PASSING = {
    *("waiting", "importing", "failed", "discarded", "live"),
    *("queued", "running", "followed", "probing"),
}


@pytest.fixture(scope="module")
def demo(shared_world, django_db_blocker) -> Iterator[None]:
    """One life for all tests that only look."""
    with django_db_blocker.unblock():
        shared_world.leave()
        with life():
            yield


def machines() -> list[tuple[type, FSMField]]:
    """Every model of ours with states, found among all."""
    ours = {"candidates", "training", "contracts"}
    return [
        (model, field)
        for model in apps.get_models()
        if model._meta.app_label in ours and not model._meta.proxy
        for field in model._meta.get_fields()
        if isinstance(field, FSMField) and not model._meta.object_name.endswith("Event")
        if model is not Publication  # of plans larger than the demo's
    ]


@pytest.mark.parametrize(
    ("model", "field"),
    machines(),
    ids=lambda value: value.__name__ if isinstance(value, type) else value.name,
)
def test_every_state_occurs(demo, model, field):
    found = set(model._default_manager.values_list(field.name, flat=True))
    wanted = set(dict(field.choices))
    if not issubclass(model, StageRecord) and model is not Candidate:
        wanted -= PASSING
    assert wanted - found == set()


def test_people_leave_for_every_reason_there_is(demo):
    reasons = LeaveReason.objects.filter(retired=False).values_list("slug", flat=True)
    left = Candidate.objects.values_list("left_reason", flat=True)
    assert set(reasons) - set(left) == set()


def test_people_leave_from_every_stage(demo):
    left = Candidate.objects.filter(stage=Stage.LEFT)
    assert set(left.values_list("left_from", flat=True)) == {"registered", *ROAD}


def test_there_are_about_three_hundred(demo):
    assert 280 <= Candidate.objects.count() <= 330


def test_lists_have_their_edge_cases(demo):
    names = Counter(Person.objects.values_list("name", flat=True))
    assert "阿卜杜热合曼·吾布力卡斯木" in names
    assert max(names.values()) == 2
    here = Candidate.objects.exclude(stage=Stage.LEFT)
    assert here.filter(email="").exists()
    assert here.exclude(guardian_phone="").exists()
    minor = clock.day(WEDNESDAY) - timedelta(days=18 * 365)
    minors = here.filter(person__birth_date__gt=minor)
    assert minors.exists()
    assert not minors.filter(guardian_name="").exists()


def test_few_duties_are_late_and_some_are_due_today_and_tomorrow(demo):
    due = Duty.objects.filter(closed_at=None).values_list("due_at", flat=True)
    days = Counter((clock.day(at) - WEDNESDAY.date()).days for at in due)
    late = sum(at < WEDNESDAY for at in due)
    assert 0 < late < len(due) / 4
    assert {0, 1, 2, 3} <= set(days)
    assert min(days) >= -7


def test_every_role_has_something_to_do(demo):
    roles = set(Duty.objects.filter(closed_at=None).values_list("role", flat=True))
    assert {"office", "coordinator", "reviewer", "signing", "team"} <= roles


def test_nothing_was_done_in_the_future_or_at_night(demo):
    acted = [
        entry.when
        for candidate in Candidate.objects.order_by("pk")[::6]
        for entry in trail.timeline(candidate, internal=True)
    ]
    assert max(acted) <= WEDNESDAY
    assert [at for at in acted if not 8 <= at.hour <= 20] == []
    times = [Candidate.objects.values_list("stage_since", "state_since")]
    for model, _field in machines():
        if issubclass(model, StageRecord):
            times.append(model._default_manager.values_list("state_since"))
    times.append(Duty.objects.values_list("opened_at"))
    times.append(Message.objects.values_list("created_at"))
    found = [at for rows in times for row in rows for at in row]
    assert max(found) <= WEDNESDAY


def test_nobody_worked_on_a_rest_day(demo):
    days = {
        clock.day(entry.when)
        for candidate in Candidate.objects.order_by("pk")[::6]
        for entry in trail.timeline(candidate, internal=True)
    }
    assert [day for day in days if calendar.is_rest_day(day)] == []


def test_nobody_leaves_a_stage_before_coming_to_it(demo):
    """Histories show the stages in the order of the pipeline."""
    rooms = ["screening.enter", "incubation.enter", "course.enter", "contract.enter"]
    order = [trail.TITLES[name].label for name in [*rooms, "membership.enter"]]
    for candidate in Candidate.objects.exclude(stage="registered"):
        entries = reversed(trail.timeline(candidate, internal=True))
        entered = [entry.title for entry in entries if entry.title in order]
        assert entered == sorted(entered, key=order.index)


def test_some_messages_are_read_some_unread_and_no_old_one_goes_out(demo):
    inbox = Message.objects.filter(to__email="lin@demo.spark", channel=Channel.IN_APP)
    assert inbox.filter(read_at=None).exists()
    assert inbox.exclude(read_at=None).exists()
    waiting = Message.objects.filter(state=State.WAITING)
    assert waiting.filter(created_at__gt=WEDNESDAY - timedelta(days=6)).exists()
    assert not waiting.filter(created_at__lt=WEDNESDAY - timedelta(days=6)).exists()


def test_a_mail_server_refused_two_messages_each_about_a_candidate(demo):
    letters = browser_of("office").get("/operations/undelivered/").context["letters"]
    assert len(letters) == 2 and all(letter.about for letter in letters)
    assert max(letter.at for letter in letters) <= WEDNESDAY


def browser_of(who: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@demo.spark"))
    return client


def test_the_inbox_tells_the_newest_first(demo):
    client = browser_of("lin")
    first = client.get("/inbox/").context
    second = client.get("/inbox/" + first["page"].older).context
    times = [row["when"] for row in [*first["shown"], *second["shown"]]]
    assert len(times) > len(first["shown"])
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("who", ["office", "lin", "mei", "reviewer", "signing", "team"])
def test_no_page_of_the_navigation_is_empty(demo, who):
    client = browser_of(who)
    shown = client.get("/").context["nav"]
    for entry in chain(*(entry.pages or [entry] for entry in shown)):
        page = client.get(entry.url)
        assert page.status_code == 200
        _shown, _empty, said = page.text.partition('class="sp-empty')
        # Blind, a reviewer's lists lead to the queue.
        led = who == "reviewer" and 'href="/screening/queue/"' in said
        assert led or not said, entry.url


def test_of_the_finished_round_one_appealed_and_goes_on(demo):
    heard = RoundDecision.objects.get(ground=Ground.APPEAL)
    before = RoundDecision.objects.exclude(pk=heard.pk).get(candidate=heard.candidate)
    assert (before.outcome, heard.outcome) == ("out", "through")
    assert before.released_at < before.superseded_at < heard.released_at
    assert before.standing.number + 1 == heard.standing.number
    assert heard.candidate.stage == Stage.TRAINING and not heard.round.is_open
    corrected = heard.standing.places.get(candidate=heard.candidate)
    assert (
        corrected.gmv_fen
        > before.standing.places.get(candidate=heard.candidate).gmv_fen
    )


def test_everybody_on_air_after_the_finished_round_has_trials_in_the_next(demo):
    first, *_others = Round.objects.order_by("starts_on")
    went_on = set(first.trials.values_list("candidate", flat=True))
    still = Enrolment.objects.filter(candidate__in=went_on, state="competing")
    assert {one.candidate_id for one in still} == went_on
    under_way = Round.objects.get(campaign__name_zh="秋季试播赛", number=1)
    on_air = set(under_way.trials.values_list("candidate", flat=True))
    assert went_on <= on_air
