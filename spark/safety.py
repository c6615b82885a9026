"""What production may start with: drawn secrets, whole names, encrypted lines.

Each function looks at the text of one variable, without a connection to anything; what
only the database knows is in `spark/postgresql/checks.py`.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.fernet import Fernet

WITH_TLS = {"require", "verify-ca", "verify-full"}
# A drawn secret of 32 letters has fewer once in more than a million million.
DIFFERENT = 10
LENGTH = 32
EXAMPLES = ("example", "change-me", "changeme", "change_me", "insecure", "password")


def is_secret(value: str) -> bool:
    """Long enough to be drawn at random, and not obviously typed or repeated."""
    return (
        len(value) >= LENGTH
        and len(set(value)) >= DIFFERENT
        and value not in (value + value)[1:-1]
        and not any(word in value.lower() for word in EXAMPLES)
    )


def is_signing_key(value: str) -> bool:
    """As long as Django asks of its own."""
    return len(value) >= 50 and is_secret(value)


def are_field_keys(keys: str) -> bool:
    """32 bytes each as url-safe base64, drawn at random, none of them twice."""
    found = keys.split(",")
    return len(set(found)) == len(found) and all(map(_is_field_key, found))


def _is_field_key(key: str) -> bool:
    try:
        Fernet(key)
        raw = base64.urlsafe_b64decode(key)
    except (ValueError, binascii.Error):
        return False
    typed = all(32 <= byte < 127 for byte in raw)
    return not typed and len(set(raw)) >= DIFFERENT


def are_named_hosts(hosts: str) -> bool:
    """Whole names: `*` stands for everybody's, `.example.org` for whoever gets one."""
    names = [host.strip() for host in hosts.split(",")]
    return all(name and "*" not in name and not name.startswith(".") for name in names)


def is_sms_server(url: str) -> bool:
    """Codes pass there; Aliyun's has no path, and none would be signed."""
    return is_https(url) and urlsplit(url)[2:] == ("", "", "")


def is_sms_template(code: str) -> bool:
    """As Aliyun names them, not the template's words or its title."""
    return re.fullmatch(r"SMS_[0-9]+", code) is not None


def is_https(url: str) -> bool:
    return url.startswith("https://") and bool(urlsplit(url).hostname)


def is_database(url: str) -> bool:
    """On this machine, or by TLS: names and ID numbers pass there."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    hosts = query.get("host", [unquote(parts.hostname or "")])
    hosts += query.get("hostaddr", [])
    local = "service" not in query and _are_here(hosts)
    return local or query.get("sslmode", [""])[-1] in WITH_TLS


def is_redis(url: str) -> bool:
    """On this machine, or by TLS: jobs pass there, and counts of failed log-ins."""
    parts = urlsplit(url)
    return parts.scheme in ("rediss", "unix") or _are_here([parts.hostname or ""])


def _are_here(hosts: Iterable[str]) -> bool:
    return all(_is_here(host) for listed in hosts for host in listed.split(","))


def _is_here(host: str) -> bool:
    """A socket's folder, or this machine by name or address."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def sends_mail(backend: str) -> bool:
    """Not one of Django's that keep or drop it."""
    return backend.split(".")[-2:-1] not in (["dummy"], ["locmem"], ["console"])


def is_mail_server(host: str, *, encrypted: bool) -> bool:
    return encrypted or _is_here(host)
