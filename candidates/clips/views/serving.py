"""A clip's files for who may see them, from any byte on, as players ask for it."""

import re
from collections.abc import Iterator

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from candidates.clips.models import Clip
from candidates.clips.queries import PLAYED, POSTER, file_of
from candidates.clips.stages import State
from spark import files
from spark.htmx import Request

PIECE = 2 * 2**20  # at most in an answer to who asks for a range
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def file(request: Request, clip: Clip | None, name: str) -> HttpResponseBase:
    """The video or its picture; 404 while there is none.

    Of a range as much comes as one answer may hold, from its first byte on: players ask
    for what is next.
    """
    if clip is None or clip.state != State.READY:
        raise Http404
    try:
        if name == POSTER:
            content = files.read(file_of(clip, POSTER), 0, PIECE)
            return HttpResponse(content, content_type="image/jpeg")
        if name == PLAYED and clip.length is not None:
            return _video(request, clip, clip.length)
    except FileNotFoundError:  # replaced just now
        pass
    raise Http404


def _video(request: Request, clip: Clip, length: int) -> HttpResponseBase:
    tag = f'"{clip.key.hex}"'
    answer: HttpResponseBase
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if match and any(match.groups()) and request.headers.get("If-Range", tag) == tag:
        answer = _range(clip, length, *match.groups())
    else:
        sent = length if request.method == "GET" else 0
        answer = StreamingHttpResponse(_pieces(clip, sent))
        answer["Content-Length"] = str(length)
    answer["Content-Type"] = "video/mp4"
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = tag
    return answer


def _range(clip: Clip, length: int, first: str, last: str) -> HttpResponse:
    start = int(first) if first else max(length - int(last), 0)
    end = int(last) if first and last else length - 1
    if start >= length or end < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{length}"})
    size = min(end - start + 1, length - start, PIECE)
    content = files.read(file_of(clip, PLAYED), start, size)
    span = f"bytes {start}-{start + size - 1}/{length}"
    return HttpResponse(content, status=206, headers={"Content-Range": span})


def _pieces(clip: Clip, length: int) -> Iterator[bytes]:
    for start in range(0, length, PIECE):
        yield files.read(file_of(clip, PLAYED), start, PIECE)
