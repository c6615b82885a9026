"""Aliyun's SMS gateway over real HTTP: takes what is signed as its documents say.

What was signed is put together from the bytes that came, by the documents alone, and
not by what Spark signs with.
"""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

KEY, SECRET = "LTAI5tExampleKey", "example+Secret/30"
PREFIX = f"ACS3-HMAC-SHA256 Credential={KEY},SignedHeaders="


class Gateway:
    """Answers rightly signed calls with `code`; keeps what it took, and was asked."""

    def __init__(self) -> None:
        self.code, self.status = "OK", 200
        self.asked = 0
        self.taken: list[dict[str, str]] = []
        self.nonces: set[str] = set()
        self.meanwhile: Callable[[], object] = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def codes(self) -> list[str]:
        return [json.loads(sent["TemplateParam"])["code"] for sent in self.taken]

    def answer(self, target: str, headers: Message, body: bytes) -> tuple[int, dict]:
        self.asked += 1
        self.meanwhile()
        if not self._is_signed(target, headers, body):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": target}
        _path, _mark, query = target.partition("?")
        if self.code == "OK":
            found = parse_qs(query, strict_parsing=True)
            self.taken.append({name: value for name, (value,) in found.items()})
        return self.status, {"Code": self.code, "Message": query, "RequestId": "1"}

    def _is_signed(self, target: str, headers: Message, body: bytes) -> bool:
        path, _mark, query = target.partition("?")
        given = headers["Authorization"].removeprefix(PREFIX)
        names, _comma, signature = given.partition(",Signature=")
        must = {name.lower() for name in headers if name.lower().startswith("x-acs-")}
        digest = hashlib.sha256(body).hexdigest()
        nonce = headers["x-acs-signature-nonce"]
        whole = {"host", *must} <= set(names.split(";")) and nonce not in self.nonces
        self.nonces.add(nonce)
        parts = [
            *("POST", path, "&".join(sorted(query.split("&")))),
            *(f"{name}:{headers[name].strip()}" for name in sorted(names.split(";"))),
            *("", names, headers["x-acs-content-sha256"]),
        ]
        canonical = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        mac = hmac.new(SECRET.encode(), digestmod=hashlib.sha256)
        mac.update(b"ACS3-HMAC-SHA256\n" + canonical.encode())
        right = hmac.compare_digest(mac.hexdigest(), signature)
        return whole and right and digest == headers["x-acs-content-sha256"]


@contextmanager
def gateway(settings: Any) -> Iterator[Gateway]:
    """One that Spark sends by, for as long as it is open."""
    taken = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, said = taken.answer(self.path, self.headers, body)
            answer = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        taken.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        settings.SMS_KEY_ID, settings.SMS_KEY_SECRET = KEY, SECRET
        settings.SMS_SIGN_NAME, settings.SMS_TEMPLATE = "星火 计划*~", "SMS_15305"
        settings.SMS_URL = taken.url
        yield taken
        server.shutdown()
        thread.join()
