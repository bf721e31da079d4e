"""What comes over a wire: JSON that may be broken, and words with signs that nobody can keep."""

import json
from typing import Any

import orjson


def loads(text: str | bytes) -> Any:
    """Decode JSON; orjson refuses halves of surrogate pairs, which people do send.

    :raises ValueError: it is none.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            return json.loads(text)
        except RecursionError as deep:
            raise ValueError("nested too deep") from deep


def clean(text: str) -> str:
    """Without the signs that a database or a messenger refuses: NUL and halves of pairs."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
