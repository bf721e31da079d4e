"""What pydantic found, said to the person who keeps the programme file."""

import re
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from storage.importers.fair_file import Entry, FairFile
from storage.importers.mistakes import REFUSED, Mistake, did_you_mean, instead_of, quoted, say
from storage.importers.tree import Location, Node

_MISSING = {
    "id": say("add `id: …`, 1 to 40 of the signs A-Z a-z 0-9 _ -, that stays the same between imports"),
    "cluster": say("add `cluster: …` with the id of a cluster"),
    "floor": say("add `floor: …` with the id of a floor"),
    "minutes": say("add `minutes: …`, from 1 to 60"),
    "date": say("add `date: …`, such as 2020-04-26"),
    "first_day": say("add `first_day: …`, such as 2020-04-26"),
    "last_day": say("add `last_day: …`, such as 2020-04-29"),
    "from": say('add `from: "10:00"`'),
    "to": say('add `to: "18:00"`'),
    "fair": say("add `fair:` with `id` and `title`"),
}


def explain(error: ErrorDetails, root: Node) -> Mistake:
    where = error["loc"]
    problem, advice = _said(error, where, root)
    if within := error.get("ctx", {}).get("within"):
        where = (*where, within)
    return Mistake(root.line_of(where), root.path_of(where), problem, advice)


def _said(error: ErrorDetails, where: Location, root: Node) -> tuple[str, str]:
    context = error.get("ctx", {})
    match error["type"]:
        case kind if kind == REFUSED:
            return context["problem"], context["advice"]
        case "missing":
            return say("is missing") if root.at(where) is None else say("is empty"), _how_to_fill(where)
        case "extra_forbidden":
            return say("this key is unknown"), _instead_of_key(where, root)
        case "literal_error":
            words = re.findall(r"'([^']*)'", context["expected"])
            return _not_a_choice(error["input"], words)
        case "tuple_type":
            return say("expected a list"), say("begin every entry with a dash, or write [first, second]")
        case _:
            return say("is empty") if error["input"] is None else say("expected keys with values"), _example(
                _model_at(where)
            )


def _example(model: type[BaseModel]) -> str:
    needed = [key for key, field in _fields(model).items() if field.is_required()] or list(_fields(model))
    return say("write {{{what}}}", what=", ".join(f"{key}: …" for key in needed))


def _not_a_choice(given: object, words: list[str]) -> tuple[str, str]:
    listed = say("write one of: {what}", what=", ".join(words))
    if not isinstance(given, str):
        return say("expected one word"), listed
    return say("{given} is not known here", given=quoted(given)), instead_of(given, words) or listed


def _how_to_fill(where: Location) -> str:
    key = str(where[-1])
    choices = get_args(_fields(_model_at(where))[key].annotation) if key == "kind" else ()
    return (
        say("add `kind: …`, one of: {what}", what=", ".join(choices))
        if choices
        else _MISSING.get(key, f"add `{key}: …`")
    )


def _instead_of_key(where: Location, root: Node) -> str:
    known = _fields(_model_at(where[:-1]))
    near = did_you_mean(str(where[-1]), known)
    if near:
        return near
    value = root.at(where)
    if value is not None and value.value is None:
        return say("if it is part of a text with a comma, put that text in quotes")
    return say("leave it out; known here are {what}", what=", ".join(known))


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
