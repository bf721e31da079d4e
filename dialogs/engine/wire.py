"""What comes over a wire: JSON that may be broken."""

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
