"""Reports that a mail server or a mailbox's owner sends back about our mail.

Reads delivery status notifications (RFC 3464) and abuse reports (RFC 5965). Anybody can
write to the mailbox they come to, so a report counts only if it names a mail of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parseaddr

OURS = re.compile(r"<spark-([0-9]{1,18})@")
# The address itself is to blame (RFC 3463), not a full mailbox or what we wrote.
OF_ADDRESS = re.compile(r"5\.(?:[01]\.\d{1,3}|2\.1|4\.4)")
COMPLAINTS = {"abuse", "opt-out"}
SAID = 300  # letters


@dataclass(frozen=True)
class Report:
    """About one mail of ours.

    Args:
        message: its number.
        addresses: by which its reader is known there, in small letters.
        said: the other side's words.
    """

    message: int
    addresses: frozenset[str]
    complaint: bool
    said: str


def read(raw: bytes) -> list[Report]:
    """What a mail reports; nothing if it is none, or about no mail of ours."""
    mail = message_from_bytes(raw)
    message = _number(mail)
    if mail.get_content_type() != "multipart/report" or message is None:
        return []
    found: list[Report] = []
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            found += _returned(message, part)
        elif kind == "message/feedback-report":
            found += _complaints(message, part, mail)
    return found


def _number(mail: Message) -> int | None:
    """Of our mail, whose heading comes along."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            name = str(_inside(part).get("Message-ID", ""))
        elif kind == "text/rfc822-headers":
            body = part.get_payload(decode=True) or b""
            name = str(message_from_bytes(body).get("Message-ID", ""))  # type: ignore[arg-type]
        else:
            continue
        if found := OURS.search(name):
            return int(found[1])
    return None


def _inside(part: Message) -> Message:
    inside = part.get_payload()
    found = inside[0] if isinstance(inside, list) and inside else Message()
    return found if isinstance(found, Message) else Message()


def _returned(message: int, part: Message) -> Iterator[Report]:
    """Of each recipient whose address is to blame for good."""
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message):
            continue
        failed = str(group.get("Action", "")).strip().lower() == "failed"
        status = OF_ADDRESS.match(str(group.get("Status", "")).strip())
        addresses = _typed(group, "Final-Recipient") | _typed(
            group, "Original-Recipient"
        )
        if failed and status and addresses:
            words = str(group.get("Diagnostic-Code", "")).partition(";")[2]
            yield Report(message, addresses, False, _clean(f"{status[0]} {words}"))


def _typed(group: Message, name: str) -> frozenset[str]:
    """`rfc822; somebody@example.org`."""
    kind, _semicolon, address = str(group.get(name, "")).partition(";")
    found = parseaddr(address.strip())[1].lower()
    return frozenset({found} if kind.strip().lower() == "rfc822" and found else ())


def _complaints(message: int, part: Message, mail: Message) -> Iterator[Report]:
    fields = _inside(part)
    kind = str(fields.get("Feedback-Type", "")).strip().lower()
    if kind not in COMPLAINTS:
        return
    given = [str(value) for value in fields.get_all("Original-Rcpt-To", [])]
    if not given:  # many leave it out: the mail itself says to whom it went
        inner = [p for p in mail.walk() if p.get_content_type() == "message/rfc822"]
        given = [str(v) for p in inner for v in _inside(p).get_all("To", [])]
    addresses = frozenset(found.lower() for _name, found in getaddresses(given))
    if addresses:
        said = f"{kind} {fields.get('User-Agent', '')}"
        yield Report(message, addresses, True, _clean(said))


def _clean(said: str) -> str:
    """On one line, and what a column takes."""
    readable = "".join(c if c.isprintable() else " " for c in said)
    return " ".join(readable.split())[:SAID]
