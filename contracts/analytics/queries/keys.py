"""The rows that figures are narrowed to, by their slugs.

Found first: by a joined slug the database can't tell how many people there are.
"""

from collections.abc import Callable, Mapping

from django.db.models import QuerySet

from candidates.register.models import Batch, Direction
from spark.campuses.models import Campus

NAMED: Mapping[str, Callable[[str], QuerySet]] = {
    "batch": lambda slug: Batch.objects.filter(slug=slug),
    "campus": lambda code: Campus.objects.filter(code=code),
    "direction": lambda slug: Direction.objects.filter(slug=slug),
}


def keys_of(chosen: Mapping[str, str]) -> dict[str, int | None]:
    return {
        name: NAMED[name](value).values_list("pk", flat=True).first()
        for name, value in chosen.items()
    }
