"""A guardian has the code sent to the number on file, and never the candidate."""

import pytest
from django.test import Client
from django.urls import reverse

from candidates.consents import actions
from candidates.consents.models import GuardianConsent, GuardianLink
from candidates.register.models import Candidate
from tests.candidates.consents.test_guardians import aged
from tests.candidates.portal.asking import work
from tests.gateway import Gateway, gateway

PHONE = "13900001234"


@pytest.fixture
def minor(world) -> Candidate:
    return world.candidate("paperwork", **aged(17))


@pytest.fixture
def token(world, minor) -> str:
    return actions.ask(actor=world.lin, pk=minor.pk, relation="father")


@pytest.fixture
def aliyun(settings):
    with gateway(settings) as taken:
        yield taken


def ask(token: str):
    return Client().post("/g/code/", {"token": token})


def test_an_sms_brings_the_code_that_opens_their_page(
    client, world, token, aliyun: Gateway
):
    page = ask(token)
    assert page.status_code == 200 and "139****1234" in page.text
    assert PHONE not in page.text and "no-store" in page["Cache-Control"]
    assert work() == [1, 0] and work() == [0, 0]
    assert [sent["PhoneNumbers"] for sent in aliyun.taken] == [PHONE]
    (code,) = aliyun.codes()
    assert client.post("/g/", {"token": token, "code": code}).status_code == 302
    assert client.post("/guardian/consent/").status_code == 302
    assert GuardianConsent.objects.get().state == "given"


def test_asked_for_again_at_once_nothing_more_is_sent(token, aliyun):
    assert [ask(token).status_code for _time in range(3)] == [200, 429, 429]
    work()
    assert len(aliyun.taken) == 1


def test_a_code_read_out_meanwhile_is_the_one_that_counts(world, token, aliyun):
    ask(token)
    code = actions.read_out(actor=world.lin, pk=GuardianLink.objects.get().pk)
    assert work() == [0, 0]
    assert actions.open_by(token, code)


@pytest.mark.parametrize(
    "changed",
    [
        {"phone": PHONE},
        {"phone": "+86 139 0000 1234"},
        {"guardian_name": "林建军"},
        {"guardian_phone": "0571-88886666"},
        {"guardian_phone": ""},
    ],
)
def test_none_goes_to_the_candidate_nor_to_another_guardian(
    world, minor, token, aliyun, changed
):
    Candidate.objects.filter(pk=minor.pk).update(**changed)
    page = ask(token)
    assert page.status_code == 200 and page.text.count("无法发送验证码") == 1
    assert work() == [0, 0] and not aliyun.taken
    assert "无法发送验证码" in ask("x" * 32).text  # as of a link that is none


def test_a_link_that_is_over_sends_nothing(world, minor, token, aliyun):
    ask(token)
    actions.make_link(actor=world.lin, pk=GuardianConsent.objects.get().pk)
    assert work() == [1, 0] and not aliyun.taken
    assert GuardianLink.objects.earliest("pk").code_failed == "late"


@pytest.mark.parametrize(("on", "said"), [(True, "139****1234"), (False, "由您报出")])
def test_the_college_is_told_which_way_it_goes(
    client, world, minor, token, request, on, said
):
    if on:
        request.getfixturevalue("aliyun")
    client.force_login(world.lin)
    page = client.get(reverse("candidate-consents", args=[minor.pk]))
    assert said in page.text


def test_the_college_is_told_that_the_number_is_none(
    client, world, minor, token, aliyun
):
    aliyun.code = "isv.MOBILE_NUMBER_ILLEGAL"
    ask(token)
    work()
    client.force_login(world.lin)
    page = client.get(reverse("candidate-consents", args=[minor.pk]))
    assert "号码不存在" in page.text
