"""What changes rows changes one thing's, a handful's, or says how many at most: no statement grows with the fair."""

import ast
from collections.abc import Iterator
from pathlib import Path

STORAGE = Path(__file__).parents[1] / "storage"
LIMITED = {"at_most", "limit"}
OF_FEW = {  # what such a method is given names whose rows they are
    *("person", "person_id", "people", "staff_id", "lead", "lead_id", "offer", "consent", "consent_id", "page"),
    *("question", "question_id", "question_ids", "questions", "letters", "place_id", "address", "key", "code", "name"),
    *("reply", "enclosure", "number"),
}
BOUNDED_OTHERWISE = {
    "plan_again": "an import is one transaction, and runs in a process of its own",
    "correct": "an import is one transaction, and runs in a process of its own",
    "mended": "one session's, and mostly by an import",
    "erase_askers": "all askers of a session are counted before any is forgotten: in parts, the loop free in between",
    "_next_number": "one counter",
    "_changed": "the fair's only row",
    "reopen": "one session's mark",
    "save": "one person",
    "settle": "the places of the configuration",
    "unbind": "a group's",
    "forget": "a group's",
    "moved": "a group's",
    "_readdress": "a group's",
    "_set": "a group's",
    "try_topics": "the groups of staff",
    "greet": "one session's pack",
    "begin": "one trouble",
    "_change": "one question, which whoever calls it names",
    "_drop": "what went along with the same words, what one person sent, or so many as `forget` says",
    "_drop_files": "one by one, those of what was dropped",
    "insert": "the one row that was just added",
}


def _changing(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions in which an UPDATE or a DELETE is made: `TABLE.update()`, `table.delete()`."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            calls = (call for call in ast.walk(node) if isinstance(call, ast.Call) and not (call.args or call.keywords))
            if any(isinstance(call.func, ast.Attribute) and call.func.attr in ("update", "delete") for call in calls):
                yield node


def test_every_update_and_delete_is_bounded() -> None:
    found: dict[str, str] = {}
    for path in sorted(STORAGE.rglob("*.py")):
        if {"versions", "importers"} & set(path.parts):  # each is one transaction, in a process of its own
            continue
        for function in _changing(ast.parse(path.read_text("utf-8"))):
            given = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
            if not given & (LIMITED | OF_FEW):
                found[function.name] = path.name
    assert {name: path for name, path in found.items() if name not in BOUNDED_OTHERWISE} == {}
    assert [name for name in BOUNDED_OTHERWISE if name not in found] == []
