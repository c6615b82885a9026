"""Groups are told: messages a second by one worker and by two, and beside a slow one.

Every message is a post of its own to a receiver on this machine, which keeps its
connections open and has a process of its own, on the same processors.
"""

import asyncio
import json
import multiprocessing
import resource
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from typing import Any

from django.db import connections

from spark import clock
from spark.campuses.models import Campus
from spark.crypto import keyed_hash
from spark.robots import sending
from spark.robots.models import GroupMessage, Outcome, Robot

ROBOTS = 1_000
OF_EACH = 10
SLOW = 2.0  # seconds for an answer
ANSWER = json.dumps({"errcode": 0, "errmsg": "ok"}).encode()
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(ANSWER), ANSWER)
forked = multiprocessing.get_context("fork")


def lines() -> Iterator[str]:
    """For 1 worker and for 2: messages a second, and whether each came once.

    Then how long the others take while one group's service answers slowly.
    """
    number = ROBOTS * OF_EACH
    for workers in (1, 2):
        with Receiver() as receiver:
            seed(receiver.port)
            began = cpu()
            seconds = told_by(workers)
            each = (cpu() - began) / number * 1000
            came, kinds, _ = receiver.counts()
        left = GroupMessage.objects.exclude(state=Outcome.SENT).count()
        yield (
            f"{workers} worker{'s' if workers > 1 else ' '}"
            f"{number / seconds:10.0f} a second, {number:,} in {seconds:.1f} s,"
            f" {each:.2f} ms of CPU each; lost {number - kinds + left},"
            f" doubled {came - kinds}"
        )
    with Receiver() as receiver:
        seed(receiver.port, slow=1)
        began = time.perf_counter()
        seconds = told_by(1)
        _, _, last = receiver.counts()
    yield (
        f"1 of {ROBOTS:,} takes {SLOW:.0f} s to answer: the others are told in"
        f" {last - began:.1f} s, all in {seconds:.1f} s"
    )
    Robot.objects.all().delete()


def cpu() -> float:
    """Seconds that the workers which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seed(port: int, slow: int = 0) -> None:
    """Robots with something to say, all of one campus; the first may be slow."""
    Robot.objects.all().delete()
    now, campus = clock.now(), Campus.objects.order_by("pk").first()
    paths = ["slow" if n < slow else str(n) for n in range(ROBOTS)]
    addresses = [f"http://127.0.0.1:{port}/{path}" for path in paths]
    robots = Robot.objects.bulk_create(
        Robot(
            service="dingtalk",
            name=f"群 {number}",
            campus=campus,
            address=address,
            address_hash=keyed_hash(address),
        )
        for number, address in enumerate(addresses)
    )
    GroupMessage.objects.bulk_create(
        GroupMessage(
            robot=robot,
            kind="screening-released",
            subject=f"s:{number}",
            dedup_key=f"s:{number}",
            facts={"count": number + 2},
            created_at=now,
            due_at=now,
        )
        for robot in robots
        for number in range(OF_EACH)
    )


def told_by(workers: int) -> float:
    """Seconds until nothing waits any more."""
    connections.close_all()
    processes = [forked.Process(target=work) for _ in range(workers)]
    began = time.perf_counter()
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return time.perf_counter() - began


def work() -> None:
    while sending.send_due():
        pass


class Receiver:
    """A service of groups in a process of its own."""

    def __enter__(self) -> "Receiver":
        ours, theirs = forked.Pipe()
        self.ends, self.pipe = forked.Event(), ours
        self.process = forked.Process(target=serve, args=(theirs, self.ends))
        self.process.start()
        self.port = ours.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self.ends.set()
        self.process.join()

    def counts(self) -> tuple[int, int, float]:
        """How many posts came, how many different ones, and when the last quick one."""
        self.ends.set()
        came, kinds, last = self.pipe.recv()
        return came, kinds, last


def serve(pipe: Any, ends: Event) -> None:
    got: list[tuple[bytes, bytes]] = []
    last = 0.0

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal last
        while head := await _head(reader):
            path = head.split(b" ", 2)[1]
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            got.append((path, await reader.readexactly(length)))
            if path.startswith(b"/slow"):
                await asyncio.sleep(SLOW)
            else:
                last = time.perf_counter()
            writer.write(TAKEN)
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(take, "127.0.0.1", 0, backlog=1000)
        pipe.send(server.sockets[0].getsockname()[1])
        while not ends.is_set():
            await asyncio.sleep(0.1)
        pipe.send((len(got), len(set(got)), last))

    asyncio.run(run())


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
