"""The pace of letters in virtual time: never above the messenger's rates, hardly ever below them."""

from bisect import bisect_left
from collections import defaultdict
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.kit.messenger import Limits
from scheduler.pacing import Pace

TICK = 1e-9


def limits(per_second: float, chat_seconds: float = 1.0, group_per_minute: int = 20) -> Limits:
    return Limits(
        text=4096,
        caption=1024,
        label=40,
        buttons=100,
        row=8,
        rows=100,
        per_second=per_second,
        chat_seconds=chat_seconds,
        group_per_minute=group_per_minute,
    )


def most_within(moments: list[float], window: float) -> int:
    """How many of the ordered moments the fullest window holds."""
    ends = (bisect_left(moments, moment + window - TICK) for moment in moments)
    return max((end - start for start, end in enumerate(ends)), default=0)


@given(
    per_second=st.floats(0.2, 100),
    late=st.lists(st.floats(0, 0.5), min_size=1, max_size=50),
    idle=st.lists(st.floats(0, 5), min_size=1, max_size=10),
)
@settings(max_examples=150, deadline=None)
def test_no_second_holds_more_than_the_rate_however_late_the_sender_wakes(
    per_second: float, late: list[float], idle: list[float]
) -> None:
    pace, now, sent = Pace(limits(per_second)), 1_000.0, []
    for number in range(200):
        if number % 40 == 0:
            now += idle[number // 40 % len(idle)]
        now += pace.wait(now) + late[number % len(late)] * (number % 3 == 0)
        if pace.wait(now) > TICK:
            continue
        pace.note({str(number): False}, now)
        sent.append(now)
    assert most_within(sent, 1.0) <= ceil(per_second)


@given(per_second=st.floats(0.2, 200))
@settings(max_examples=100, deadline=None)
def test_the_rate_is_used(per_second: float) -> None:
    pace, now, count = Pace(limits(per_second)), 1_000.0, 400
    for number in range(count):
        now += pace.wait(now)
        pace.note({str(number): False}, now)
    assert (count - 1) / (now - 1_000.0) >= 0.95 * per_second


def test_small_oversleeping_costs_nothing() -> None:
    pace, now = Pace(limits(30)), 1_000.0
    for number in range(3_000):
        wait = pace.wait(now)
        now += wait + (0.003 if wait else 0.0)
        pace.note({str(number): False}, now)
    assert 3_000 / (now - 1_000.0) >= 0.95 * 30


def test_what_a_busy_machine_delays_now_and_then_is_made_up_for() -> None:
    """Every seventh call is late by more than the distance between two; the rate is nearly kept all the same."""
    pace, now, sent = Pace(limits(20)), 1_000.0, []
    for number in range(2_000):
        now += pace.wait(now) + (0.06 if number % 7 == 0 else 0.0)
        pace.note({str(number): False}, now)
        sent.append(now)
    assert 2_000 / (now - 1_000.0) >= 0.93 * 20
    assert most_within(sent, 1.0) <= 20


@given(chats=st.lists(st.integers(0, 5), min_size=1, max_size=300), step=st.floats(0.01, 2.0))
@settings(max_examples=100, deadline=None)
def test_no_chat_and_no_group_gets_more_than_its_share(chats: list[int], step: float) -> None:
    pace, now = Pace(limits(30)), 1_000.0
    sent: defaultdict[int, list[float]] = defaultdict(list)
    for chat in chats:
        now += step
        group = chat < 2
        if pace.wait(now) <= 0 and pace.wait_for_chat(str(chat), now, group=group) <= 0:
            pace.note({str(chat): group}, now)
            sent[chat].append(now)
    for chat, moments in sent.items():
        assert most_within(moments, 1.0) <= 1
        if chat < 2:
            assert most_within(moments, 60.0) <= 20


def test_a_group_gets_nearly_its_twenty_a_minute() -> None:
    pace, now, sent = Pace(limits(30)), 1_000.0, 0
    while now < 1_000.0 + 600:
        if pace.wait_for_chat("g", now, group=1) <= 0:
            pace.note({"g": True}, now)
            sent += 1
        now += 0.05
    assert sent >= 0.95 * 200


def test_what_is_long_past_is_forgotten() -> None:
    pace = Pace(limits(30))
    for number in range(10_000):
        pace.note({str(number): number % 2 == 0}, 1_000.0 + number)
    assert len(pace._chats) < 100
    assert len(pace._groups) < 100


@given(takes=st.lists(st.integers(1, 2), min_size=30, max_size=60))
@settings(max_examples=50, deadline=None)
def test_pinning_and_closing_count_for_a_group(takes: list[int]) -> None:
    pace, now, sent = Pace(limits(30)), 1_000.0, []
    for calls in takes:
        now += pace.wait_for_chat("g", now, group=calls)
        pace.note({"g": calls}, now)
        sent += [now] * calls
    assert most_within(sent, 60.0) <= 20


def test_what_is_least_urgent_leaves_half_of_a_groups_minute_to_the_rest() -> None:
    pace_limits = limits(per_second=30)
    pace = Pace(pace_limits)
    sent = 0
    while not pace.wait_for_chat("-1", 2.0 * sent, group=1, spared=10):
        pace.note({"-1": 1}, 2.0 * sent)
        sent += 1
    assert sent == pace_limits.group_per_minute - 10
    assert not pace.wait_for_chat("-1", 2.0 * sent, group=1)
