"""What was measured, in a table and in verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Round:
    """One kind of presses for a few seconds: their latencies, and the CPU seconds of the bot and of the driver."""

    seconds: float
    latencies: Sequence[float]
    cpu: float
    driver: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def cpu_per_press(self) -> float:
        return self.cpu / max(1, len(self.latencies))

    def percentile(self, percent: int) -> float:
        return quantiles(self.latencies, n=100)[percent - 1]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters to many people: how many, how many of them and of calls a second, the most calls of a second, CPU."""

    letters: int
    rate: float
    calls: float
    busiest: int
    cpu: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that is asked for, and what came of it; `least` or `most` is the bound."""

    what: str
    values: Sequence[float]
    bound: float
    unit: str
    least: bool

    def __str__(self) -> str:
        middle = median(self.values)
        met = middle >= self.bound if self.least else middle <= self.bound
        spread = f"{min(self.values):.2f} to {max(self.values):.2f}" if len(self.values) > 1 else ""
        bound = f"{'at least' if self.least else 'at most'} {self.bound:g}{self.unit}"
        return f"{self.what:<58}{middle:>7.2f}{self.unit:<4}{spread:<18}{bound:<18}{'met' if met else 'NOT MET'}"


def table(rounds: dict[str, list[Round]], memory: dict[str, float]) -> str:
    """Medians over the rounds."""
    head = f"{'':<26}{'presses/s':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'CPU µs/press':>14}{'memory MB':>11}"
    return "\n".join([head, *(_row(name, done, memory.get(name)) for name, done in rounds.items())])


def _row(name: str, rounds: list[Round], memory: float | None) -> str:
    times = "".join(f"{median([r.percentile(p) for r in rounds]) * 1e3:>9.1f}" for p in (50, 95, 99))
    rate, cpu = median([r.rate for r in rounds]), median([r.cpu_per_press for r in rounds]) * 1e6
    return f"{name:<26}{rate:>10.0f}{times}{cpu:>14.0f}{'' if memory is None else f'{memory:>11.0f}'}"


def letters_table(stretches: dict[str, list[Stretch]]) -> str:
    """Medians over the rounds; of calls in one second the most of all."""
    head = f"{'':<26}{'letters':>10}{'letters/s':>11}{'calls/s':>9}{'at most':>9}{'CPU µs/letter':>15}"
    return "\n".join([head, *(_letters_row(name, done) for name, done in stretches.items())])


def _letters_row(name: str, done: list[Stretch]) -> str:
    letters, rate = median([s.letters for s in done]), median([s.rate for s in done])
    calls, busiest = median([s.calls for s in done]), max(s.busiest for s in done)
    cpu = median([s.cpu / s.letters for s in done]) * 1e6
    return f"{name:<26}{letters:>10.0f}{rate:>11.1f}{calls:>9.1f}{busiest:>9}{f'{cpu:.0f}' if cpu else '':>15}"


def ratios(ours: Sequence[Round], theirs: Sequence[Round]) -> list[float]:
    """Presses per second against a peer's of the same round."""
    return [our.rate / their.rate for our, their in zip(ours, theirs, strict=True)]
