"""How often a client may ask, told with every answer.

`RateLimit-Policy` and `RateLimit` are those of draft-ietf-httpapi-ratelimit-headers-10.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle


class ClientThrottle(UserRateThrottle):
    """Counts the calls of each client, by its service user."""

    scope = "api"

    def allow_request(self, request: Request, view: Any) -> bool:
        allowed = super().allow_request(request, view)
        request.rate_limit = self
        return allowed

    @property
    def left(self) -> int:
        return max(0, self.num_requests - len(self.history))

    @property
    def resets_in(self) -> int:
        """Seconds until one more is free."""
        first = self.history[-1] if self.history else self.now
        return max(0, round(first + self.duration - self.now))


def tell(request: Request, response: Response) -> None:
    """The headers; nothing for who wasn't counted, such as without a token."""
    limit = getattr(request, "rate_limit", None)
    if limit is None or not hasattr(limit, "history"):
        return
    policy = f'"client";q={limit.num_requests};w={limit.duration}'
    response["RateLimit-Policy"] = policy
    response["RateLimit"] = f'"client";r={limit.left};t={limit.resets_in}'
