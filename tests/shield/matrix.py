"""The marker `shield`, the fixture `figure`, and the matrix that a run with marked tests ends with: a pytest plugin."""

from collections import defaultdict
from typing import Any, Protocol

import pytest

from tests.amount import SHIELD
from tests.shield.figures import ROWS, Figure, Row, matrix

_FIGURES, _ROWS = "shield figures", "shield rows"  # among the properties of a test's report, which workers hand on


class Measure(Protocol):
    """Notes a figure beside its bound (`= 0`, `≤ 20`, `< 50 ms`, `≥ 5000`), and fails the test that breaks it.

    A bound with `≥` says how much is to be tried; it is judged in `make shield` alone.
    """

    def __call__(self, row: str, text: str, value: float, bound: str) -> None: ...


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shield(*rows): an attack that answers these rows of the matrix (tests/shield)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        rows = [str(row) for mark in item.iter_markers("shield") for row in mark.args]
        if unknown := set(rows) - set(ROWS):
            raise pytest.UsageError(f"{item.nodeid}: the matrix has no row {', '.join(sorted(unknown))}")
        if rows:
            item.user_properties.append((_ROWS, sorted(set(rows))))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Measure:
    """Says what a test measured."""

    def measure(row: str, text: str, value: float, bound: str) -> None:
        one = Figure(row, text, value, bound)
        request.node.user_properties.append((_FIGURES, [row, text, value, bound]))
        assert one.holds or (one.of_the_size and not SHIELD), f"{row}: {one}"

    return measure


class Matrix:
    """What the reports of this run say about each row."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = defaultdict(Row)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rows: set[str] = {row for name, told in report.user_properties if name == _ROWS for row in _strings(told)}
        for row in rows:
            if report.failed:
                self.rows[row].failed.append(f"{report.nodeid} ({report.when})")
            elif report.skipped:
                self.rows[row].skipped += 1
            elif report.when == "call":
                self.rows[row].passed += 1
        if report.when == "call":
            for name, told in report.user_properties:
                if name == _FIGURES and isinstance(told, list):
                    one = Figure(*told)
                    self.rows[one.row].figures.append(one)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if SHIELD:
            terminalreporter.section("shield")
            terminalreporter.line("\n".join(matrix(self.rows)))


def _strings(told: object) -> list[str]:
    return [str(one) for one in told] if isinstance(told, list) else []


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Only who hears of all tests draws the table, no worker."""
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(Matrix(), "shield-matrix")
