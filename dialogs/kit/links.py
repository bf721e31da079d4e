"""What messengers make a link of in people's words: addresses, mentions, phone numbers; found, and made harmless.

Messengers turn `evil.tld`, `@name` and rows of figures into something to be pressed, whoever wrote them. In public they
are shown as `evil[.]tld`, `[@]name` and `+7 9•• •••-••-67`: they can be read, but nobody gets anywhere by a slip of the
thumb, and nobody's number stands before a hall. All of it is linear in the length of the text.
"""

import re
from typing import Literal

Clickable = Literal["link", "mention", "phone"]

_SCHEME = re.compile(r"(?<=[a-z]):(?=//)", re.IGNORECASE)
# A Cyrillic word after a full stop is mostly the next sentence, or a surname: «А.С.Пушкин». These are domains.
_CYRILLIC = "рф|рус|дети|москва|онлайн|сайт|орг|ком|бел|укр|қаз|срб|бг|мкд|мон|ею"
_LAST = rf"(?:xn--[a-z0-9-]+|[^\W\d_а-яёѐ-ӿ]{{2,}}|{_CYRILLIC})(?![^\W_])"
_DOT = re.compile(rf"(?<=\bwww)[.]|(?<=[^\s.])[.\u3002\uff0e\uff61](?={_LAST})", re.IGNORECASE)
_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]?\w)")
_MENTION = re.compile(r"@(?=\w)")
_DATE = r"(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d|\d{4} ?[–—-] ?\d{4})(?!\d)"
_SUM = r"\d{1,3}(?: \d{3}){1,3}(?![ .-]?\d)"
_ROW = re.compile(rf"(?<![\d+])(?:{_DATE}|{_SUM})|(\+?\(?\d(?:[\s().–—-]{{0,3}}\d){{6,}})")


_NO_PHONE = re.compile(r"\d{1,2}[.:]\d\d(?:[.:]\d\d)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d")


def is_link(word: str) -> bool:
    """Whether a messenger would make a link to somewhere of the word."""
    return any(pattern.search(word) for pattern in (_SCHEME, _DOT, _IP))


def clickable(text: str) -> tuple[Clickable, ...]:
    """What there is to be pressed in a text."""
    found: list[Clickable] = []
    if is_link(text):
        found.append("link")
    if _MENTION.search(text):
        found.append("mention")
    if any(_phone(row) for row in _ROW.finditer(text)):
        found.append("phone")
    return tuple(found)


def unclickable(text: str) -> str:
    """The text with nothing in it to be pressed, of which phone numbers keep their first and last figures only."""
    text = _ROW.sub(lambda row: _masked(_phone(row)) or row[0], text)
    text = _DOT.sub(lambda dot: f"[{dot[0]}]", _SCHEME.sub("[:]", text))
    text = _IP.sub(lambda found: found[0].replace(".", "[.]"), text)  # also what a name began with until now
    return _MENTION.sub("[@]", text)


def _phone(row: re.Match[str]) -> str:
    """The row of figures where it may be called; empty where it is nothing but dates, times and years."""
    told = (row[1] or "").split()
    return "" if told and all(_NO_PHONE.fullmatch(one) for one in told) else row[1] or ""


def _masked(phone: str) -> str:
    digits = [at for at, sign in enumerate(phone) if sign.isdecimal()]
    hidden = frozenset(digits[2:-2])
    return "".join("•" if at in hidden else sign for at, sign in enumerate(phone))
