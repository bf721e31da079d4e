"""YAML is read alike with and without the C parser, and what would grow without end is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from storage.importers.mistakes import Mistake
from storage.importers.template import template
from storage.importers.tree import Tree
from storage.importers.yaml_text import read_yaml

LOADERS = [loader for loader in (getattr(yaml, "CBaseLoader", None), yaml.BaseLoader) if loader]
TABLE = Path(__file__).with_name("broken.txt")


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request: pytest.FixtureRequest) -> Any:
    return request.param


def values(text: str, loader: Any) -> Any:
    tree = read_yaml(text.encode(), loader)
    assert isinstance(tree, Tree), tree
    assert not tree.mistakes
    return tree.root.plain()


def said(text: str, loader: Any) -> str:
    tree = read_yaml(text.encode(), loader)
    return str(tree) if isinstance(tree, Mistake) else "\n".join(map(str, tree.mistakes))


def test_both_parsers_build_the_same_tree(programme: str) -> None:
    for text in (programme, template()):
        first, *others = [read_yaml(text.encode(), loader) for loader in LOADERS]
        assert all(other == first for other in others)


def test_scalars_are_read_as_written(loader: Any) -> None:
    text = "[10:00, 2020-04-26, 1_000, yes, 0o7, 1e3, .inf, 'null', ~, null, , Null, \"~\"]".replace(", ,", ", '',")
    assert values(text, loader) == [
        *("10:00", "2020-04-26", "1_000", "yes", "0o7", "1e3", ".inf", "null"),
        *(None, None, "", None, "~"),
    ]


def test_every_value_keeps_its_line(loader: Any) -> None:
    tree = read_yaml(b"a:\n  - b: 1\n    c:\n      - 2\n\n  - |\n    text\n", loader)
    assert isinstance(tree, Tree)
    assert [tree.root.line_of(where) for where in (("a",), ("a", 0, "c"), ("a", 0, "c", 0), ("a", 1))] == [1, 3, 4, 6]
    assert tree.root.line_of(("a", 0, "missing", "deeper")) == 2


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system(ends: str, loader: Any) -> None:
    assert values(f"\ufeffa: 1{ends}b: 2{ends}", loader) == {"a": "1", "b": "2"}


def test_line_ends_that_editors_do_not_count(loader: Any) -> None:
    assert said("a: x\u2028y\u2029z\x85\nb: @", loader) == (
        "line 2: a text cannot begin with @ in YAML; put the whole text in quotes"
    )


def test_an_alias_stands_for_its_value(loader: Any) -> None:
    assert values("a: &who {name: Имя}\nb: [*who, *who]", loader) == {"a": {"name": "Имя"}, "b": [{"name": "Имя"}] * 2}


def test_a_billion_laughs(loader: Any) -> None:
    lines = ["a0: &a0 [ха, ха, ха, ха, ха, ха, ха, ха, ха, ха]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert said("\n".join(lines), loader) == "line 6: the file holds more than 500000 values; leave out what repeats"


def test_a_chain_of_aliases_is_not_deeper_than_brackets_may_be(loader: Any) -> None:
    lines = ["a0: &a0 []", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 2000))]
    assert "nested too deep" in said("\n".join(lines), loader)
    assert "nested too deep" in said("[" * 100_000, loader)
    assert "nested too deep" in said("{a: " * 5_000, loader)


def test_an_alias_cannot_hold_itself(loader: Any) -> None:
    assert said("a: &a [*a]", loader).startswith("line 1: `*a` stands for nothing")


def test_half_a_character_is_refused(loader: Any) -> None:
    assert said('a: "\\ud800"', loader).startswith("line 1: ")
    assert said('a: "\\UFFFFFFFF"', loader).startswith("line 1: ")


@pytest.mark.parametrize(
    "text",
    [
        "%YAML 9.9\n---\na",
        "%FOO x\n---\na",
        "&a",
        "*a",
        "!",
        "!<x> y",
        "? ",
        "- - - -",
        "{",
        "}",
        "a: b: c",
        "'",
        '"\\x"',
        "|",
        "\t",
    ],
)
def test_odd_yaml_never_breaks_the_reader(text: str, loader: Any) -> None:
    assert read_yaml(text.encode(), loader)
