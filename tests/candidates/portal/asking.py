"""Asking for codes, and the servers that are to bring them."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from candidates.portal import actions
from candidates.portal.models import PersonalLink
from candidates.register.models import Candidate

PHONE, EMAIL = "13800005678", "ke-xin.lin@example.org"


def ask(token: str, **headers: str):
    return Client(**headers).post("/p/code/", {"token": token})


def work() -> list[int]:
    """What beat has done every few seconds."""
    return [actions.send_due(by) for by in ("sms", "email")]


def link() -> PersonalLink:
    return PersonalLink.objects.get(revoked_at=None)


def later(**delta: float) -> None:
    """Let so much time pass for what is asked for."""
    row = link()
    for name in ("code_wanted_at", "code_due_at", "code_expires_at"):
        if moment := getattr(row, name):
            setattr(row, name, moment - timedelta(**delta))
    row.save()


def mailed() -> list[str]:
    return [re.findall(r"\b\d{6}\b", letter.body)[0] for letter in mail.outbox]


def story(client: Client, world, candidate: Candidate) -> str:
    client.force_login(world.lin)
    client.cookies["django_language"] = "en"
    return client.get(reverse("candidate-detail", args=[candidate.pk])).text


class RefusingBackend(EmailBackend):
    """A server that answers each mail with an error."""

    error: Exception = SMTPServerDisconnected()

    def send_messages(self, messages: object) -> int:
        raise self.error
