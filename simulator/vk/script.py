"""VKScript as far as clients write it: variables, `while`, `push`, calls of `API`, and `return`."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from simulator.vk.errors import ApiError

MOST_STEPS = 20_000
NAME = re.compile(r"[A-Za-z_]\w*")
BLANK = re.compile(r"\s*")
JSON = json.JSONDecoder()
Call = Callable[[str, Mapping[str, Any]], Any]
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}


class Script:
    """One run: reads and does at the same time, so a loop goes back to where its condition stands."""

    def __init__(self, code: str, call: Call) -> None:
        self._code = code
        self._call = call
        self._at = 0
        self._names: dict[str, Any] = {}
        self._steps = 0

    def run(self) -> Any:
        try:
            while not self._ends():
                done, value = self._statement()
                if done:
                    return value
        except (TypeError, KeyError, IndexError, AttributeError):
            raise ApiError(13, "wrong types of values") from None
        return None

    def _statement(self) -> tuple[bool, Any]:
        """Whether the script has returned, and what."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise ApiError(13, "Too many operations")
        start = self._at
        match self._word():
            case "return":
                value = None if self._taste(";") else self._expression()
                self._eat(";")
                return True, value
            case "var":
                while True:
                    name = self._need_word()
                    self._names[name] = self._expression() if self._eat("=") else None
                    if not self._eat(","):
                        break
            case "while":
                return self._loop()
            case _:
                self._at = start
                self._assign_or_do()
        self._end_statement()
        return False, None

    def _loop(self) -> tuple[bool, Any]:
        top = self._at
        while True:
            self._at = top
            self._need("(")
            goes_on = self._expression()
            self._need(")")
            self._need("{")
            if not goes_on:
                self._skip_block()
                return False, None
            while not self._eat("}"):
                done, value = self._statement()
                if done:
                    return True, value

    def _assign_or_do(self) -> None:
        start = self._at
        name = self._word()
        path = [self._need_word() for _ in iter(lambda: self._eat("."), False)] if name else []
        if name and name != "API" and not self._taste("==") and self._eat("="):
            value = self._expression()
            if not path:
                self._names[name] = value
                return
            owner = self._names[name]
            for part in path[:-1]:
                owner = owner[part]
            owner[path[-1]] = value
            return
        self._at = start
        self._expression()

    def _expression(self) -> Any:
        left = self._sum()
        for sign, compare in COMPARISONS.items():
            if self._eat(sign):
                return compare(left, self._sum())
        return left

    def _sum(self) -> Any:
        value = self._value()
        while True:
            if self._eat("+"):
                value = value + self._value()
            elif self._eat("-"):
                value = value - self._value()
            else:
                return value

    def _value(self) -> Any:
        value = self._simple()
        while True:
            if self._eat("."):
                value = self._member(value, self._need_word())
            elif self._eat("["):
                value = value[self._expression()]
                self._need("]")
            else:
                return value

    def _member(self, value: Any, name: str) -> Any:
        if self._eat("("):
            if name != "push" or not isinstance(value, list):
                raise ApiError(12, f"unexpected method: {name}")
            value.append(self._expression())
            self._need(")")
            return len(value)
        return len(value) if name == "length" and isinstance(value, list | str) else value.get(name)

    def _simple(self) -> Any:
        if self._eat("("):
            value = self._expression()
            self._need(")")
            return value
        if (literal := self._literal()) is not None:
            return literal[0]
        if self._taste("["):
            return self._list()
        if self._taste("{"):
            return self._object()
        name = self._need_word()
        if name == "API":
            return self._api()
        if name not in self._names:
            raise ApiError(12, f"variable {name} is not defined")
        return self._names[name]

    def _literal(self) -> tuple[Any] | None:
        """Whatever is JSON all through is read by the library at once."""
        self._at = self._skip(self._at)
        try:
            value, self._at = JSON.raw_decode(self._code, self._at)
        except ValueError:
            return None
        return (value,)

    def _list(self) -> list[Any]:
        self._need("[")
        items: list[Any] = []
        while not self._eat("]"):
            items.append(self._expression())
            if not self._eat(","):
                self._need("]")
                break
        return items

    def _object(self) -> dict[str, Any]:
        self._need("{")
        fields: dict[str, Any] = {}
        while not self._eat("}"):
            key = self._literal()
            name = key[0] if key else self._need_word()
            self._need(":")
            fields[name] = self._expression()
            if not self._eat(","):
                self._need("}")
                break
        return fields

    def _api(self) -> Any:
        names = []
        while self._eat("."):
            names.append(self._need_word())
        self._need("(")
        values = {} if self._taste(")") else self._expression()
        self._need(")")
        return self._call(".".join(names), values if isinstance(values, dict) else {})

    def _skip_block(self) -> None:
        """To the brace that ends what is not done; braces in strings do not count."""
        depth = 1
        while depth:
            self._at = self._skip(self._at)
            if self._at >= len(self._code):
                raise ApiError(12, "unexpected end of code")
            if self._code[self._at] == '"':
                self._literal()
                continue
            depth += {"{": 1, "}": -1}.get(self._code[self._at], 0)
            self._at += 1

    def _end_statement(self) -> None:
        if not self._eat(";") and not self._taste("}") and not self._ends():
            self._unexpected()

    def _ends(self) -> bool:
        self._at = self._skip(self._at)
        return self._at >= len(self._code)

    def _skip(self, at: int) -> int:
        blank = BLANK.match(self._code, at)
        return blank.end() if blank else at

    def _taste(self, sign: str) -> bool:
        self._at = self._skip(self._at)
        return self._code.startswith(sign, self._at)

    def _eat(self, sign: str) -> bool:
        if not self._taste(sign):
            return False
        self._at += len(sign)
        return True

    def _need(self, sign: str) -> None:
        if not self._eat(sign):
            self._unexpected()

    def _word(self) -> str:
        found = NAME.match(self._code, self._skip(self._at))
        if not found:
            return ""
        self._at = found.end()
        return found[0]

    def _need_word(self) -> str:
        return self._word() or self._unexpected()

    def _unexpected(self) -> str:
        self._at = self._skip(self._at)
        token = self._code[self._at : self._at + 10] or "end of code"
        raise ApiError(12, f"unexpected token at {self._at}: {token}")
