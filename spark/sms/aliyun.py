"""SendSms of Aliyun's Short Message Service (Dysmsapi 2017-05-25).

https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
"""

import json
import re
from collections.abc import Mapping
from secrets import token_hex
from urllib.parse import urlsplit

from django.conf import settings

from spark import clock, outside
from spark.sms.signing import Call, headers

VERSION = "2017-05-25"
# The number itself is to blame; all else, as isv.BUSINESS_LIMIT_CONTROL, may pass.
WRONG_NUMBER = "isv.MOBILE_NUMBER_ILLEGAL"
LONGEST = 35  # characters of a value, by Aliyun's rules
CODE = re.compile(r"[\w.]{1,60}")


class NotTaken(Exception):
    """It wasn't taken now and may be later; says why, and nothing of the message."""


class WrongNumber(Exception):
    """No message will ever get to this number."""


def is_on() -> bool:
    return bool(settings.SMS_KEY_ID)


def can_remind() -> bool:
    return is_on() and bool(settings.SMS_REMINDER_TEMPLATE)


def send(number: str, values: Mapping[str, str]) -> None:
    """Have Aliyun send the code's template to a mobile number, with these values in it.

    Raises:
        NotTaken: also if there was no answer; then it may have been sent all the same.
        WrongNumber: it is no use to try again.
    """
    _send(number, settings.SMS_TEMPLATE, values)


def remind(number: str, *, what: str, time: str) -> None:
    """As `send`, by the template of reminders."""
    values = {"what": what[:LONGEST], "time": time[:LONGEST]}
    _send(number, settings.SMS_REMINDER_TEMPLATE, values)


def _send(number: str, template: str, values: Mapping[str, str]) -> None:
    call = Call(
        host=urlsplit(settings.SMS_URL).netloc,
        action="SendSms",
        version=VERSION,
        parameters={
            "PhoneNumbers": number,
            "SignName": settings.SMS_SIGN_NAME,
            "TemplateCode": template,
            "TemplateParam": json.dumps(dict(values), ensure_ascii=False),
        },
    )
    signed = headers(
        call,
        key_id=settings.SMS_KEY_ID,
        secret=settings.SMS_KEY_SECRET,
        at=clock.now(),
        nonce=token_hex(16),
    )
    try:
        answer = outside.post(f"{settings.SMS_URL}/?{call.query}", b"", signed)
    except outside.Unreachable as error:
        raise NotTaken(str(error)) from error
    _judge(answer)


def _judge(answer: outside.Answer) -> None:
    """Taken is what says so: Aliyun refuses with 200 too."""
    said = _code(answer.body)
    if said == WRONG_NUMBER:
        raise WrongNumber(said)
    if answer.status != 200 or said != "OK":
        raise NotTaken(f"HTTP {answer.status}: {said or 'no answer of Aliyun'}")


def _code(body: bytes) -> str:
    """The code of the answer; its message may repeat what was sent, so it is left."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    code = said.get("Code") if isinstance(said, dict) else None
    return code if isinstance(code, str) and CODE.fullmatch(code) else ""
