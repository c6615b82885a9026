"""The names of all routes, as the resolver has them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver


def routes(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all routes, with their namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, space + inner)
