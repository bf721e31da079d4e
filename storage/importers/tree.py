"""The values of a file as a tree that remembers where each of them stands."""

import re
from dataclasses import dataclass
from typing import Any

from storage.importers.mistakes import Mistake, printable

Location = tuple[str | int, ...]

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file, with the line where a person finds it: its key's, or its own in a list."""

    line: int
    value: "Value"
    size: int = 1
    height: int = 1

    def plain(self) -> Any:
        match self.value:
            case dict() as entries:
                return {key: node.plain() for key, node in entries.items()}
            case list() as items:
                return [node.plain() for node in items]
            case scalar:
                return scalar

    def child(self, step: str | int) -> "Node | None":
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def at(self, location: Location) -> "Node | None":
        node: Node | None = self
        for step in location:
            node = node.child(step) if node else None
        return node

    def text_at(self, location: Location) -> str | None:
        node = self.at(location)
        return node.value.strip() if node and isinstance(node.value, str) else None

    def line_of(self, location: Location) -> int:
        """The line of what stands there; of what should contain it, when it is missing."""
        node = self
        for step in location:
            below = node.child(step)
            if below is None:
                break
            node = below
        return node.line

    def path_of(self, location: Location) -> str:
        """`sessions[s-004].cluster`: entries go by their id where they have one."""
        path, node = "", self
        for step in location:
            below = node.child(step) if node else None
            if isinstance(step, int):
                path += f"[{_name(below) or step}]"
            else:
                path += f"{'.' if path else ''}{printable(step[:40])}"
            node = below or Node(0, None)
        return path


Value = str | list[Node] | dict[str, Node] | None


@dataclass(frozen=True, slots=True)
class Tree:
    root: Node
    mistakes: tuple[Mistake, ...]


def _name(node: Node | None) -> str | None:
    """The id of an entry, when it is fit to be printed."""
    own = node.child("id") if node else None
    return own.value if own and isinstance(own.value, str) and _ID.fullmatch(own.value) else None
