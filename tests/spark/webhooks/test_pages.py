"""The coordinator's pages: a webhook is added, looked at, paused, sent again."""

import pytest
from django.urls import reverse

from spark.webhooks import actions
from spark.webhooks.models import Delivery, Webhook
from tests.spark.webhooks.receiver import later, receiver, webhook, work

URL = "http://127.0.0.1:9/spark"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lin(client, world):
    client.force_login(world.lin)
    return client


def press(client, hook: Webhook, verb: str, data: dict | None = None, **more):
    address = reverse("webhook-act", args=[hook.pk, verb])
    return client.post(address, data or {}, **more)


def test_a_new_one_shows_its_secret_once(lin, world):
    given = {"url": URL, "description": "教务系统", "types": ["screening.leave"]}
    made = lin.post(reverse("webhook-create"), given)
    assert made.status_code == 200 and "whsec_" in made.text
    assert made["Cache-Control"] == "no-store"
    hook = Webhook.objects.get()
    assert (hook.campus, hook.types) == (world.campus, ["screening.leave"])
    page = lin.get(reverse("webhook", args=[hook.pk])).text
    assert "whsec_" not in page and URL in page and "教务系统" in page
    again = lin.post(reverse("webhook-create"), given)
    assert again.status_code == 422 and "已有指向该地址" in again.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_new_secret_is_shown_with_and_without_htmx(lin, world, headers):
    hook = webhook(world, URL)
    answer = press(lin, hook, "rotate-secret", headers=headers)
    assert answer.status_code == 200 and "whsec_" in answer.text
    assert ("<html" in answer.text) is (not headers)


def test_it_is_changed_and_what_is_wrong_is_said(lin, world):
    hook = webhook(world, URL, description="旧")
    wrong = press(lin, hook, "change", {"url": "ftp://a.example"})
    assert wrong.status_code == 422 and "只支持 https" in wrong.text
    press(lin, hook, "change", {"url": URL, "description": "新"})
    assert Webhook.objects.get().description == "新"


def test_paused_resumed_and_removed(lin, world):
    hook = webhook(world, URL)
    for verb, state in (("pause", "paused"), ("resume", "active")):
        assert press(lin, hook, verb).status_code == 302
        assert Webhook.objects.get().state == state
    assert press(lin, hook, "resume").status_code == 409
    assert press(lin, hook, "remove")["Location"] == reverse("webhooks")
    assert not Webhook.objects.exists()


def test_the_log_shows_answers_as_text_and_sends_again(lin, world):
    with receiver() as taken:
        taken.answer, taken.status = b"<script>alert(1)</script>", 500
        hook = webhook(world, taken.url)
        world.candidate()
        work()
        page = lin.get(reverse("webhook", args=[hook.pk])).text
        assert "HTTP 500" in page and "&lt;script&gt;alert(1)" in page
        assert "candidate.created" in page
        taken.status = 200
        later(minutes=1)
        work()
        assert "已接收" in lin.get(reverse("webhook", args=[hook.pk])).text
        delivery = Delivery.objects.get()
        lin.post(reverse("webhook-delivery-replay", args=[hook.pk, delivery.pk]))
        assert work() == 1 and taken.ids()[-1] == delivery.message_id


def test_a_span_is_sent_again_and_an_empty_one_is_refused(lin, world):
    hook = webhook(world, URL)
    span = {"since": "2026-01-01T00:00", "until": "2026-01-02T00:00"}
    refused = press(lin, hook, "replay", span)
    assert refused.status_code == 409 and "没有发送过事件" in refused.text


def test_who_coordinates_two_campuses_chooses(client, world):
    both = world.user("both", "两校", "coordinator", world.campus, world.other)
    client.force_login(both)
    given = {"url": URL, "campus": world.other.pk}
    client.post(reverse("webhook-create"), given)
    assert Webhook.objects.get().campus == world.other


def test_the_office_looks_after_them_but_sets_none_up(office, world):
    hook = webhook(world, URL)
    page = office.get(reverse("webhook", args=[hook.pk])).text
    assert reverse("webhook-act", args=[hook.pk, "pause"]) in page
    assert reverse("webhook-act", args=[hook.pk, "rotate-secret"]) not in page
    assert office.get(reverse("webhook-create")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_for_many(
    lin, world, django_assert_num_queries, rows
):
    hook = webhook(world, URL)
    for number in range(rows - 1):
        webhook(world, f"{URL}/{number}")
    for _ in range(rows):
        actions.test(actor=world.lin, pk=hook.pk)
    lin.get(reverse("webhooks"))
    with django_assert_num_queries(6):
        lin.get(reverse("webhooks"))
    with django_assert_num_queries(8):
        lin.get(reverse("webhook", args=[hook.pk]))
