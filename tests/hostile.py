"""What strangers put into addresses and forms, and where a page takes it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import get_resolver

from tests.routes import routes

# As they stand in an address, escaped.
VALUES = [
    *("1%00", "1" + "0" * 30, "x", "", "%ED%A0%80", "9999-99-99"),
    *("1~x", "x" * 5000),
]
# Of every page, whatever it shows itself.
ALWAYS = {
    *("before", "after", "page", "q", "sort", "next", "cursor", "day", "week", "show"),
    *("Stage", "pk", "id"),
}


@dataclass
class Sent:
    """A form of a page: where it goes, and the names of what it sends."""

    method: str
    action: str
    names: set[str] = field(default_factory=set)


class Taken(HTMLParser):
    """The forms of a page, and the parameters its links have."""

    def __init__(self, path: str, html: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Sent] = []
        self.parameters: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "form":
            method, action = given.get("method", "get"), given.get("action", "")
            self.forms.append(Sent(method.lower(), action or self.path))
        if tag in {"input", "select", "textarea", "button"} and self.forms:
            self._send(given)
        if tag == "a":
            link = urlsplit(given.get("href") or "")
            if link.query and link.path in ("", self.path):
                self.parameters |= {name for name, _value in parse_qsl(link.query)}

    def _send(self, given: dict) -> None:
        form = self.forms[-1]
        if name := given.get("name"):
            form.names.add(name)
            if form.method == "get":
                self.parameters.add(name)
        if action := given.get("formaction"):
            self.forms.insert(-1, Sent("post", action, form.names))


def queries(known: set[str]) -> Iterator[str]:
    """Each parameter that a page has with the sharpest values, and all with each."""
    for name in sorted(known):
        yield from (f"{urlencode({name: ''})}{value}" for value in VALUES[:3])
        yield f"{name}=1&{name}=x"
    for value in VALUES:
        yield "&".join(f"{name}={value}" for name in sorted(ALWAYS | known))


def paths() -> Iterator[str]:
    """Every route with arguments, with hostile ones."""
    for name in dict.fromkeys(routes(get_resolver())):
        for possible, *_rest in get_resolver().reverse_dict.getlist(name):
            template, arguments = possible[0]
            for value in VALUES if arguments else ():
                yield "/" + template % dict.fromkeys(arguments, value)
