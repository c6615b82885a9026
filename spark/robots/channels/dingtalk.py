"""Custom robots of DingTalk 钉钉.

https://open.dingtalk.com/document/robots/custom-robot-access
"""

import base64
import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote_plus

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

HOSTS = frozenset({"oapi.dingtalk.com"})
LIMIT = 20
REST = timedelta(minutes=10)
TOO_FAST = {130101, 410100}
MOST = 5000  # letters of markdown are shown whole up to about this


def sign(secret: str, milliseconds: int) -> str:
    """Base64 of an HMAC-SHA256 whose key is the secret, quoted for an address."""
    text = f"{milliseconds}\n{secret}".encode()
    mac = hmac.new(secret.encode(), text, sha256).digest()
    return quote_plus(base64.b64encode(mac))


def body(robot: Addressed, letter: Letter, at: datetime) -> tuple[str, bytes]:
    address = robot.address
    if robot.secret:
        now = int(at.timestamp() * 1000)
        address += f"&timestamp={now}&sign={sign(robot.secret, now)}"
    heading = f"### {letter.title}"
    link = f"[{letter.verb}]({letter.url})"
    parts = [heading, *letter.lines, robot.keyword]
    text = cut("\n\n".join(filter(None, parts)), MOST) + f"\n\n{link}"
    told = {"title": cut(letter.title, 100), "text": text}
    return address, as_json({"msgtype": "markdown", "markdown": told})


def judge(answer: Answer) -> None:
    found = said(answer)
    code = found.get("errcode")
    if code != 0:
        kind = TooFast if code in TOO_FAST else Refusal
        raise kind(f"{code}: {found.get('errmsg', '')}")
