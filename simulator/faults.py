"""Misfortunes ordered by a test: the network and the server go wrong on demand."""

import random
from dataclasses import dataclass
from typing import Literal

Kind = Literal["429", "500", "502", "403", "not_json", "latency", "drop_request", "drop_answer"]


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

    def strike(self, method: str) -> Fault | None:
        """The misfortune of this call, if it has one."""
        for fault in self.waiting:
            if fault.method.lower() in {"*", method.lower()} and self._dice.random() < fault.chance:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                return fault
        return None
