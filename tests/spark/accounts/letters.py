"""What is in the mail, and codes as the app on a phone shows them."""

import re
import time

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail

from spark.accounts.models import User
from spark.notifications import delivery


def letters_to(email: str) -> list[str]:
    """Subject and body of what was sent there, after delivering what is due."""
    delivery.deliver_due()
    return [
        f"{letter.subject}\n{letter.body}"
        for letter in mail.outbox
        if letter.to == [email]
    ]


def link_in(letter: str) -> str:
    """The path of the letter's link."""
    (link,) = re.findall(r"https?://[^/]+(/\S+)", letter)
    return link


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_second_factor(user: User) -> str:
    """The secret an app would keep."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret
