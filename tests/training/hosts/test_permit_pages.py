"""The page on which a candidate's permits are entered, changed and removed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates.register.models import Candidate
from tests.story import outcome
from tests.training.trials.studio import Studio, licence
from tests.world import passed_test
from training.hosts import actions


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


@pytest.fixture
def host(studio) -> Candidate:
    return studio.world.candidate("competing")


@pytest.fixture
def lin(client, studio):
    client.force_login(studio.world.lin)
    return client


def permits(host: Candidate) -> str:
    return reverse("host-permits", args=[host.pk])


def enter(client, host: Candidate, kind: str, **given):
    url = reverse("permit-enter", args=[host.pk, kind])
    return client.post(url, {f"{kind}-{name}": v for name, v in given.items()})


def act(client, host: Candidate, permit, verb: str, **given):
    url = reverse("permit-act", args=[host.pk, permit.pk, verb])
    key = f"{verb}{permit.pk}"
    return client.post(url, {f"{key}-{name}": v for name, v in given.items()})


def test_a_college_enters_filings_only(lin, host):
    page = lin.get(permits(host))
    assert [kind.value for kind, _form in page.context["new"]] == ["filing"]
    given = {"reference": "杭教备〔2026〕12号", "valid_from": "2026-11-20"}
    response = enter(lin, host, "filing", **given)
    assert response.url == permits(host)
    filing = host.permits.get(kind="filing")
    assert (filing.reference, filing.valid_until) == (given["reference"], None)
    test = host.permits.get(kind="compliance")
    for verb in ("change-permit", "remove-permit"):
        assert act(lin, host, test, verb).status_code == 403
    assert enter(lin, host, "compliance", score=90).status_code == 403
    text = lin.get(permits(host)).text
    assert reverse("permit-act", args=[host.pk, filing.pk, "change-permit"]) in text
    assert reverse("permit-act", args=[host.pk, test.pk, "change-permit"]) not in text


def test_the_office_enters_each_kind_with_what_it_needs(office, host):
    category = licence(host, "health")
    day = {"valid_from": "2026-11-02"}
    assert enter(office, host, "compliance", score=86, **day).status_code == 302
    given = {"category": category.pk, "reference": "浙药备8"} | day
    assert enter(office, host, "licence", **given).status_code == 302
    filing = {"reference": "杭教备9", "valid_until": "2027-11-02"} | day
    assert enter(office, host, "filing", **filing).status_code == 302
    rows = host.permits.filter(valid_from="2026-11-02").order_by("kind")
    assert [
        (permit.kind, permit.score, permit.reference, permit.category)
        for permit in rows
    ] == [
        ("compliance", 86, "", None),
        ("filing", None, "杭教备9", None),
        ("licence", None, "浙药备8", category),
    ]


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("compliance", {}, "score"),
        ("compliance", {"score": 101}, "score"),
        ("licence", {"reference": "1"}, "category"),
        ("filing", {"reference": " "}, "reference"),
        ("filing", {"reference": "1", "valid_from": "gestern"}, "valid_from"),
        ("filing", {"reference": "1", "valid_until": "2026-11-01"}, "__all__"),
    ],
)
def test_a_wrong_permit_says_so_in_its_form(office, host, kind, given, field):
    response = enter(office, host, kind, **{"valid_from": "2026-11-02"} | given)
    assert response.status_code == 422
    form = dict(response.context["new"])[kind]
    assert field in form.errors
    assert response.context["opened"] == kind
    assert host.permits.count() == 1


def test_a_permit_is_changed_its_first_day_too(office, host):
    test = host.permits.get()
    given = {"score": 95, "valid_from": "2026-10-01", "valid_until": "2027-10-01"}
    assert act(office, host, test, "change-permit", **given).status_code == 302
    test.refresh_from_db()
    until = date(2027, 10, 1)
    assert (test.score, test.valid_from, test.valid_until) == (
        95,
        date(2026, 10, 1),
        until,
    )
    wrong = act(office, host, test, "change-permit", **given | {"score": ""})
    assert wrong.status_code == 422
    assert wrong.context["opened"] == f"change-permit{test.pk}"


def test_two_of_a_kind_do_not_begin_on_one_day(office, host):
    test = host.permits.get()
    passed_test(host.pk, valid_from=test.valid_from - timedelta(days=9))
    other = host.permits.exclude(pk=test.pk).get()
    given = {"score": 95, "valid_from": test.valid_from}
    response = act(office, host, other, "change-permit", **given)
    assert response.status_code == 409
    assert response.context["refusal"].code == "permit-there"


def test_a_permit_is_removed_for_a_reason(office, host):
    test = host.permits.get()
    assert act(office, host, test, "remove-permit").status_code == 422
    assert act(office, host, test, "remove-permit", reason="录错人").status_code == 302
    assert not host.permits.exists()
    assert act(office, host, test, "remove-permit", reason="录错人").status_code == 404


def test_a_permit_is_found_on_its_own_candidates_page_only(office, studio, host):
    other = studio.world.candidate("competing")
    test = other.permits.get()
    assert act(office, host, test, "remove-permit", reason="录错人").status_code == 404
    assert act(office, other, test, "burn").status_code == 404
    assert enter(office, host, "passport").status_code == 404


@pytest.mark.parametrize(
    ("who", "kind", "said"),
    [
        ("lin", "filing", "done"),
        ("lin", "compliance", "not-your-role"),
        ("mei", "filing", "404"),
        ("mentor", "compliance", "404"),
        ("office", "compliance", "done"),
    ],
)
def test_who_changes_and_removes_permits(studio, host, who, kind, said):
    passed_test(host.pk, kind="filing", score=None, reference="杭教备7")
    which = {
        "actor": studio.world.people[who],
        "pk": host.permits.get(kind=kind).pk,
    }
    score = {"score": 90} if kind == "compliance" else {"reference": "杭教备8"}
    day = studio.day(0)

    def change() -> None:
        actions.change_permit(**which, valid_from=day, **score)

    def remove() -> None:
        actions.remove_permit(**which, reason="录错人")

    assert (outcome(change), outcome(remove)) == (said, said)
