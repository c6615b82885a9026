"""Mail that comes back: its address is marked, and somebody is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from spark import clock
from spark.accounts.models import User
from spark.accounts.people import returning
from spark.accounts.roles import Role
from spark.accounts.tasks import read_returns
from spark.notifications import reports
from spark.notifications.models import Channel, Message, State
from spark.notifications.returned import ReturnedMail, standing
from spark.notifications.tasks import deliver
from tests.spark.accounts.returns import EXCHANGE, complaint, mailbox, returned
from tests.spark.notifications.test_outbox import put, waiting


@pytest.fixture
def lin(world) -> User:
    return world.lin


def sent(to: User) -> int:
    return waiting(to, "one", state=State.SENT, sent_at=clock.now()).pk


def told(kind: str = "address-returned") -> set[str]:
    rows = Message.objects.filter(kind=kind, channel=Channel.IN_APP)
    return set(rows.values_list("to__email", flat=True))


def test_a_server_says_that_there_is_no_such_address():
    (found,) = reports.read(returned("Lin@test.spark", 7))
    assert (found.message, found.addresses) == (7, {"lin@test.spark"})
    assert not found.complaint
    assert found.said == (
        "5.1.1 550 5.1.1 <Lin@test.spark>: Recipient address rejected:"
        " User unknown in local recipient table"
    )


def test_who_forwards_is_known_by_the_address_we_wrote_to():
    (found,) = reports.read(returned("lin@test.spark", 7, sample=EXCHANGE))
    assert found.addresses == {"lin@test.spark", "forwarded.to@else.test"}


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("delivered", "2.1.5"), ("failed", "4.2.2")]
    + [("failed", "5.2.2"), ("failed", "5.7.1"), ("failed", "no status")],
)
def test_what_says_nothing_of_the_address_is_left(action, status):
    assert reports.read(returned("a@b.test", 7, action=action, status=status)) == []


@pytest.mark.parametrize("named", [True, False])
def test_a_reader_complains(named):
    (found,) = reports.read(complaint("lin@test.spark", 7, named=named))
    assert found.complaint and found.addresses == {"lin@test.spark"}
    assert found.said == "abuse SomeGenerator/1.0"


def test_not_spam_is_no_complaint():
    assert reports.read(complaint("lin@test.spark", 7, kind="not-spam")) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff\r\n\r\n",
        b"Subject: hello\r\n\r\nAre you there?",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n\r\n\r\n--x\r\n"
        b"Content-Type: message/rfc822\r\n\r\n--x--",
        returned("a@b.test", 7).replace(b"<spark-7@", b"<other-7@"),
        returned("a@b.test", 7).replace(b"failed", b"=?utf-8?q?=ff?="),
        returned("a@b.test", 7)[:900],
    ],
)
def test_other_mail_is_no_report(raw):
    assert reports.read(raw) == []


def test_the_address_is_marked_and_the_office_and_the_college_are_told(world, lin):
    colleague = world.user("li", "李", Role.COORDINATOR, world.campus)
    assert returning.take(returned(lin.email, sent(lin)), clock.now()) == 1
    marked = standing().get()
    assert (marked.person, marked.address) == (lin, lin.email)
    assert told() == {colleague.email, world.office.email}
    returning.take(returned(lin.email, sent(lin)), clock.now())
    assert Message.objects.filter(kind="address-returned").count() == 4


def test_who_only_claims_it_of_another_address_or_mail_is_not_believed(world, lin):
    number, now = sent(lin), clock.now()
    assert returning.take(returned(world.mei.email, number), now) == 0
    assert returning.take(returned(lin.email, number + 999), now) == 0
    assert not ReturnedMail.objects.exists()


def test_only_essential_mail_goes_to_an_address_that_returns_it(lin):
    returning.take(returned(lin.email, sent(lin)), clock.now())
    Message.objects.all().delete()
    waiting(lin, "digest", kind="duties-due", facts={"due": 1, "late": 0, "lines": []})
    waiting(lin, "switched-off", kind="switched-off", facts={"by": ""})
    deliver()
    states = dict(Message.objects.values_list("subject", "state"))
    assert states == {"digest": State.SUPERSEDED, "switched-off": State.SENT}
    assert len(mail.outbox) == 1


def test_a_corrected_address_is_written_to_again(lin):
    returning.take(returned(lin.email, sent(lin)), clock.now())
    lin.email = "lin@else.test"
    lin.save()
    assert not standing().exists()
    put(lin)
    deliver()
    assert [letter.to for letter in mail.outbox if letter.to == [lin.email]]


def test_what_came_back_is_tried_again_after_a_month_and_complaints_stand(world):
    for person, raw in ((world.lin, returned), (world.mei, complaint)):
        returning.take(raw(person.email, sent(person)), clock.now())
    ReturnedMail.objects.update(at=clock.now() - timedelta(days=31))
    assert [marked.person for marked in standing()] == [world.mei]


def test_reports_are_read_from_the_mailbox_once(lin, settings):
    with mailbox(settings) as box:
        box.mails = [
            b"Subject: hello\r\n\r\nAre you there?",
            returned(lin.email, sent(lin)).replace(b"\n", b"\r\n"),
        ]
        read_returns()
        assert box.seen == {1, 2} and standing().get().person == lin
        ReturnedMail.objects.all().delete()
        assert returning.read_mailbox() == 0
        assert box.logged_in[0] == 'spark "secret"'
    assert not standing().exists()


def test_without_a_mailbox_none_is_read(db, settings):
    settings.RETURNS_HOST = ""
    assert returning.read_mailbox() == 0


def test_the_office_sees_whose_address_it_is(world, lin, client):
    returning.take(returned(lin.email, sent(lin)), clock.now())
    client.force_login(world.office)
    page = client.get(reverse("person", args=[lin.pk])).content.decode()
    assert "User unknown" in page and 'id="returned"' in page
    page = client.get(reverse("operations")).content.decode()
    assert 'id="returned"' in page and lin.name in page
