"""Signatures of Standard Webhooks: HMAC-SHA256 under a secret that both sides hold."""

import hmac
import secrets
from base64 import b64encode
from datetime import datetime, timedelta

from spark.crypto import decrypt
from spark.webhooks.models import Delivery, Webhook

BOTH_VALID = timedelta(hours=24)  # the former secret beside the new one
BYTES = 32


def drawn() -> bytes:
    return secrets.token_bytes(BYTES)


def shown(secret: bytes) -> str:
    """As a system takes it."""
    return f"whsec_{b64encode(secret).decode()}"


def headers(
    webhook: Webhook, delivery: Delivery, body: bytes, at: datetime
) -> dict[str, str]:
    """What makes a receiver believe that we sent this now."""
    seconds = str(int(at.timestamp()))
    signed = f"{delivery.message_id}.{seconds}.".encode() + body
    return {
        "Content-Type": "application/json",
        "User-Agent": "Spark-Webhooks/1",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(
            f"v1,{b64encode(hmac.digest(secret, signed, 'sha256')).decode()}"
            for secret in _secrets(webhook, at)
        ),
    }


def _secrets(webhook: Webhook, at: datetime) -> list[bytes]:
    """The secret, and while it comes into use the former one."""
    rotating = webhook.former_until is not None and webhook.former_until > at
    tokens = [webhook.secret, webhook.former_secret if rotating else None]
    return [decrypt(bytes(token)) for token in tokens if token]
