"""Messages: rows of the action, delivered once, in order, and never lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from spark import clock
from spark.accounts.models import Role, User
from spark.notifications import delivery, inbox, kinds, outbox
from spark.notifications.models import Channel, Message, State
from spark.notifications.tasks import deliver


class BrokenBackend(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail today")


@pytest.fixture
def lin(world) -> User:
    return world.lin


def put(*to: User, about: str = "screening:1", state: str = "a", **facts) -> None:
    outbox.put(
        "screening-released",
        to=to,
        subject=about,
        dedup=f"{about}:{state}",
        facts={"count": 1, "name": "陈语桐"} | facts,
        url="/candidates/1/",
    )


def waiting(to: User, about: str, **fields) -> Message:
    """A row as `put` writes it, for what `put` itself can't bring about."""
    given = {
        "kind": "screening-released",
        "to": to,
        "channel": Channel.EMAIL,
        "subject": about,
        "facts": {"count": 1, "name": about},
        "dedup_key": f"{about}:{clock.now().timestamp()}",
    }
    return Message.objects.create(**given | fields)


def states(channel: Channel = Channel.EMAIL) -> list[str]:
    rows = Message.objects.filter(channel=channel).order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_a_message_is_a_row_of_the_action_and_goes_with_it(lin):
    with transaction.atomic():
        put(lin)
        assert states() == [State.WAITING]
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_delivery_is_asked_for_only_after_the_commit(
    lin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        put(lin)
    assert len(callbacks) == 1


def test_a_message_is_delivered_once(lin):
    put(lin)
    deliver()
    deliver()
    (letter,) = mail.outbox
    assert letter.to == ["lin@test.spark"]
    assert "陈语桐" in letter.subject
    assert letter.body.endswith("http://localhost:8000/candidates/1/")
    message = Message.objects.get(channel=Channel.EMAIL)
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert letter.extra_headers["Message-ID"] == f"<spark-{message.pk}@localhost>"


def test_the_inbox_has_a_message_at_once(lin):
    put(lin)
    assert states(Channel.IN_APP) == [State.SENT]
    assert inbox.unread(lin) == 1
    inbox.mark_read(lin, clock.now())
    assert inbox.unread(lin) == 0


def test_a_message_is_in_its_readers_language(world, lin):
    eve = world.user("eve", "Eve", Role.COORDINATOR, world.other, language="en")
    put(lin, eve)
    deliver()
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects["eve@test.spark"] == "The screening decision on 陈语桐 is released"
    assert subjects["lin@test.spark"].isascii() is False
    assert "released" not in subjects["lin@test.spark"]


def test_a_channel_that_fails_is_tried_again_later_and_at_last_no_more(
    lin, settings, time_machine
):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    began = clock.now()
    time_machine.move_to(began, tick=False)
    put(lin)
    message = Message.objects.get(channel=Channel.EMAIL)
    waits = []
    while True:
        assert delivery.deliver_due() == 1
        assert delivery.deliver_due() == 0
        message.refresh_from_db()
        if message.state == State.FAILED:
            break
        waits.append((message.due_at - clock.now()).total_seconds())
        time_machine.move_to(message.due_at, tick=False)
    assert message.attempts == len(waits) + 1
    assert message.error == "ConnectionRefusedError: no mail today"
    assert message.given_up_at == began + timedelta(hours=24)
    for wait, about in zip(waits, delivery.BACKOFF, strict=False):
        assert 0.9 * about <= wait <= 1.1 * about
    time_machine.move_to(began + timedelta(days=9))
    assert delivery.deliver_due() == 0


def test_a_kind_may_be_given_up_earlier(lin, settings, time_machine):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    message = waiting(lin, "reset", kind="password-reset", facts={})
    began = clock.now()
    found = []
    for minutes in (1, 70, 140):
        time_machine.move_to(began + timedelta(minutes=minutes))
        delivery.deliver_due()
        message.refresh_from_db()
        found.append(message.state)
    assert found == [State.WAITING, State.FAILED, State.FAILED]
    assert message.attempts == 2


def test_next_tries_are_scattered(lin, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    for number in range(20):
        waiting(lin, f"subject {number}")
    deliver()
    due = Message.objects.values_list("due_at", flat=True)
    assert max(due) - min(due) > timedelta(seconds=1)


def test_what_somebody_waits_for_goes_before_a_digest(lin):
    sample = kinds.MESSAGE_KINDS["duties-due"].sample
    outbox.put("duties-due", to=[lin], subject="d", dedup="d", facts=sample)
    put(lin, about="usual")
    for kind in ("screening-released", "switched-off"):
        facts = kinds.MESSAGE_KINDS[kind].sample
        urgent = kind == "screening-released"
        outbox.put(kind, to=[lin], subject=kind, dedup=kind, facts=facts, urgent=urgent)
    deliver()
    mail = Message.objects.filter(channel=Channel.EMAIL).order_by("sent_at")
    assert [m.subject for m in mail] == [
        "screening-released",
        "switched-off",
        "usual",
        "d",
    ]


def test_a_channel_that_works_again_delivers_what_waited(lin, settings):
    broken, working = f"{__name__}.BrokenBackend", settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = broken
    put(lin)
    deliver()
    settings.EMAIL_BACKEND = working
    Message.objects.update(due_at=clock.now())
    deliver()
    message = Message.objects.get(channel=Channel.EMAIL)
    assert len(mail.outbox) == 1
    assert (message.state, message.attempts, message.error) == (State.SENT, 2, "")


def test_one_message_that_fails_does_not_hold_up_others(lin):
    waiting(lin, "first", kind="no-such-words")
    put(lin)
    deliver()
    assert states() == [State.WAITING, State.SENT]


def test_a_newer_message_supersedes_the_waiting_one_on_its_subject(world, lin):
    mei = world.mei
    put(lin, mei, about="screening:1", state="a")
    put(lin, about="screening:2", state="a")
    put(lin, about="screening:1", state="b")
    kept = Message.objects.filter(channel=Channel.EMAIL, state=State.WAITING)
    assert set(kept.values_list("to", "dedup_key")) == {
        (mei.pk, "screening:1:a"),
        (lin.pk, "screening:2:a"),
        (lin.pk, "screening:1:b"),
    }
    assert states().count(State.SUPERSEDED) == 1


def test_a_newer_message_leaves_alone_what_was_sent(lin):
    put(lin, state="a")
    deliver()
    put(lin, state="b")
    assert states() == [State.SENT, State.WAITING]


def test_the_same_message_put_twice_is_one(lin):
    put(lin)
    put(lin)
    deliver()
    put(lin)
    deliver()
    assert len(mail.outbox) == 1
    assert states(Channel.IN_APP) == [State.SENT]


def test_messages_on_one_subject_arrive_in_order(lin):
    soon = clock.now() + timedelta(minutes=1)
    waiting(lin, "one", due_at=soon)
    waiting(lin, "one")
    waiting(lin, "two")
    deliver()
    assert states() == [State.WAITING, State.WAITING, State.SENT]
    Message.objects.update(due_at=clock.now())
    deliver()
    assert states() == [State.SENT] * 3
    first, second = Message.objects.filter(subject="one").order_by("pk")
    assert first.sent_at < second.sent_at


def test_who_has_lost_the_role_or_gone_is_not_told_of_it_any_more(world, lin):
    put(lin, world.mei)
    lin.role_grants.all().delete()
    User.objects.filter(pk=world.mei.pk).update(is_active=False)
    deliver()
    assert (states(), mail.outbox) == ([State.SUPERSEDED] * 2, [])


def test_what_is_said_of_ones_own_log_in_reaches_who_cannot_log_in(world, lin):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    for kind in ("switched-off", "work-handed-over"):
        waiting(lin, kind, kind=kind, facts=kinds.MESSAGE_KINDS[kind].sample)
    deliver()
    assert states() == [State.SENT, State.SUPERSEDED]


def test_the_oldest_message_never_tried_is_known(lin):
    assert delivery.oldest_waiting() is None
    early = clock.now() - timedelta(minutes=9)
    waiting(lin, "one", due_at=early)
    waiting(lin, "two")
    waiting(lin, "three", due_at=early - timedelta(minutes=1), attempts=1)
    assert delivery.oldest_waiting() == early
