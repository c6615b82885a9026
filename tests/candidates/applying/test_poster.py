"""The poster of a page: what students ask first, and the address, to hang on a wall."""

from io import BytesIO
from itertools import product

import pytest
from django.urls import reverse
from pypdf import PdfReader

from candidates.register.models import Quota
from tests.candidates.applying.applicants import call_of

ROOM = {"a4": (210, 297), "a3": (297, 420)}
PRINTED = [*product(["zh-hans", "en"], ROOM)]
MILLIMETRE = 72 / 25.4


@pytest.fixture
def call(world):
    direction = world.batch.directions.get()
    Quota.objects.create(batch=world.batch, direction=direction, places=90)
    Quota.objects.create(
        batch=world.batch, direction=direction, campus=world.campus, places=17
    )
    return call_of(world)


def poster(client, call, language: str, paper: str) -> PdfReader:
    answer = client.get(reverse("call-poster", args=[call.pk, language, paper]))
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


@pytest.mark.parametrize(("language", "paper"), PRINTED)
def test_it_is_one_page_of_that_paper_whatever_is_read(
    client, world, call, language, paper
):
    client.force_login(world.lin)
    document = poster(client, call, language, paper)
    (page,) = document.pages
    size = (
        float(at) / MILLIMETRE for at in (page.mediabox.width, page.mediabox.height)
    )
    assert tuple(map(round, size)) == ROOM[paper]
    assert str(document.root_object["/Lang"]).startswith(language[:2])
    assert "pdfuaid:part" in document.root_object["/Metadata"].get_data().decode()


def test_it_says_what_where_until_when_and_who_decides(client, world, call):
    client.force_login(world.lin)
    (page,) = poster(client, call, "zh-hans", "a3").pages
    text = "".join(page.extract_text().split())
    for said in (world.campus.name_zh, "17个名额", "谁来决定", "扫码报名", "押金"):
        assert said in text
    (link,) = [at.get_object() for at in page["/Annots"]]
    address = link["/A"]["/URI"]
    assert address.endswith(reverse("apply", args=[call.slug]))
    assert address.partition("://")[2].rstrip("/") in text


def test_no_other_paper_and_no_other_language_is_there(client, world, call):
    client.force_login(world.lin)
    for kind in (["de", "a4"], ["en", "a5"]):
        path = reverse("call-poster", args=[call.pk, *kind])
        assert client.get(path).status_code == 404


def test_the_list_of_pages_offers_them(client, world, call):
    client.force_login(world.lin)
    page = client.get(reverse("call-list")).text
    for language, paper in PRINTED:
        assert reverse("call-poster", args=[call.pk, language, paper]) in page
