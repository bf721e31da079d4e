"""What a session's public chat sees of a question, and what a machine is told in its place."""

from dialogs.kit.links import unclickable
from dialogs.kit.phrase import say
from dialogs.kit.reading import public_name
from dialogs.kit.screen import Bold, Fact, Italic, Notice, Screen, paragraph, screen
from dialogs.moderation.screens.card import session_name
from storage.fair.programme import Session
from storage.questions.tables import Question


def passed(question: Question, session: Session, fair: str) -> Screen:
    """A passed question in a public chat, which may be that of several sessions; it says when it was read out.

    Nothing in it can be pressed, whoever wrote it. `fair`: its title, which nobody is called by.
    """
    head = Bold(say("Question №{number}", number=question.number))
    title = Italic(say("“{title}”", title=session_name(session)))
    shown = signature(question, fair)
    aired = [Bold(say("🎙 read out"))] if question.aired_at is not None else []
    return screen(
        paragraph((head, " · ", title), unclickable(question.text)), *([Italic(shown)] if shown else []), *aired
    )


def signature(question: Question, fair: str) -> str:
    """The asker's name as everybody reads it: not an address that would become a link, nor that of one of the staff."""
    return "" if question.anonymous else public_name(question.asker_name or "", fair)


def taken_off(question: Question, session: Session) -> Screen:
    """What stands in place of a passed question that was taken back."""
    off = say("A moderator has taken question №{number} off.", number=question.number)
    return screen(Italic(off), Italic(say("“{title}”", title=session_name(session))))


def notice(question: Question, session: Session, fair: str) -> Notice:
    """What a machine is told of a question that was passed, or taken back since."""
    facts: dict[str, Fact] = {"question": question.id, "number": question.number, "session": session.ref}
    if question.passed_at is None:
        return Notice("question.withdrawn", tuple(facts.items()))
    name = signature(question, fair) or None
    told = facts | {"text": unclickable(question.text), "name": name, "joined": question.joined}
    return Notice("question.passed", tuple(told.items()))
