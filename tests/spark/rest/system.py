"""A campus's system that calls the API."""

import json
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from oauth2_provider.models import get_access_token_model, set_token_value

from spark import clock
from spark.accounts.models import Application
from spark.campuses.models import Campus
from tests.candidates.lists.test_api import application, ask
from tests.world import World


def bearer_of(application: Application, scope: str = "", **fields: Any) -> str:
    """A token as if the application had asked for it: with all its scopes, or some."""
    given = {
        "scope": scope or application.scopes,
        "expires": clock.now() + timedelta(hours=1),
    }
    token = get_access_token_model()(application=application, **given | fields)
    raw = secrets.token_urlsafe()
    set_token_value(token, raw)
    token.save()
    return raw


class System:
    """With a token for all scopes, or the given ones."""

    def __init__(self, world: World, campus: Campus | None = None, **fields: Any):
        campus = campus or world.campus
        every = " ".join(settings.OAUTH2_PROVIDER["SCOPES"])
        self.app = application(world, campus, **{"scopes": every} | fields)
        self.client = Client()
        self.token = ask(self.client, campus.code).json()["access_token"]

    def get(self, path: str, **headers: str):
        return self.client.get(self._url(path), headers=self._headers(headers))

    def post(self, path: str, given: Any = None, **headers: str):
        """With `If-Match: *`, unless headers say otherwise."""
        return self.send("POST", path, given, **{"if_match": "*"} | headers)

    def send(self, method: str, path: str, given: Any = None, **headers: str | None):
        return self.client.generic(
            method,
            self._url(path),
            json.dumps({} if given is None else given),
            "application/json",
            headers=self._headers(headers),
        )

    def upload(self, path: str, given: dict[str, Any], **headers: str):
        """As a form with files."""
        return self.client.post(self._url(path), given, headers=self._headers(headers))

    def _url(self, path: str) -> str:
        return path if path.startswith(("/api", "http")) else f"/api/v1/{path}"

    def _headers(self, given: dict[str, str | None]) -> dict[str, str]:
        sent = {k.replace("_", "-"): v for k, v in given.items() if v is not None}
        return {"Authorization": f"Bearer {self.token}"} | sent
