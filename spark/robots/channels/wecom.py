"""Group robots of WeCom 企业微信.

https://developer.work.weixin.qq.com/document/path/91770
"""

from datetime import datetime, timedelta

from spark.outside import Answer
from spark.robots.channels import (
    Addressed,
    Letter,
    Refusal,
    TooFast,
    as_json,
    cut,
    said,
)

HOSTS = frozenset({"qyapi.weixin.qq.com"})
LIMIT = 20
REST = timedelta(minutes=1)
TOO_FAST = {45009}
MOST = 4096  # bytes of markdown


def body(robot: Addressed, letter: Letter, at: datetime) -> tuple[str, bytes]:
    """There is no signature: the address alone lets in."""
    link = f"[{letter.verb}]({letter.url})"
    text = "\n".join([f"**{letter.title}**", *letter.lines])
    text = cut(text, MOST - len(link.encode()) - 1) + f"\n{link}"
    told = {"msgtype": "markdown", "markdown": {"content": text}}
    return robot.address, as_json(told)


def judge(answer: Answer) -> None:
    found = said(answer)
    code = found.get("errcode")
    if code != 0:
        kind = TooFast if code in TOO_FAST else Refusal
        raise kind(f"{code}: {found.get('errmsg', '')}")
