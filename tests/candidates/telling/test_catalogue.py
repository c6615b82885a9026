"""Every kind of message as it is read, and the office's paragraphs to it."""

import pytest
from django.core import mail
from django.test import Client

from candidates.register.actions import tell_campuses
from candidates.screening.models import Screening
from candidates.telling import actions
from candidates.telling.models import Paragraph
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.errors import Refused
from spark.notifications import inbox
from spark.notifications.delivery import deliver_due
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import Message
from spark.robots.letters import words
from spark.robots.models import GroupMessage, Robot, Service
from tests.story import outcome, record_of

KINDS, KIND = "/messages/kinds/", "screening-released"
TEXTS = {
    "chinese": "{batch}（{programme}）的座谈会另行通知。",
    "english": "{batch}: a talk follows, after {closes}.",
}


@pytest.fixture
def office(client, world) -> Client:
    world.office.language = "en"
    world.office.save()
    client.force_login(world.office)
    return client


def write(world, actor=SYSTEM, **given) -> Paragraph:
    known = {"batch": world.batch, "kind": KIND, "seen": 0}
    return actions.write_paragraph(actor=actor, **known | TEXTS | given)


def test_every_kind_is_listed_and_shown_in_both_languages(office):
    page = office.get(KINDS).text
    for name, kind in MESSAGE_KINDS.items():
        assert f"{KINDS}{name}/" in page
        shown = office.get(f"{KINDS}{name}/")
        assert [one["language"] for one in shown.context["previews"]] == [
            "zh-hans",
            "en",
        ]
        assert all(("group" in one) == kind.group for one in shown.context["previews"])
        for language in ("zh-hans", "en"):
            letter = office.get(f"/messages/mail/{name}/{language}/")
            assert letter.status_code == (200 if "email" in kind.channels else 404)


def test_the_letter_is_framed_by_our_pages_only(office):
    answer = office.get(f"/messages/mail/{KIND}/en/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "script" not in answer["Content-Security-Policy"]


def test_what_there_is_not_is_not_found(office):
    assert office.get(f"{KINDS}none/").status_code == 404
    assert office.get(f"/messages/mail/{KIND}/fr/").status_code == 404


def test_a_paragraph_is_added_to_what_is_written_from_then_on(world):
    Robot.objects.create(
        service=Service.DINGTALK, campus=world.campus, name="群", address="https://a.b"
    )
    record = record_of(Screening, world.candidate("in_review"))
    tell_campuses(KIND, [record], at=clock.now())
    before = Message.objects.filter(channel="in_app").get()
    write(world)
    other = record_of(Screening, world.candidate("in_review"))
    tell_campuses(KIND, [other], at=clock.now())
    assert "座谈会" not in inbox.words(before, "zh-hans")[1]
    after = Message.objects.filter(channel="in_app").latest("pk")
    said = "2026 秋·杭州一期（星火计划）的座谈会另行通知。"
    assert inbox.words(after, "zh-hans")[1].endswith(said)
    assert "Hangzhou, autumn 2026: a talk" in inbox.words(after, "en")[1]
    assert words(GroupMessage.objects.latest("pk"))[-1] == said
    deliver_due()
    letter = mail.outbox[-1]
    assert said in letter.body and said in letter.alternatives[0][0]


def test_another_batch_and_another_kind_are_as_before(world):
    write(world, batch=world.intake("next", world.today))
    write(world, kind="screening-rolled")
    record = record_of(Screening, world.candidate("in_review"))
    tell_campuses(KIND, [record], at=clock.now())
    assert not any("paragraph" in one.facts for one in Message.objects.all())


def test_versions_are_kept_and_an_empty_one_takes_it_back(world):
    write(world)
    write(world, seen=1, chinese="改了。", english="Changed.")
    write(world, seen=2, chinese="", english="")
    record = record_of(Screening, world.candidate("in_review"))
    tell_campuses(KIND, [record], at=clock.now())
    assert not any("paragraph" in one.facts for one in Message.objects.all())
    assert [one.version for one in Paragraph.objects.order_by("pk")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"chinese": "{name}好"}, "paragraph-place"),
        ({"english": "a } b"}, "paragraph-place"),
        ({"english": "{batch"}, "paragraph-place"),
        ({"chinese": "<b>请注意</b>"}, "paragraph-markup"),
        ({"english": "[here](https://a.cn)"}, "paragraph-markup"),
        ({"chinese": "请打13800005678"}, "paragraph-number"),
        ({"chinese": "请打 138 0000 5678"}, "paragraph-number"),
        ({"chinese": "电话 0571-86732200"}, "paragraph-number"),
        ({"chinese": "１３８００００５６７８"}, "paragraph-number"),
        ({"english": "33010020050101123X"}, "paragraph-number"),
        ({"english": ""}, "paragraph-language"),
        ({"kind": "password-reset"}, "paragraph-kind"),
        ({"kind": "none"}, "paragraph-kind"),
        ({"seen": 3}, "paragraph-overtaken"),
    ],
)
def test_a_paragraph_that_cannot_be_is_refused(world, given, code):
    with pytest.raises(Refused, match=code):
        write(world, **given)
    assert not Paragraph.objects.exists()


def test_dates_and_short_numbers_are_none_of_anybodys(world):
    write(world, chinese="2026-12-03 14:00，3号楼301", english="2026-12-03, room 301")


def test_the_page_previews_what_is_saved_and_says_what_is_wrong(world, office):
    url = f"{KINDS}{KIND}/?batch={world.batch.slug}"
    wrong = office.post(url, TEXTS | {"seen": 0, "chinese": "{x}"})
    assert wrong.status_code == 422 and "There is no place {x}" in wrong.text
    done = office.post(url, TEXTS | {"seen": 0})
    assert done.status_code == 302
    page = office.get(url)
    assert page.text.count("Hangzhou, autumn 2026: a talk follows") == 2  # and groups
    assert (
        "a talk follows"
        in office.get(f"/messages/mail/{KIND}/en/?batch={world.batch.slug}").text
    )
    assert office.get(KINDS).context["rows"]
    assert Paragraph.objects.get().by == world.office


def test_writing_is_the_offices(world):
    for name, person in world.people.items():
        said = outcome(lambda p=person: write(world, actor=p))
        assert said == ("done" if name == "office" else "not-your-role")
