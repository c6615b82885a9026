"""What people save of the list for themselves: columns, and views by name."""

from collections.abc import Iterable

from candidates.lists import queries
from candidates.lists.models import SavedView
from spark.accounts.models import User
from spark.errors import Refused

MOST_VIEWS = 8


def save_columns(user: User, names: Iterable[str]) -> None:
    SavedView.objects.update_or_create(
        owner=user, name="", defaults={"query": ",".join(names)}
    )


def save_view(user: User, name: str, query: str) -> None:
    """Save the list's address under a name; one already there is overwritten."""
    named = queries.named_views(user)
    if not named.filter(name=name).exists() and named.count() >= MOST_VIEWS:
        raise Refused("views-full", limit=MOST_VIEWS)
    SavedView.objects.update_or_create(owner=user, name=name, defaults={"query": query})


def rename_view(view: SavedView, name: str) -> None:
    same = queries.named_views(view.owner).filter(name=name)
    if same.exclude(pk=view.pk).exists():
        raise Refused("view-named-so")
    view.name = name
    view.save(update_fields=["name"])
