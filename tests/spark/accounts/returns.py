"""Mail that came back, as servers write it; and a mailbox that is read by IMAP."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# As Postfix writes it; its words are folded and the original's headings come alone.
POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.test (Mail Delivery System)
To: spark@test.spark
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9B7D61F.1764500000/mail.test"
Message-Id: <20261130100000.AAAAA9B7D61F@mail.test>

This is a MIME-encapsulated message.

--9B7D61F.1764500000/mail.test
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--9B7D61F.1764500000/mail.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.test
X-Postfix-Queue-ID: 9B7D61F
X-Postfix-Sender: rfc822; spark@test.spark
Arrival-Date: Mon, 30 Nov 2026 18:00:00 +0800 (CST)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.test
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: Recipient address
    rejected: User unknown in local recipient table

--9B7D61F.1764500000/mail.test
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: spark@test.spark
To: {address}
Subject: =?utf-8?b?5Yet56uZ?=
Message-ID: <spark-{number}@localhost>

--9B7D61F.1764500000/mail.test--
"""

# As Exchange writes it: no words of the other server, the whole original comes along.
EXCHANGE = """\
From: postmaster@mail.test
To: spark@test.spark
Subject: Undeliverable: Notice
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_xchg_"

--_xchg_
Content-Type: multipart/alternative; boundary="_inner_"

--_inner_
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients.

--_inner_
Content-Type: text/html; charset="us-ascii"

<p>Delivery has failed to these recipients.</p>

--_inner_--

--_xchg_
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.test

Final-recipient: RFC822;Forwarded.To@else.test
Original-recipient: rfc822;{address}
Action: {action}
Status: {status}
X-Display-Name: Lin

--_xchg_
Content-Type: message/rfc822

From: spark@test.spark
To: {address}
Message-ID: <spark-{number}@localhost>
Content-Type: text/plain; charset="utf-8"

Good day.

--_xchg_--
"""

COMPLAINT = """\
From: <abuse@mail.test>
To: <spark@test.spark>
Subject: FW: Notice
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part_2"

--part_2
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part_2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
{recipient}
--part_2
Content-Type: message/rfc822
Content-Disposition: inline

From: <spark@test.spark>
To: "Lin" <{address}>
Message-ID: <spark-{number}@localhost>

Good day.

--part_2--
"""


def returned(
    address: str,
    number: int,
    *,
    sample: str = POSTFIX,
    action: str = "failed",
    status: str = "5.1.1",
) -> bytes:
    given = {"address": address, "number": number, "action": action, "status": status}
    return sample.format(**given).encode()


def complaint(
    address: str, number: int, *, kind: str = "abuse", named: bool = True
) -> bytes:
    recipient = f"Original-Rcpt-To: <{address}>\n" if named else ""
    given = {"address": address, "number": number, "kind": kind, "recipient": recipient}
    return COMPLAINT.format(**given).encode()


class Mailbox:
    """What is in it, and the numbers of what was seen."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.logged_in: list[str] = []


@contextmanager
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """One that Spark reads, for as long as it is open."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say(b"* OK IMAP4rev1 ready")
            for line in self.rfile:
                tag, verb, *rest = line.split(None, 2)
                for said in self.answers(verb.upper(), b"".join(rest).strip()):
                    self.say(said)
                self.say(tag + b" OK done")

        def say(self, line: bytes) -> None:
            self.wfile.write(line + b"\r\n")

        def answers(self, verb: bytes, rest: bytes) -> Iterator[bytes]:
            if verb == b"CAPABILITY":
                yield b"* CAPABILITY IMAP4rev1"
            elif verb == b"LOGIN":
                box.logged_in.append(rest.decode())
            elif verb == b"SELECT":
                yield b"* %d EXISTS" % len(box.mails)
            elif verb == b"SEARCH":
                unseen = set(range(1, len(box.mails) + 1)) - box.seen
                yield b"* SEARCH " + b" ".join(b"%d" % n for n in sorted(unseen))
            elif verb == b"FETCH":
                number = int(rest.split()[0])
                mail = box.mails[number - 1]
                yield b"* %d FETCH (BODY[]<0> {%d}" % (number, len(mail))
                yield mail + b")"
            elif verb == b"STORE":
                box.seen.add(int(rest.split()[0]))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        settings.RETURNS_HOST, settings.RETURNS_TLS = "127.0.0.1", False
        settings.RETURNS_PORT = server.server_address[1]
        settings.RETURNS_USER, settings.RETURNS_PASSWORD = "spark", "secret"
        yield box
        server.shutdown()
        thread.join()
