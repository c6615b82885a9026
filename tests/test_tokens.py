"""What lets people in without an account is in nothing that is kept, and nobody's GET
of it does anything."""

import configparser
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import redis
from django.conf import settings as django_settings
from django.test import Client
from django.utils.module_loading import import_string

from candidates.applying.models import Application
from candidates.consents import actions as consents
from candidates.consents.models import GuardianLink
from candidates.portal import actions
from candidates.portal.access import guest_of
from candidates.portal.models import PersonalLink
from tests.candidates.applying.applicants import call_of
from tests.candidates.consents.test_gate import born
from tests.rows import rows_of_all_tables
from tests.spark.calendars.following import follow

DEPLOY = django_settings.BASE_DIR / "deploy"
BOT = "Mozilla/5.0 (compatible; LinkPreview/1.0)"


@dataclass
class Links:
    """The addresses that somebody was given, and the codes that belong to them."""

    portal: str
    guardian: str
    apply: str
    calendar: str
    code: str
    guardian_code: str

    @property
    def tokens(self) -> list[str]:
        let_in = [self.portal.split("/")[2], self.guardian.split("/")[2]]
        return [*let_in, self.calendar.split("/")[2].removesuffix(".ics")]


@pytest.fixture
def links(world) -> Links:
    candidate = world.candidate("paperwork", **born())
    token = actions.make_card(actor=world.lin, ids=[candidate.pk])[candidate.pk]
    asked = consents.ask(actor=world.lin, pk=candidate.pk, relation="mother")
    link = PersonalLink.objects.get(revoked_at=None)
    code = actions.read_out(actor=world.lin, pk=link.pk)
    guardian = GuardianLink.objects.get(revoked_at=None)
    guardian_code = consents.read_out(actor=world.lin, pk=guardian.pk)
    call = call_of(world)
    return Links(
        f"/p/{token}/",
        f"/g/{asked}/",
        f"/a/{call.slug}/",
        follow(guest_of(candidate)),
        code,
        guardian_code,
    )


@pytest.fixture
def log(settings) -> Iterator[io.StringIO]:
    """All that is logged by whomever, as it is written in production."""
    given = dict(settings.LOGGING["formatters"]["structured"])
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(import_string(given.pop("()"))(**given))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.stream
    root.removeHandler(handler)
    root.setLevel(level)


def use(links: Links) -> str:
    """All of them, wrongly and rightly; returns the code of an application."""
    client = Client()
    for address in (links.portal, links.guardian, links.apply):
        client.get(address)
        client.get(f"{address}no/such/page/")
        client.delete(address)
    assert client.get(links.calendar).status_code == 200
    client.get(f"{links.calendar}/no/such/")
    client.delete(links.calendar)
    token, asked, _followed = links.tokens
    client.post("/p/code/", {"token": token})
    for code in ("nothing", links.code):
        client.post("/p/", {"token": token, "code": code})
    assert client.get("/my/").status_code == 200
    for code in ("nothing", links.guardian_code):
        client.post("/g/", {"token": asked, "code": code})
    assert client.get("/guardian/").status_code == 200
    form = client.get(links.apply).context["form"]
    begun = client.post(
        f"{links.apply}begin/", {"key": form["key"].value(), "website": ""}
    )
    code = begun.context["code"]
    assert client.post(f"{links.apply}code/", {"code": code}).status_code == 302
    return code


def found(secret: str, text: str) -> bool:
    """As a word of its own: six digits may be a part of any moment."""
    return bool(re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w])", text))


def test_no_line_of_the_log_has_a_token_or_code(links, log):
    code = use(links)
    written = log.getvalue()
    assert all(f"/{kind}/***" in written for kind in ("p", "g", "calendar"))
    for secret in (*links.tokens, links.code, links.guardian_code, code):
        assert not found(secret, written), secret


def test_no_row_of_any_table_has_one_in_clear(links):
    code = use(links)
    for table, rows in rows_of_all_tables().items():
        for secret in (*links.tokens, links.code, links.guardian_code, code):
            assert not found(secret, rows), table
    secret = code.partition("-")[2]
    application = Application.objects.get()
    assert code == f"{application.reference}-{secret}"
    assert not found(secret, "".join(rows_of_all_tables().values()))


def test_redis_has_none_in_clear(links, settings):
    code = use(links)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        keys = list(client.scan_iter(match=f"{settings.REDIS_PREFIX}*"))
        kept = b"".join(key + (client.dump(key) or b"") for key in keys)
    assert keys
    for secret in (*links.tokens, code):
        assert secret.encode() not in kept


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_preview_of_a_link_changes_no_row_and_is_in_no_index(links, method):
    before = rows_of_all_tables()
    for address in (links.portal, links.guardian, links.apply):
        page = getattr(Client(user_agent=BOT), method)(address)
        assert page.status_code == 200
        assert page["X-Robots-Tag"].startswith("noindex")
        assert page["Referrer-Policy"] == "strict-origin"
        assert method == "head" or '<meta name="robots" content="noindex' in page.text
    assert rows_of_all_tables() == before


def test_the_proxys_log_has_no_token(links):
    conf = (DEPLOY / "nginx.conf").read_text()
    (pattern,) = re.findall(r"~(\^\(\?<before>.*) \$before\*\*\*;", conf)
    (form,) = re.findall(r"log_format spark '(.*)';", conf)
    masked = re.compile(pattern.replace("?<", "?P<"))
    for address in (links.portal, links.guardian, links.calendar):
        assert masked.match(address)
    said = set(re.findall(r"\$\w+", form))
    assert "$spark_path" in said
    assert not said & {"$request", "$request_uri", "$uri", "$args", "$http_referer"}


def test_the_web_server_keeps_no_log_of_addresses():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(DEPLOY / "spark-web.service")
    assert "--access-log" not in unit["Service"]["ExecStart"]
