"""Several operations in one call: what the script says, and what came of each."""

import json
from typing import Any

import pytest

from handlers.vk.packing import NoAnswer, Operation, VkError, results, script

SEND, EDIT, TOAST = "messages.send", "messages.edit", "messages.sendMessageEventAnswer"
Told = tuple[str, int] | str | int | list[Any] | bool


def told(values: list[Any], methods: list[str], errors: list[tuple[str, int]] | None = None) -> list[Told]:
    """What came of each, in short."""
    answer: dict[str, Any] = {"response": values}
    if errors is not None:
        listed = [{"method": method, "error_code": code, "error_msg": "no"} for method, code in errors]
        answer["execute_errors"] = listed
    return in_short(results(answer, [Operation(method, {}) for method in methods]))


def in_short(found: list[Any]) -> list[Told]:
    short: list[Told] = []
    for result in found:
        if isinstance(result, VkError):
            short.append(("error", result.code))
        elif isinstance(result, NoAnswer):
            short.append("unsure" if result.unsure else "not done")
        else:
            short.append(result)
    return short


def test_the_script_does_them_one_after_another() -> None:
    operations = [Operation(SEND, {"peer_ids": "7", "message": 'Он сказал: "да"\n'}), Operation(EDIT, {"cmid": 3})]
    assert script(operations) == (
        'return [API.messages.send({"peer_ids":"7","message":"Он сказал: \\"да\\"\\n"}),API.messages.edit({"cmid":3})];'
    )


def test_what_ends_a_line_in_a_script_is_escaped() -> None:
    written = script([Operation(SEND, {"message": "раз\u2028два\u2029"})])
    assert "\u2028" not in written
    assert "\u2029" not in written
    assert json.loads(written.partition("(")[2].rpartition(")")[0]) == {"message": "раз\u2028два\u2029"}


def test_all_went_well() -> None:
    assert told([[{"peer_id": 7}], 1, 1], [SEND, EDIT, TOAST]) == [[{"peer_id": 7}], 1, 1]


def test_failed_ones_have_their_own_errors() -> None:
    values = [False, 1, False, False]
    errors = [(SEND, 914), (EDIT, 909), (SEND, 9)]
    assert told(values, [SEND, TOAST, EDIT, SEND], errors) == [("error", 914), 1, ("error", 909), ("error", 9)]


def test_zero_and_nothing_are_results_and_shift_no_error() -> None:
    assert told([0, None, False, []], [SEND, SEND, SEND, SEND], [(SEND, 10)]) == [0, None, ("error", 10), []]


def test_a_false_that_is_no_failure_shifts_no_error() -> None:
    """Its method tells it from the one that failed; what it means is another question."""
    assert told([False, False], [EDIT, SEND], [(SEND, 10)]) == ["unsure", ("error", 10)]
    assert told([False, False], [EDIT, SEND], [(EDIT, 10)]) == [("error", 10), "unsure"]


@pytest.mark.parametrize(
    ("errors", "why"),
    [
        ([(SEND, 9)], "which of the two?"),
        ([], "no error at all"),
        (None, "not even a list"),
        ([(EDIT, 9), (SEND, 9)], "of another method"),
        ([(SEND, 9), (SEND, 9), (SEND, 9)], "more than failed"),
    ],
)
def test_what_is_unclear_is_told_of_nobody_as_a_success(errors: list[tuple[str, int]] | None, why: str) -> None:
    assert told([False, 1, False], [SEND, TOAST, SEND], errors) == ["unsure", 1, "unsure"], why


def test_the_error_of_the_whole_script_belongs_to_none_of_its_calls() -> None:
    assert told([False, 1], [SEND, SEND], [(SEND, 9), ("execute", 13)]) == [("error", 9), 1]


@pytest.mark.parametrize("answer", [{}, {"response": None}, {"response": [1]}, {"response": {"0": 1}}, [], None, "ok"])
def test_an_answer_like_no_other_leaves_all_unsure(answer: object) -> None:
    assert in_short(results(answer, [Operation(SEND, {}), Operation(SEND, {})])) == ["unsure", "unsure"]


@pytest.mark.parametrize("listed", [None, 7, "no", [7, None], [{}], {"method": SEND}])
def test_errors_like_no_others_are_no_success(listed: object) -> None:
    answer = {"response": [False, 1], "execute_errors": listed}
    assert in_short(results(answer, [Operation(SEND, {}), Operation(SEND, {})])) == ["unsure", 1]
