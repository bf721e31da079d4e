"""The chain of the audit log: every line carries a proof of itself and of all lines before it. Pure.

Under a key the proof is an HMAC, which nobody makes who has the database alone; without one it is a plain SHA-256, by
which a slip is noticed and a forger is not.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of looking the log through: how many lines there are, how many of them are proved by the key.

    `link` is the newest one's: who writes it down can ask later whether it is still there (`expected`). `broken`: the
    first line that is not as it was written, or that does not follow the one before; 0: the end or the beginning of the
    log is not as it was.
    """

    lines: int
    proved: int
    link: str
    expected: bool
    broken: int | None = None


def new_key() -> bytes:
    """A key of a chain."""
    return secrets.token_bytes(KEY_BYTES)


def link(key: bytes | None, before: str, told: Sequence[object]) -> str:
    """The proof of what a line tells and of the line before, in 64 signs."""
    body = before.encode() + b"\n" + orjson.dumps(list(told), option=orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS)
    if key is None:
        return hashlib.sha256(body).hexdigest()
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def holds(proof: str, key: bytes | None, before: str, told: Sequence[object]) -> bool | None:
    """Whether it is the proof: True under the key, False without any; None: it is none.

    Lines from before there were keys, or of a command that was run without them, go on by the plain hash. A line under
    the key that follows proves them, too.
    """
    if key is not None and hmac.compare_digest(proof, link(key, before, told)):
        return True
    return False if hmac.compare_digest(proof, link(None, before, told)) else None
