"""Sealing: personal data as it lies in the database, readable only with a key that does not.

Keys are Fernet's (symmetric, with a proof that nothing was changed): the newest seals, every one of them opens, so that
a key can be renewed while rows sealed by an older one are still there. The library comes with the first key: who has
none pays nothing for it.
"""

import hmac
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class NoKeys(Exception):
    """Nothing can be sealed or opened: no key is configured."""


class Unreadable(Exception):
    """What is kept was sealed by a key that is not among ours any more."""


class Sealer:
    """Seals and opens; without keys it can do neither, and `ready` says so."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """:raises ValueError: one of the keys is none of Fernet's (32 bytes in URL-safe base64)."""
        self._fernet = _opened(keys) if keys else None
        self._keys = tuple(keys)

    @property
    def ready(self) -> bool:
        """Whether personal data may be taken at all."""
        return self._fernet is not None

    def seal(self, fields: Mapping[str, str]) -> str:
        """:raises NoKeys: there is no key."""
        return self._ready().encrypt(orjson.dumps(dict(fields))).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """What was sealed.

        :raises NoKeys: there is no key.
        :raises Unreadable: none of ours opens it.
        """
        try:
            opened = self._ready().decrypt(sealed)
        except _invalid() as strange:
            raise Unreadable from strange
        fields: dict[str, str] = orjson.loads(opened)
        return fields

    def renew(self, sealed: str) -> str:
        """The same, sealed by the newest key.

        :raises NoKeys: there is no key.
        :raises Unreadable: none of ours opens it.
        """
        try:
            return self._ready().rotate(sealed.encode()).decode()
        except _invalid() as strange:
            raise Unreadable from strange

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """Keys for that purpose alone, one made of each of ours, the newest first; they do not tell what of."""
        return tuple(hmac.digest(key.encode(), purpose.encode(), "sha256") for key in self._keys)

    def _ready(self) -> "MultiFernet":
        if self._fernet is None:
            raise NoKeys
        return self._fernet


def _opened(keys: Sequence[str]) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key) for key in keys])


def _invalid() -> type[Exception]:
    from cryptography.fernet import InvalidToken

    return InvalidToken
