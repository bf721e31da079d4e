"""When a messenger is left in peace, in virtual time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.holding import LONGEST, MISSED, QUIET, Holding


def away(now: float = 1_000.0) -> Holding:
    holding = Holding()
    for _ in range(MISSED):
        holding.missed(now, now)
    return holding


def test_one_call_that_is_not_answered_is_no_outage() -> None:
    holding = Holding()
    for number in range(100):
        holding.missed(1_000.0 + number / 10, 1_000.0)
        holding.heard(1_000.0)
    assert holding.why is None


def test_an_outage_is_told_once_and_tried_ever_less_often_up_to_its_longest_pause() -> None:
    holding, now, told, tries = Holding(), 1_000.0, 0, list[float]()
    while now < 2_000.0:
        now += holding.wait(now)
        tries.append(now)
        told += holding.missed(now, now)
    assert told == 1
    assert holding.why == "away"
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses[MISSED - 1 : MISSED + 4] == [1.0, 2.0, 4.0, 8.0, 15.0]
    assert max(pauses) == LONGEST
    assert holding.heard(now) == "away"
    assert holding.wait(now) == 0


def test_few_calls_that_are_not_answered_for_long_are_an_outage_too() -> None:
    holding = Holding()
    assert not holding.missed(1_000.0, 985.0)
    assert holding.missed(1_017.0, 1_002.0)


def test_what_left_before_says_nothing_of_how_it_is_now() -> None:
    holding = away()
    assert holding.heard(999.0) is None
    assert not holding.missed(1_000.5, 999.0)
    assert (holding.why, holding.wait(1_000.0)) == ("away", 1.0)


def test_a_token_that_is_refused_once_is_refused() -> None:
    assert Holding().missed(1_000.0, 1_000.0, token=True)
    holding = away()
    assert holding.missed(1_001.0, 1_001.0, token=True), "it answers again, and does not accept our token"
    assert holding.why == "token"


@given(seconds=st.floats(0.1, 20_000))
def test_nothing_leaves_while_quiet_is_asked_for_but_never_for_longer_than_a_minute(seconds: float) -> None:
    holding = Holding()
    holding.quiet(1_000.0, seconds, 999.9)
    assert holding.wait(1_000.0) == pytest.approx(min(seconds, QUIET))
    holding.quiet(1_001.0, 3_600.0, 999.95)
    assert holding.wait(1_001.0) <= min(seconds, QUIET), "it had left before"
