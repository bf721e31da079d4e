"""What to tell a person whose file the YAML parser cannot read: its own words are written for programmers."""

import re

import yaml

from storage.importers.mistakes import Mistake, printable, say

_TAB_INDENT = re.compile(r" *\t")
_ALIGN = say("align the keys of one entry in one column, quote a text that has quotes inside")
# What the parser says (in C and in Python), whether the line where it began to read is the better one, our words.
_KNOWN = (
    ("unexpected end of stream", True, say("a quotation mark opens here and is never closed"), say("close it")),
    ("could not find expected ':'", True, say("a key stands without a colon"), say("write `key: value`")),
    (
        "cannot start any token",
        False,
        say("a text cannot begin with {sign} in YAML"),
        say("put the whole text in quotes"),
    ),
    (
        "expected ',' or",
        False,
        say("a comma is missing, or the bracket opened on line {opened} is not closed"),
        say("close the bracket, quote a text that has brackets or quotes inside"),
    ),
    (
        "mapping values are not allowed",
        False,
        say("there is a colon too many, or the indentation is wrong"),
        say("quote a text that has ': ' inside, align the keys of one entry"),
    ),
    ("expected <block end>", False, say("this does not continue the lines above"), _ALIGN),
    ("find expected key", False, say("this does not continue the lines above"), _ALIGN),
    (
        "expected '-' indicator",
        False,
        say("this does not continue the list above"),
        say("begin each entry with a dash, in one column"),
    ),
    ("unknown escape", False, say("a backslash in double quotes begins no known escape"), say("use single quotes")),
    ("node content", False, say("a value is missing or a bracket is wrong"), say("write the value, or null")),
)


def explain(error: yaml.MarkedYAMLError, text: str) -> Mistake:
    here = error.problem_mark or error.context_mark
    line, column = (here.line + 1, here.column) if here else (1, 0)
    opened = error.context_mark.line + 1 if error.context_mark else line
    source = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    if _TAB_INDENT.match(source):
        return Mistake(line, "", say("a tab stands where spaces belong"), say("indent with spaces only"))
    for words, at_opening, problem, advice in _KNOWN:
        if words in (error.problem or ""):
            said = say(problem.message, sign=printable(source[column : column + 1]), opened=opened)
            return Mistake(opened if at_opening else line, "", said, advice)
    problem = say("the YAML is broken here ({what})", what=printable(error.problem or "unreadable"))
    return Mistake(line, "", problem, say("compare with `fairway template`"))
