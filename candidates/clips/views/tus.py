"""The tus protocol 1.0: a file comes in pieces, and after any break where it stopped.

Core, creation, termination and expiration of https://tus.io/protocols/resumable-upload;
a piece is one request, taken in whole (`spark/intake.py`) or not at all.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.utils.http import http_date

from candidates.clips import actions
from candidates.clips.models import Clip
from candidates.clips.stages import State
from spark import clock
from spark.accounts.scope import Actor
from spark.errors import Refused, words
from spark.htmx import Request

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
DIGITS = re.compile(r"[0-9]{1,15}")
ABLE = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,termination",
    "Tus-Max-Size": str(actions.LIMIT),
}


def speaks_tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says what is spoken here, and refuses in plain words, which clients pass on."""

    @wraps(view)
    def spoken(request: Request, *args: object, **given: object) -> HttpResponse:
        if request.method == "POST":  # its token has been looked at
            override = request.headers.get("X-HTTP-Method-Override", "POST")
            request.method = override.upper()
        if request.method == "OPTIONS":
            answer = HttpResponse(status=204, headers=ABLE)
        elif request.headers.get("Tus-Resumable") != VERSION:
            answer = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        else:
            answer = _answered(view, request, *args, **given)
        answer["Tus-Resumable"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return spoken


def _answered(
    view: Callable[..., HttpResponse], *args: object, **given: object
) -> HttpResponse:
    try:
        return view(*args, **given)
    except Refused as refused:
        said = words(refused)
        text = f"{said.text}\n{said.way_out}".strip()
        return HttpResponse(text, status=refused.status, content_type="text/plain")


def announced(request: Request) -> tuple[int, str]:
    """The size and the name of what is going to be sent.

    Raises:
        Refused: clip-unannounced.
    """
    size = _number(request, "Upload-Length")
    if size is None:
        raise Refused("clip-unannounced", status=400)
    return size, _name(request.headers.get("Upload-Metadata", ""))


def _number(request: Request, header: str) -> int | None:
    value = request.headers.get(header, "")
    return int(value) if DIGITS.fullmatch(value) else None


def _name(metadata: str) -> str:
    """Of pairs of key and base64 by commas; one that nobody can read is none."""
    pairs = dict(pair.strip().partition(" ")[::2] for pair in metadata.split(","))
    try:
        return b64decode(pairs.get("filename", ""), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def created(clip: Clip, address: str) -> HttpResponse:
    headers = {"Location": address, "Upload-Expires": _expires(clip)}
    return HttpResponse(status=201, headers=headers)


def upload(request: Request, clip: Clip, actor: Actor) -> HttpResponse:
    """Where it stands, one more piece, or its end."""
    if request.method == "HEAD":
        return _told(clip)
    if request.method == "PATCH":
        return _taken(request, clip, actor)
    if request.method == "DELETE":
        actions.terminate(actor=actor, pk=clip.pk)
        return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "HEAD, PATCH, DELETE, OPTIONS"})


def _told(clip: Clip) -> HttpResponse:
    if clip.state == State.REMOVED or actions.is_abandoned(clip, clock.now()):
        raise Refused("clip-gone", status=410)
    headers = {"Upload-Offset": str(clip.received), "Upload-Length": str(clip.size)}
    return HttpResponse(headers=headers | {"Upload-Expires": _expires(clip)})


def _taken(request: Request, clip: Clip, actor: Actor) -> HttpResponse:
    if request.content_type != PIECE:
        raise Refused("clip-unannounced", status=415)
    offset = _number(request, "Upload-Offset")
    if offset is None:
        raise Refused("clip-unannounced", status=400)
    clip = actions.write(actor=actor, pk=clip.pk, offset=offset, content=request.body)
    headers = {"Upload-Offset": str(clip.received), "Upload-Expires": _expires(clip)}
    return HttpResponse(status=204, headers=headers)


def _expires(clip: Clip) -> str:
    return http_date(clip.expires_at.timestamp())
