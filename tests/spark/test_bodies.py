"""How much may be sent where, and what is said to who sends more."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from spark.bodies import BESIDE, LIMIT, MB, limit_of
from spark.documents.scanned import LIMIT as SCAN
from spark.sheets import LIMITS


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/accounts/login/", LIMIT),
        ("/api/v1/candidates", LIMIT),
        ("/no/such/page", LIMIT),
        (reverse("roster-send"), LIMITS.bytes + BESIDE),
        (reverse("signing-act", args=[1, "add-scan"]), SCAN + BESIDE),
        (reverse("signing-act", args=[1, "void"]), LIMIT),
        (reverse("signing-act", args=[1, "no-such-verb"]), LIMIT),
    ],
)
def test_ten_megabytes_and_more_where_a_form_takes_a_larger_file(path, limit):
    assert limit_of(path) == limit


@pytest.mark.parametrize("said", ["超过", "more than"])
def test_a_page_that_says_how_much_may_be_sent(office, said):
    office.cookies["django_language"] = "zh-hans" if said == "超过" else "en"
    answer = office.post(reverse("home"), CONTENT_LENGTH=str(LIMIT + 1))
    assert answer.status_code == 413
    assert f"{said} 10 MB" in answer.content.decode()


def test_a_roster_may_be_larger(office):
    page = reverse("roster-send")
    file = SimpleUploadedFile("roster.csv", b"a" * (LIMIT + 1))
    larger = office.post(page, {"file": file})
    too_large = office.post(page, CONTENT_LENGTH=str(23 * MB))
    assert (larger.status_code, too_large.status_code) == (422, 413)
    assert "20 MB" in too_large.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/candidates", "/oauth/token/"])
def test_systems_get_a_problem(client, db, path):
    answer = client.post(path, CONTENT_LENGTH=str(LIMIT + 1))
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["type"] == "urn:spark:refused:body-too-large"
    assert (problem["status"], answer.status_code) == (413, 413)


def test_nobody_needs_to_log_in_to_hear_it(client, db):
    answer = client.post(reverse("home"), CONTENT_LENGTH=str(LIMIT + 1))
    assert answer.status_code == 413


def test_what_the_proxy_cut_off_is_answered_by_the_same_page(office):
    answer = office.post(reverse("roster-send"), headers={"X-Body-Too-Large": "1"})
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()
