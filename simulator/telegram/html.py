"""parse_mode HTML: tags become entities in UTF-16 units, mistakes are told by their byte offset in the input."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.telegram.errors import ApiError, bad_request
from simulator.telegram.links import checked_link
from simulator.telegram.posts import Rich
from simulator.world import Entity

TAGS: Mapping[str, str] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
OUTER_FIRST = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "bold", "italic", "underline")
RANKS = {kind: rank for rank, kind in enumerate(OUTER_FIRST)}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
PLAIN = re.compile(rb"[^<&]+")
NAME_TOKEN = re.compile(rb"[A-Za-z0-9.\-]*")
SPACE = b" \t\r\n\0\x0b"


def units(text: str) -> int:
    """Length in UTF-16 units, as all offsets of the Bot API count."""
    return len(text) + sum(character > "\uffff" for character in text)


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By place, the longer first; of the same place as the server orders them."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length, RANKS.get(entity.type, 99))))


def parse_html(source: str) -> Rich:
    return _Reader(source.encode()).read()


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    part: int


@dataclass(slots=True)
class _Reader:
    source: bytes
    at: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Rich:
        while self.at < len(self.source):
            if plain := PLAIN.match(self.source, self.at):
                self.at = plain.end()
                self._write(plain[0].decode())
            elif self._here() == b"&":
                self._write(self._reference() or self._take())
            elif self.source[self.at + 1 : self.at + 2] == b"/":
                self._close()
            else:
                self._open()
        if self.opened:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return Rich("".join(self.parts), in_order(self.entities))

    def _here(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def _take(self) -> str:
        self.at += 1
        return chr(self.source[self.at - 1])

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += units(text)

    def _after_spaces(self) -> bytes:
        while self._here() and self._here() in SPACE:
            self.at += 1
        return self._here()

    def _until(self, stops: bytes) -> str:
        start = self.at
        while self._here() and self._here() not in stops:
            self.at += 1
        return self.source[start : self.at].decode("utf-8", "replace")

    def _reference(self) -> str:
        """The character of `&lt;` or `&#1078;`, or nothing when this ampersand is only an ampersand."""
        if not (found := REFERENCE.match(self.source, self.at)):
            return ""
        hexadecimal, decimal, name = found.groups()
        if name:
            character = NAMED.get(name, "")
        else:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            character = chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
        if character:
            self.at = found.end()
        return character

    def _open(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(SPACE + b">").lower()
        if not self._here():
            raise _broken(f"Unclosed start tag at byte offset {begin}")
        if tag not in TAGS:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self._after_spaces() != b">":
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.opened.append(_Open(tag, argument, self.length, len(self.parts)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(SPACE + b"=>")
        if not name:
            raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        if self._after_spaces() != b"=":
            if tag == "blockquote" and name == "expandable" and self._here():
                return name, ""
            raise _broken(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {begin}'
            )
        self.at += 1
        value = self._quoted() if self._after_spaces() in {b'"', b"'"} else self._name_token()
        if not self._here():
            raise _broken(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _name_token(self) -> str:
        begin = self.at
        token = NAME_TOKEN.match(self.source, self.at)
        value = token[0].decode().lower() if token else ""
        self.at += len(value)
        if self._here() and self._here() not in SPACE + b">":
            raise _broken(f"Unexpected end of name token at byte offset {begin}")
        return value

    def _quoted(self) -> str:
        quote = self._here()
        self.at += 1
        value = []
        while self._here() and self._here() != quote:
            if self._here() == b"&" and (character := self._reference()):
                value.append(character)
            elif self._here() == b"&":
                value.append(self._take())
            else:
                value.append(self._until(b"&" + quote))
        self.at += 1
        return "".join(value)

    def _close(self) -> None:
        begin = self.at
        if not self.opened:
            raise _broken(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self._until(SPACE + b">").lower()
        if self._after_spaces() != b">":
            raise _broken(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.opened.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _broken(f"Unmatched end tag at byte offset {begin}, {expected}")
        if self.length > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        offset, length, kind = opened.offset, self.length - opened.offset, TAGS[opened.tag]
        if kind == "custom_emoji":
            return  # the server lets only bots with a bought name use them
        entity = Entity(kind, offset, length)
        if opened.tag == "a":
            try:
                entity = Entity(kind, offset, length, url=checked_link(opened.argument or self._text_from(opened.part)))
            except ValueError:
                return
        elif opened.tag == "blockquote" and opened.argument:
            entity = Entity("expandable_blockquote", offset, length)
        elif opened.tag in {"code", "pre"}:
            entity = self._code(opened, entity)
        self.entities.append(entity)

    def _code(self, opened: _Open, entity: Entity) -> Entity:
        """`<pre><code class="language-…">` is one entity."""
        outer = self.opened[-1] if self.opened else None
        if opened.tag == "code" and outer and outer.tag == "pre" and outer.offset == opened.offset:
            return Entity("code", entity.offset, entity.length, language=opened.argument or None)
        inner = self.entities[-1] if self.entities and opened.tag == "pre" else None
        if inner and inner.language and (inner.offset, inner.length) == (entity.offset, entity.length):
            self.entities.pop()
            return Entity("pre", entity.offset, entity.length, language=inner.language)
        return entity

    def _text_from(self, part: int) -> str:
        return "".join(self.parts[part:])


def _argument(tag: str, name: str, value: str) -> str:
    """What an attribute means to its tag; attributes without a meaning are ignored."""
    match tag, name:
        case "a", "href":
            return value
        case "code", "class":
            return value.removeprefix("language-") if value.startswith("language-") else ""
        case "span", "class":
            return value.removeprefix("tg-") if value.startswith("tg-") else ""
        case "blockquote", "expandable":
            return "expandable"
    return ""
