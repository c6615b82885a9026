"""Boards that many ask for every few seconds, answered before anything is loaded.

Who asks is checked whole once a minute: session, person, roles. Their session is then
let in for the rest of that minute to the board they were shown. Meanwhile a poll costs
two look-ups in the cache, and no statement.
"""

import time
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

FRESH = 5  # seconds: so long a board stands before somebody's poll makes it anew
KEPT = 60  # seconds: and so long it is shown while that one makes it
LET_IN = 60  # seconds: so late at most is noticed that somebody may see it no more


class Board(NamedTuple):
    """As it is sent: its text, the tag of that, and until when it is fresh."""

    text: str
    tag: str
    until: float

    @property
    def is_fresh(self) -> bool:
        return self.until > time.time()


def board(key: str, draw: Callable[[], str]) -> Board:
    """What was made last, unless it is old and nobody else makes it anew.

    Args:
        key: what is drawn, and for whom: everybody with the same key sees the same.
    """
    old = _kept(key)
    if old and (old.is_fresh or not cache.add(_turn(key), 1, FRESH)):
        return old
    text = draw()
    tag = blake2b(text.encode(), digest_size=12).hexdigest()
    new = Board(text, tag, time.time() + FRESH)
    cache.set(key, tuple(new), KEPT)
    return new


def answer(request: HttpRequest, shown: Board) -> HttpResponse:
    """To who polls: the board, or that it is as they have it."""
    whole = HttpResponse(shown.text)
    whole["ETag"] = f'"{shown.tag}"'
    whole["Cache-Control"] = "private, no-cache"
    whole["Vary"] = "HX-Request, Cookie"
    whole["Content-Length"] = str(len(whole.content))
    found = get_conditional_response(request, etag=whole["ETag"], response=whole)
    if isinstance(found, HttpResponseNotModified):
        found["Cache-Control"] = whole["Cache-Control"]
    return found or whole


def let_in(request: HttpRequest, key: str) -> None:
    """For a while, polls of this session at this address get the board of `key`.

    Only after whoever asks was checked: until then nobody checks them again.
    """
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if session:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        seat = (key, language, time.time() + LET_IN)
        cache.set(_seat(session, request.path), seat, LET_IN)


def put_out(sessions: Iterable[str | None]) -> None:
    """The next poll of each of these sessions is checked whole."""
    seats = [_seat(one, path) for one in sessions if one for path in settings.POLLED]
    if seats:
        cache.delete_many(seats)


def _kept(key: str) -> Board | None:
    kept = cache.get(key)
    return Board(*kept) if kept else None


def _turn(key: str) -> str:
    return f"{key}:turn"


def _seat(session: str, path: str) -> str:
    """Redis doesn't learn by which session it is."""
    who = blake2b(session.encode(), digest_size=16, key=b"polls").hexdigest()
    return f"poll:{who}:{path}"


class PollsMiddleware:
    """Above sessions: whoever isn't let in is asked by the view who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in settings.POLLED and (shown := _seen_from(request)):
            return answer(request, shown)
        return self.get_response(request)


def _seen_from(request: HttpRequest) -> Board | None:
    """The board of who polls and is let in, if it needn't be made anew."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    polls = request.method == "GET" and "HX-Request" in request.headers
    seat = cache.get(_seat(session, request.path)) if polls and session else None
    if not seat:
        return None
    request.get_host()  # refuses names that aren't ours, as CommonMiddleware would
    key, language, until = seat
    if until < time.time() or language != request.COOKIES.get(
        settings.LANGUAGE_COOKIE_NAME
    ):
        return None
    shown = _kept(key)
    return shown if shown and (shown.is_fresh or cache.has_key(_turn(key))) else None
