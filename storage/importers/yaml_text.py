"""YAML read as it is written: every value keeps its line, and nothing is guessed to be a number, a date or a truth."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import yaml

from storage.importers.broken_yaml import explain
from storage.importers.mistakes import Mistake, printable, say
from storage.importers.tree import Location, Node, Tree, Value

MAX_BYTES = 20 * 2**20
MAX_VALUES = 500_000  # with every alias counted as what it stands for, so that a few lines cannot become gigabytes
MAX_DEPTH = 20

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_NULLS = {"", "~", "null", "Null", "NULL"}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
# YAML 1.1 takes these for line ends; editors do not, and a text pasted from a site is full of them.
_EXOTIC_BREAKS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))


def read_yaml(data: bytes, loader: Any = LOADER) -> Tree | Mistake:
    """The file's values and what is wrong with its writing, or the one mistake after which nothing can be read."""
    if len(data) > MAX_BYTES:
        return Mistake(
            0, "", say("the file is larger than 20 MB"), say("keep texts in it, and pictures and materials beside it")
        )
    try:
        text = data.decode("utf-8-sig").translate(_EXOTIC_BREAKS)
    except UnicodeDecodeError as error:
        return Mistake(
            data.count(b"\n", 0, error.start) + 1, "", say("this is not UTF-8"), say("save the file as UTF-8")
        )
    if hidden := _FORBIDDEN.search(text):
        line = text.count("\n", 0, hidden.start()) + 1
        return Mistake(
            line, "", say("a hidden control character (U+{what})", what=f"{ord(hidden[0]):04X}"), say("delete it")
        )
    try:
        return _Reading(text, loader).tree()
    except _BrokenError as broken:
        return broken.mistake


def _below(value: Value) -> Collection[Node]:
    match value:
        case dict() as entries:
            return entries.values()
        case list() as items:
            return items
    return ()


class _BrokenError(Exception):
    """Reading cannot go on."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake


class _Reading:
    """One pass over the parser's events; depth and size are bounded before anything grows."""

    def __init__(self, text: str, loader: Any) -> None:
        self._text = text
        self._loader = loader(text)
        self._line = 1
        self._values = 0
        self._anchors: dict[str, Node] = {}
        self._found: list[tuple[int, Location, str, str]] = []

    def tree(self) -> Tree:
        try:
            root = self._document()
        finally:
            self._loader.dispose()
        mistakes = (Mistake(line, root.path_of(where), *said) for line, where, *said in self._found)
        return Tree(root, tuple(mistakes))

    def _document(self) -> Node:
        self._next()
        root = Node(1, None) if isinstance(self._next(), yaml.StreamEndEvent) else self._node(self._next(), ())
        if root.value is None:
            raise self._broken(say("the file is empty"), say("`fairway template` prints an example to begin with"))
        self._next()
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise self._broken(say("a second document begins here"), say("delete the line `---`, one file is one fair"))
        return root

    def _next(self) -> Any:
        try:
            event = self._loader.get_event()
        except yaml.MarkedYAMLError as error:
            raise _BrokenError(explain(error, self._text)) from error
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            raise self._broken(say("the YAML is broken near here"), say("look at the quotes and escapes")) from error
        self._line = event.start_mark.line + 1
        return event

    def _node(self, event: Any, where: Location, line: int | None = None) -> Node:
        line = line or self._line
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), where, line)
        if event.tag is not None:
            tag = printable(event.tag.replace("tag:yaml.org,2002:", "!!")[:40])
            self._note(where, say("the tag {tag} is not read", tag=tag), say("write the value alone"))
        self._grow(where, 1, 1)
        value = self._value(event, where)
        below = _below(value)
        height = 1 + max((node.height for node in below), default=0)
        node = Node(line, value, 1 + sum(node.size for node in below), height)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _value(self, event: Any, where: Location) -> Value:
        match event:
            case yaml.MappingStartEvent():
                return self._mapping(where)
            case yaml.SequenceStartEvent():
                return self._sequence(where)
        plain = not event.style
        return None if plain and event.value in _NULLS else self._written(event.value, where)

    def _mapping(self, where: Location) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = self._line
            if not isinstance(event, yaml.ScalarEvent):
                self._note(where, say("a key is a list or a mapping here"), say("write `key: value`, or use quotes"))
                self._node(event, (*where, "?"))
                self._node(self._next(), (*where, "?"))
                continue
            key = self._written(event.value, where)
            if key == "<<":
                advice = say("write the keys out, or put `*name` in place of a whole value")
                self._note(where, say("merge keys (`<<`) are not read"), advice)
            elif key in entries:
                self._note(
                    (*where, key),
                    say("the key is there twice, first on line {what}", what=entries[key].line),
                    say("keep one"),
                )
            node = self._node(self._next(), (*where, key), line)
            if key != "<<":
                entries.setdefault(key, node)
        return entries

    def _sequence(self, where: Location) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, (*where, len(items))))
        return items

    def _written(self, text: str, where: Location) -> str:
        if _SURROGATES.search(text):
            self._note(
                where,
                say("half of a character (a lone surrogate) stands in the text"),
                say("write the character itself"),
            )
            return _SURROGATES.sub("\ufffd", text)
        return text

    def _alias(self, name: str, where: Location, line: int) -> Node:
        known = self._anchors.get(name)
        if known is None:
            raise self._broken(
                say("`*{name}` stands for nothing", name=name),
                say("mark the value with `&{name}` above, or use quotes", name=name),
            )
        self._grow(where, known.size, known.height)
        return replace(known, line=line)

    def _grow(self, where: Location, size: int, height: int) -> None:
        self._values += size
        if self._values > MAX_VALUES:
            raise self._broken(
                say("the file holds more than {what} values", what=MAX_VALUES), say("leave out what repeats")
            )
        if len(where) + height > MAX_DEPTH:
            raise self._broken(say("lists or brackets are nested too deep"), say("compare with `fairway template`"))

    def _broken(self, problem: str, advice: str) -> _BrokenError:
        return _BrokenError(Mistake(self._line, "", problem, advice))

    def _note(self, where: Location, problem: str, advice: str) -> None:
        self._found.append((self._line, where, problem, advice))
