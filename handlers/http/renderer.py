"""Notices as JSON, and the signature by which whoever receives them knows that they are ours: pure."""

import hashlib
import hmac

import orjson

from dialogs.kit.screen import Notice


def draw(notice: Notice, mark: int) -> bytes:
    """The body of an event: its name, the number it keeps when it is sent again (if it has one), and its facts."""
    number = {"id": str(mark)} if mark else {}
    return orjson.dumps({"event": notice.event} | number | dict(notice.about))


def sign(body: bytes, key: bytes, moment: int) -> str:
    """The signature of a body sent at that second since 1970."""
    told = hmac.new(key, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={told}"
