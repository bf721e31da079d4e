"""Notices as JSON, and the signatures by which whoever receives them knows that they are ours: pure.

Signed is as the specification Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature), by a key
that belongs to one address alone: who knows it can forge nothing to anybody else.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

import orjson

from dialogs.kit.screen import Notice

PREFIX = "whsec_"  # of a key as it is handed over; Base64 follows


def draw(notice: Notice, mark: int) -> bytes:
    """The body of an event: its name, the number it keeps when it is sent again (if it has one), and its facts."""
    number = {"id": str(mark)} if mark else {}
    return orjson.dumps({"event": notice.event} | number | dict(notice.about))


def key_of(secret: bytes, address: str) -> bytes:
    """The key of one address."""
    return hmac.new(secret, address.encode(), hashlib.sha256).digest()


def written(key: bytes) -> str:
    """A key as the web developers of its address get it."""
    return PREFIX + base64.b64encode(key).decode()


def signed(body: bytes, key: bytes, mark: int, moment: int) -> Mapping[str, str]:
    """The headers of an event sent at that second since 1970."""
    told = hmac.new(key, f"{mark}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": str(mark),
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(told).decode()}",
    }


def sign(body: bytes, secret: bytes, moment: int) -> str:
    """The signature of a body as all addresses shared it before each had its key; it goes with version 0.4."""
    told = hmac.new(secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={told}"
