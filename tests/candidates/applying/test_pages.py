"""On a phone without an account: begin, go on elsewhere, send; and the college's queue.

Nothing that a stranger types tells them whether somebody else has applied.
"""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from candidates.applying import actions
from candidates.applying.models import Application, Question
from candidates.applying.stages import Step
from candidates.register.models import Candidate, Quota
from spark import clock
from tests.candidates.applying.applicants import begun, call_of, sent, who
from tests.candidates.clips.senders import Sender
from tests.cards import let_in
from tests.hostile import VALUES
from tests.office import batch_form


@pytest.fixture
def call(world):
    return call_of(world)


def url(name: str, call, *more: str) -> str:
    return reverse(name, args=[call.slug, *more])


def begin(client: Client, call) -> str:
    """As by the button of the page; the code shown."""
    key = client.get(url("apply", call)).context["form"].initial["key"]
    page = client.post(url("apply-begin", call), {"key": key, "website": ""})
    return page.context["code"]


def write(client: Client, call, **changes) -> None:
    """All the steps, one after the other, as each leads to the next."""
    direction = call.batch.directions.get()
    given = {
        "who": who(**changes),
        "direction": {"direction": direction.pk},
        "week": {"week": ["1-am", "6-ev"]},
        "clip": {"clip": "https://example.org/v/7"},
        "questions": {str(q.pk): "三年" for q in Question.objects.all()},
        "consent": {"notice": "on", "share": "on"},
    }
    for _ in given:
        response = client.get(url("apply-mine", call))
        if response.status_code != 302:
            return
        step = response["Location"].rstrip("/").rsplit("/", 1)[1]
        answer = client.post(response["Location"], given[step])
        assert answer.status_code == 302, answer.context["form"].errors


def test_in_steps_on_two_devices_to_the_college(client, world, call):
    Question.objects.create(batch=call.batch, text_zh="看直播几年？", text_en="Years?")
    code = begin(client, call)
    who_page = client.post(url("apply-step", call, "who"), who(name="欧阳若溪"))
    assert who_page["Location"] == url("apply-step", call, "direction")
    phone = Client()
    assert phone.get(url("apply-mine", call)).status_code == 401
    spaced = code.lower().replace("-", " ")
    phone.post(url("apply-code", call), {"code": spaced})
    assert "欧阳若溪" in phone.get(url("apply-step", call, "who")).text
    write(phone, call)
    review = phone.get(url("apply-mine", call))
    assert "看直播几年？" in review.text and "三年" in review.text
    for device in (phone, client, phone):  # two tabs, and pressed twice
        assert device.post(url("apply-send", call)).status_code == 302
    application = Application.objects.get()
    assert application.state == "submitted" and application.id_masked in review.text
    assert application.id_number not in review.text
    client.force_login(world.lin)
    page = client.get(reverse("application-detail", args=[application.pk]))
    assert "三年" in page.text and "https://example.org/v/7" in page.text
    confirm = reverse("application-act", args=[application.pk, "confirm"])
    assert client.post(confirm).status_code == 302
    assert Candidate.objects.get().person.name == "欧阳若溪"
    assert client.post(confirm).status_code == 409
    assert phone.get(url("apply-mine", call)).status_code == 200


def test_what_is_wrong_is_said_in_words_as_it_is_typed(client, call):
    begin(client, call)
    number = who()["id_number"]
    broken = number[:-1] + ("0" if number[-1] != "0" else "1")
    check = url("apply-check", call, "id_number")
    assert 'class="err"' in client.post(check, {"id_number": broken}).text
    assert 'class="err"' not in client.post(check, {"id_number": number}).text
    page = client.post(url("apply-step", call, "who"), who(id_number=broken))
    assert page.status_code == 422 and "id_number" in page.context["form"].errors
    assert not Application.objects.get().name


def test_a_stranger_learns_nothing_of_who_applied(
    client, world, call, django_assert_num_queries
):
    """The same answers by the same queries, be the number known or not."""
    known = sent(call)
    answers = []
    for number in (known.id_number, who()["id_number"]):
        stranger = Client()
        begin(stranger, call)
        with django_assert_num_queries(9):
            kept = stranger.post(
                url("apply-step", call, "who"),
                who(name=known.name, id_number=number),
            )
        write(stranger, call, name=known.name, id_number=number)
        mine = url("apply-mine", call)
        reviewed = len(stranger.get(mine).text)
        stranger.post(url("apply-send", call))
        answers.append((kept["Location"], reviewed, len(stranger.get(mine).text)))
    assert answers[0] == answers[1]
    client.force_login(world.lin)
    rows = client.get(reverse("application-list")).context["page"].rows
    assert [row.again for row in rows] == [True, True, False]


def test_by_a_card_what_the_college_knows_is_filled_in(client, world, call):
    candidate = world.candidate()
    let_in(client, candidate.pk)
    begin(client, call)
    page = client.get(url("apply-step", call, "who"))
    assert candidate.person.name in page.text and candidate.phone in page.text
    assert candidate.person.id_masked not in page.text
    elsewhere = call_of(world, campus=world.other)
    assert not begun(elsewhere).name


@pytest.mark.parametrize("when", ["soon", "over", "full"])
def test_the_page_says_when_it_takes_nobody_or_a_waiting_list(client, call, when):
    today = clock.today()
    if when == "full":
        call.limit = 1
        sent(call)
    else:
        day = today + timedelta(days=2 if when == "soon" else -1)
        call.opens_on = call.closes_on = day
    call.save()
    page = client.get(url("apply", call))
    assert page["X-Robots-Tag"].startswith("noindex")
    assert ("候补" in page.text) is (when == "full")
    opens = 'action="' + url("apply-begin", call) in page.text
    assert opens is (when == "full")
    begun_now = client.post(url("apply-begin", call), {"key": uuid4()})
    assert begun_now.status_code == (200 if when == "full" else 409)


def test_programs_fall_into_the_trap_and_strangers_break_nothing(client, call):
    client.post(url("apply-begin", call), {"key": uuid4(), "website": "http://x"})
    assert not Application.objects.exists()
    begin(client, call)
    client.raise_request_exception = False
    names = {*who(), "direction", "week", "clip", "notice", "code", "key", "website"}
    for value in (*VALUES, "\0", "<script>alert(1)</script>", "😀" * 300):
        data = dict.fromkeys(names, value)
        for path in (
            *(url("apply-step", call, step) for step in Step),
            *(url("apply-check", call, name) for name in who()),
            *(url(name, call) for name in ("apply-code", "apply-begin")),
        ):
            with transaction.atomic():
                assert client.post(path, data).status_code < 500, (path, value)
                transaction.set_rollback(True)


def test_a_class_that_applies_at_once_costs_few_queries(
    client, world, django_assert_num_queries
):
    """Savepoints among them, which are none outside of tests."""
    call = call_of(world, limit=60)
    Question.objects.create(batch=call.batch, text_zh="看直播几年？", text_en="Years?")
    direction = call.batch.directions.get()
    Quota.objects.create(batch=call.batch, direction=direction, places=1)
    sent(call)
    with django_assert_num_queries(4):
        key = client.get(url("apply", call)).context["form"].initial["key"]
    with django_assert_num_queries(11):
        page = client.post(url("apply-begin", call), {"key": key})
    write(client, call)
    for step, number in zip(Step, [5, 5, 4, 4, 5, 5], strict=True):
        with django_assert_num_queries(number):
            client.get(url("apply-step", call, step))
    with django_assert_num_queries(8):
        client.post(url("apply-step", call, Step.WEEK), {"week": ["1-am"]})
    phone = Client()
    with django_assert_num_queries(13):
        phone.post(url("apply-code", call), {"code": page.context["code"]})
    with django_assert_num_queries(13):
        phone.post(url("apply-send", call))
    with django_assert_num_queries(4):
        phone.get(url("apply-mine", call))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_for_one_and_for_many(
    client, world, call, django_assert_num_queries, rows
):
    found = [sent(call) for _ in range(rows)]
    actions.ask_back(actor=world.lin, ids=[found[0].pk], reason="学号少一位")
    client.force_login(world.lin)
    with django_assert_num_queries(8):
        page = client.get(reverse("application-list"))
    assert len(page.context["page"].rows) == rows
    with django_assert_num_queries(8):
        client.get(reverse("application-detail", args=[found[0].pk]))
    with django_assert_num_queries(10):
        client.get(reverse("call-list"))
    chosen = client.get(reverse("application-list"), {"state": "asked_back"})
    assert [row.pk for row in chosen.context["page"].rows] == [found[0].pk]


def test_a_class_is_confirmed_by_the_list(client, world, call):
    ids = [sent(call).pk for _ in range(3)]
    client.force_login(world.lin)
    many = reverse("application-many", args=["confirm"])
    seen = client.post(many, {"ids": ids})
    assert seen.status_code == 200 and not Candidate.objects.exists()
    assert client.post(many, {"ids": ids, "confirmed": "1"}).status_code == 302
    assert Candidate.objects.count() == 3


def test_a_page_is_opened_changed_and_printed(client, world):
    client.force_login(world.lin)
    today = clock.today()
    given = {
        "batch": world.batch.pk,
        "campus": world.campus.pk,
        "opens_on": today,
        "closes_on": today - timedelta(days=1),
        "limit": 50,
    }
    pages = reverse("call-list")
    assert client.post(pages, given).status_code == 422
    given["closes_on"] = today + timedelta(days=9)
    assert client.post(pages, given).status_code == 302
    assert client.post(pages, given).context["refusal"].code == "call-there"
    (call,) = client.get(pages).context["calls"]
    assert len(call.slug) == actions.pages.LONG
    change = reverse("call-change", args=[call.pk])
    assert client.post(change, given | {"limit": 60}).status_code == 302
    call.refresh_from_db()
    assert call.limit == 60
    code = client.get(reverse("call-code", args=[call.pk]))
    assert code["Content-Type"] == "image/png"
    assert BytesIO(code.content).read(8) == b"\x89PNG\r\n\x1a\n"


def test_the_office_cannot_ask_what_nobody_may_be_asked(client, world):
    client.force_login(world.office)
    path = reverse("admin:candidates_batch_change", args=[world.batch.pk])
    form = client.get(path).context["inline_admin_formsets"][1].formset
    assert form.prefix == "questions"
    asked = {
        "questions-0-text_zh": "你结婚了吗？",
        "questions-0-text_en": "Are you married?",
        "questions-0-kind": "text",
        "questions-0-order": "1",
        "questions-TOTAL_FORMS": "1",
    }
    answer = client.post(path, batch_form(world.batch) | asked)
    assert answer.status_code == 200 and not Question.objects.exists()
    assert "第四十三条" in answer.text
    asked |= {"questions-0-text_zh": "看直播几年？", "questions-0-text_en": "Years?"}
    assert client.post(path, batch_form(world.batch) | asked).status_code == 302
    assert Question.objects.get().text_en == "Years?"


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/a/{slug}/mine/send/", "/a/{slug}/mine/"),
        ("/a/{slug}/begin/", "/a/{slug}/"),
        ("/my/data/contact/", "/my/data/"),
        ("/my/leave/", "/my/"),
    ],
)
def test_who_opens_what_only_takes_a_form_is_led_to_the_page_above(
    client, world, call, path, above
):
    """Not to the log-in of people who have an account."""
    sender = Sender(begun(call)).client if "mine" in path else client
    if path.startswith("/my/data"):
        let_in(client, world.candidate("waiting").pk)
    address, wanted = path.format(slug=call.slug), above.format(slug=call.slug)
    answer = sender.get(address, headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Location"]) == (302, wanted)
