"""The transcript of API calls, for tests that ask what a bot really did."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.clock import real_now

REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Call:
    n: int
    at: datetime
    method: str
    params: dict[str, Any]
    status: int
    answer: Any
    within: str | None = None  # the call that contained this one


class Calls:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=REMEMBERED)
        self._made = 0

    def add(
        self,
        method: str,
        params: dict[str, Any],
        status: int,
        answer: Any,
        *,
        at: datetime | None = None,
        within: str | None = None,
    ) -> None:
        self._made += 1
        self._calls.append(Call(self._made, at or real_now(), method, params, status, answer, within))

    def of(self, method: str | None = None, since: int = 0) -> list[Call]:
        return [call for call in self._calls if call.n > since and (method is None or call.method == method)]

    def clear(self) -> None:
        self._calls.clear()
