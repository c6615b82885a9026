"""How django-allauth behaves here: no sign-up, mail by outbox, secrets encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from spark import clock
from spark.accounts import second_factor
from spark.accounts.models import User
from spark.crypto import decrypt, encrypt
from spark.notifications import outbox


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and no request waits for a mail server."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        raise NotImplementedError(f"{template_prefix} has no message in the outbox")

    def send_password_reset_mail(self, user: User, email: str, context: dict) -> None:
        """The link in `context` is dropped: another is made when the letter goes."""
        _put("password-reset", user)

    def send_notification_mail(
        self, template_prefix: str, user: User, *args, **kwargs
    ) -> None:
        """Every change to how somebody logs in is told to them."""
        _put("log-in-changed", user, what=template_prefix.rpartition("/")[2])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")


@transaction.atomic
def _put(kind: str, user: User, **facts: object) -> None:
    outbox.put(
        kind,
        to=[user],
        subject=":".join([kind, str(user.pk), *map(str, facts.values())]),
        dedup=f"{kind}:{user.pk}:{clock.now().timestamp()}",
        facts=facts,
        url="/me/",
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted at rest; who must have a second factor can't drop it."""

    def encrypt(self, text: str) -> str:
        return encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not second_factor.is_required(authenticator.user)
