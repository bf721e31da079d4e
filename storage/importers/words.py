"""Single values of the programme file that are words: texts, ids, references, numbers, yes and no."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from storage.fair.wording import LANGUAGES
from storage.importers.mistakes import instead_of, quoted, refuse, say
from storage.importers.surroundings import around

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_PHONE_SIGNS = re.compile(r"[-+() 0-9.,;*#]|доб|ext|вн", re.IGNORECASE)
_FLAGS = {"true": True, "false": False}


def one_value(value: Any) -> str:
    """The value as text; a number, day or time given by a program reads the same as one written in the file."""
    if isinstance(value, dict | list | tuple | set):
        found = say("keys with values") if isinstance(value, dict) else say("a list")
        raise refuse(
            say("expected one value, found {found}", found=found),
            say("write one value, in quotes if it has brackets in it"),
        )
    if value is None:
        raise refuse(say("the value is empty"), say("write it or leave the entry out"))
    return str(value)


class Worded(str):
    """A text of the file in its first language, which remembers what it is in the others."""

    __slots__ = ("others",)
    others: Mapping[str, str]


def worded(limit: int, *, lines: bool = False) -> PlainValidator:
    """A text for people, once for all readers or as `{ru: …, en: …}`."""
    read = _reader(limit, lines=lines)

    def take(value: Any) -> str:
        if isinstance(value, Worded):
            return value
        if not isinstance(value, dict) or not all(map(_LANGUAGE.fullmatch, map(str, value))):
            return read(value)  # what else stands in braces is a text that lacks its quotes
        given = {str(language): words for language, words in value.items() if words is not None}
        said = {language: _within(language, read, words) for language, words in given.items()}
        if not said:
            raise refuse(say("the text is empty"), say("write `ru: …` and `en: …` under it"))
        first, *others = sorted(said, key=LANGUAGES.index)
        whole = Worded(said[first])
        whole.others = {language: said[language] for language in others}
        return whole

    return PlainValidator(take)


def _within(language: str, read: Callable[[Any], str], words: Any) -> str:
    """The words in one language; a mistake in them is shown at its key."""
    if language not in LANGUAGES:
        unknown = say("the assistant does not speak {language}", language=quoted(language))
        raise refuse(unknown, instead_of(language, LANGUAGES) or "", language)
    try:
        return read(words)
    except PydanticCustomError as wrong:
        said = wrong.context or {}
        raise refuse(said["problem"], said["advice"], language) from wrong


def text(limit: int) -> BeforeValidator:
    """A text for people, the same for all readers."""
    return BeforeValidator(_reader(limit, lines=False))


def _reader(limit: int, *, lines: bool) -> Callable[[Any], str]:
    """Takes a text composed (NFC), stripped, of at most `limit` characters, with something to see in it."""

    def read(value: Any) -> str:
        said = unicodedata.normalize("NFC", one_value(value)).strip()
        if hidden := next((sign for sign in said if _is_hidden(sign)), None):
            raise refuse(
                say("a hidden control character (U+{what}) stands in the text", what=f"{ord(hidden):04X}"),
                say("delete it"),
            )
        said = said.replace("\r\n", "\n").replace("\r", "\n") if lines else re.sub(r"[ \t\r\n]+", " ", said)
        if not any(unicodedata.category(sign)[0] in "LNPS" for sign in said):
            raise refuse(say("the text is empty"), say("write the text or leave the key out"))
        if len(said) > limit:
            raise refuse(
                say("the text has {what} characters", what=len(said)), say("shorten it to {limit}", limit=limit)
            )
        return said

    return read


def _is_hidden(sign: str) -> bool:
    return (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\r\n") or sign in "\ufffe\uffff"


def whole_number(first: int, last: int) -> BeforeValidator:
    def read(value: Any) -> int:
        said = one_value(value).strip()
        if not re.fullmatch(r"[0-9]{1,6}", said) or not first <= int(said) <= last:
            raise refuse(
                say("{said} does not fit", said=quoted(said)),
                say("write a whole number from {first} to {last}", first=first, last=last),
            )
        return int(said)

    return BeforeValidator(read)


def reference(section: str, thing: str) -> AfterValidator:
    """An id that must be declared in another section of the file."""

    def check(value: str, info: ValidationInfo) -> str:
        declared = around(info).ids.get(section)
        if declared is None or value in declared:
            return value
        advice = instead_of(value, declared) or say("add it to `{section}`, or correct the id", section=section)
        raise refuse(say("there is no {thing} {value}", thing=say(thing), value=value), advice)

    return AfterValidator(check)


def _read_id(value: Any) -> str:
    said = one_value(value).strip()
    if not _ID.fullmatch(said):
        raise refuse(say("{said} is no id", said=quoted(said)), say("write 1 to 40 of the signs A-Z a-z 0-9 _ -"))
    return said


def _read_flag(value: Any) -> bool:
    said = one_value(value).strip()
    if said.lower() not in _FLAGS:
        raise refuse(say("{said} is neither true nor false", said=quoted(said)), say("write true or false"))
    return _FLAGS[said.lower()]


def _read_language(value: Any) -> str:
    said = one_value(value).strip()
    if not _LANGUAGE.fullmatch(said):
        raise refuse(
            say("{said} is no language code", said=quoted(said)), say("write ru, en or another code of ISO 639")
        )
    return said


def _read_email(value: Any) -> str:
    said = one_value(value).strip()
    if len(said) > 254 or not said.isprintable() or not _EMAIL.fullmatch(said):
        raise refuse(
            say("{said} is no e-mail address", said=quoted(said)), say("write one address such as info@example.org")
        )
    return said


def _read_phone(value: Any) -> str:
    said = one_value(value).strip()
    digits = sum(sign.isdigit() for sign in said)
    if len(said) > 40 or not 3 <= digits <= 24 or _PHONE_SIGNS.sub("", said):
        raise refuse(
            say("{said} is no telephone number", said=quoted(said)), say('write one number such as "+7 495 000-00-00"')
        )
    return said


Id = Annotated[str, BeforeValidator(_read_id)]
Title = Annotated[str, worded(250)]
Short = Annotated[str, worded(40)]
Summary = Annotated[str, worded(4000, lines=True)]
Theme = Annotated[str, worded(250)]
Text = Annotated[str, worded(1000, lines=True)]  # with the photo it has to fit one message
Tag = Annotated[str, text(40)]
Flag = Annotated[bool, BeforeValidator(_read_flag)]
Language = Annotated[str, BeforeValidator(_read_language)]
Email = Annotated[str, BeforeValidator(_read_email)]
Phone = Annotated[str, BeforeValidator(_read_phone)]
