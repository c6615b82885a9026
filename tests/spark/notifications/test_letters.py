"""A letter is text and a page, and can be stopped unless it is essential."""

import re

import pytest
from django.core import mail
from django.test import Client

from spark.notifications import outbox, preferences
from spark.notifications.delivery import deliver_due
from spark.notifications.models import Message, Preference

MINOR = "duties-due"


def sent(world, kind: str = MINOR, **facts) -> mail.EmailMultiAlternatives:
    outbox.put(
        kind,
        to=[world.lin],
        subject=kind,
        dedup=kind,
        facts={"due": 1, "late": 0, "lines": ["<b>林可馨</b>"], "count": 1} | facts,
        url="/trials/",
    )
    deliver_due()
    return mail.outbox[-1]


def page_of(letter: mail.EmailMultiAlternatives) -> str:
    ((page, kind),) = letter.alternatives
    assert kind == "text/html"
    return page


def test_it_is_text_and_the_same_as_a_page(world):
    letter = sent(world)
    page = page_of(letter)
    assert "<b>林可馨</b>" in letter.body
    assert "&lt;b&gt;林可馨&lt;/b&gt;" in page and letter.subject in page
    assert 'href="http://localhost:8000/trials/"' in page
    assert '<html lang="zh-hans">' in page


def test_it_needs_nothing_that_mail_programs_drop(world):
    """No style sheets, scripts or pictures from elsewhere."""
    page = page_of(sent(world))
    assert not re.search(r"<(style|script|link|img)|url\(|@media", page)


def test_one_click_stops_a_kind_of_mail_and_no_other(world):
    letter = sent(world)
    headers = letter.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert path in page_of(letter)
    program = Client(enforce_csrf_checks=True)  # of a mail provider, without cookies
    assert program.get(path).status_code == 200
    assert not Preference.objects.exists(), "a preview changes nothing"
    for _ in range(2):
        answer = program.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    (row,) = Preference.objects.all()
    assert (row.person, row.kind, row.channel) == (world.lin, MINOR, "email")
    before = Message.objects.count()
    outbox.put(MINOR, to=[world.lin], subject="b", dedup="b", facts={})
    assert Message.objects.count() == before


def test_what_is_essential_cant_be_stopped(world):
    letter = sent(world, "screening-released", name="林可馨")
    assert "List-Unsubscribe" not in letter.extra_headers
    forged = preferences.token(world.lin.pk, "screening-released")
    assert Client().post(f"/mute/{forged}/").status_code == 404
    assert not Preference.objects.exists()


@pytest.mark.parametrize("token", ["abc", "W10:x:y", "a" * 300])
def test_anything_else_stops_nothing(db, token):
    assert Client().post(f"/mute/{token}/").status_code == 404
