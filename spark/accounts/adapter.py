"""How django-allauth behaves here: no sign-up, mail by outbox, secrets encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from spark import clock
from spark.accounts import second_factor
from spark.accounts.models import User
from spark.accounts.security import log
from spark.accounts.security.models import SecurityKind
from spark.accounts.security.queries import familiar
from spark.crypto import decrypt, encrypt
from spark.notifications import outbox

ALL_OVER = {"action": "login_all_over"}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and no request waits for a mail server."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Hold off who guesses: from one address soon, from all over the world late.

        Wrong passwords from elsewhere never keep out who logs in from an address from
        which they got in before.
        """
        user = _account(credentials)
        try:
            if user and not familiar(user, self.get_client_ip(request)):
                self._check_all_over(request, user)
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log.note(SecurityKind.HELD, user)
            raise

    def _check_all_over(self, request: HttpRequest, user: User) -> None:
        if not ratelimit.consume(request, key=str(user.pk), dry_run=True, **ALL_OVER):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if user := _account(credentials):
            ratelimit.consume(request, key=str(user.pk), **ALL_OVER)

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Limits by `key` count an account's failures from one address."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

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


def _account(credentials: dict[str, Any]) -> User | None:
    return User.objects.filter(email__iexact=credentials.get("email", "")).first()


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
