"""Who is told: groups, systems, telephones and mailboxes that write down what comes."""

import asyncio
import json
import re
import threading
from collections import Counter
from urllib.parse import parse_qs, urlsplit

from tests.mailbox import Mailbox

OK = json.dumps({"errcode": 0, "errmsg": "ok", "Code": "OK"}).encode()
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(OK), OK)
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
WEBHOOK = re.compile(rb"webhook-id: *(\S+)", re.IGNORECASE)


class Receivers:
    """Of all that leaves Spark; each of `got` counts by what is the same message."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.got: dict[str, Counter[str]] = {
            name: Counter() for name in ("sms", "robots", "webhooks")
        }
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)

    def __enter__(self) -> "Receivers":
        self.mailbox.start()
        self.thread.start()
        started = asyncio.run_coroutine_threadsafe(self._start(), self.loop)
        self.port = started.result(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.mailbox.stop()
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def counts(self) -> dict[str, Counter[str]]:
        return self.got | {"email": Counter(self.mailbox.ids)}

    def total(self) -> int:
        return sum(found.total() for found in self.counts().values())

    async def _start(self) -> int:
        take = self._take
        self.server = await asyncio.start_server(take, "127.0.0.1", 0, backlog=500)
        return self.server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self.server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _take(self, reader, writer) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found = LENGTH.search(head)
                body = await reader.readexactly(int(found[1]) if found else 0)
                self._note(head, body)
                writer.write(TAKEN)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    def _note(self, head: bytes, body: bytes) -> None:
        url = urlsplit(head.split(b" ", 2)[1].decode())
        if url.path.startswith("/robot/"):
            said = json.loads(body)["markdown"]["title"]
            self.got["robots"][f"{url.path} {re.sub('[^0-9]', '', said)}"] += 1
        elif found := WEBHOOK.search(head):
            self.got["webhooks"][found[1].decode()] += 1
        else:
            self.got["sms"][parse_qs(url.query)["PhoneNumbers"][0]] += 1
