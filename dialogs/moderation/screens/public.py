"""What a session's public chat sees of a question, and what a machine is told in its place."""

from dialogs.kit.phrase import say
from dialogs.kit.screen import Bold, Fact, Italic, Notice, Screen, paragraph, screen
from storage.fair.programme import Session
from storage.questions.tables import Question


def passed(question: Question) -> Screen:
    """A passed question in the session's public chat."""
    head = Bold(say("Question №{number}", number=question.number))
    name = [] if question.anonymous or not question.asker_name else [Italic(question.asker_name)]
    return screen(paragraph((head,), question.text), *name)


def taken_off(question: Question) -> Screen:
    """What stands in place of a passed question that was taken back."""
    return screen(Italic(say("A moderator has taken question №{number} off.", number=question.number)))


def notice(question: Question, session: Session) -> Notice:
    """What a machine is told of a question that was passed, or taken back since."""
    facts: dict[str, Fact] = {"question": question.id, "number": question.number, "session": session.ref}
    if question.passed_at is None:
        return Notice("question.withdrawn", tuple(facts.items()))
    name = None if question.anonymous else question.asker_name
    told = facts | {"text": question.text, "name": name, "joined": question.joined}
    return Notice("question.passed", tuple(told.items()))
