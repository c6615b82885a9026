"""Candidates have a code sent to them: it comes, is kept nowhere, and tells nobody."""

import logging
import re
from datetime import timedelta

import pytest
import redis
from django.conf import settings as configured
from django.core import mail
from django.db import connection

from candidates.portal import actions, tasks
from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate
from spark import clock
from tests.candidates.portal.asking import (
    EMAIL,
    PHONE,
    ask,
    later,
    link,
    mailed,
    story,
    work,
)


def test_an_sms_brings_the_code_that_opens_their_pages(
    client, world, candidate, token, aliyun
):
    page = ask(token)
    assert page.status_code == 200 and "138****5678" in page.text
    assert PHONE not in page.text and EMAIL not in page.text
    assert f'name="next" value="/p/{token}/"' in page.text  # of the switch of languages
    assert page["Referrer-Policy"] == "strict-origin" and "no-store" in str(
        page.headers
    )
    assert work() == [1, 0] and work() == [0, 0]
    (sent,) = aliyun.taken
    assert sent["PhoneNumbers"] == PHONE
    (code,) = aliyun.codes()
    told = client.post("/p/", {"token": token, "code": code})
    assert told.status_code == 302 and mail.outbox == []
    told = story(client, world, candidate)
    assert "Asked for a code" in told and "Code sent by SMS" in told


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "星火计划验证码"), ("en", "Your code for the Spark Plan")],
)
def test_without_sms_a_mail_brings_it_in_their_language(
    client, world, candidate, token, language, words
):
    client.cookies["django_language"] = language
    page = client.post("/p/code/", {"token": token})
    assert "k***@example.org" in page.text and EMAIL not in page.text
    tasks.send_codes(by="email")
    (letter,) = mail.outbox
    assert letter.to == [EMAIL] and letter.subject == words
    assert token not in letter.body
    (code,) = mailed()
    assert actions.open_by(token, code)
    assert "Code sent by e-mail" in story(client, world, candidate)


def test_the_code_is_kept_nowhere(world, token, aliyun, caplog):
    with caplog.at_level(logging.DEBUG):
        aliyun.code = "isv.BUSINESS_LIMIT_CONTROL"
        ask(token)
        work()
        aliyun.code = "OK"
        later(seconds=30)
        work()
    (code,) = aliyun.codes()
    assert "isv.BUSINESS_LIMIT_CONTROL" in caplog.text
    assert not {PHONE, token} & set(re.findall(r"[\w-]+", caplog.text))
    clear = rf"(^|[^0-9.]){code}([^0-9]|$)"  # not a fraction of a second
    assert not re.search(clear, caplog.text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', [clear]
            )
            assert cursor.fetchone() == (0,), table
    with redis.Redis.from_url(configured.REDIS_URL) as store:
        kept = b"".join(store.dump(key) or b"" for key in store.scan_iter())
    assert token.encode() not in kept
    assert actions.open_by(token, code)


def test_who_can_be_sent_nothing_is_answered_as_a_token_that_nobody_has(
    client, world, candidate, token
):
    Candidate.objects.filter(pk=candidate.pk).update(email="")
    answers = [ask(token)]
    Candidate.objects.filter(pk=candidate.pk).update(email=EMAIL)
    actions.revoke(actor=world.lin, ids=[link().pk])
    answers += [ask("b" * 32), ask(token[::-1])]
    with_token = {answer.text.count("b" * 32) for answer in answers}
    assert with_token == {0, 3}
    told = {re.sub(r'(value|nonce)="[^"]*"', "", answer.text) for answer in answers}
    assert len(told) == 1 and "请向老师要" in told.pop()
    assert {answer.status_code for answer in answers} == {200}
    assert work() == [0, 0] and mail.outbox == []


def test_an_ended_or_locked_card_is_sent_nothing(world, token, aliyun):
    ask(token)
    PersonalLink.objects.update(locked_at=clock.now())
    assert work() == [1, 0] and aliyun.asked == 0
    assert link().code_due_at is None
    assert actions.want_code(token, language="en") is None


def test_one_a_minute_and_five_an_hour_for_a_card_twenty_for_an_address(
    token, time_machine
):
    begun = clock.now()
    said = []
    for seconds in (0, 59, 61, 122, 183, 244, 305):
        time_machine.move_to(begun + timedelta(seconds=seconds), tick=False)
        said.append(ask(token).status_code)
    assert said == [200, 429, 200, 200, 200, 200, 429]
    time_machine.move_to(begun + timedelta(hours=2), tick=False)
    others = [ask(f"{number:032}").status_code for number in range(21)]
    assert others == [200] * 20 + [429]
    elsewhere = ask("c" * 32, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_at_most_one_code_is_valid_and_only_one_is_on_its_way(world, token, aliyun):
    read = actions.read_out(actor=world.lin, pk=link().pk)
    actions.want_code(token, language="en")
    assert actions.open_by(token, read) is None
    actions.want_code(token, language="en")
    assert work() == [1, 0]
    actions.want_code(token, language="en")
    work()
    first, second = aliyun.codes()
    assert first == second or actions.open_by(token, first) is None
    actions.want_code(token, language="en")
    read = actions.read_out(actor=world.lin, pk=link().pk)
    assert work() == [0, 0]
    assert actions.open_by(token, read)
