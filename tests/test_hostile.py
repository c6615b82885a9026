"""No address and no form of Spark's ends in a fault, whatever strangers put into it."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import unquote_to_bytes

import pytest
from django.db import transaction
from django.test import Client

from spark.accounts.models import User
from tests.hostile import VALUES, Sent, Taken, paths, queries
from tests.life import life
from tests.look.walking import Walk

pytestmark = pytest.mark.django_db
KEY = re.compile(r"\d+")


class Stranger:
    """Somebody's browser in other hands; nothing of what is sent stays."""

    def __init__(self, email: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(User.objects.get(email=email))
        self.cookies = SimpleCookie(self.client.cookies)
        self.faults: list[str] = []

    def get(self, path: str) -> tuple[int, str]:
        answer = self.ask("get", path)
        is_html = "text/html" in answer.headers.get("Content-Type", "")
        return answer.status_code, answer.text if is_html else ""

    def ask(self, method: str, path: str, data: dict | None = None):
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer = getattr(self.client, method)(path, data)
            if not answer.streaming:
                answer.content  # noqa: B018 -- is drawn
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            self.faults.append(f"{method} {path[:200]} {str(data)[:200]}")
        return answer

    def pages(self) -> Iterator[Taken]:
        """Every page that they come to; of the office's, test_admin_addresses.py."""
        for path in [stop.path for stop in Walk(self.get).stops()]:
            yield Taken(path, self.get(path)[1])


@pytest.fixture(scope="module")
def demo(shared_world, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        shared_world.leave()
        with life():
            yield


WHO = pytest.mark.parametrize("who", ["office@demo.spark", "lin@demo.spark"])


@WHO
def test_whatever_an_address_asks_for_is_answered(demo, django_db_blocker, who):
    with django_db_blocker.unblock():
        stranger = Stranger(who)
        for page in stranger.pages():
            for query in queries(page.parameters):
                stranger.get(f"{page.path}?{query}")
    assert stranger.faults == []


@WHO
def test_whatever_stands_in_a_path_is_answered(demo, django_db_blocker, who):
    with django_db_blocker.unblock():
        stranger = Stranger(who)
        for path in paths():
            stranger.ask("get", path)
            stranger.ask("post", path)
    assert stranger.faults == []


@WHO
def test_whatever_a_form_sends_is_answered(demo, django_db_blocker, who):
    with django_db_blocker.unblock():
        stranger = Stranger(who)
        seen: set[tuple] = set()
        for page in stranger.pages():
            for form in page.forms:
                if form.method == "post" and (key := kind(form)) not in seen:
                    seen.add(key)
                    for value in VALUES:
                        text = unquote_to_bytes(value).decode(errors="replace")
                        data = dict.fromkeys(form.names, text)
                        stranger.ask("post", form.action, data)
    assert stranger.faults == []


def kind(form: Sent) -> tuple:
    """One of each: forms of many rows differ by a key."""
    return tuple(KEY.sub("0", part) for part in (form.action, *sorted(form.names)))
