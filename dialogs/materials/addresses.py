"""Web addresses that a stand gives away: which are refused, and which an organiser looks at first.

Refused is what nobody could tell the end of: numbers in place of a name, in any notation (`0x7f.1`), letters of several
alphabets in one word, a name that only looks like another (`аррӏе.com`). Where it may be right but the reader cannot
see where it leads (shorteners, chats with whoever, names of another alphabet than their ending) it waits for an
organiser, also of a stand whose materials appear at once.
"""

import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import idna

from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import Phrase, say

LONGEST_URL = 500
_SHORTENERS, _CHATS = (
    frozenset(part.split()[1:]) for part in Path(__file__).with_name("hosts.txt").read_text("utf-8").split("\n\n")
)
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "HEBREW", "ARABIC", "CHEROKEE", "GEORGIAN")
_LIKE_LATIN = frozenset("аеорсухіјѕԁһӏкмтнвԛԝѵзбг")  # Cyrillic letters that a hurried reader takes for Latin ones


def read_link(text: str) -> str | Trouble:
    """A web address that visitors can be sent to."""
    said = text.strip()
    if len(said) > LONGEST_URL or not said.isprintable() or " " in said:
        return _no_address()
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError:
        return _no_address()
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host.strip(".") or parts.username is not None or port not in (None, 443):
        return _no_address()
    labels = _labels(host)
    if labels is None or _is_number(labels[-1]):
        return Trouble(
            say("Nobody can see where this address leads. Please write the name of the site: https://site.ru.")
        )
    if any(len(_alphabets(label)) > 1 for label in labels) or _looks_like_another(labels):
        return Trouble(
            say("The name of this site looks like that of another one. Please write it as the browser does.")
        )
    return said


def doubt(url: str) -> Phrase | None:
    """Why an organiser has to look at an address before visitors do; None: there is no reason."""
    host = (urlsplit(url).hostname or "").removesuffix(".")
    if _is_of(host, _SHORTENERS):
        return say("⚠️ The address is shortened: nobody sees where it leads.")
    if _is_of(host, _CHATS):
        return say("⚠️ The address leads to a chat in a messenger.")
    labels = _labels(host) or [""]
    if labels[-1].isascii() and not "".join(labels).isascii():
        return say("⚠️ The name of the site is written in another alphabet than its ending.")
    return None


def _no_address() -> Trouble:
    return Trouble(say("I need a file, or the address of a page that begins with https://."))


def _labels(host: str) -> list[str] | None:
    """The words of a host's name as people read them; None where it cannot be a name."""
    name = host.removesuffix(".").lower()
    if name != unicodedata.normalize("NFKC", name):  # １２７.0.0.1
        return None
    try:
        return [idna.decode(label) if label.startswith("xn--") else _sure(label) for label in name.split(".")]
    except (idna.IDNAError, UnicodeError):
        return None


def _sure(label: str) -> str:
    """The word itself, which the network has a way to spell.

    :raises idna.IDNAError: it has not.
    """
    if not label or not (label.isascii() and label.replace("-", "").replace("_", "").isalnum()):
        idna.encode(label)
    return label


def _is_number(label: str) -> bool:
    """Whether browsers take a host that ends so for a number: `127.1`, `0x7f.1`."""
    return label.isdecimal() or label.startswith("0x")


def _alphabets(label: str) -> set[str]:
    names = (unicodedata.name(sign, "") for sign in label if sign.isalpha())
    return {next((one for one in _ALPHABETS if name.startswith(one)), "") for name in names}


def _looks_like_another(labels: list[str]) -> bool:
    """Whether a word before a Latin ending has only letters that look like Latin ones."""
    foreign = [label for label in labels if not label.isascii()]
    if not labels[-1].isascii():
        return False
    return any(all(sign in _LIKE_LATIN for sign in label if sign.isalpha()) for label in foreign)


def _is_of(host: str, known: frozenset[str]) -> bool:
    parts = host.lower().split(".")
    return any(".".join(parts[at:]) in known for at in range(len(parts) - 1))
