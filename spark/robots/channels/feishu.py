"""Custom bots of Feishu 飞书.

https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

import base64
import hmac
from datetime import datetime, timedelta
from hashlib import sha256

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

HOSTS = frozenset({"open.feishu.cn", "open.larksuite.com"})
LIMIT = 100
REST = timedelta(minutes=1)
TOO_FAST = {11232}
MOST = 16_000  # bytes: with its markup a body stays below 20 KB


def sign(secret: str, seconds: int) -> str:
    """Base64 of an HMAC-SHA256 whose key is time and secret, over nothing."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", sha256).digest()).decode()


def body(robot: Addressed, letter: Letter, at: datetime) -> tuple[str, bytes]:
    lines = cut("\n".join(filter(None, [*letter.lines, robot.keyword])), MOST)
    content = [[{"tag": "text", "text": line}] for line in lines.splitlines()]
    content.append([{"tag": "a", "text": letter.verb, "href": letter.url}])
    post = {"title": cut(letter.title, 500), "content": content}
    told = {"msg_type": "post", "content": {"post": {"zh_cn": post}}}
    if robot.secret:
        now = int(at.timestamp())
        told |= {"timestamp": str(now), "sign": sign(robot.secret, now)}
    return robot.address, as_json(told)


def judge(answer: Answer) -> None:
    found = said(answer)
    code = found.get("code", found.get("StatusCode"))
    if code != 0:
        kind = TooFast if code in TOO_FAST else Refusal
        raise kind(f"{code}: {found.get('msg', '')}")
