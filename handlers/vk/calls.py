"""The one gate through which all calls leave, at VK's rate, as few of them as possible.

In no window of one second more than 20 calls arrive; answers to people leave before letters. While there is air, every
operation goes alone by its own method. When it gets thin, the operations that wait leave together as one `execute`.
Letters are handed over as units, and a unit always leaves as one call; while some wait, every other call is theirs,
unless the answers that wait fill one by themselves.
"""

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from handlers.vk.client import Client
from handlers.vk.limits import LIMITS
from handlers.vk.outcomes import REFUSED_TOKEN
from handlers.vk.packing import MOST, NoAnswer, Operation, Result, VkError, results, script

THREADS = 24  # calls that may be out at once: at 20 a second an API that needs a second is still kept busy
WINDOW = 30 / 29  # seconds: a little more than the one that VK counts in, because networks shift calls
LATE = 0.05  # seconds that a call may be late on its way beyond that, as its answer shows; a longer one was VK's own
AIR = 6  # calls of a window that may leave at once; further ones leave evenly, and make up for what was late
EVENLY = WINDOW / LIMITS.per_second
_MOST_LEFT = int(LIMITS.per_second)
NOT_COMPILED = 12  # VK cannot read a script, and has done nothing of it


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Operations that leave together, and who waits for what comes of them."""

    operations: Sequence[Operation]
    answered: asyncio.Future[list[Result]]


@dataclass(slots=True)
class Departure:
    """When a call left (monotonic seconds): as it was let out, then as its thread sent it, then by its answer."""

    at: float
    answered: float | None = None  # when that came
    sent: bool = True  # False: its thread has not come to it yet, and it may leave at any moment

    def by(self, now: float) -> float:
        """When it left, as far as is known now: what may still leave counts as leaving now."""
        return self.at if self.sent else max(self.at, now)


class Gate:
    """When calls may leave: pure, the clock is an argument (monotonic seconds)."""

    def __init__(self) -> None:
        self._left: deque[Departure] = deque(maxlen=2 * _MOST_LEFT)
        self._took: deque[float] = deque(maxlen=10 * _MOST_LEFT)
        self._due = float("-inf")  # when the next call would leave if all of them left evenly

    def used(self, now: float) -> int:
        """Calls that left within the window that ends now."""
        return sum(departure.by(now) > now - WINDOW for departure in self._left)

    def wait(self, now: float) -> float:
        """Seconds until the next call may leave."""
        if self.used(now) < AIR:
            return 0.0
        latest = sorted(departure.by(now) for departure in self._left)[-_MOST_LEFT:]
        full = latest[0] + WINDOW if len(latest) == _MOST_LEFT else now
        return max(0.0, full - now, self._due - now)

    def note(self, now: float) -> Departure:
        """A call leaves now; a busy machine sends it a little later, and the window is counted from then."""
        departure = Departure(now)
        self._left.append(departure)
        self._due = max(self._due, now - EVENLY) + EVENLY
        return departure

    def settle(self, departure: Departure) -> None:
        """An answer came; by what it took longer than the quickest of late, its call may have arrived later."""
        if departure.answered is not None:
            self._took.append(departure.answered - departure.at)
            departure.at += min(LATE, self._took[-1] - min(self._took))


class Calls:
    """Calls of VK's API for the event loop."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pool = ThreadPoolExecutor(THREADS, "vk")
        self._gate = Gate()
        self._answers: deque[_Waiting] = deque()
        self._letters: deque[_Waiting] = deque()
        self._answered = False  # whether answers left by the last call
        self._out = 0
        self.api_url = client.api_url
        self._timer: asyncio.TimerHandle | asyncio.Handle | None = None
        self.accepted = True  # whether VK accepts our token, as far as we know

    async def __call__(self, method: str, params: Mapping[str, Any]) -> Any:
        """Call a method at once.

        :raises VkError: VK refused.
        :raises NoAnswer: nothing came back that can be read.
        """
        (result,) = await self.answers([Operation(method, params)])
        if isinstance(result, VkError | NoAnswer):
            raise result
        return result

    async def answers(self, operations: Sequence[Operation]) -> list[Result]:
        """Do what somebody waits for; each leaves as soon as it can."""
        waiting = [self._put(self._answers, [operation]) for operation in operations]
        return await self._told_apart(operations, [result for answered in waiting for result in await answered])

    async def letters(self, operations: Sequence[Operation]) -> list[Result]:
        """Do what can wait until no answer does, by one call for every 25."""
        units = [operations[at : at + MOST] for at in range(0, len(operations), MOST)]
        waiting = [self._put(self._letters, unit) for unit in units]
        return await self._told_apart(operations, [result for answered in waiting for result in await answered])

    async def _told_apart(self, operations: Sequence[Operation], given: list[Result]) -> list[Result]:
        """What could not be read as a part of a script goes once more, alone: only one of them may be to blame."""
        alone = {
            at: self._put(self._letters, [operations[at]])
            for at, result in enumerate(given)
            if isinstance(result, VkError) and result.code == NOT_COMPILED
        }
        return [(await alone[at])[0] if at in alone else result for at, result in enumerate(given)]

    async def close(self) -> None:
        """Wait for what is out; what has not left is not done."""
        for queue in (self._answers, self._letters):
            while queue:
                _tell(queue.popleft(), NoAnswer(unsure=False))
        if self._timer is not None:
            self._timer.cancel()
        await asyncio.get_running_loop().run_in_executor(None, self._pool.shutdown)
        self._client.close()

    # --- the gate ----------------------------------------------------------------------------------------------------

    def _put(self, queue: deque[_Waiting], operations: Sequence[Operation]) -> asyncio.Future[list[Result]]:
        loop = asyncio.get_running_loop()
        waiting = _Waiting(operations, loop.create_future())
        queue.append(waiting)
        if self._timer is None:  # at the end of this turn of the loop: what is asked for in it may leave together
            self._timer = loop.call_soon(self._leave)
        return waiting.answered

    def _leave(self) -> None:
        """Let out what may leave now, and come back when more may."""
        self._timer = None
        loop = asyncio.get_running_loop()
        while (self._answers or self._letters) and self._out < THREADS:
            now = time.monotonic()
            if (seconds := self._gate.wait(now)) > 0:
                self._timer = loop.call_later(seconds, self._leave)
                return
            together = self._next(now)
            self._send(together, self._gate.note(now))

    def _next(self, now: float) -> list[_Waiting]:
        """What leaves by the next call."""
        turn = not self._answers or (self._answered and len(self._answers) < MOST)
        self._answered = not (turn and self._letters)
        if not self._answered:
            return [self._letters.popleft()]
        air = len(self._answers) <= AIR - self._gate.used(now) + 1
        return [self._answers.popleft() for _ in range(1 if air else min(MOST, len(self._answers)))]

    def _send(self, together: list[_Waiting], departure: Departure) -> None:
        operations = [operation for waiting in together for operation in waiting.operations]
        self._out += 1
        departure.sent = False
        called = asyncio.get_running_loop().run_in_executor(self._pool, self._call, operations, departure)
        called.add_done_callback(lambda called: self._told(called, together, departure))

    def _call(self, operations: Sequence[Operation], departure: Departure) -> list[Result]:
        """In a thread: one call, and what came of each operation."""
        try:
            if len(operations) == 1:
                return [self._timed(operations[0], departure)["response"]]
            return results(self._timed(Operation("execute", {"code": script(operations)}), departure), operations)
        except (VkError, NoAnswer) as trouble:
            return [trouble] * len(operations)
        except (LookupError, TypeError):
            return [NoAnswer(unsure=True)] * len(operations)

    def _timed(self, operation: Operation, departure: Departure) -> Any:
        departure.at, departure.sent = time.monotonic(), True
        answer = self._client.call(operation.method, operation.params)
        departure.answered = time.monotonic()
        return answer

    def _told(self, called: asyncio.Future[list[Result]], together: list[_Waiting], departure: Departure) -> None:
        """Hand the results to who waits for them."""
        self._out -= 1
        self._gate.settle(departure)
        if called.cancelled() or called.exception() is not None:
            outcome = NoAnswer(unsure=True)
            for waiting in together:
                _tell(waiting, outcome)
        else:
            given = called.result()
            self._note(given)
            at = 0
            for waiting in together:
                if not waiting.answered.done():
                    waiting.answered.set_result(given[at : at + len(waiting.operations)])
                at += len(waiting.operations)
        if self._timer is None and (self._answers or self._letters):
            self._leave()

    def _note(self, given: Sequence[Result]) -> None:
        for result in given:
            if isinstance(result, VkError):
                self.accepted = result.code not in REFUSED_TOKEN
            elif not isinstance(result, NoAnswer):
                self.accepted = True


def _tell(waiting: _Waiting, trouble: NoAnswer) -> None:
    if not waiting.answered.done():
        waiting.answered.set_result([trouble] * len(waiting.operations))
