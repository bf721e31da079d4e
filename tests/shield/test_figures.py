"""The matrix is honest: what leaks, and what nobody has tried, is said."""

import pytest

from tests.shield.figures import ROWS, Figure, Row, matrix


@pytest.mark.parametrize(
    ("value", "bound", "holds"),
    [(0, "= 0", True), (1, "= 0", False), (50, "< 50 ms", False), (49, "≤ 50 ms", True), (4999, "≥ 5000", False)],
)
def test_a_figure_is_judged_by_its_bound(value: float, bound: str, holds: bool) -> None:
    assert Figure("S1", "requests", value, bound).holds is holds


def test_a_row_that_leaks_is_counted() -> None:
    rows = {name: Row(passed=1) for name in ROWS}
    assert matrix(rows)[-1] == "0 leaks"
    rows["S5"].figures.append(Figure("S5", "guesses", 1, "= 0"))
    rows["P2"].failed.append("tests/test_it.py::test_it (call)")
    assert matrix(rows)[-1] == "2 leaks (S5, P2)"


def test_a_row_that_nobody_tried_is_named() -> None:
    rows = {name: Row(passed=1) for name in ROWS if name not in ("S13", "P6")}
    rows["P6"] = Row(skipped=1)
    assert matrix(rows)[-2:] == ["0 leaks", "not tried: P6"]
