"""Django's cache: Redis, or while it is gone a memory of each process's own.

So limits on log-in and the API still count, each web process for itself.
"""

import json
import math
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.commands.core import Script

from spark.redis import RedisGone, asking

MOST = 10_000  # entries in the memory: fewer could be pushed out by asking for many


# By one round trip, and so that no number stays behind without an end.
COUNT = """
local number = redis.call('INCR', KEYS[1])
if number == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {number, redis.call('TTL', KEYS[1])}
"""


class PlainData:
    """JSON: whoever could write into Redis would run code by a pickle."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode()

    def loads(self, kept: bytes) -> Any:
        """Nothing, for what an older release left there."""
        try:
            return json.loads(kept)
        except ValueError:
            return None


class Client(RedisCacheClient):
    """What Django's cache asks Redis for, with the memory to fall back on."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.memory = LocMemCache("spark", {"max_entries": MOST})

    @cached_property
    def counting(self) -> Script:
        """Made once: to make a client of Redis takes as long as to ask it."""
        return self.get_client(write=True).register_script(COUNT)

    def count(self, key: str, seconds: int) -> tuple[int, int]:
        try:
            with asking():
                return tuple(self.counting([key], [seconds]))
        except RedisGone:
            now = time.monotonic()
            number, end = self.memory.get(key, (0, now + seconds))
            self.memory.set(key, (number + 1, end), end - now)
            return number + 1, math.ceil(end - now)


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

    def count(self, key: str, seconds: int) -> tuple[int, int]:
        """One more: how many within `seconds` of the first, and how many are left."""
        client: Any = self._cache
        return client.count(self.make_and_validate_key(key), seconds)
