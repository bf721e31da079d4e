"""The table of steps, said again by hand; when desks open, fill and close; what a reply says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from dialogs.kit.words import readable
from dialogs.moderation import rules
from dialogs.moderation.rules import Many, Step
from storage.fair.programme import Cluster, Session
from storage.questions.tables import Question, State

NOW = datetime(2020, 4, 27, 7, 0, tzinfo=UTC)
QUESTION = Question(
    id=1,
    session_id=1,
    number=14,
    person_id=1,
    asker_name="Анна",
    text="Почему?",
    anonymous=False,
    state="new",
    revision=1,
    taken_by=None,
    lease_until=None,
    merged_into=None,
    reason=None,
    answer=None,
    asked_at=NOW,
    changed_at=NOW,
    passed_at=None,
    aired_at=None,
    released_at=None,
    alarmed_at=None,
    joined=0,
)
SESSION = Session(
    id=1,
    ref="reading",
    cluster=Cluster(1, "preschool", "Дошкольное образование", None, "cluster"),
    title="Первые шаги к чтению",
    short=None,
    kind="lecture",
    starts=NOW + timedelta(hours=1),
    minutes=60,
    language="ru",
    region=None,
    summary=None,
    moderator=None,
    speakers=(),
    player=None,
    recording=None,
    cancelled=False,
    materials=(),
    stands=(),
    demo=False,
)
LEGAL = {
    "take": {("new", "taken")},
    "give back": {("taken", "new")},
    "expire": {("taken", "new")},
    "pass": {(state, "passed") for state in ("new", "taken")},
    "air": {("passed", "aired")},
    "retract": {("passed", "new")},
    "answer": {(state, "answered") for state in ("new", "taken", "passed", "aired")},
    "decline": {(state, "declined") for state in ("new", "taken")},
    "correct": {("answered", "answered")},
    "correct reason": {("declined", "declined")},
    "merge": {(state, "merged") for state in ("new", "taken")},
}


def test_the_table_is_the_agreed_one() -> None:
    assert {step.name: {(state, step.to) for state in step.frm} for step in rules.STEPS} == LEGAL


@pytest.mark.parametrize("step", rules.STEPS, ids=lambda step: step.name)
@pytest.mark.parametrize("state", get_args(State))
def test_a_step_begins_from_its_states_only_and_another_s_question_is_left_alone(step: Step, state: State) -> None:
    lease = NOW + timedelta(minutes=5) if state == "taken" else None
    question = replace(QUESTION, state=state, taken_by=7 if state == "taken" else None, lease_until=lease)
    legal = (state, step.to) in LEGAL[step.name]
    assert rules.may(step, question, 7, NOW) == legal
    assert rules.may(step, question, 8, NOW) == (legal and state != "taken")
    assert rules.may(step, question, 8, NOW + timedelta(minutes=5)) == legal


def test_nothing_leaves_an_end() -> None:
    others = (step for step in rules.STEPS if step not in (rules.CORRECTED, rules.OTHER_REASON))
    assert not {state for step in others for state in step.frm} & {"answered", "declined", "merged", "withdrawn"}


@pytest.mark.parametrize(
    ("state", "before", "again"),
    [
        ("declined", {}, "new"),
        ("merged", {}, "new"),
        ("aired", {"passed_at": NOW}, "passed"),
        ("answered", {}, "new"),
        ("answered", {"passed_at": NOW}, "passed"),
        ("answered", {"passed_at": NOW, "aired_at": NOW}, "aired"),
        ("new", {}, None),
        ("withdrawn", {}, None),
    ],
)
def test_an_end_is_taken_back_to_what_was_before(state: State, before: dict[str, Any], again: State) -> None:
    assert rules.taken_back_to(replace(QUESTION, state=state, **before)) == again


@pytest.mark.parametrize(
    ("text", "bare", "number"),
    [
        ("№9", False, 9),
        (" № 9. ", False, 9),
        ("#12", False, 12),
        ("9", True, 9),
        ("9", False, None),
        ("№9 и №10", True, None),
        ("В 9 часов", True, None),
        ("№1234567", True, None),
        ("", True, None),
    ],
)
def test_a_reply_may_be_a_number(text: str, bare: bool, number: int | None) -> None:
    assert rules.number_in(text, bare=bare) == number


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("3 5 9 — не по теме", Many("decline", (3, 5, 9), reason="не по теме")),
        ("№3, №5 - реклама", Many("decline", (3, 5), reason="реклама")),
        ("15: грубость", Many("decline", (15,), reason="грубость")),
        ("12 = 13", Many("merge", (12,), into=13)),
        ("№12 14 =№13.", Many("merge", (12, 14), into=13)),
        ("13 = 13", None),
        ("3 5", Many("cards", (3, 5))),
        ("№30", Many("cards", (30,))),
        ("3-5 не по теме", None),
        ("3 — 5", None),
        ("Приходите в 10 — будет чай", None),
        ("", None),
    ],
)
def test_a_reply_to_a_pack_handles_many(text: str, many: Many | None) -> None:
    assert rules.many_in(text) == many


def test_words_lose_what_is_not_seen_and_keep_their_lines() -> None:
    assert readable(" Начните\u202e с картинок.\x00\n\u200bПотом буквы. ") == "Начните с картинок.\nПотом буквы."
    assert readable("\u200b\u2066 \n") == ""


def _asked(*at: timedelta) -> list[Question]:
    return [replace(QUESTION, id=n, number=n, asked_at=NOW + when) for n, when in enumerate(at, 1)]


def test_what_was_asked_before_the_start_is_packed_and_the_rest_are_cards() -> None:
    hour = timedelta(hours=1)
    questions = _asked(timedelta(0), hour - timedelta(seconds=1), hour, hour + timedelta(minutes=1))
    assert [q.id for q in rules.packed(SESSION, questions)] == [1, 2]
    assert [q.id for q in rules.to_release(SESSION, questions, room=12)] == [3, 4]
    assert [q.id for q in rules.to_release(SESSION, questions, room=1)] == [3]
    assert rules.to_release(SESSION, questions, room=-3) == []


def test_while_nobody_knows_when_it_starts_all_is_packed() -> None:
    announced = replace(SESSION, starts=None)
    questions = _asked(timedelta(0), timedelta(days=9))
    assert rules.packed(announced, questions) == questions
    assert rules.to_release(announced, questions, room=12) == []


def test_a_desk_is_attended_from_a_quarter_of_an_hour_before_until_questions_close() -> None:
    closes = timedelta(minutes=15)
    minutes = [44, 45, 134, 135]
    assert [rules.attended(SESSION, NOW + timedelta(minutes=at), closes) for at in minutes] == [
        False,
        True,
        True,
        False,
    ]
    assert not rules.attended(replace(SESSION, cancelled=True), NOW + timedelta(hours=1), closes)
    assert not rules.attended(replace(SESSION, starts=None), NOW + timedelta(hours=1), closes)


def test_a_topic_stays_open_while_something_waits_but_not_for_ever() -> None:
    closes, answers = timedelta(minutes=15), timedelta(hours=48)

    def is_open(hours: float, waiting: int) -> bool:
        return rules.topic_open(SESSION, NOW + timedelta(hours=hours), closes, answers, waiting)

    assert [is_open(2.2, 0), is_open(2.25, 0), is_open(2.25, 1), is_open(49.9, 1), is_open(50, 1)] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_questions_closed_early_are_summed_up_at_the_end() -> None:
    closes = timedelta(minutes=15)
    assert rules.summed_up_at(SESSION, closes, closed=True) == NOW + timedelta(hours=2)
    assert rules.summed_up_at(SESSION, closes, closed=False) == NOW + timedelta(hours=2, minutes=15)
    assert rules.summed_up_at(replace(SESSION, starts=None), closes, closed=False) is None
