"""Calls of the API in this process, by a token of the demo's client."""

import io
from datetime import timedelta
from typing import Any

from oauth2_provider.models import get_access_token_model, set_token_value

from spark import clock
from spark.accounts.models import Application
from spark.wsgi import application as wsgi

CLIENT = "zjyy-demo"


def token(scope: str) -> str:
    """A bearer token of the demo's client."""
    given = "bench-" + clock.now().isoformat()
    row = get_access_token_model()(
        application=Application.objects.get(client_id=CLIENT),
        scope=scope,
        expires=clock.now() + timedelta(hours=1),
    )
    set_token_value(row, given)
    row.save()
    return given


def get(route: str, headers: dict[str, str]) -> bytes:
    return call("GET", route, headers)


def call(method: str, route: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The body of the answer, which must be a good one."""
    route, _sep, query = route.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": f"/api/v1/{route}",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }
    answered: list[str] = []
    response = wsgi(environ | headers, lambda status, _headers: answered.append(status))
    content = b"".join(response)
    response.close()
    assert answered[0][0] == "2", (method, route, query, answered, content[:500])
    return content
