"""The gate: never over VK's rate, answers before letters, many operations in few calls."""

import asyncio
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.vk.calls import AIR, THREADS, WINDOW, Calls, Departure, Gate
from handlers.vk.packing import NoAnswer, Operation, VkError
from simulator.calls import Call
from simulator.desk import Desk
from simulator.faults import Fault
from tests.handlers.vk.people import People

MOST = 20


def most_in_a_second(times: list[float]) -> int:
    """Over every window of one second."""
    return max(sum(1 for other in times if at <= other < at + 1.0) for at in times)


class Watched(Gate):
    """A gate that remembers when its calls left; on a busy machine they may arrive in a bunch all the same."""

    def __init__(self) -> None:
        super().__init__()
        self.departures: list[float] = []

    def settle(self, departure: Departure) -> None:
        self.departures.append(departure.at)  # when it left: by its answer it may have arrived later
        super().settle(departure)


def when(calls: list[Call]) -> list[float]:
    """When the whole calls came, without the operations inside."""
    return [call.at.timestamp() for call in calls if call.within is None]


# --- the gate alone --------------------------------------------------------------------------------------------------


def leave(arrivals: list[float]) -> list[float]:
    """When calls leave that want to at these moments."""
    left: list[float] = []
    gate, now = Gate(), 0.0
    for arrival in arrivals:
        now = max(now, arrival)
        while (wait := gate.wait(now)) > 0:
            now += wait
        gate.note(now)
        left.append(now)
    return left


@pytest.mark.parametrize("seed", range(30))
def test_no_window_of_a_second_holds_more_than_twenty_calls(seed: int) -> None:
    dice = random.Random(seed)
    arrivals: list[float] = []
    now = 0.0
    while len(arrivals) < 300:
        now += dice.choice([0.0, 0.0, 0.0, 0.01, 0.05, 0.3, 1.2])
        arrivals.append(now)
    assert most_in_a_second(leave(arrivals)) <= MOST


@given(
    st.lists(st.tuples(st.integers(1, 30), st.sampled_from([0.0, 0.3]), st.floats(0.0, 0.08)), min_size=1, max_size=6),
    st.floats(0.05, 0.5),
)
def test_however_late_calls_are_on_their_way_no_second_sees_more_than_twenty_arrive(
    wanted: list[tuple[int, float, float]], takes: float
) -> None:
    """Calls by turns so and so late, more than the gate allows for anyway: it shows in their answers."""
    gate, now = Gate(), 0.0
    arrived, out = [0.0], [(takes, gate.note(0.0))]
    for pause, late in [(pause if not at else 0.0, late) for count, pause, late in wanted for at in range(count)]:
        now += pause
        while (wait := _wait(gate, now, out)) > 0:
            now += wait
        arrived.append(now + late)
        out.append((now + late + takes, gate.note(now)))
    assert most_in_a_second(sorted(arrived)) <= MOST


def _wait(gate: Gate, now: float, out: list[tuple[float, Departure]]) -> float:
    """What the gate says once it was told of the answers that have come."""
    for at, departure in [one for one in out if one[0] <= now]:
        departure.answered = at
        gate.settle(departure)
        out.remove((at, departure))
    return gate.wait(now)


def test_under_load_calls_leave_evenly_and_the_rate_is_used() -> None:
    left = leave([0.0] * 200)
    gaps = [after - before for before, after in pairwise(left[AIR:])]
    assert max(gaps) <= WINDOW / 2, "nobody waits long for the next call"
    steady = left[MOST:]
    assert (len(steady) - 1) / (steady[-1] - steady[0]) > 19.0


def test_a_call_that_its_thread_has_not_sent_yet_may_leave_at_any_moment() -> None:
    gate = Gate()
    late = gate.note(0.0)
    for number in range(1, MOST):
        gate.note(number * 0.0518)
    assert gate.wait(1.04) == 0.0
    late.sent = False
    assert gate.wait(1.04) > 0.0, "it would be the twenty-first of a second"
    late.at, late.sent = 1.05, True
    assert gate.wait(1.05) > 0.0


def test_while_there_is_air_nobody_waits() -> None:
    assert leave([0.0] * AIR) == [0.0] * AIR
    assert leave([at * 0.2 for at in range(50)]) == [at * 0.2 for at in range(50)]


# --- before the simulator --------------------------------------------------------------------------------------------


def send(people: People, text: str) -> Operation:
    return Operation("messages.send", {"peer_ids": str(people.id()), "random_id": 0, "message": text})


async def test_a_single_operation_leaves_by_its_own_method(calls: Calls, desk: Desk, people: People) -> None:
    people.start()
    ((sent,),) = await calls.answers([send(people, "Привет & <пока> + 100% = «да»\n👍")])
    assert sent["peer_id"] == people.id()
    assert people.texts() == ["Привет & <пока> + 100% = «да»\n👍"]
    assert [call.method for call in desk.calls.of()] == ["messages.send"]


async def test_under_pressure_operations_leave_together_and_each_knows_what_came_of_it(
    calls: Calls, desk: Desk, people: People
) -> None:
    people.start()
    desk.calls.clear()
    people.vk.community.limits.enforce = True
    operations = [send(people, f"Слово {number}" if number % 10 else "") for number in range(200)]
    found = await asyncio.gather(*(calls.answers([operation]) for operation in operations))
    for number, (result,) in enumerate(found):
        if number % 10:
            assert result[0]["peer_id"] == people.id()
        else:
            assert (result.code, "empty" in result.text) == (100, True)
    assert sorted(people.texts()) == sorted(f"Слово {number}" for number in range(200) if number % 10)
    whole = [call for call in desk.calls.of() if call.within is None]
    assert len(whole) <= 200 / 25 + 2
    assert not any("6" in str(call.answer.get("error")) for call in whole if call.answer)


async def test_letters_always_leave_as_one_call_and_answers_before_them(
    calls: Calls, desk: Desk, people: People
) -> None:
    people.start()
    desk.calls.clear()
    units = [[send(people, f"Письмо {unit}.{number}") for number in range(25)] for unit in range(12)]
    async with asyncio.TaskGroup() as tasks:
        sent = [tasks.create_task(calls.letters(unit)) for unit in units]
        await asyncio.sleep(0.05)
        answer = tasks.create_task(calls.answers([send(people, "Ответ")]))
    assert all(len(task.result()) == 25 for task in sent)
    assert answer.done()
    whole = [call.method for call in desk.calls.of() if call.within is None]
    assert whole.count("execute") == 12
    assert whole.index("messages.send") <= AIR + 2, "an answer waits for one call at most"


async def test_letters_are_not_kept_back_by_a_stream_of_answers(calls: Calls, desk: Desk, people: People) -> None:
    people.start()
    done = asyncio.Event()

    async def press() -> None:
        while not done.is_set():
            await calls.answers([send(people, "Ответ")])

    async with asyncio.TaskGroup() as tasks:
        for _ in range(20):
            tasks.create_task(press())
        await asyncio.sleep(0.3)
        async with asyncio.timeout(20):
            for number in range(5):
                await calls.letters([send(people, f"Письмо {number}")])
        done.set()
    assert [text for text in people.texts() if text != "Ответ"] == [f"Письмо {number}" for number in range(5)]


async def test_a_slow_api_is_kept_busy_at_twenty_calls_a_second(calls: Calls, desk: Desk, people: People) -> None:
    people.start()
    desk.faults.add(Fault("*", "latency", None, seconds=1.0))
    desk.calls.clear()
    calls._gate = gate = Watched()
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(calls.letters([send(people, f"Письмо {number}")]) for number in range(40)))
    assert len(when(desk.calls.of("messages.send"))) == 40
    assert loop.time() - began < 12  # one after another they would take forty
    assert most_in_a_second(gate.departures) <= MOST
    assert THREADS > MOST


async def test_error_6_is_told_at_once_and_not_repeated_behind_our_back(
    calls: Calls, desk: Desk, people: People
) -> None:
    people.start()
    desk.faults.add(Fault("*", "6", 1))
    (refused,) = await calls.answers([send(people, "Привет")])
    assert isinstance(refused, VkError)
    assert refused.code == 6
    assert len(desk.calls.of("messages.send")) == 1
    assert calls.accepted


async def test_a_captcha_is_an_error_like_others(calls: Calls, desk: Desk, people: People) -> None:
    desk.faults.add(Fault("*", "14", 1))
    with pytest.raises(VkError) as refused:
        await calls("users.get", {"user_ids": people.id()})
    assert refused.value.code == 14


async def test_a_token_that_is_not_accepted_is_noted_until_it_is(calls: Calls, desk: Desk, people: People) -> None:
    desk.faults.add(Fault("*", "5", 1))
    with pytest.raises(VkError):
        await calls("users.get", {"user_ids": people.id()})
    assert not calls.accepted
    await calls("users.get", {"user_ids": people.id()})
    assert calls.accepted


async def test_trouble_with_the_whole_call_is_everybody_s(calls: Calls, desk: Desk, people: People) -> None:
    people.start()
    operations = [send(people, "раз"), send(people, "два")]
    desk.faults.add(Fault("execute", "502", 1))
    assert [result.unsure for result in await calls.letters(operations)] == [True, True]
    desk.faults.add(Fault("execute", "10", 1))
    assert [result.code for result in await calls.letters(operations)] == [10, 10]
    desk.faults.add(Fault("messages.send", "901", 1))
    first, second = await calls.letters(operations)
    assert (first.code, second[0]["peer_id"]) == (901, people.id())


@pytest.mark.parametrize("way", ["letters", "answers"])
async def test_what_vk_cannot_read_in_a_script_costs_the_others_nothing(
    calls: Calls, desk: Desk, people: People, way: str
) -> None:
    people.start()
    words = [send(people, f"Слово {number}") for number in range(10)]
    operations = [Operation(one.method, {**one.params, "random_id": at}) for at, one in enumerate(words, 1)]
    operations[4] = Operation("messages send", {})
    found = await getattr(calls, way)(operations)
    assert isinstance(found.pop(4), VkError)
    assert all(result[0]["peer_id"] == people.id() for result in found)
    assert len(people.texts()) == 9, "nothing stands twice"


async def test_what_has_not_left_when_we_close_is_known_as_not_done(calls: Calls, people: People) -> None:
    people.start()
    async with asyncio.TaskGroup() as tasks:
        waiting = [tasks.create_task(calls.letters([send(people, "Письмо")])) for _ in range(30)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await calls.close()
    results = [task.result()[0] for task in waiting]
    assert sum(isinstance(result, NoAnswer) and not result.unsure for result in results) >= 30 - AIR - 1
    assert sum(isinstance(result, list) for result in results) >= 1
