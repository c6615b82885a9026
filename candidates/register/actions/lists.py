"""What people keep of the list for themselves: columns, and views by name."""

from collections.abc import Iterable

from candidates.register import queries
from candidates.register.models import ListView
from spark.accounts.models import User
from spark.errors import Refused

MOST_VIEWS = 8


def keep_columns(user: User, names: Iterable[str]) -> None:
    ListView.objects.update_or_create(
        owner=user, name="", defaults={"query": ",".join(names)}
    )


def keep_view(user: User, name: str, query: str) -> None:
    """Keep the list's address under a name; one already there is overwritten."""
    named = queries.views_of(user)
    if not named.filter(name=name).exists() and named.count() >= MOST_VIEWS:
        raise Refused("views-full", limit=MOST_VIEWS)
    ListView.objects.update_or_create(owner=user, name=name, defaults={"query": query})


def rename_view(view: ListView, name: str) -> None:
    same = queries.views_of(view.owner).filter(name=name)
    if same.exclude(pk=view.pk).exists():
        raise Refused("view-named-so")
    view.name = name
    view.save(update_fields=["name"])
