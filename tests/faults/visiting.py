"""A person at a deployed Spark: by HTTPS, through its proxy, with cookies and forms."""

import functools
import http.client
import http.cookiejar
import re
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request

from tests.faults.deployed import HOST, Deployed


def secured(site: Deployed, timeout: float = 60) -> ssl.SSLSocket:
    """A connection to the proxy, whose certificate has been verified."""
    context = ssl.create_default_context(cafile=str(site.certificate))
    plain = socket.create_connection(("127.0.0.1", site.ports["https"]), timeout)
    return context.wrap_socket(plain, server_hostname=HOST)


class Connection(http.client.HTTPSConnection):
    def __init__(self, host: str, site: Deployed, **options) -> None:
        super().__init__(host, **options)
        self.site = site

    def connect(self) -> None:
        self.sock = secured(self.site)


class Handler(urllib.request.HTTPSHandler):
    def __init__(self, site: Deployed) -> None:
        super().__init__()
        self.site = site

    def https_open(self, request):
        return self.do_open(functools.partial(Connection, site=self.site), request)


class Person:
    """`page` and `status` are of the last answer, after its redirects."""

    def __init__(self, site: Deployed) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(Handler(site), jar)
        self.page = ""
        self.status = 0
        self.headers = http.client.HTTPMessage()

    def get(self, path: str) -> "Person":
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> "Person":
        """As a form of the page that is open."""
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.page)
        fields |= {"csrfmiddlewaretoken": token[1]} if token else {}
        return self._ask(path, urllib.parse.urlencode(fields).encode())

    def _ask(self, path: str, data: bytes | None, **headers: str) -> "Person":
        headers |= {"Origin": f"https://{HOST}", "Accept": "text/html"}
        url = urllib.parse.urljoin(f"https://{HOST}/", path)
        request = urllib.request.Request(url, data, headers)  # noqa: S310
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.page = answer.read().decode()
            self.status, self.headers = answer.status, answer.headers
            self.path = urllib.parse.urlsplit(answer.url).path
        return self
