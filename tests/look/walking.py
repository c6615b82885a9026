"""Which pages there are for somebody: asked of the running Spark, not listed here.

A walk begins at every route without arguments and follows the links of what it finds,
so a new page is on it as soon as something leads there. Who comes by an address of
their own begins there, too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse
from playwright.sync_api import BrowserContext

from tests.routes import routes

Get = Callable[[str], tuple[int, str]]

LINK = re.compile(r'\bhref="(/[^"#?]*)')
PART = re.compile(r'\bhx-get="(/[^"#?]*)')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
ONCE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
ACT = re.compile(r'\b(?:action|formaction|hx-post)="(/[^"#?]*)')
PAGE = re.compile(r"\s*<!doctype html", re.IGNORECASE)
# Routes of which one page isn't enough: one from each page that links there.
ONE_FROM_EACH = {"candidate-detail": re.compile(r".*-list$")}
# Pages that need more than the route's name, for whoever gets an answer there.
MORE = [
    ("candidate-list-empty", "/candidates/?q=00000000"),
    ("not-found", "/nowhere/"),
]
# Of the office's reference data, which Unfold draws, one page of each kind will do.
SAMPLED = {
    "admin:index",
    "admin:candidates_batch_changelist",
    "admin:candidates_batch_add",
    "admin:candidates_batch_change",
    "admin:candidates_batch_delete",
}
# Routes that are no pages to look at, or that no link and no form leads to, and why.
# Pages whose states offer different things, and of which a demo has few.
ALL_OF = {"plan-detail", "apply-step", "campaign-detail", "round-standings"}
UNSEEN = {
    "admin:": "sampled above",
    "oauth-token": "for programs",
    "api-reference": "drawn by Swagger UI; tests/spark/rest/test_reference_browser.py",
    "healthz": "for programs",
    "metrics": "for programs",
    "closed": "what allauth has and Spark hasn't",
    "account_confirm_email": "what allauth has and Spark hasn't",
    "invitation": "by a personal link; tests/test_people_browser.py",
    "account_reset_password_from_key": "by a personal link",
    "calendar-feed": "for programs",
    "message-mail": "a letter in a frame of its kind's page",
    "call-code": "a picture to print",
    "call-poster": "a poster to print",
    "portal-offline": "in both languages at once; tests/test_phone_browser.py",
    **dict.fromkeys(
        ("apply-clip", "apply-clip-drop", "apply-clip-file"),
        "by its own address; tests/candidates/clips",
    ),
    **dict.fromkeys(
        [
            f"{whose}-clip-{act}"
            for whose in ("apply", "portal", "candidate")
            for act in ("uploads", "upload")
        ],
        "spoken by a script; tests/candidates/clips/test_clips_browser.py",
    ),
    **dict.fromkeys(
        (
            *("application-clip", "clip-file", "review-clip"),
            *("portal-clip-file", "portal-clip-drop", "portal-clip-answer"),
            *("portal-clip-state", "candidate-clip-state"),
        ),
        "of a video and its picture; tests/candidates/clips",
    ),
    **dict.fromkeys(
        (
            *("candidate-papers", "candidate-paper-file", "candidate-papers-act"),
            "portal-paper",
        ),
        "of who owes a paper; tests/candidates/papers",
    ),
    "mute": "by a link in a mail; tests/spark/notifications/test_letters.py",
    "portal-calendar-end": "of who follows one; tests/spark/calendars",
    "anchor-new": "offered until there are three; as one of these is changed",
    "round-predicting-file": "offered where ten have both; tests/training/standings",
    "round-reserve": "of a campaign's last round; tests/training/racing",
    "calibration": "where a batch asks for it; its browser test is the queue's",
    "roster-rejected": "a file, offered once rows of a roster were rejected",
    "export-file": "a file that a job makes; tests/test_list_browser.py",
}


@dataclass(frozen=True)
class Stop:
    """A page, by its route and, where it has several, a number.

    `main` is what it shows when it comes, to know it again when others see the same;
    of pages that fetch parts for themselves it says nothing.
    """

    name: str
    path: str
    status: int = 200
    main: str = ""


@dataclass
class Walk:
    """What somebody finds, page by page; `met` are the routes passed on the way.

    Args:
        first: addresses that somebody was given.
    """

    get: Get
    first: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    taken: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)

    def stops(self) -> Iterator[Stop]:
        waiting = [("", path) for path in (*self.first, *beginnings())]
        for origin, path in waiting:
            if not self._is_new(origin, path):
                continue
            name = known(path)
            status, html = self._ask(path)
            if PAGE.match(html) and status == 200:
                yield self._stop(name, path, status, html)
            # Lists show the newest first; whoever came first has most to be done yet.
            links = [*reversed(LINK.findall(html)), *PART.findall(html)]
            waiting.extend((name, link) for link in links)
        for name, path in MORE:
            status, html = self._ask(path)
            if PAGE.match(html):
                yield self._stop(name, path, status, html)

    def _ask(self, path: str) -> tuple[int, str]:
        """What is there; the parts it fetches are asked for too, for their forms."""
        status, html = self.get(path)
        self.met.add(known(path))
        for part in PART.findall(html):
            if part not in self.parts:
                self.parts[part] = self.get(part)[1]
                self._note_forms(self.parts[part])
        self._note_forms(html)
        return status, html

    def _note_forms(self, html: str) -> None:
        self.met |= {known(act) for act in ACT.findall(html)}

    def _is_new(self, origin: str, path: str) -> bool:
        """Whether this address adds a page that isn't there yet."""
        name = known(path)
        if not name or name in UNSEEN or path in self.seen:
            return False
        if name.startswith("admin:") and name not in SAMPLED:
            return False
        kinds = ONE_FROM_EACH.get(name)
        key = f"{name} from {origin}" if kinds else name
        key = path if name in ALL_OF else key
        if key in self.seen or (kinds and not kinds.match(origin)):
            return False
        self.seen |= {path, key}
        return True

    def _stop(self, name: str, path: str, status: int, html: str) -> Stop:
        number = self.taken[name] = self.taken.get(name, 0) + 1
        main = MAIN.search(html)
        whole = main and not PART.search(html)
        return Stop(
            name if number == 1 else f"{name}-{number}",
            path,
            status,
            ONCE.sub("", main.group()) if main and whole else "",
        )


def beginnings() -> Iterator[str]:
    """The addresses of all routes without arguments."""
    for name in dict.fromkeys(routes(get_resolver())):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def samples() -> Iterator[tuple[str, str]]:
    """An address of every route with arguments, for asking whether it takes a GET."""
    for name in dict.fromkeys(routes(get_resolver())):
        for possible, *_rest in get_resolver().reverse_dict.getlist(name):
            template, arguments = possible[0]
            if arguments:
                yield name, "/" + template % dict.fromkeys(arguments, 1)


def known(path: str) -> str:
    """The route of an address; nothing for files and other places."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def unmet(met: set[str], get: Get) -> set[str]:
    """The routes nobody came to, neither by a link nor by a form, that take a GET."""
    missed = {
        name
        for name in set(routes(get_resolver())) - met
        if name not in UNSEEN
        and not name.startswith(("admin:", "api-"))
        and not _shut(name)
    }
    acts = {name for name, path in samples() if name in missed and get(path)[0] == 405}
    return missed - acts


def _shut(name: str) -> bool:
    """Whether another route answers at this one's address."""
    try:
        return known(reverse(name)) != name
    except NoReverseMatch:
        return False


def through(context: BrowserContext, url: str) -> Get:
    """Asks as whoever is logged in there; redirects aren't followed, files not read."""

    def get(path: str) -> tuple[int, str]:
        answer = context.request.get(url + path, max_redirects=0)
        is_html = "text/html" in answer.headers.get("content-type", "")
        return answer.status, answer.text() if is_html else ""

    return get
