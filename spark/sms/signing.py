"""Aliyun's request signature, version 3: ACS3-HMAC-SHA256.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


@dataclass(frozen=True)
class Call:
    """One call of an API whose parameters are all in the address."""

    host: str
    action: str
    version: str
    parameters: Mapping[str, str]

    @property
    def query(self) -> str:
        """The parameters in the one order and spelling that can be signed."""
        pairs = sorted(self.parameters.items())
        return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def headers(
    call: Call, *, key_id: str, secret: str, at: datetime, nonce: str
) -> dict[str, str]:
    """What makes Aliyun believe that the holder of the key calls this now, once.

    Without `host`, which is signed too and sent anyway.
    """
    nothing = sha256(b"").hexdigest()  # there is no body
    sent = {
        "x-acs-action": call.action,
        "x-acs-content-sha256": nothing,
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": call.version,
    }
    signed = {"host": call.host} | sent
    names = ";".join(signed)
    lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = f"POST\n/\n{call.query}\n{lines}\n{names}\n{nothing}"
    said = f"{ALGORITHM}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(secret.encode(), said.encode(), "sha256").hex()
    return sent | {
        "Authorization": f"{ALGORITHM} Credential={key_id},"
        f"SignedHeaders={names},Signature={signature}"
    }


def _quoted(text: str) -> str:
    """As RFC 3986 has it: no sign but - . _ ~ stays."""
    return quote(text, safe="")
