"""What the services are sent, and what their answers mean: by their own documents."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from spark.outside import Answer
from spark.robots.channels import (
    Letter,
    Refusal,
    TooFast,
    channel_of,
    dingtalk,
    feishu,
    wecom,
)

AT = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)  # 1,700,000,000 s
LETTER = Letter("3 份筛选决定已公布", ("请打开页面查看。",), "https://s.cn/c/", "打开")
ADDRESS = "https://example.cn/robot/send?access_token=t"


def robot(**given: str) -> SimpleNamespace:
    return SimpleNamespace(**{"address": ADDRESS, "secret": "", "keyword": ""} | given)


def test_dingtalk_is_signed_in_the_address_by_milliseconds():
    assert (
        dingtalk.sign("SECtest", 1_700_000_000_000)
        == "aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D"
    )
    address, body = dingtalk.body(robot(secret="SECtest"), LETTER, AT)
    assert address == (
        f"{ADDRESS}&timestamp=1700000000000"
        "&sign=aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D"
    )
    told = json.loads(body)
    assert told["msgtype"] == "markdown"
    assert told["markdown"]["text"] == (
        "### 3 份筛选决定已公布\n\n请打开页面查看。\n\n[打开](https://s.cn/c/)"
    )


def test_feishu_is_signed_in_the_body_by_seconds():
    expected = "G7XpBpG8NgG02fJOAhX6FRAObIljmFoxVReo8I62pEk="
    assert feishu.sign("SECtest", 1_700_000_000) == expected
    address, body = feishu.body(robot(secret="SECtest"), LETTER, AT)
    told = json.loads(body)
    assert (address, told["timestamp"], told["sign"]) == (
        ADDRESS,
        "1700000000",
        expected,
    )
    assert told["content"]["post"]["zh_cn"]["title"] == LETTER.title


def test_without_a_secret_nothing_is_signed():
    assert dingtalk.body(robot(), LETTER, AT)[0] == ADDRESS
    assert "sign" not in json.loads(feishu.body(robot(), LETTER, AT)[1])


@pytest.mark.parametrize("channel", [dingtalk, feishu])
def test_a_keyword_is_said_each_time(channel):
    _address, body = channel.body(robot(keyword="星火"), LETTER, AT)
    assert "星火" in body.decode()


@pytest.mark.parametrize(
    ("channel", "most"), [(dingtalk, 20_000), (wecom, 4096), (feishu, 20_480)]
)
def test_long_ones_are_cut_to_what_the_service_takes(channel, most):
    long = Letter("标题" * 500, ("很长的一行。" * 2000,), "https://s.cn/c/", "打开")
    _address, body = channel.body(robot(secret="SECtest"), long, AT)
    told = json.loads(body)
    inner = told["markdown"]["content"] if channel is wecom else body.decode()
    assert len(inner.encode()) <= most
    assert "https://s.cn/c/" in inner and "…" in inner


@pytest.mark.parametrize("service", ["dingtalk", "wecom", "feishu"])
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"errcode": 310000, "code": 19021}']
)
def test_only_a_zero_is_taken(service, body):
    with pytest.raises(Refusal):
        channel_of(service).judge(Answer(200, body))
    with pytest.raises(Refusal):
        channel_of(service).judge(Answer(500, b'{"errcode": 0, "code": 0}'))
    channel_of(service).judge(Answer(200, b'{"errcode": 0, "code": 0}'))


@pytest.mark.parametrize(
    ("channel", "body"),
    [
        (dingtalk, b'{"errcode": 130101, "errmsg": "send too fast"}'),
        (wecom, b'{"errcode": 45009, "errmsg": "api freq out of limit"}'),
        (feishu, b'{"code": 11232, "msg": "frequency limited"}'),
    ],
)
def test_too_fast_is_told_from_wrong(channel, body):
    with pytest.raises(TooFast):
        channel.judge(Answer(200, body))
