"""The code from a phone beside the password: for whom, and who has set it up."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from spark.accounts.models import Role, User
from spark.accounts.scope import has_role

REQUIRED_FOR = (Role.OFFICE, Role.SIGNING)


def is_required(user: User) -> bool:
    return settings.REQUIRE_SECOND_FACTOR and has_role(user, *REQUIRED_FOR)


def is_set_up(user: User) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


def forget(user: User) -> None:
    """Codes of the app and spare codes no longer work; they are set up anew."""
    Authenticator.objects.filter(user=user).delete()
