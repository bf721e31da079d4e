"""What visitors have chosen, in words, and what it makes of a list of sessions."""

from collections.abc import Iterable, Mapping

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Text
from storage.fair.programme import Session
from storage.people.choice import Choice

ROLES: Mapping[str, Phrase] = {
    "teacher": say("Teacher"),
    "preschool": say("Preschool teacher"),
    "parent": say("Parent"),
    "head": say("Head of a school"),
    "student": say("Student"),
}
TIMES: Mapping[str, Phrase] = {
    "after_school": say("After school"),
    "day": say("The whole day"),
    "evening": say("In the evening"),
}
_FOR: Mapping[str, Phrase] = {
    "teacher": say("for teachers"),
    "preschool": say("for preschool teachers"),
    "parent": say("for parents"),
    "head": say("for heads of schools"),
    "student": say("for students"),
}


def told(choice: Choice) -> list[Text]:
    """The choice in words, part by part."""
    words: list[Text] = [ROLES[choice.role]] if choice.role in ROLES else []
    words += choice.topics
    return [*words, TIMES[choice.times]] if choice.times in TIMES else words


def reasons(session: Session, choice: Choice) -> list[Text]:
    """Why the session suits: «для учителей», «дистант»."""
    role: list[Text] = [_FOR[choice.role]] if choice.role in session.audience and choice.role in _FOR else []
    return [*role, *(topic for topic in choice.topics if topic in session.tags)]


def suits(session: Session, choice: Choice) -> int:
    """How much a session is for somebody: what is for others only is below zero, what says nothing is zero."""
    role = 0
    if choice.role and session.audience:
        role = 1 if choice.role in session.audience else -1
    return role + 2 * sum(topic in session.tags for topic in choice.topics)


def rank(sessions: Iterable[Session], choice: Choice) -> list[Session]:
    """The same sessions, what suits most first; what suits alike stays as it stands."""
    return sorted(sessions, key=lambda session: -suits(session, choice))
