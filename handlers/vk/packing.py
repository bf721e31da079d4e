"""Several operations in one call of VK's `execute`, and what came of each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

MOST = 25  # calls inside one execute


@dataclass(frozen=True, slots=True)
class Operation:
    """A call of a method: alone, or as one of several."""

    method: str
    params: Mapping[str, Any]


class VkError(Exception):
    """VK refused: its number of the error and its words. `of_one`: it speaks of one recipient, not of the call."""

    def __init__(self, code: int, text: str, *, of_one: bool = False) -> None:
        super().__init__(f"[{code}] {text}")
        self.code = code
        self.text = text
        self.of_one = of_one


class NoAnswer(Exception):
    """Nothing came back that could be read. `unsure`: it may have been done all the same."""

    def __init__(self, *, unsure: bool) -> None:
        super().__init__("it may have been done" if unsure else "it was not done")
        self.unsure = unsure


Result = Any  # what the method answers, or a VkError or NoAnswer as a value


def script(operations: Sequence[Operation]) -> str:
    """The program that does them one after another: `return [API.a({…}),API.b({…})];`."""
    calls = (f"API.{operation.method}({_argument(operation.params)})" for operation in operations)
    return f"return [{','.join(calls)}];"


def _argument(params: Mapping[str, Any]) -> str:
    """JSON; two separators that JSON allows inside a string end a line in a script."""
    return orjson.dumps(params).decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def results(answer: object, operations: Sequence[Operation]) -> list[Result]:
    """What came of each, from an answer with `response` and `execute_errors`.

    A failed call leaves `false` in its place, and its error in a list beside: they belong together by their order and
    methods. Where that can be read in more than one way, and where there is no error, it stays unsure what was done.
    """
    match answer:
        case {"response": [*values]} if len(values) == len(operations):
            errors = _errors(answer)
        case _:
            return [NoAnswer(unsure=True)] * len(operations)
    failed = [at for at, value in enumerate(values) if value is False]
    methods = [operations[at].method for at in failed]
    places = _places(methods, [method for method, _ in errors])
    for place, (_, error) in zip(places or (), errors, strict=places is not None):
        values[failed[place]] = error
    return [NoAnswer(unsure=True) if value is False else value for value in values]


def _errors(answer: Any) -> list[tuple[str, VkError]]:
    listed = answer.get("execute_errors", [])
    told = [error for error in listed if isinstance(error, Mapping)] if isinstance(listed, list) else []
    return [
        (str(error.get("method")), error_of(error))
        for error in told
        if error.get("method") != "execute"  # of the program as a whole, told beside its calls' own
    ]


def error_of(told: Mapping[str, Any]) -> VkError:
    """An error as VK writes it, without what it repeats of our parameters."""
    code = told.get("error_code")
    return VkError(code if isinstance(code, int) else 0, str(told.get("error_msg", ""))[:300])


def _places(methods: list[str], errors: list[str]) -> list[int] | None:
    """Where in `methods` the errors belong, in order; None where there is no place or more than one."""
    first = _embedded(methods, errors)
    last = _embedded(methods[::-1], errors[::-1])
    if first is None or last is None or first != [len(methods) - 1 - at for at in reversed(last)]:
        return None
    return first


def _embedded(methods: list[str], errors: list[str]) -> list[int] | None:
    places: list[int] = []
    for method in errors:
        at = next((at for at in range(places[-1] + 1 if places else 0, len(methods)) if methods[at] == method), None)
        if at is None:
            return None
        places.append(at)
    return places
