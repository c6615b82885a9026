"""A code that a server doesn't take: tried again, given up, or refused for good."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from candidates.portal import actions
from spark import clock
from tests.candidates.portal.asking import (
    EMAIL,
    RefusingBackend,
    ask,
    later,
    link,
    mailed,
    story,
    work,
)

REFUSING = f"{RefusingBackend.__module__}.RefusingBackend"


def test_what_is_throttled_is_tried_again_for_ten_minutes(
    client, world, candidate, token, aliyun, time_machine
):
    time_machine.move_to(clock.now(), tick=False)
    aliyun.code = "isv.BUSINESS_LIMIT_CONTROL"
    ask(token)
    waits = []
    while link().code_wanted_at:
        assert work() == [1, 0] and work() == [0, 0]
        if due := link().code_due_at:
            waits.append(round((due - clock.now()).total_seconds()))
            later(seconds=waits[-1])
    assert waits == [10, 10, 20, 40, 80, 160]
    assert "Code could not be sent" in story(client, world, candidate)
    aliyun.code = "OK"
    way = actions.want_code(token, language="en")
    assert way and way.by == "email"  # SMS got nowhere


def test_a_wrong_number_ends_it_and_the_college_is_told(
    client, world, candidate, token, aliyun
):
    aliyun.code = "isv.MOBILE_NUMBER_ILLEGAL"
    ask(token)
    assert work() == [1, 0] and work() == [0, 0]
    assert "Code not sent: number or address is wrong" in story(
        client, world, candidate
    )
    card = reverse("candidate-card", args=[candidate.pk])
    assert "there is no such phone number" in client.get(card).text
    assert actions.want_code(token, language="en").by == "email"
    assert "there is no such phone number" not in client.get(card).text
    assert work() == [0, 1]
    assert actions.open_by(token, *mailed())


@pytest.mark.parametrize(
    ("error", "ends"),
    [
        (SMTPServerDisconnected(), False),
        (SMTPRecipientsRefused({EMAIL: (450, b"busy")}), False),
        (SMTPRecipientsRefused({EMAIL: (550, b"no such user")}), True),
    ],
)
def test_a_mail_server_may_be_away_or_know_nobody(
    settings, monkeypatch, token, error, ends, caplog
):
    settings.EMAIL_BACKEND = REFUSING
    monkeypatch.setattr(RefusingBackend, "error", error)
    ask(token)
    assert work() == [0, 1]
    assert (link().code_wanted_at is None, link().code_failed == "wrong") == (
        ends,
        ends,
    )
    assert type(error).__name__ in caplog.text and EMAIL not in caplog.text


def test_a_worker_that_dies_leaves_it_to_the_next(settings, monkeypatch, token):
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = REFUSING
    monkeypatch.setattr(RefusingBackend, "error", KeyboardInterrupt())
    ask(token)
    with pytest.raises(KeyboardInterrupt):
        work()
    settings.EMAIL_BACKEND = backend
    assert work() == [0, 0]  # leased
    later(minutes=6)
    assert work() == [0, 1]
    assert actions.open_by(token, *mailed())


def test_nothing_is_sent_that_nobody_waits_for(token, aliyun):
    ask(token)
    later(minutes=10)
    assert work() == [1, 0] and aliyun.asked == 0
    assert link().code_failed == "late"


@pytest.mark.parametrize("sent", [True, False])
def test_a_code_read_out_meanwhile_is_the_one_that_counts(
    world, settings, monkeypatch, token, sent
):
    read = []

    def meanwhile(backend: EmailBackend, letters: list) -> int:
        read.append(actions.read_out(actor=world.lin, pk=link().pk))
        if not sent:
            raise SMTPServerDisconnected
        return EmailBackend.send_messages(backend, letters)

    settings.EMAIL_BACKEND = REFUSING
    monkeypatch.setattr(RefusingBackend, "send_messages", meanwhile)
    ask(token)
    assert work() == [0, 1] and work() == [0, 0]
    assert len(mail.outbox) == sent and bool(link().code_sent_at) == sent
    assert link().code_wanted_at is None and link().code_failed == ""
    assert actions.open_by(token, *read)
