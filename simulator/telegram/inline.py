"""Inline mode: what people ask for from within any chat, and what they may put there of the bot's results."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.telegram.errors import QUERY_TOO_OLD, bad_request
from simulator.telegram.posts import InlineKeyboard, Rich

LIFETIME = 30.0  # seconds that a query can be answered


@dataclass(frozen=True, slots=True)
class Result:
    """A result as the message that it becomes."""

    title: str
    rich: Rich
    buttons: InlineKeyboard = ()


@dataclass(slots=True)
class Inline:
    """The queries of one bot, and the results of those that it has answered."""

    _asked: dict[str, float] = field(default_factory=dict)
    _answered: dict[str, Mapping[str, Result]] = field(default_factory=dict)

    def begin(self) -> str:
        query = str(random.getrandbits(62) | 1 << 61)
        self._asked[query] = time.monotonic() + LIFETIME
        return query

    def answer(self, query: str, results: Mapping[str, Result]) -> None:
        """A query is answered once, while it lives."""
        if self._asked.pop(query, 0.0) < time.monotonic():
            raise bad_request(QUERY_TOO_OLD)
        self._answered[query] = results

    def result(self, query: str, name: str) -> Result | None:
        return self._answered.get(query, {}).get(name)
