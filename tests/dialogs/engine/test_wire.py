"""What comes over a wire is decoded, or refused as a value error; words lose what nobody can keep."""

import pytest

from dialogs.engine.wire import loads
from dialogs.kit.words import clean


def test_halves_of_pairs_and_endless_numbers_are_decoded_too() -> None:
    assert loads('{"text": "\\ud83d", "id": 123456789012345678901234567890}')["text"] == "\ud83d"


@pytest.mark.parametrize("text", ["", "<html>", "[" * 100_000, "{", "nul", "1" * 5000, '"\\ud8"', b"\xff"])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)


@pytest.mark.parametrize(
    ("said", "kept"), [("Анна", "Анна"), ("до\x00после", "допосле"), ("пол\ud83dпары", "пол?пары"), ("\udc00", "?")]
)
def test_words_lose_only_what_nobody_can_keep(said: str, kept: str) -> None:
    assert clean(said) == kept
