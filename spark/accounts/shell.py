"""What every page shows around its content."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from spark.accounts.models import Role
from spark.accounts.pages import PAGES
from spark.accounts.scope import grants_of
from spark.notifications import outbox


def shell(request: HttpRequest) -> dict:
    """Navigation, unread messages, theme and role for `base.html`."""
    user = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    context: dict = {"theme": theme if theme in {"light", "dark"} else ""}
    if user is None or not user.is_authenticated:
        return context
    roles = grants_of(user).roles
    context["role_label"] = " · ".join(str(Role(role).label) for role in sorted(roles))
    context["unread"] = SimpleLazyObject(lambda: outbox.unread(user))
    context["nav"] = [_entry(request, page) for page in PAGES if page.roles & roles]
    return context


def _entry(request: HttpRequest, page) -> dict:
    url = reverse(page.url_name)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"url": url, "icon": page.icon, "label": page.label, "current": here}
