"""Where somebody is logged in, and ending that."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from oauth2_provider.models import clear_expired

from spark import clock, polls
from spark.accounts import second_factor
from spark.accounts.models import User
from spark.accounts.scope import has_role

ACTIVE = "active_at"  # in the session: when something was last asked for, in seconds
NOTED = timedelta(minutes=10)
IDLE = timedelta(hours=8)


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The sessions still alive, newest first."""
    alive = Session.objects.filter(expire_date__gt=clock.now())
    return UserSession.objects.filter(
        user=user, session_key__in=alive.values("session_key")
    ).order_by("-created_at")


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Log somebody out everywhere, `but` for the session of this key."""
    ended = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    keys = list(ended.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    ended.delete()
    transaction.on_commit(lambda: polls.put_out(keys), robust=True)


def check_anew(user: User) -> None:
    """After what somebody may see was narrowed: whatever polls for them asks again."""
    keys = list(
        UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    )
    transaction.on_commit(lambda: polls.put_out(keys), robust=True)


def is_idle(request: HttpRequest, user: User) -> bool:
    """Has this session of `user` been still for longer than their roles allow?

    If not, it is noted now and then that it isn't still.
    """
    now = clock.now().timestamp()
    quiet = timedelta(seconds=now - request.session.get(ACTIVE, 0))
    if quiet > IDLE and has_role(user, *second_factor.REQUIRED_FOR):
        return True
    if quiet > NOTED:
        request.session[ACTIVE] = now
    return False


@receiver(user_logged_in)
def _logged_in(request: HttpRequest | None, **_more: object) -> None:
    if request is not None:
        request.session[ACTIVE] = clock.now().timestamp()


@receiver(user_logged_out)
def _logged_out(request: HttpRequest | None, **_more: object) -> None:
    if request is not None:
        polls.put_out([request.session.session_key])


def forget_expired() -> None:
    """Erase ended sessions, with address and browser, and expired tokens of the API."""
    call_command("clearsessions")
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    clear_expired()
