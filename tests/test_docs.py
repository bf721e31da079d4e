"""What the documents name is there: modules, pages, commands, words of the code, the version."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from bot.commands import app
from dialogs.features import FEATURES

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
TOPS = "bot|handlers|dialogs|storage|scheduler|simulator|tests|benchmarks|examples|locales|deploy|docs"
WHOLE = ("dialogs/engine", "scheduler", "storage/engine", "storage/post")  # of these architecture.md names every module
MOST_LINES = 130  # of README


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _paths(text: str) -> Iterator[str]:
    """The paths of ours in a text; `<feature>` and the like stand for any."""
    for found in re.findall(rf"(?<![\w/.-])(?:{TOPS})/[\w./*<>-]+", text):
        yield re.sub(r"<[^>]*>", "*", found).rstrip("./")


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    said = page.read_text("utf-8") if page.name != "CHANGELOG.md" else ""
    assert [path for path in _paths(said) if not any(ROOT.glob(path))] == []


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    ours = [link.partition("#")[0] for link in links if "://" not in link]
    assert [link for link in ours if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("folder", WHOLE)
def test_the_roads_leave_no_module_out(folder: str) -> None:
    modules = {_named(path) for path in (ROOT / folder).glob("*.py") if path.name != "__init__.py"}
    assert modules <= set(_paths(ARCHITECTURE))


def test_every_feature_is_in_the_table() -> None:
    table = ARCHITECTURE.partition("## Features")[2].partition("\n## ")[0]
    told = re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|")))
    assert sorted(told) == sorted(feature.__name__.rpartition(".")[2] for feature in FEATURES)


def test_the_words_of_the_code_are_words_of_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for top in ("dialogs", "storage") for path in (ROOT / top).rglob("*.py"))
    rows = [line.split("|") for line in ARCHITECTURE.partition("## Words")[2].splitlines() if line.startswith("|")]
    words = [word for row in rows for word in re.findall(r"`([A-Z]\w+)", row[3])]
    assert len(words) > 25
    assert [word for word in words if not re.search(rf"^class {word}\b", code, re.MULTILINE)] == []


def test_every_command_that_is_named_is_there() -> None:
    for page in PAGES:
        for line in re.findall(r"fairway ((?:[a-z]+ ?)+)", page.read_text("utf-8")):
            command = typer.main.get_command(app)
            for word in line.split():
                if not isinstance(command, TyperGroup):
                    break
                found = command.commands.get(word)
                assert found is not None, f"{_named(page)}: there is no `fairway {line.strip()}`"
                command = found


def test_the_newest_version_of_the_changelog_is_the_projects() -> None:
    newest = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert newest is not None
    assert newest[1] == project["version"]


def test_readme_is_a_door() -> None:
    assert (ROOT / "README.md").read_text("utf-8").count("\n") <= MOST_LINES


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert [
        page.name for page in folder.glob("*.md") if page.name != "README.md" and f"({page.name})" not in index
    ] == []
