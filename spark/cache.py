"""Django's cache: Redis, or while it is gone a memory of each process's own.

So limits on log-in and the API still count, each web process for itself.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from spark.redis import RedisGone, asking

MOST = 10_000  # entries in the memory: fewer could be pushed out by asking for many


class Client(RedisCacheClient):
    """What Django's cache asks Redis for, with the memory to fall back on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.memory = LocMemCache("spark", {"max_entries": MOST})


def _or_in_memory(name: str) -> Callable[..., Any]:
    ask = getattr(RedisCacheClient, name)

    def either(self: Client, *args: Any) -> Any:
        try:
            with asking():
                return ask(self, *args)
        except RedisGone:
            return getattr(self.memory, name)(*args)

    return either


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(Client, _name, _or_in_memory(_name))


class Cache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = Client
