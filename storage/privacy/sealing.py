"""Sealing: people's data and words as they lie in the database, readable only with a key that does not lie there.

The configured keys are Fernet's: 32 random bytes each. What is sealed now is sealed by AES-GCM under a key derived from
the newest (HKDF, RFC 5869), together with the name of its cell, so that it opens in no other row or column; nothing in
it tells a time. Every key opens what it sealed, so that a key can be renewed while rows sealed by an older one are
still there. Before, contacts were sealed by Fernet itself and bound to nothing: these open until they are sealed anew.
The library comes with the first key: who has none pays nothing for it.
"""

import os
import re
from base64 import urlsafe_b64decode
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import orjson
import structlog

from storage.engine.unreadable import UNREADABLE

if TYPE_CHECKING:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SEALED = "s1."  # how everything begins that is sealed here; what begins otherwise is older, or is plain
_BEGINS = re.compile(r"s1\.[0-9a-f]{8}\.")
_NAME, _NONCE = 8, 12  # signs of a key's name; bytes of a nonce (NIST SP 800-38D)


class NoKeys(Exception):
    """Nothing can be sealed or opened: no key is configured."""


class Unreadable(Exception):
    """What is kept was sealed by a key that is not among ours any more, or lies where it was not sealed for."""


def is_sealed(text: str) -> bool:
    """Whether it was sealed for a cell; Fernet's old seals are not, and words that only begin so."""
    return _BEGINS.match(text) is not None


class Sealer:
    """Seals and opens; without keys it can do neither, and `ready` says so."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """:raises ValueError: one of the keys is none of Fernet's (32 bytes in URL-safe base64)."""
        self._keys = tuple(_Key(key) for key in keys)
        self._named = {key.name: key for key in self._keys}
        self._complained = False

    @property
    def ready(self) -> bool:
        """Whether personal data may be taken at all."""
        return bool(self._keys)

    def newest(self) -> str:
        """How everything begins that was sealed by the newest key.

        :raises NoKeys: there is no key.
        """
        return f"{_SEALED}{self._newest.name}."

    def seal(self, fields: Mapping[str, str], cell: str) -> str:
        """Seal what has names, such as the fields of a contact.

        :raises NoKeys: there is no key.
        """
        return self.seal_text(orjson.dumps(dict(fields)).decode(), cell)

    def open(self, sealed: str, cell: str) -> dict[str, str]:
        """What `seal` was given.

        :raises NoKeys: there is no key.
        :raises Unreadable: none of ours opens it there.
        """
        fields: dict[str, str] = orjson.loads(self.open_text(sealed, cell))
        return fields

    def seal_text(self, text: str, cell: str) -> str:
        """Seal words for one cell, named by `storage.engine.sealed.cell_of`.

        :raises NoKeys: there is no key.
        """
        nonce = os.urandom(_NONCE)
        closed = self._newest.cipher.encrypt(nonce, text.encode(), cell.encode())
        return self.newest() + b2a_base64(nonce + closed, newline=False).decode()

    def open_text(self, sealed: str, cell: str) -> str:
        """The words that were sealed for that cell, or by Fernet for any.

        :raises NoKeys: there is no key.
        :raises Unreadable: none of ours opens it there.
        """
        if not self._keys:
            raise NoKeys
        if not is_sealed(sealed):
            return self._open_old(sealed)
        from cryptography.exceptions import InvalidTag

        name, _, rest = sealed.removeprefix(_SEALED).partition(".")
        key = self._named.get(name)
        if key is None:
            raise Unreadable
        try:
            raw = a2b_base64(rest)
            return key.cipher.decrypt(raw[:_NONCE], raw[_NONCE:], cell.encode()).decode()
        except (ValueError, InvalidTag) as strange:
            raise Unreadable from strange

    def keep(self, text: str, cell: str) -> str:
        """Words as they are to be kept in that cell: sealed, or, without a key, as they are."""
        return self.seal_text(text, cell) if self._keys else text

    def read(self, kept: str, cell: str) -> str:
        """The words that were kept there, sealed or not; a sign in their place where no key of ours opens them."""
        if not is_sealed(kept):
            return kept
        try:
            return self.open_text(kept, cell)
        except (NoKeys, Unreadable):
            if not self._complained:  # once: a list may have a thousand of them
                self._complained = True
                structlog.get_logger().error("privacy.unreadable", cell=cell)  # one kept may write where nobody reads
            return UNREADABLE

    def renew(self, sealed: str, cell: str) -> str:
        """The same for the same cell, by the newest key.

        :raises NoKeys: there is no key.
        :raises Unreadable: none of ours opens it there.
        """
        return self.seal_text(self.open_text(sealed, cell), cell)

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """Keys for that purpose alone, one made of each of ours, the newest first; they do not tell what of."""
        return tuple(key.derived(purpose) for key in self._keys)

    @property
    def _newest(self) -> "_Key":
        if not self._keys:
            raise NoKeys
        return self._keys[0]

    def _open_old(self, sealed: str) -> str:
        from cryptography.fernet import InvalidToken

        for key in self._keys:
            try:
                return key.fernet.decrypt(sealed).decode()
            except InvalidToken:
                continue
        raise Unreadable


class _Key:
    """What is derived from one of the configured keys."""

    def __init__(self, key: str) -> None:
        """:raises ValueError: it is none of Fernet's."""
        self.fernet: Fernet = _fernet(key)
        self._secret = urlsafe_b64decode(key)
        self.name = self.derived("name").hex()[:_NAME]

    @cached_property
    def cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self.derived("cells"))

    def derived(self, purpose: str) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), length=32, salt=None, info=f"fairway {purpose}".encode()).derive(self._secret)


def _fernet(key: str) -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(key)
