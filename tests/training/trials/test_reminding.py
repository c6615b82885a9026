"""Candidates are reminded of their trials by SMS or e-mail: once, in time, or not."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.core import mail

from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.notifications import reaching
from spark.notifications.models import GuestLetter, GuestMessage
from tests.cards import let_in
from tests.gateway import Gateway, gateway
from tests.training.trials.studio import Studio
from training.trials import actions
from training.trials.models import Trial
from training.trials.tasks import remind

PHONE, EMAIL = "13800005678", "ke-xin.lin@example.org"
QUIET = (time(22), time(7))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def aliyun(settings) -> Iterator[Gateway]:
    with gateway(settings) as taken:
        settings.SMS_REMINDER_TEMPLATE = "SMS_20771"
        yield taken


@pytest.fixture
def trial(world, settings) -> Trial:
    """In two days at ten, of a candidate with an address."""
    settings.QUIET_HOURS = QUIET
    made = Studio(world).trial()
    has(made, phone=PHONE, email=EMAIL)
    GuestMessage.objects.all().delete()
    return made


def has(trial: Trial, **contact: str) -> None:
    Candidate.objects.filter(pk=trial.candidate_id).update(**contact)


def takes_sms(client, trial: Trial) -> None:
    """Their last code was sent by SMS."""
    let_in(client, trial.candidate_id)
    links = PersonalLink.objects.filter(candidate=trial.candidate_id)
    links.update(code_by="sms", code_sent_at=clock.now())


def before(trial: Trial, **delta: float) -> datetime:
    return trial.starts_at - timedelta(**delta)


def eve(trial: Trial, hour: int) -> datetime:
    return clock.at(clock.day(trial.starts_at) - timedelta(days=1), time(hour))


def sent(time_machine, at: datetime) -> list[str]:
    """The kinds that were written then, and what left for phones and mailboxes."""
    time_machine.move_to(at, tick=False)
    known = set(GuestMessage.objects.values_list("pk", flat=True))
    remind()
    for by in ("sms", "email"):
        reaching.reach_due(by)
    new = GuestMessage.objects.exclude(pk__in=known).order_by("pk")
    return list(new.values_list("kind", flat=True))


def test_one_is_asked_to_confirm_then_told_the_day_and_the_hour_before(
    trial, time_machine
):
    assert sent(time_machine, before(trial, hours=40)) == ["own-trial-unconfirmed"]
    actions.confirm(actor=SYSTEM, ids=[trial.pk])
    assert sent(time_machine, eve(trial, 16)) == []
    assert sent(time_machine, eve(trial, 17)) == ["own-trial-tomorrow"]
    assert sent(time_machine, before(trial, minutes=59)) == ["own-trial-soon"]
    assert sent(time_machine, before(trial, minutes=5)) == []
    subjects = [letter.subject for letter in mail.outbox]
    assert len(subjects) == 3 and all("试播" in subject for subject in subjects)
    assert {tuple(letter.to) for letter in mail.outbox} == {(EMAIL,)}
    (page, kind) = mail.outbox[0].alternatives[0]
    assert kind == "text/html" and "/my/#trials" in page
    assert "http" not in mail.outbox[0].subject


def test_it_is_written_and_sent_once_however_often_it_runs(trial, time_machine):
    at = before(trial, minutes=50)
    assert sent(time_machine, at) == ["own-trial-soon"]
    for minutes in (0, 5, 20):
        assert sent(time_machine, at + minutes * MINUTE) == []
    assert len(mail.outbox) == 1


def test_who_had_a_code_by_sms_is_sent_one(client, trial, aliyun, time_machine):
    takes_sms(client, trial)
    assert sent(time_machine, before(trial, minutes=50)) == ["own-trial-soon"]
    (taken,) = aliyun.taken
    assert (taken["PhoneNumbers"], taken["TemplateCode"]) == (PHONE, "SMS_20771")
    values = json.loads(taken["TemplateParam"])
    starts = f"{clock.local(trial.starts_at):%Y-%m-%d %H:%M}"
    assert set(values) == {"what", "time"} and values["time"] == starts
    assert all(len(value) <= 35 for value in values.values())
    assert mail.outbox == []


@pytest.mark.parametrize("email", [EMAIL, ""])
def test_a_number_that_is_none_leaves_it_to_the_mail(
    client, trial, aliyun, time_machine, email
):
    takes_sms(client, trial)
    has(trial, email=email)
    aliyun.code = "isv.MOBILE_NUMBER_ILLEGAL"
    sent(time_machine, before(trial, minutes=50))
    state = "sent" if email else "failed"
    assert GuestLetter.objects.get().state == state
    assert len(mail.outbox) == bool(email)


def test_who_neither_had_a_code_by_sms_nor_has_an_address_is_sent_nothing(
    trial, aliyun, time_machine
):
    has(trial, email="")
    assert sent(time_machine, before(trial, minutes=50)) == ["own-trial-soon"]
    assert not GuestLetter.objects.exists()
    assert aliyun.taken == mail.outbox == []


def test_without_a_template_of_reminders_it_goes_by_mail(
    client, trial, aliyun, settings, time_machine
):
    settings.SMS_REMINDER_TEMPLATE = ""
    takes_sms(client, trial)
    sent(time_machine, before(trial, minutes=50))
    assert aliyun.taken == [] and len(mail.outbox) == 1


@pytest.mark.parametrize(
    "late",
    [
        timedelta(),  # after it began
        -timedelta(minutes=9),  # too late to come
    ],
)
def test_after_a_downtime_nothing_stale_is_sent(trial, time_machine, late):
    assert sent(time_machine, trial.starts_at + late) == []
    assert mail.outbox == []


def test_one_that_waited_while_the_server_was_down_is_not_sent_stale(
    trial, time_machine
):
    time_machine.move_to(before(trial, minutes=50), tick=False)
    remind()
    assert GuestLetter.objects.get().state == "waiting"
    assert sent(time_machine, before(trial, minutes=9)) == []
    assert GuestLetter.objects.get().state == "superseded" and mail.outbox == []


@pytest.mark.parametrize("act", ["cancel", "decline"])
def test_one_that_is_called_off_meanwhile_is_not_sent(trial, time_machine, act):
    at = before(trial, hours=30)
    time_machine.move_to(at, tick=False)
    remind()
    assert GuestMessage.objects.get().kind == "own-trial-unconfirmed"
    verb = getattr(actions, act)
    verb(actor=SYSTEM, ids=[trial.pk], reason="生病")
    assert sent(time_machine, at + MINUTE) == []
    assert mail.outbox == []


def test_who_confirmed_meanwhile_is_not_asked_any_more(trial, time_machine):
    at = before(trial, hours=30)
    time_machine.move_to(at, tick=False)
    remind()
    actions.confirm(actor=SYSTEM, ids=[trial.pk])
    assert sent(time_machine, at + MINUTE) == [] and mail.outbox == []


def test_by_night_only_the_hour_before_rings(world, settings, time_machine):
    settings.QUIET_HOURS = QUIET
    studio = Studio(world)
    trial = studio.trial(slot=studio.slot(days=3, clock="07:30"))
    has(trial, email=EMAIL)
    GuestMessage.objects.all().delete()
    asked = before(trial, hours=33)  # 22:30
    assert sent(time_machine, asked) == ["own-trial-unconfirmed"]
    assert mail.outbox == []
    sent(time_machine, clock.at(clock.day(asked) + timedelta(days=1), time(7)))
    assert len(mail.outbox) == 1
    assert "own-trial-tomorrow" not in sent(time_machine, eve(trial, 22))
    assert sent(time_machine, before(trial, minutes=45)) == ["own-trial-soon"]


def test_a_server_that_fails_is_tried_again_until_it_would_be_stale(
    trial, settings, time_machine
):
    settings.EMAIL_BACKEND = "tests.candidates.portal.asking.RefusingBackend"
    at = before(trial, minutes=50)
    sent(time_machine, at)
    letter = GuestLetter.objects.get()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert EMAIL not in letter.error
    sent(time_machine, letter.due_at)
    assert GuestLetter.objects.get().attempts == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sent(time_machine, GuestLetter.objects.get().due_at)
    assert GuestLetter.objects.get().state == "sent" and len(mail.outbox) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(
    world, count, time_machine, django_assert_max_num_queries
):
    studio = Studio(world)
    for number in range(count):
        trial = studio.trial(slot=studio.slot(clock=f"{10 + 2 * number}:00"))
        has(trial, email=EMAIL)
    time_machine.move_to(before(trial, hours=30), tick=False)
    with django_assert_max_num_queries(16):
        remind()
    assert GuestLetter.objects.count() == count
