"""What django and allauth tell of log-ins goes into the security log."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from spark.accounts.models import User
from spark.accounts.security.log import note
from spark.accounts.security.models import SecurityKind


@receiver(user_logged_in)
def _logged_in(user: User, **_more: Any) -> None:
    note(SecurityKind.LOG_IN, user)


@receiver(user_login_failed)
def _failed(credentials: dict[str, Any], **_more: Any) -> None:
    """What was typed isn't kept: passwords stand in the wrong field at times."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    note(SecurityKind.FAILED, User.objects.filter(email__iexact=typed).first())


@receiver(authentication_failed)
def _wrong_code(user: User, **_more: Any) -> None:
    note(SecurityKind.CODE, user)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def _factor(user: User, authenticator: Authenticator, **_more: Any) -> None:
    note(SecurityKind.FACTOR, user, what=authenticator.type)


@receiver([password_changed, password_reset, password_set])
def _password(user: User, **_more: Any) -> None:
    note(SecurityKind.PASSWORD, user)
