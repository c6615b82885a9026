"""The office sees how Spark is doing; what is known is shown though Redis is gone."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from spark import clock
from spark.celery import app
from spark.jobs import QUEUES
from spark.notifications import tasks
from spark.notifications.models import State
from spark.operations.models import JobRun
from spark.operations.queues import queues
from spark.robots import actions as robots
from spark.robots.models import Robot
from spark.webhooks.models import Webhook
from tests.spark.notifications.test_outbox import waiting
from tests.spark.operations.letters import given_up, sent
from tests.spark.robots.groups import robot, tell
from tests.spark.webhooks.receiver import webhook

PAGE, HTMX = "/operations/", {"HX-Request": "true"}


@pytest.fixture
def office(client, world):
    world.office.language = "en"
    world.office.save()
    client.force_login(world.office)
    for queue in QUEUES:
        tasks.pulse(queue)
    return client


def test_all_is_in_order(office):
    page = office.get(PAGE)
    assert "All is in order" in page.text
    assert page.text.count("Alive") == len(QUEUES)
    assert "Sends the messages that wait" in page.text
    assert "Nothing left Spark" in page.text
    for language, words in (("zh-hans", "发送等待中的消息"), ("en", "Periodic jobs")):
        page.wsgi_request.user.language = language
        page.wsgi_request.user.save()
        assert words in office.get(PAGE).text


def test_htmx_gets_the_figures_alone(office):
    part = office.get(PAGE, headers=HTMX).text
    assert "Periodic jobs" in part and "<html" not in part and "By the hour" not in part
    assert 'id="sent"' not in part


def test_a_queue_is_as_long_as_redis_says(office):
    before = {queue.name: queue.length for queue in queues()}
    try:
        app.send_task("nobody.knows", queue="solve")
        after = {queue.name: queue.length for queue in queues()}
        assert after == before | {"solve": before["solve"] + 1}
    finally:
        _take_from("solve")


def _take_from(queue: str) -> None:
    with app.connection_for_write() as connection:
        message = connection.default_channel.basic_get(queue, no_ack=True)
    assert message is not None


def test_a_silent_queue_is_red_or_first_yellow(office):
    long_ago = clock.now().timestamp() - 50
    for queue in ("default", "media"):
        cache.set(tasks.pulse_key(queue), long_ago)
    page = office.get(PAGE)
    assert (page.context["red"], page.context["yellow"]) == (1, 1)
    assert "No heartbeat, perhaps busy" in page.text and "50 s ago" in page.text


def test_without_redis_the_rest_is_shown(office, settings, monkeypatch, world):
    gone = "redis://127.0.0.1:1/0"
    settings.REDIS_URL = gone
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": gone}}
    monkeypatch.setattr("spark.redis._rests_until", 0.0)
    given_up(world.lin)
    page = office.get(PAGE, headers=HTMX)
    assert "Redis doesn't answer" in page.text and page.context["red"] == 1
    assert "Last heartbeat" not in page.text and "Periodic jobs" in page.text


def test_channels_show_what_waits_and_the_last_words(office, world):
    now = clock.now()
    waiting(world.lin, "one", due_at=now - timedelta(minutes=6))
    waiting(world.lin, "two", attempts=2, error="4.2.0 later", due_at=now)
    given_up(world.mei)
    (mail,) = office.get(PAGE).context["channels"]
    assert (mail.row.waiting, mail.row.again, mail.row.failed) == (2, 1, 1)
    assert mail.tone == "warn" and mail.more["waits"] == "6 min"
    assert mail.row.said == "4.2.0 later"
    waiting(world.lin, "three", due_at=now - timedelta(minutes=31))
    (mail,) = office.get(PAGE).context["channels"]
    assert mail.tone == "bad" and "13800005678" not in office.get(PAGE).text


def test_late_jobs_come_first_with_their_last_words(office):
    now = clock.now()
    old = now - timedelta(hours=1)
    JobRun.objects.create(job="team.admit_signed", since=old, done_at=old, ended_at=old)
    JobRun.objects.create(
        job="notifications.forget", since=now, ended_at=now, failed_at=now, error="Ups"
    )
    first, second, *_more = office.get(PAGE).context["jobs"]
    assert (first.more["words"], first.label) == (
        "Takes who signed into the team",
        "Far too late",
    )
    assert (second.label, second.row.error) == ("Failed", "Ups")


def test_webhooks_are_counted_with_the_way_to_them(office, world):
    hook = webhook(world, "https://example.org/spark")
    hook.course.failures = 2
    hook.course.save()
    assert "address takes nothing" in office.get(PAGE).text
    Webhook.objects.filter(pk=hook.pk).update(state="paused")
    page = office.get(PAGE).text
    assert "1 webhook is paused" in page and 'href="/webhooks/"' in page


def test_robots_are_counted_with_the_way_to_them(office, world):
    made = robot(world, "https://oapi.dingtalk.com/robot/send?access_token=a")
    tell(world, 1)
    Robot.objects.update(tries=2)
    page = office.get(PAGE).text
    assert "1 group robot's service takes nothing" in page
    assert "1 message to a group waits" in page
    robots.pause(actor=world.lin, pk=made.pk)
    page = office.get(PAGE).text
    assert "1 group robot is paused" in page and 'href="/robots/"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    office, world, number, django_assert_num_queries
):
    for place in range(number):
        given_up(world.lin, f"one:{place}")
        sent(world.lin, f"two:{place}", hours=place)
        JobRun.objects.create(job=f"job:{place}", since=clock.now())
        webhook(world, f"https://example.org/{place}")
    office.get(PAGE)
    with django_assert_num_queries(18):
        office.get(PAGE)


def test_hours_are_counted_on_the_page_and_in_the_sheet(office, world):
    for about, hours in (("one", 0), ("two", 0), ("three", 5), ("four", 49)):
        sent(world.lin, about, hours=hours)
    page = office.get(PAGE)
    assert (page.context["sent"], page.context["last"]) == (3, 5)
    totals = [hour.total for hour, _sent in page.context["hours"]]
    assert len(totals) == 48 and totals[-1] == 2 and totals[-6] == 1
    assert 'data-kind="columns"' in page.text
    sheet = b"".join(office.get(f"{PAGE}hours.csv")).decode("utf-8-sig").splitlines()
    assert len(sheet) == 49 and sheet[0].startswith("Hour from,")
    assert sheet[-1].endswith(",2") and sheet[-6].endswith(",1")


def test_what_is_on_this_site_counts_for_nothing(office, world):
    waiting(world.lin, "one", channel="in_app", state=State.SENT, sent_at=clock.now())
    assert office.get(PAGE).context["sent"] == 0
