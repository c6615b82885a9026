"""A message as an e-mail: plain, and as a page that Outlook and QQ Mail show right."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from spark.notifications import preferences
from spark.notifications.inbox import words
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import Message

if TYPE_CHECKING:
    from spark.accounts.models import User


def letter(message: Message) -> EmailMultiAlternatives:
    """With how to be spared of the kind, as RFC 8058 has it, unless it is essential."""
    kind, reader = MESSAGE_KINDS[message.kind], message.to
    title, body = words(message, reader.language)
    return mail(
        title,
        body,
        to=reader.email,
        url=settings.SITE_URL + (kind.link(message) if kind.link else message.url),
        name=str(message.pk),
        language=reader.language,
        leave="" if kind.essential else _address(reader, kind.name),
    )


def mail(
    title: str,
    body: str,
    *,
    to: str,
    url: str,
    name: str,
    language: str,
    leave: str = "",
) -> EmailMultiAlternatives:
    """Args:
    name: the same for each try, so that one that comes twice is known again.
    leave: where to be spared of the kind.
    """
    headers = {"Message-ID": f"<spark-{name}@{settings.ALLOWED_HOSTS[0]}>"}
    if leave:
        headers |= {
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    made = EmailMultiAlternatives(
        subject=title, body=f"{body}\n\n{url}", to=[to], headers=headers
    )
    page = as_page(title, body, url, leave, language)
    made.attach_alternative(page, "text/html")
    return made


def as_page(title: str, body: str, url: str, leave: str, language: str) -> str:
    """In HTML; `leave` is where one is spared of the kind, if one can be."""
    context = {"title": title, "lines": body.splitlines(), "url": url, "leave": leave}
    with translation.override(language):
        return render_to_string("messages/mail.html", context)


def _address(reader: "User", kind: str) -> str:
    token = preferences.token(reader.pk, kind)
    return settings.SITE_URL + reverse("mute", args=[token])
