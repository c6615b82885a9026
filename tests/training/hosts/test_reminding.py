"""Candidates are reminded once, two weeks before what lets them on air ends."""

from datetime import timedelta

import pytest
from django.core import mail

from candidates.register.models import Candidate
from spark import clock
from spark.notifications import reaching
from spark.notifications.models import GuestLetter, GuestMessage
from tests.world import passed_test
from training.hosts.tasks import remind

EMAIL = "ke-xin.lin@example.org"
DAY = timedelta(days=1)


@pytest.fixture
def host(world) -> Candidate:
    """Who has an address, and a test that was passed for good."""
    made = world.candidate("competing")
    Candidate.objects.filter(pk=made.pk).update(email=EMAIL)
    made.permits.all().delete()
    return made


def ends(host: Candidate, days: int, **more) -> None:
    passed_test(host.pk, valid_until=clock.today() + days * DAY, **more)


def written() -> list[str]:
    remind()
    reaching.reach_due("email")
    return [
        *GuestMessage.objects.filter(kind="own-permit-expiring").values_list(
            "facts__until", flat=True
        )
    ]


def test_a_test_that_ends_soon_is_told_of_once(host, time_machine):
    ends(host, 15)
    assert written() == []
    until = str(clock.today() + 15 * DAY)
    time_machine.move_to(clock.now() + DAY)
    assert written() == [until]
    time_machine.move_to(clock.now() + DAY)
    assert written() == [until]
    (letter,) = mail.outbox
    assert letter.to == [EMAIL] and until in letter.subject
    assert "合规" in letter.subject


@pytest.mark.parametrize("days", [-1, 15])
def test_what_is_over_or_far_off_is_not_told_of(host, days):
    ends(host, days)
    assert written() == []


def test_what_is_followed_by_a_later_one_is_not_told_of(host):
    ends(host, 7)
    ends(host, 200, valid_from=clock.today())
    assert written() == []


def test_what_was_not_passed_is_not_told_of(host):
    ends(host, 7, score=20)
    assert written() == []


def test_a_new_one_that_comes_meanwhile_stops_the_letter(host):
    ends(host, 7)
    remind()
    ends(host, 200, valid_from=clock.today())
    reaching.reach_due("email")
    assert GuestLetter.objects.get().state == "superseded" and mail.outbox == []
