"""docs/security.md answers every row that applies to us, and what it names as a proof is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ")]
# What of OWASP ASVS 5.0 applies to a bot with a few pages: of levels 1 and 2 all, of level 3 the most telling.
ASKED = {
    "V1": "2.1 2.4 2.9 2.10 3.3 3.6 3.7 3.11 3.12 5.2",
    "V2": "2.1 2.2 2.3 3.1 3.3 3.4 4.1",
    "V3": "3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4 4.5 4.6 5.1 5.3",
    "V4": "1.1 1.3 1.4 1.5 2.1",
    "V5": "1.1 2.1 2.2 2.3 2.4 2.5 2.6 3.2 4.1 4.2 4.3",
    "V7": "2.1 2.2 2.3 2.4 3.1 3.2 4.1 4.2 4.3 4.4 4.5",
    "V8": "1.1 2.1 2.2 2.3 3.1 3.2 4.1",
    "V9": "1.1 2.1 2.2",
    "V11": "2.1 4.1 5.1",
    "V12": "1.1 2.1 3.2",
    "V13": "1.2 1.3 2.4 3.1 4.1 4.2 4.4 4.5",
    "V14": "1.1 1.2 2.1 2.4 2.6 2.7 2.8 3.2",
    "V15": "2.2 3.1 3.2 3.3 3.4 4.2",
    "V16": "2.1 2.2 2.3 2.4 2.5 3.1 3.2 3.3 4.1 5.1 5.2 5.3 5.4",
}


def test_every_row_that_applies_is_answered_once() -> None:
    answered = re.findall(r"V\d+\.\d+\.\d+", " ".join(row[0] for row in ROWS))
    asked = {f"{chapter}.{row}" for chapter, rows in ASKED.items() for row in rows.split()}
    assert sorted(answered) == sorted(set(answered))
    assert asked <= set(answered)


def test_an_answer_is_a_proof_or_a_decision() -> None:
    answers = {row[0].strip(): row[2] for row in ROWS if row[0].strip() not in ("row", "rule", "where")}
    assert len(answers) > 70
    assert [row for row, said in answers.items() if not re.search(r"tests/|decision: |the operator's", said)] == []


def test_every_proof_that_is_named_is_a_test() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE))
    assert len(named) > 90
    assert not re.findall(r"::(?!\w+`)", PAGE), "a proof is written `tests/…py::test_…`"
    known: dict[str, set[str]] = {}
    for path in {path for path, _ in named}:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        known[path] = {node.name for node in ast.walk(tree) if isinstance(node, functions)}
    assert [f"{path}::{name}" for path, name in sorted(named) if name not in known[path]] == []


def words(text: str) -> str:
    return " ".join(re.sub(r"[`*]", "", text).split())


def test_every_promise_stands_where_it_is_made_and_is_held() -> None:
    pages = {name: ROOT / name for name in ("README.ru.md", "SECURITY.md")} | {"privacy.md": ROOT / "docs/privacy.md"}
    told = {name: words(page.read_text("utf-8")) for name, page in pages.items()}
    promised = [(row[0].strip(), words(row[1]), row[2]) for row in ROWS if row[0].strip() in pages]
    assert len(promised) > 35
    assert [(page, promise) for page, promise, _ in promised if promise not in told[page]] == []
    assert [promise for _, promise, proof in promised if "`tests/" not in proof] == []
    section = (ROOT / "SECURITY.md").read_text("utf-8").partition("## What is promised")[2].partition("\n## ")[0]
    bullets = [words(bullet) for bullet in section.partition("[docs/security.md]")[0].split("\n- ")[1:]]
    held = [promise for page, promise, _ in promised if page == "SECURITY.md"]
    assert [bullet for bullet in bullets if not any(promise in bullet for promise in held)] == []
