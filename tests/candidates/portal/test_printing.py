"""Cards of many are one file, made once: nothing of their addresses is kept."""

import logging
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client
from pghistory.models import Events
from pypdf import PageObject, PdfReader

from candidates.portal import actions
from candidates.portal.actions.links import _hashed
from candidates.portal.models import PersonalLink
from candidates.portal.views import printing
from candidates.register import actions as register
from candidates.register.models import Candidate, Person
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.documents import MISSING
from tests.candidates.register.test_views import LIST, crowd
from tests.story import leaving
from tests.world import World

PRINT = f"{LIST}bulk/portal-print-cards/"
MILLIMETRE = 72 / 25.4
NAMES = [
    *(
        "林可馨",
        "欧阳娜娜",
        "阿卜杜热合曼·买买提江",
        '#import "x": *',
        "$x$ *b* \\ `c`",
    ),
    *("长" * 30, "Wolfeschlegelsteinhausenbergerdorff", "龘𠮷", "O'Neil <a>", "安静"),
    *("陈陈", "赵一"),
]


@pytest.fixture
def classmates(world) -> list[Candidate]:
    """Twelve of one class, with names that are hard on a printer."""
    found = crowd(world, len(NAMES))
    for number, (candidate, name) in enumerate(zip(found, NAMES, strict=True)):
        Person.objects.filter(pk=candidate.person_id).update(name=name)
        known = {
            "class_name": "直播2401班(3+2)",
            "student_number": f"2401{number:02}",
        }
        Candidate.objects.filter(pk=candidate.pk).update(**known)
    return list(Candidate.objects.select_related("person"))


@pytest.fixture
def lin(client, world) -> Client:
    client.force_login(world.lin)
    return client


def ids(people: list[Candidate]) -> dict:
    return {"ids": [candidate.pk for candidate in people]}


def printed(client: Client, people: list[Candidate]) -> list[PageObject]:
    answer = client.post(PRINT, ids(people) | {"confirmed": "1"})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    return list(PdfReader(BytesIO(answer.content)).pages)


def links(page: PageObject) -> list[dict]:
    found = [annotation.get_object() for annotation in page.get("/Annots", [])]
    return [one for one in found if one["/Subtype"] == "/Link"]


def addresses(pages: list[PageObject]) -> list[str]:
    return [one["/A"]["/URI"] for page in pages for one in links(page)]


def tokens(pages: list[PageObject]) -> list[str]:
    return [urlsplit(one).path.split("/")[2] for one in addresses(pages)]


def solid(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_ten_to_a_page_each_with_what_its_owner_needs(lin, world, classmates):
    pages = printed(lin, classmates)
    assert [len(links(page)) for page in pages] == [10, 2]
    text = solid("".join(page.extract_text() for page in pages))
    for name in NAMES:
        assert text.count(solid(name.replace("𠮷", MISSING))) == 1, name
    assert text.count(f"{MISSING}处请手写补上") == 1
    until = clock.day(PersonalLink.objects.first().expires_at).isoformat()
    campus = solid(world.campus.name_zh)
    each = ["直播2401班(3+2)", campus, "出示此卡，向老师要验证码。", f"有效期至{until}"]
    assert [text.count(solid(words)) for words in each] == [12] * 4
    for address in addresses(pages):
        assert urlsplit(address).netloc + urlsplit(address).path.rstrip("/") in text
    for one in links(pages[0]):
        x, y, right, top = (float(at) / MILLIMETRE for at in one["/Rect"])
        assert min(right - x, top - y) >= 25


def test_each_card_opens_the_pages_of_the_one_it_names(lin, world, classmates):
    pages = printed(lin, classmates)
    text = solid("".join(page.extract_text() for page in pages))
    at = {
        c.pk: text.index(solid(c.person.name.replace("𠮷", MISSING)))
        for c in classmates
    }
    opened = []
    for token in tokens(pages):
        assert Client().get(f"/p/{token}/").status_code == 200
        link = PersonalLink.objects.get(token_hash=_hashed(token))
        code = actions.read_out(actor=world.lin, pk=link.pk)
        assert actions.open_by(token, code) == link
        opened.append(link.candidate_id)
    assert opened == sorted(at, key=at.__getitem__)


def test_it_is_said_first_that_former_cards_end_and_then_they_do(lin, classmates):
    one, other, *_others = classmates
    former = actions.make_card(actor=SYSTEM, ids=[one.pk])[one.pk]
    before = lin.post(PRINT, ids([one, other]))
    assert "以前的卡片随即失效" in before.text
    assert {subject.key for subject in before.context["hit"]} == {one.pk, other.pk}
    assert PersonalLink.objects.get().revoked_at is None
    assert former not in tokens(printed(lin, [one, other]))
    ended = PersonalLink.objects.get(token_hash=_hashed(former))
    assert ended.revoked_at


def test_each_has_a_line_in_history_of_who_made_the_card(lin, world, classmates):
    printed(lin, classmates[:2])
    for link in PersonalLink.objects.all():
        (event,) = Events.objects.tracks(link)
        assert event.pgh_context["verb"] == "portal.make-card"
        assert event.pgh_context["actor"] == world.lin.pk
        story = lin.get(f"/candidates/{link.candidate_id}/").text
        assert "做了卡片" in story


def test_an_address_is_in_the_file_and_nowhere_else(lin, classmates, caplog):
    with caplog.at_level(logging.DEBUG):
        made = tokens(printed(lin, classmates))
    assert not [token for token in made if token in caplog.text]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE ANY(%s)',
                [[f"%{token}%" for token in made]],
            )
            assert cursor.fetchone() == (0,), table
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        kept = b"".join(client.dump(key) or b"" for key in client.scan_iter())
    assert not [token for token in made if token.encode() in kept]


@pytest.mark.parametrize(
    ("who", "status", "hit"),
    [
        *(("lin", 200, True), ("office", 200, True), ("mei", 200, False)),
        *((who, 403, False) for who in ("reviewer", "signing", "manager", "mentor")),
        ("nobody", 403, False),
    ],
)
def test_only_their_college_and_the_office_print_cards(client, world, who, status, hit):
    candidate = world.candidate()
    client.force_login(world.people[who])
    assert ("portal-print-cards" in client.get(LIST).text) == (who in {"lin", "office"})
    answer = client.post(PRINT, ids([candidate]) | {"confirmed": "1"})
    assert answer.status_code == status
    assert (answer["Content-Type"] == "application/pdf") == hit
    assert PersonalLink.objects.exists() == hit


def test_who_left_gets_none_whoever_else_is_on_the_way_does(lin, world):
    gone, fresh, signing = (
        world.candidate(at) for at in (*["registered"] * 2, "in_force")
    )
    leaving(register.leave)(actor=SYSTEM, ids=[gone.pk])
    answer = lin.post(PRINT, ids([gone, fresh, signing]))
    assert {subject.key for subject in answer.context["hit"]} == {fresh.pk, signing.pk}
    ((subject, _why),) = answer.context["out"]
    assert subject.key == gone.pk
    offered = {
        query: "portal-print-cards" in lin.get(LIST, {"stage": query}).text
        for query in ("registered", "signing", "left")
    }
    assert offered == {"registered": True, "signing": True, "left": False}


def test_if_nothing_can_be_printed_no_card_ends(lin, classmates, monkeypatch):
    former = actions.make_card(actor=SYSTEM, ids=[classmates[0].pk])
    monkeypatch.setattr(printing, "TEMPLATE", "candidates/portal/absent.typ")
    with pytest.raises(RuntimeError, match="No such file"):
        printed(lin, classmates)
    link = PersonalLink.objects.get()
    assert link.revoked_at is None
    assert link.token_hash == _hashed(former[link.candidate_id])


def test_they_are_in_the_language_of_who_prints(lin, world, classmates):
    lin.cookies["django_language"] = "en"
    (page,) = printed(lin, classmates[:3])
    text = " ".join(page.extract_text().split())
    assert text.count("Show this card to your teacher to hear your code.") == 3
    assert text.count("Valid until") == 3 and "Personal cards" in text


@pytest.mark.parametrize("count", [1, 3])
def test_a_class_costs_no_more_queries_than_one(
    lin, world: World, classmates, count, django_assert_num_queries
):
    with django_assert_num_queries(14):
        printed(lin, classmates[:count])
