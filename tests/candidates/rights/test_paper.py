"""Their own data as a document: what the page says, to read and to print."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from candidates.register.models import Candidate, Person
from spark import clock
from tests.cards import let_in

PAPER = "/my/data/file.pdf"


@pytest.fixture
def candidate(world) -> Candidate:
    return world.candidate("in_force")


@pytest.fixture
def own(client: Client, candidate) -> Client:
    let_in(client, candidate.pk)
    return client


def paper(client: Client) -> PdfReader:
    answer = client.get(PAPER)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    return PdfReader(BytesIO(answer.content))


def read(document: PdfReader) -> str:
    text = "".join(page.extract_text() for page in document.pages)
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_has_every_section_and_label_of_the_page(own, candidate, language):
    own.cookies["django_language"] = language
    kept = own.get("/my/data/").context["kept"]
    document = paper(own)
    text = read(document)
    assert len(kept) > 6
    for one, rows in kept:
        words = [str(one.title), *(shown.label for shown in rows[0])]
        assert [said for said in words if "".join(said.split()) not in text] == []
    assert str(document.root_object["/Lang"]).startswith(language[:2])
    assert "pdfuaid:part" in document.root_object["/Metadata"].get_data().decode()


def test_it_shows_of_the_number_what_the_page_shows(own, candidate):
    number = Person.objects.get(pk=candidate.person_id).id_number
    text = read(paper(own))
    assert f"****{number[-2:]}" in text and number[-4:] not in text
    assert number[:6] not in text.replace(candidate.phone, "")


def test_each_page_says_when_it_was_made_and_how_many_there_are(own):
    document = paper(own)
    made = f"{clock.today():%Y-%m-%d}"
    for number, page in enumerate(document.pages, start=1):
        text = page.extract_text()
        assert made in text and f"{number} / {len(document.pages)}" in text


def test_who_came_by_no_card_gets_nothing(client, world):
    assert Client().get(PAPER).status_code == 401
