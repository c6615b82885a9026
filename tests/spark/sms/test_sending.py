"""SMS by Aliyun: signed as documented, and what its answers mean."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from spark import sms
from spark.sms.signing import Call, headers
from tests.gateway import Gateway, gateway

PHONE = "13800005678"
# "V3 request structure and signature", the worked example with fixed values.
PUBLISHED = (
    "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
    "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
    "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
)


@pytest.fixture
def aliyun(settings) -> Iterator[Gateway]:
    with gateway(settings) as taken:
        yield taken


def test_the_published_example_is_signed_as_published():
    image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"
    call = Call(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        parameters={"RegionId": "cn-shanghai", "ImageId": image},
    )
    made = headers(
        call,
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert made["Authorization"] == PUBLISHED


def test_a_gateway_that_looks_at_the_signature_takes_it(aliyun):
    for _ in range(2):
        sms.send(PHONE, {"code": "012345"})
    assert aliyun.taken == 2 * [
        {
            "PhoneNumbers": PHONE,
            "SignName": "星火 计划*~",
            "TemplateCode": "SMS_15305",
            "TemplateParam": '{"code": "012345"}',
        }
    ]


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", 200, sms.NotTaken),
        ("isv.AMOUNT_NOT_ENOUGH", 200, sms.NotTaken),
        ("OK", 503, sms.NotTaken),
        ("isv.MOBILE_NUMBER_ILLEGAL", 200, sms.WrongNumber),
        ("isv.MOBILE_NUMBER_ILLEGAL", 400, sms.WrongNumber),
    ],
)
def test_what_is_not_taken_says_why_and_nothing_of_the_message(
    aliyun, code, status, error
):
    aliyun.code, aliyun.status = code, status
    with pytest.raises(error) as refused:
        sms.send(PHONE, {"code": "012345"})
    assert code in str(refused.value)
    assert PHONE not in str(refused.value) and "012345" not in str(refused.value)


def test_another_key_and_nobody_there_are_not_taken(aliyun, settings):
    settings.SMS_KEY_SECRET = "another"
    with pytest.raises(sms.NotTaken, match="HTTP 400: SignatureDoesNotMatch"):
        sms.send(PHONE, {"code": "012345"})
    settings.SMS_URL = "http://127.0.0.1:9"
    with pytest.raises(sms.NotTaken, match="refused"):
        sms.send(PHONE, {"code": "012345"})
    assert aliyun.taken == []


def test_only_mainland_mobiles_take_an_sms():
    assert {sms.mobile(told) for told in (PHONE, "+86 138-0000-5678")} == {PHONE}
    others = ("", "05718888666", "+852 6123 4567", "1380000567", f"{PHONE},{PHONE}")
    assert {sms.mobile(told) for told in others} == {""}
    assert sms.masked(PHONE) == "138****5678"
