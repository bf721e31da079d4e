"""What to tell a person whose file the YAML parser cannot read: its own words are written for programmers."""

import re

import yaml

from storage.importers.mistakes import Mistake, printable

_TAB_INDENT = re.compile(r" *\t")
_ALIGN = "align the keys of one entry in one column, quote a text that has quotes inside"
# What the parser says (in C and in Python), whether the line where it began to read is the better one, our words.
_KNOWN = (
    ("unexpected end of stream", True, "a quotation mark opens here and is never closed", "close it"),
    ("could not find expected ':'", True, "a key stands without a colon", "write `key: value`"),
    ("cannot start any token", False, "a text cannot begin with {sign} in YAML", "put the whole text in quotes"),
    (
        "expected ',' or",
        False,
        "a comma is missing, or the bracket opened on line {opened} is not closed",
        "close the bracket, quote a text that has brackets or quotes inside",
    ),
    (
        "mapping values are not allowed",
        False,
        "there is a colon too many, or the indentation is wrong",
        "quote a text that has ': ' inside, align the keys of one entry",
    ),
    ("expected <block end>", False, "this does not continue the lines above", _ALIGN),
    ("find expected key", False, "this does not continue the lines above", _ALIGN),
    (
        "expected '-' indicator",
        False,
        "this does not continue the list above",
        "begin each entry with a dash, in one column",
    ),
    ("unknown escape", False, "a backslash in double quotes begins no known escape", "use single quotes"),
    ("node content", False, "a value is missing or a bracket is wrong", "write the value, or null"),
)


def explain(error: yaml.MarkedYAMLError, text: str) -> Mistake:
    here = error.problem_mark or error.context_mark
    line, column = (here.line + 1, here.column) if here else (1, 0)
    opened = error.context_mark.line + 1 if error.context_mark else line
    source = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if _TAB_INDENT.match(source):
        return Mistake(line, "", "a tab stands where spaces belong", "indent with spaces only")
    for words, at_opening, problem, advice in _KNOWN:
        if words in (error.problem or ""):
            said = problem.format(sign=printable(source[column : column + 1]), opened=opened)
            return Mistake(opened if at_opening else line, "", said, advice)
    problem = f"the YAML is broken here ({printable(error.problem or 'unreadable')})"
    return Mistake(line, "", problem, "compare with `fairway template`")
