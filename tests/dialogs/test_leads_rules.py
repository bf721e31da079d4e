"""The table of steps of leads: every state can be left, nothing leads out of an end, and only holders act."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.leads import rules
from storage.leads.steps import STEPS, Step
from storage.leads.tables import ENDS, OPEN, Kind, Lead, State

NOW = datetime(2020, 4, 27, 7, tzinfo=UTC)
KINDS: tuple[Kind, ...] = get_args(Kind)
STATES: tuple[State, ...] = get_args(State)


def lead(kind: Kind = "call", state: State = "new", *, misses: int = 0, taken_by: int | None = None) -> Lead:
    """A lead in a state."""
    return Lead(
        id=1,
        stand_id=1,
        number=1,
        person_id=1,
        kind=kind,
        state=state,
        revision=1,
        repeats=0,
        topic=None,
        starts=NOW + timedelta(hours=1),
        ends=NOW + timedelta(hours=2),
        misses=misses,
        taken_by=taken_by,
        rating=None,
        visitor_says=None,
        staff_says=None,
        opened_at=NOW,
        changed_at=NOW,
        closed_at=NOW if state in ENDS else None,
        alarmed_at=None,
        raised_at=None,
        reminded_at=None,
        asked_at=None,
    )


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("kind", KINDS)
def test_every_open_state_can_be_left(kind: Kind, state: State) -> None:
    assert any(rules.may(step, lead(kind, state, taken_by=7), 7) for step in STEPS)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_nothing_leads_out_of_an_end(step: Step) -> None:
    assert not set(step.out_of) & set(ENDS)
    assert step.to != "cancelled" or step.who == "visitor" or step.name == "forget", "only visitors cancel"


@given(st.sampled_from(STEPS), st.sampled_from(KINDS), st.sampled_from(STATES), st.integers(1, 3), st.integers(1, 3))
def test_what_somebody_has_nobody_else_handles(step: Step, kind: Kind, state: State, holder: int, by: int) -> None:
    if rules.may(step, lead(kind, state, taken_by=holder), by):
        assert state in step.out_of
        assert kind in step.kinds
        assert by == holder or step.who != "holder"


def test_a_new_time_is_asked_for_twice() -> None:
    assert [rules.miss(lead(misses=misses)).to for misses in range(4)] == ["waits", "waits", "closed", "closed"]


def test_a_reminder_is_for_who_has_time_to_forget() -> None:
    one = lead()
    assert not rules.reminded(one, NOW)
    assert rules.reminded(one, NOW + timedelta(minutes=50))
    assert rules.reminded(one, NOW + timedelta(hours=3))


def test_a_note_is_of_who_has_it_or_had_it_last() -> None:
    assert rules.notable(lead(state="closed", taken_by=7), 7)
    assert not rules.notable(lead(state="closed", taken_by=7), 8)
    assert not rules.notable(lead(state="new"), 7)
