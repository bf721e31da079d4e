"""What import contracts cannot say: purity, sizes, one answer to every route, messengers named only where they live."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import dialogs
import handlers
from dialogs.features import registry
from dialogs.kit.phrase import LANGUAGES, speak
from dialogs.kit.route import Route

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "handlers", "dialogs", "storage", "scheduler", "simulator")
SHARED = ("kit", "engine", "consent", "news")  # what features stand on
FEATURES = tuple(m.name for m in iter_modules(dialogs.__path__) if m.ispkg and m.name not in SHARED)
ACTS, SCREENS = "actions", "screens"  # packages of a feature: all that acts, all that is shown
OF_FEATURE = {"actions", "access", "jobs", "letters", "machines", "pages", "table"}
IMPURE = {  # what may wait, and ask the clock and the database; every other module of these folders is pure
    **{f"dialogs/{feature}": OF_FEATURE for feature in FEATURES},
    "dialogs/search": OF_FEATURE | {"inline", "shelf"},
    "dialogs/consent": {"age", "give", "phones", "proving", "withdraw"},
    "dialogs/kit": {"clock", "feature", "form", "letter", "looking", "messenger", "visit"},
    "dialogs/news": {"enclosures", "forgetting", "leads", "questions", "sessions", "staff", "threads"},
    "scheduler": {"clock", "delivery", "drawing", "hearing", "leading", "noting", "presses", "simplifying"},
}
PURE_OF_MESSENGERS = {"renderer", "updates"}
MOST_LINES, MOST_LINES_OF_FUNCTION = 350, 60
PROTOCOLS = {"http", "email"}  # messengers whose name is an ordinary word
COMMANDS = {"menu", "now", "plan", "settings", "help", "stop", "privacy", "forget", "bind", "air", "leads"} | {"search"}
SDKS = ("aiogram", "vk_api")


def _files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "versions" not in path.parts)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _is_pure(path: Path, impure: set[str]) -> bool:
    """Whether it must be: in a package its folder says so, else its own name."""
    return path.parent.name != ACTS and (path.parent.name == SCREENS or path.stem not in impure)


MODULES = list(_files(*PRODUCT))
PURE_FILES = [
    *(path for folder, impure in IMPURE.items() for path in _files(folder) if _is_pure(path, impure)),
    *(path for path in _files("handlers") if path.stem in PURE_OF_MESSENGERS),
]


@pytest.mark.parametrize("path", PURE_FILES, ids=_named)
def test_what_is_pure_waits_for_nothing_and_asks_neither_clock_nor_database(path: Path) -> None:
    tree = _tree(path)
    waiting = (ast.Await, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, waiting)]
    effects = ("asyncio", "aiohttp", "sqlalchemy", "time.", "random", "storage.database", "dialogs.kit.visit.Visit")
    assert not [name for name in _imports(tree) if name.startswith(effects)]
    clocks = ("now", "today", "utcnow", "monotonic")
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [call.lineno for call in calls if isinstance(call, ast.Attribute) and call.attr in clocks]


def test_no_module_comes_back_to_itself_by_its_imports() -> None:
    """Not by those inside functions either."""
    files = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    named = {
        name: [one if one in files else one.rpartition(".")[0] for one in _imports(_tree(files[name]))]
        for name in files
    }
    TopologicalSorter({name: files.keys() & found for name, found in named.items()}).prepare()


def test_every_route_has_exactly_one_answer() -> None:
    declared: list[type[Route]] = []
    for feature in FEATURES:
        if (ROOT / "dialogs" / feature / "routes.py").exists():
            module = import_module(f"dialogs.{feature}.routes")
            own = (kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Route))
            declared += [kind for kind in own if kind.__module__ == module.__name__]
    assert sorted(kind.__name__ for kind in declared) == sorted(kind.__name__ for kind in registry().answers)


def test_routes_live_in_files_of_that_name() -> None:
    for path in _files("dialogs"):
        if path.name != "routes.py" and path.relative_to(ROOT / "dialogs").parts[0] in FEATURES:
            bases = [base for node in ast.walk(_tree(path)) if isinstance(node, ast.ClassDef) for base in node.bases]
            assert not [base for base in bases if isinstance(base, ast.Name) and base.id == "Route"], _named(path)


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_begins_with_its_transcript(feature: str) -> None:
    words = ast.get_docstring(_tree(ROOT / "dialogs" / feature / "__init__.py")) or ""
    assert "Bot:" in words, "show the conversation: who says what, which buttons appear"


def test_messengers_are_named_only_where_they_live() -> None:
    words = re.compile(rf"\b({'|'.join({*handlers.names(), *SDKS} - PROTOCOLS)})\b", re.IGNORECASE)
    neutral = [*_files("dialogs", "storage", "scheduler"), *(ROOT / "handlers").glob("*.py")]
    for path in neutral:
        tree = _tree(path)
        told = {id(part) for node in ast.walk(tree) if (part := _prose(node)) is not None}
        for node in ast.walk(tree):
            said = [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
            said += [node.id] if isinstance(node, ast.Name) else []
            assert id(node) in told or not any(map(words.search, said)), f"{_named(path)}: {said}"
        assert not [name for name in _imports(tree) if words.search(name)], _named(path)


def _prose(node: ast.AST) -> ast.AST | None:
    """The docstring of a module, class or function: it may explain by an example."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
        first = node.body[0]
        return first.value if isinstance(first, ast.Expr) else None
    return None


def test_files_and_functions_stay_small() -> None:
    for path in _files(*PRODUCT):
        text = path.read_text("utf-8")
        assert text.count("\n") <= MOST_LINES, f"{_named(path)} has {text.count(chr(10))} lines; part it"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= MOST_LINES_OF_FUNCTION, f"{_named(path)}: {node.name} has {length} lines"


def test_every_module_says_what_it_is_for() -> None:
    for path in _files(*PRODUCT):
        if path.stat().st_size:
            assert ast.get_docstring(_tree(path)), f"{_named(path)} begins with no sentence"


PACKAGES = [path.parent for path in _files(*PRODUCT) if path.name == "__init__.py"]


@pytest.mark.parametrize("package", PACKAGES, ids=_named)
def test_a_map_of_a_package_is_complete_or_absent(package: Path) -> None:
    """A map is a table of names and what they are, or files named with their ending; messengers share one of theirs."""
    named, shared = _map_of(package), _map_of(ROOT / "handlers")
    if package == ROOT / "handlers":
        assert named <= {path.stem for path in _files("handlers")}
        return
    modules = {module.name for module in iter_modules([str(package)])} - {"__main__"}
    assert not named or modules <= (named | shared if package.parent == ROOT / "handlers" else named)
    assert not [name for name in named - modules if not (package / name).is_dir()]


def _map_of(package: Path) -> set[str]:
    words = ast.get_docstring(_tree(package / "__init__.py")) or ""
    if ".py " in words:
        return set(re.findall(r"\b([a-z_]+)(?:\.py\b|/ )", words)) - {"__main__"}
    named: set[str] = set()
    for line in words.splitlines():
        cells = re.split(r"\s{2,}", line.strip())
        if len(cells) % 2 == 0 and all(re.fullmatch(r"[a-z_]+/?(, [a-z_]+/?)*", names) for names in cells[::2]):
            named |= {name.removesuffix("/") for names in cells[::2] for name in names.split(", ")}
    return named


def test_the_commands_are_the_announced_ones_and_each_says_what_it_does() -> None:
    known = registry().commands
    assert set(known) == COMMANDS
    for command in known.values():
        for language in LANGUAGES:
            assert 3 <= len(speak(command.about, language)) <= 256


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
    for path in _files(*PRODUCT):
        assert not unfinished.search(path.read_text("utf-8")), _named(path)
