"""What every page shows around its content."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from spark.accounts.demo import GUESTS
from spark.accounts.models import Role, User
from spark.accounts.pages import navigation
from spark.accounts.roles import SYSTEM_ROLES
from spark.accounts.scope import grants_of
from spark.notifications import inbox


def shell(request: HttpRequest) -> dict:
    """Navigation, unread messages, theme and role for `base.html`."""
    user = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    context: dict = {"theme": theme if theme in {"light", "dark"} else ""}
    if user is None or not user.is_authenticated:
        if settings.DEMO_LOGIN:
            context["demo_logins"] = SimpleLazyObject(_demo_people)
            context["demo_guests"] = GUESTS
        return context
    roles = grants_of(user).roles
    context["role_label"] = " · ".join(str(Role(role).label) for role in sorted(roles))
    context["unread"] = SimpleLazyObject(lambda: inbox.unread(user))
    context["nav"] = list(navigation(roles, request.path))
    return context


def _demo_people() -> list[dict]:
    """The demo's people for the one-click log-in of a development machine."""
    people = User.objects.filter(email__endswith="@demo.spark").exclude(
        role_grants__role__in=SYSTEM_ROLES
    )
    return [
        {"email": user.email, "label": f"{user} · {grant.get_role_display()}"}
        for user in people.prefetch_related("role_grants").order_by("pk")
        for grant in user.role_grants.all()
    ]
