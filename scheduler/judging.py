"""What an outcome means for a letter: it is over, or it goes again after a while. Pure, but for the log."""

from typing import assert_never

import structlog

from dialogs.kit.messenger import ChatMoved, Delivered, Gone, Later, Lost, Outcome, Refused
from dialogs.kit.screen import Topic
from scheduler.composing import DrawnLetter
from scheduler.noting import Ended, Note, Waits
from storage.post.claims import Claimed

ATTEMPTS = 20  # of a letter that always fails: then it is refused, and counted so
DOUBLINGS = 5  # of the time that a letter which fails again and again has to wait
LONGEST_MISSED = 30.0  # seconds that a letter waits again because the messenger was not there
AFTER_A_BUG = Later(60.0)

_log = structlog.get_logger()


def judge(letter: Claimed, outcome: Outcome, drawn: DrawnLetter | None = None, *, repeatable: bool = True) -> Note:
    """What is to be noted. `repeatable`: it may be sent again when nobody knows whether it arrived."""
    match outcome:
        case Delivered(shown):
            return Ended("delivered", shown=shown)
        case Gone():
            person = None if drawn is None else drawn.person
            if person is not None and person.address != letter.address:
                person = None  # what is closed is another way to them, not their chat
            return Ended("gone", unreachable=person, place="broken" if letter.person_id is None else None)
        case Refused():
            _log.error("letter.refused", letter=letter.id, kind=letter.kind, reason=outcome.logged)
            no_topic = drawn is not None and isinstance(drawn.what, Topic) and drawn.over is None
            return Ended("refused", place="flat" if no_topic else None)
        case Later():
            return _later(letter, outcome, repeatable=repeatable)
        case Lost():
            topic = drawn.over if drawn is not None and isinstance(drawn.what, Topic) else None
            return Ended("dropped", place="lost", thread=letter.address.thread if topic is None else topic.message)
        case ChatMoved() if letter.failed + 1 >= ATTEMPTS:
            return Ended("refused")
        case ChatMoved(chat):
            return Waits(0.0, failed=True, moved=chat)
        case _:
            assert_never(outcome)


def _later(letter: Claimed, outcome: Later, *, repeatable: bool) -> Note:
    """What is the messenger's trouble or the chat's is not counted as the letter's: it ends by its own time alone."""
    own = not (outcome.flood or outcome.whole)
    if outcome.unsure and not repeatable and outcome.whole:  # the messenger went away just then: nobody refused it
        _log.warning("letter.unsure", letter=letter.id, kind=letter.kind)
        return Ended("dropped")
    if outcome.unsure and not repeatable:
        return _given_up(letter, "nobody knows whether it arrived, and it must not arrive twice")
    if own and letter.failed + 1 >= ATTEMPTS:
        return _given_up(letter, f"it failed {ATTEMPTS} times")
    if own:
        return Waits(outcome.seconds * 2 ** min(letter.failed, DOUBLINGS), failed=True)
    if outcome.flood:
        return Waits(outcome.seconds)
    patience = 2 ** min(letter.attempt - 1, DOUBLINGS)  # so that one that cannot leave does not stand before all others
    return Waits(min(outcome.seconds * patience, max(outcome.seconds, LONGEST_MISSED)))


def _given_up(letter: Claimed, reason: str) -> Ended:
    _log.error("letter.refused", letter=letter.id, kind=letter.kind, reason=reason)
    return Ended("refused")
