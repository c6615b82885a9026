"""The navigation: each room puts its pages in, roles decide who sees them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """An entry of the navigation, shown to the roles it is for, in `order`."""

    url_name: str
    icon: str
    label: str | Promise
    roles: frozenset[str]
    order: int


PAGES: list[Page] = []


def add_page(
    url_name: str, icon: str, label: str | Promise, *roles: str, order: int
) -> None:
    """Called from an app's `AppConfig.ready`, before models can be imported."""
    PAGES.append(Page(url_name, icon, label, frozenset(roles), order))
    PAGES.sort(key=lambda page: page.order)


STAFF = ("coordinator", "reviewer", "mentor", "office", "signing", "team")
add_page("home", "sun", _("Today"), *STAFF, order=0)
add_page("people", "user-cog", _("People"), "office", order=90)
