"""Spark as a deployed web server sends it: files hashed and compressed, all counted."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread

from spark.accounts.templatetags.spark_ui import icon

OTHERS = ["admin", "unfold", "rest_framework", "drf_spectacular*", "reference.*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}


@contextmanager
def as_deployed(root: Path, *, more: Iterable[Path] = ()) -> Iterator[None]:
    """Settings of files as in production, collected below `root`.

    Args:
        more: folders of files that take the place of ours.
    """
    ours = Path(__file__).parent.parent / "static" / "dist"
    deployed = override_settings(
        STORAGES=STORAGES,
        STATIC_ROOT=root,
        STATICFILES_DIRS=[*more, ours],
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    )
    try:
        with deployed:
            icon.cache_clear()  # it keeps the address of the sprite
            yield
    finally:
        icon.cache_clear()


def collect() -> None:
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=OTHERS
    )


class Counted:
    """Pages and files alike; `sent` is how many bytes of each address went out."""

    sent: dict[str, int]

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.sent = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Any:
        path = environ["PATH_INFO"]

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            lines = [f"HTTP/1.1 {status}", *(f"{name}: {v}" for name, v in headers)]
            self._note(path, len("\r\n".join([*lines, "", ""]).encode()))
            return start_response(status, headers, *rest)

        with closing(self.application(environ, start)) as answer:
            for part in answer:
                self._note(path, len(part))
                yield part

    def _note(self, path: str, size: int) -> None:
        self.sent[path] = self.sent.get(path, 0) + size


class Served(LiveServerThread):
    """A server of its own; `counted` once it answers."""

    counted: Counted

    def __init__(self) -> None:
        super().__init__("localhost", self._count)

    def _count(self, application: Callable) -> Counted:
        self.counted = Counted(application)
        return self.counted

    def renew(self) -> None:
        """As if restarted, with the settings there are now."""
        self.httpd.set_app(self._count(WSGIHandler()))

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


@contextmanager
def served() -> Iterator[Served]:
    server = Served()
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield server
    finally:
        server.terminate()
