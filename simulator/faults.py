"""Misfortunes ordered by a test: the network and the server go wrong on demand."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "not_json",
    "latency",
    "drop_request",
    "drop_answer",
    "500",
    "502",
    "429",
    "403",
    "421",
    "450",
    "451",
    "550",
    "552",
    "5",
    "6",
    "9",
    "10",
    "14",
    "901",
    "failed1",
    "failed2",
    "failed3",
]


@dataclass(slots=True)
class Fault:
    method: str
    kind: Kind
    times: int | None = 1
    chance: float = 1
    seconds: float = 1


class Faults:
    def __init__(self, seed: int | None = None) -> None:
        self.waiting: list[Fault] = []
        self._dice = random.Random(seed)

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def strike(self, method: str, kinds: Collection[Kind]) -> Fault | None:
        """The misfortune of this call, if it has one of the kinds that can happen to it."""
        for fault in self.waiting:
            named = fault.method.lower() in {"*", method.lower()} and fault.kind in kinds
            if named and self._dice.random() < fault.chance:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                return fault
        return None
