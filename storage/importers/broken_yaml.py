"""What to tell a person whose file the YAML parser cannot read: its words are written for programmers."""

import re

import yaml

from storage.importers.mistakes import Mistake, printable

_TAB_INDENT = re.compile(r" *\t")
_ALIGN = "align the keys of one entry in one column, quote a text that has quotes inside"
_KNOWN = (
    (
        "mapping values are not allowed",
        "there is a colon too many, or the indentation is wrong",
        "put a text that contains ': ' in quotes, align the keys of one entry",
    ),
    ("could not find expected ':'", "a key stands without a colon", "write `key: value`"),
    ("expected <block end>", "this does not continue the lines above", _ALIGN),
    ("find expected key", "this does not continue the lines above", _ALIGN),
    ("expected '-' indicator", "this does not continue the list above", "begin each entry with a dash, in one column"),
    (
        "unknown escape",
        "a backslash in double quotes begins no known escape",
        "use single quotes",
    ),
    ("node content", "a value is missing or a bracket is wrong", "write the value, or null"),
)


def explain(error: yaml.MarkedYAMLError, text: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opened = error.context_mark.line + 1 if error.context_mark else line + 1
    said = f"{error.context or ''}; {error.problem or ''}"
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    if "quoted scalar" in said and "end of stream" in said:
        return Mistake(opened, "", "a quotation mark opens here and is never closed", "close it")
    if _TAB_INDENT.match(here):
        return Mistake(line + 1, "", "a tab stands where spaces belong", "indent with spaces only")
    if "cannot start any token" in said:
        problem = f"a text cannot begin with {here[column : column + 1]!r} in YAML"
        return Mistake(line + 1, "", problem, "put the whole text in quotes")
    if "expected ','" in said:
        problem = f"a comma is missing, or the bracket opened on line {opened} is not closed"
        return Mistake(line + 1, "", problem, "close the bracket, put a text with brackets or quotes inside in quotes")
    for sign, problem, advice in _KNOWN:
        if sign in said:
            return Mistake(line + 1, "", problem, advice)
    problem = f"the YAML is broken here ({printable(error.problem or 'unreadable')})"
    return Mistake(line + 1, "", problem, "compare with `fairway template`")
