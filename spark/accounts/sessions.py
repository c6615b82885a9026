"""Where somebody is logged in, and ending that."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import QuerySet
from oauth2_provider.models import clear_expired

from spark import clock
from spark.accounts.models import User


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


def forget_expired() -> None:
    """Erase ended sessions, with address and browser, and expired tokens of the API."""
    call_command("clearsessions")
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    clear_expired()
