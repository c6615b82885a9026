"""Somebody at work in a browser of their own, who notes how long an answer takes."""

import http.client
import http.cookiejar
import json
import time
import urllib.error
import urllib.parse
import urllib.request

from tests.faults.running import Running, manage

PASSWORD = "lan-tian-7-bai-yun"
PERSON = f"""
from spark.accounts.models import RoleGrant, User
person = User.objects.create_user("office@test.spark", password={PASSWORD!r})
RoleGrant.objects.create(user=person, role="office")
"""


class Office:
    """The programme office's browser; not logged in at first."""

    def __init__(self, running: Running) -> None:
        self.url = f"http://127.0.0.1:{running.port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar)
        )
        self.took: list[float] = []  # seconds, by answer

    def get(self, path: str) -> int:
        return self._answer(urllib.request.Request(self.url + path))  # noqa: S310

    def post(self, path: str, **given: str) -> int:
        token = next(c.value for c in self.jar if c.name == "csrftoken")
        body = urllib.parse.urlencode(given | {"csrfmiddlewaretoken": token})
        request = urllib.request.Request(self.url + path, body.encode())  # noqa: S310
        return self._answer(request)

    def _answer(self, request: urllib.request.Request) -> int:
        """The status, after what it leads on to."""
        began = time.monotonic()
        try:
            with self.opener.open(request, timeout=30) as response:
                self.path = urllib.parse.urlsplit(response.url).path
                status = response.status
        except urllib.error.HTTPError as error:
            with error:
                status = error.code
        self.took.append(time.monotonic() - began)
        return status

    def log_in(self) -> bool:
        self.get("/accounts/login/")
        given = {"login": "office@test.spark", "password": PASSWORD}
        return self.post("/accounts/login/", **given) == 200 and self.path == "/"

    def invite(self, name: str) -> bool:
        """Whether the page says that it is done."""
        status = self.post(
            "/people/invite/",
            email=f"{name}@test.spark",
            name=name,
            language="en",
            role="office",
            place="none",
        )
        return status == 200 and self.path != "/people/invite/"


def add_office(running: Running) -> None:
    made = manage("shell", "-c", PERSON, folder=running.folder)
    assert made.returncode == 0, made.stderr


def probe(running: Running, path: str) -> int:
    return _asked(running, path)[0]


def health(running: Running) -> tuple[int, dict[str, str]]:
    """The status of /healthz, and what isn't well."""
    status, said = _asked(running, "/healthz?format=json")
    checks = json.loads(said)
    return status, {what: how for what, how in checks.items() if how != "OK"}


def _asked(running: Running, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
