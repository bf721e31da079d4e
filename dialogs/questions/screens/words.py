"""What screens of questions say again and again: a session with its time, a question's text, its steps."""

from dialogs.kit.links import unclickable
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.reading import public_name
from dialogs.kit.screen import Bold, Italic, Line, Paragraph, Piece, paragraph
from dialogs.kit.times import dated
from dialogs.questions import rules
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.questions.tables import Question

_STEPS: dict[rules.Step, Phrase] = {
    "accepted": say("received"),
    "taken": say("a moderator has it"),
    "passed": say("passed on to the session's chat"),
    "aired": say("read out on air"),
    "answered": say("answered"),
}
_NOW: dict[rules.Step, Phrase] = {
    "accepted": say("received, waits for a moderator"),
    "taken": say("a moderator has it now"),
    "answered": say("answered:"),
}


def of_session(catalogue: Catalogue, person: Person, session: Session) -> Line:
    """«понедельник, 27 апреля, 10:00–10:45 МСК»."""
    if session.starts is None:
        return (say("time to be announced"),)
    return (dated(session.starts, catalogue.zone, person.zone, session.ends),)


def quoted(text: str) -> Paragraph:
    """A question's words, which may be shortened where there is no room; there is nothing in them to be pressed."""
    return paragraph(say("“{text}”", text=unclickable(text)), flexible=True)


def joined(count: int) -> Phrase:
    """«ждут ответа ещё 17 человек»."""
    return say_n("{n} more person waits for the answer", "{n} more people wait for the answer", count)


UNSEEN = say("received; the moderators are not available yet, they will see it as soon as they are")


def story(question: Question, root: Question | None, *, mine: bool, seen: bool = True) -> Paragraph:
    """One line per step, the current one bold; what was merged goes on as the one it is part of.

    `seen`: if nobody has taken it, somebody can see it.
    """
    done = rules.steps(question)
    if root is not None:
        done += [step for step in rules.steps(root) if step != "accepted"]
    last = len(done) - 1
    end = root or question
    if done == ["accepted"] and not seen:
        return paragraph(("● ", Bold(UNSEEN)))
    return paragraph(*(_step(step, end, current=at == last, mine=mine) for at, step in enumerate(done)))


def _step(step: rules.Step, question: Question, *, current: bool, mine: bool) -> Line:
    mark = "● " if current else "✓ "
    match step:
        case "merged":
            words = say("joined with No. {number}", number=question.number)
        case "declined":
            words = say("declined: {reason}", reason=question.reason or "")
        case "withdrawn":
            words = say("you took it back") if mine else say("its author took it back")
        case _ if current:
            words = _NOW.get(step, _STEPS[step])
        case _:
            words = _STEPS[step]
    pieces: list[Piece] = [mark, Bold(words)] if current else [mark, words]
    if step == "answered" and question.answer:
        pieces += [" ", question.answer]
    return tuple(pieces)


def short_state(question: Question, *, seen: bool = True) -> Phrase:
    """A question's state in a list, in a word or two; `seen` as in its story."""
    match question.state:
        case "new" if not seen:
            return say("the moderators are not available yet")
        case "new":
            return say("waits for a moderator")
        case "merged":
            return say("joined with another")
        case "declined":
            return say("declined")
        case "withdrawn":
            return say("taken back")
        case state:
            return _STEPS[state]


def by_whom(question: Question, fair: str) -> Italic:
    """The asker as everybody may know them; `fair`: its title."""
    name = "" if question.anonymous else public_name(question.asker_name or "", fair)
    return Italic(name or say("without a name"))
