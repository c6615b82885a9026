"""Who sends a clip as tus clients do, piece by piece, from a phone or another."""

from base64 import b64encode
from functools import cache

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from candidates.applying.models import Application
from candidates.applying.views.public import OPENED
from candidates.clips.models import Clip
from candidates.demo.filming import film

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@cache
def video(seconds: int = 21, loud: float = 0.3, form: str = "mp4") -> bytes:
    return film(seconds, rate=10 if seconds < 100 else 1, loud=loud, format=form)


class Sending:
    """What tus clients do, whoever sends."""

    client: Client
    clip: Clip
    uploads: str
    address: str

    def begin(self, size: int, name: str = "我的试镜.mp4") -> HttpResponse:
        named = b64encode(name.encode()).decode()
        headers = {
            **TUS,
            "Upload-Length": str(size),
            "Upload-Metadata": f"filename {named},filetype {named}",
        }
        answer = self.client.post(self.uploads, headers=headers)
        self.address = answer.headers.get("Location", self.address)
        return answer

    def head(self) -> HttpResponse:
        return self.client.head(self.address, headers=TUS)

    def patch(self, offset: int, content: bytes, kind: str = PIECE) -> HttpResponse:
        headers = {**TUS, "Upload-Offset": str(offset)}
        return self.client.patch(self.address, content, kind, headers=headers)

    def end(self) -> HttpResponse:
        return self.client.delete(self.address, headers=TUS)

    def send(self, content: bytes, pieces: int = 3) -> Clip:
        """All of it, begun anew."""
        assert self.begin(len(content)).status_code == 201
        size = -(-len(content) // pieces)
        for start in range(0, len(content), size):
            answer = self.patch(start, content[start : start + size])
            assert answer.status_code == 204
        return self.clip


class Sender(Sending):
    """A browser in which the application is open."""

    def __init__(self, application: Application) -> None:
        self.client = Client()
        self.application = application
        session = self.client.session
        session[OPENED] = application.pk
        session.save()
        self.address = ""

    @property
    def clip(self) -> Clip:
        self.application.refresh_from_db()
        return Clip.objects.get(pk=self.application.upload_id)

    @property
    def uploads(self) -> str:
        return self.url("apply-clip-uploads")

    def url(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.application.call.slug, *more])

    def file(self, name: str, **headers: str) -> HttpResponse:
        return self.client.get(self.url("apply-clip-file", name), headers=headers)
