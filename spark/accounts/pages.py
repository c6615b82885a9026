"""The navigation in groups: each room puts its pages in, roles decide who sees them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

FEW = 8  # entries: so many are shown without folding any away


@dataclass(frozen=True)
class Page:
    """An entry of the navigation, shown to the roles it is for."""

    group: str
    url_name: str
    icon: str
    label: str | Promise
    roles: frozenset[str]


@dataclass(frozen=True)
class Group:
    """Pages that belong together; of one page somebody sees that page alone."""

    icon: str
    label: str | Promise
    order: int


@dataclass(frozen=True)
class Entry:
    """A page or a group as somebody is shown it.

    Args:
        pages: a group's.
        current: where they are now.
        is_open: the group shows its pages without being asked.
    """

    icon: str
    label: str | Promise
    url: str = ""
    current: bool = False
    pages: tuple["Entry", ...] = ()
    is_open: bool = False


PAGES: list[Page] = []
GROUPS: dict[str, Group] = {}


def add_group(name: str, icon: str, label: str | Promise, *, order: int) -> None:
    """Called from an app's `AppConfig.ready`, before models can be imported."""
    GROUPS[name] = Group(icon, label, order)


def add_page(
    group: str, url_name: str, icon: str, label: str | Promise, *roles: str
) -> None:
    """Called from an app's `AppConfig.ready`; comes after the group's other pages."""
    PAGES.append(Page(group, url_name, icon, label, frozenset(roles)))


def navigation(roles: Collection[str], path: str) -> Iterator[Entry]:
    """What somebody of these roles is shown while they are at `path`."""
    seen = [page for page in PAGES if page.roles & set(roles)]
    urls = {page: reverse(page.url_name) for page in seen}
    here = _nearest(urls.values(), path)
    for name, group in sorted(GROUPS.items(), key=lambda item: item[1].order):
        pages = tuple(
            Entry(page.icon, page.label, url, url == here)
            for page, url in urls.items()
            if page.group == name
        )
        if len(pages) < 2:
            yield from pages
        else:
            current = any(page.current for page in pages)
            is_open = current or len(seen) <= FEW
            yield Entry(group.icon, group.label, "", current, pages, is_open)


def _nearest(urls: Collection[str], path: str) -> str:
    """The page that `path` is or lies below; of several the lowest."""
    above = [url for url in urls if path.startswith(url) and url != "/"]
    return max(above, key=len, default="/" if path == "/" else "")
