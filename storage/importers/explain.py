"""What pydantic found, said to the person who keeps the programme file."""

import re
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from storage.importers.fair_file import Entry, FairFile
from storage.importers.mistakes import REFUSED, Mistake, did_you_mean, instead_of, quoted
from storage.importers.tree import Location, Node

_MISSING = {
    "id": "add `id: …`, 1 to 40 of the signs A-Z a-z 0-9 _ -, that stays the same between imports",
    "cluster": "add `cluster: …` with the id of a cluster",
    "floor": "add `floor: …` with the id of a floor",
    "minutes": "add `minutes: …`, from 1 to 60",
    "date": "add `date: …`, such as 2020-04-26",
    "first_day": "add `first_day: …`, such as 2020-04-26",
    "last_day": "add `last_day: …`, such as 2020-04-29",
    "from": 'add `from: "10:00"`',
    "to": 'add `to: "18:00"`',
    "fair": "add `fair:` with `id` and `title`",
}


def explain(error: ErrorDetails, root: Node) -> Mistake:
    where = error["loc"]
    problem, advice = _said(error, where, root)
    return Mistake(root.line_of(where), root.path_of(where), problem, advice)


def _said(error: ErrorDetails, where: Location, root: Node) -> tuple[str, str]:
    context = error.get("ctx", {})
    match error["type"]:
        case kind if kind == REFUSED:
            return context["problem"], context["advice"]
        case "missing":
            return "is missing" if root.at(where) is None else "is empty", _how_to_fill(where)
        case "extra_forbidden":
            return "this key is unknown", _instead_of_key(where, root)
        case "literal_error":
            words = re.findall(r"'([^']*)'", context["expected"])
            return _not_a_choice(error["input"], words)
        case "tuple_type":
            return "expected a list", "begin every entry with a dash, or write [first, second]"
        case _:
            return "is empty" if error["input"] is None else "expected keys with values", _example(_model_at(where))


def _example(model: type[BaseModel]) -> str:
    needed = [key for key, field in _fields(model).items() if field.is_required()] or list(_fields(model))
    return f"write {{{', '.join(f'{key}: …' for key in needed)}}}"


def _not_a_choice(given: object, words: list[str]) -> tuple[str, str]:
    listed = f"write one of: {', '.join(words)}"
    if not isinstance(given, str):
        return "expected one word", listed
    return f"{quoted(given)} is not known here", instead_of(given, words) or listed


def _how_to_fill(where: Location) -> str:
    key = str(where[-1])
    choices = get_args(_fields(_model_at(where))[key].annotation) if key == "kind" else ()
    return f"add `kind: …`, one of: {', '.join(choices)}" if choices else _MISSING.get(key, f"add `{key}: …`")


def _instead_of_key(where: Location, root: Node) -> str:
    known = _fields(_model_at(where[:-1]))
    near = did_you_mean(str(where[-1]), known)
    if near:
        return near
    value = root.at(where)
    if value is not None and value.value is None:
        return "if it is part of a text with a comma, put that text in quotes"
    return f"leave it out; known here are {', '.join(known)}"


def _model_at(where: Location) -> type[BaseModel]:
    model: type[BaseModel] = FairFile
    for step in where:
        field = _fields(model).get(step) if isinstance(step, str) else None
        if field is not None:
            inside = (field.annotation, *get_args(field.annotation))
            model = next((kind for kind in inside if isinstance(kind, type) and issubclass(kind, Entry)), model)
    return model


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """By the names that people write."""
    return {field.alias or name: field for name, field in model.model_fields.items()}
