"""How often a client may ask, told with every answer.

`RateLimit-Policy` and `RateLimit` are those of draft-ietf-httpapi-ratelimit-headers-10.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle


class ClientThrottle(UserRateThrottle):
    """Counts the calls of each client, by its service user, from its first one on."""

    scope = "api"
    cache_format = "calls_%(scope)s_%(ident)s"

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        used, self.resets_in = self.cache.count(key, self.duration)
        self.left = max(0, self.num_requests - used)
        request.rate_limit = self
        return used <= self.num_requests

    def wait(self) -> int:
        """Seconds until the next calls are free."""
        return self.resets_in


def tell(request: Request, response: Response) -> None:
    """The headers; nothing for who wasn't counted, such as without a token."""
    limit = getattr(request, "rate_limit", None)
    if limit is None:
        return
    policy = f'"client";q={limit.num_requests};w={limit.duration}'
    response["RateLimit-Policy"] = policy
    response["RateLimit"] = f'"client";r={limit.left};t={limit.resets_in}'
