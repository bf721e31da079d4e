"""Asking as screens: the prompt, similar questions, the preview, and every kind word that stands in the way."""

from collections.abc import Sequence

from dialogs.kit.form import GIVE_UP
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Entry, Italic, Listing, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenSession
from dialogs.questions import rules
from dialogs.questions.routes import (
    AskInSlot,
    AskQuestion,
    ChangeDraft,
    JoinInstead,
    OpenMyQuestions,
    OpenQuestion,
    OpenQuestions,
    SendQuestion,
    SetName,
    ShowDraft,
)
from dialogs.questions.screens import words
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.questions.tables import LONGEST, Question

SESSIONS_ON_PAGE = 20


def prompt(catalogue: Catalogue, person: Person, session: Session, on_now: Session | None, old: str = "") -> Screen:
    """Ask for the text. `on_now`: what the person watches at this moment, where that is another session."""
    head = paragraph(
        (Bold(say("A question for “{title}”", title=session.title)),),
        words.of_session(catalogue, person, session),
    )
    text: list[Paragraph | Piece] = [head]
    if old:
        text += [say("Now it says:"), words.quoted(old)]
    if on_now is not None:
        text.append(say("“{title}” is on now. If your question is for it, press the button below.", title=on_now.title))
    text.append(_how(anew=bool(old)))
    others: list[Row] = []
    if on_now is not None:
        label, short = say("Ask in “{title}”", title=on_now.title), say("Ask in what is on now")
        others.append((Button(label, AskQuestion(on_now.id), short=short),))
    return screen(*text, buttons=[*others, (*_about(session), GIVE_UP)])


def _how(*, anew: bool) -> Phrase:
    if anew:
        return say_n(
            "Write the new words as one message, {n} character at most.",
            "Write the new words as one message, {n} characters at most.",
            LONGEST,
        )
    return say_n(
        "Write it as one message, {n} character at most.", "Write it as one message, {n} characters at most.", LONGEST
    )


def preview(session: Session, text: str, name: str, *, anonymous: bool, edited: bool) -> Screen:
    """What is about to be sent, and who will be seen to ask."""
    if edited:
        by: Phrase = say("The moderators will see the new words in place of the old ones.")
        names: Row = ()
    elif not name:
        by, names = say("It will be asked without a name."), ()
    elif anonymous:
        by = say("It will be asked without your name; only the moderators see that it is {name}.", name=name)
        names = (Button(say("With my name"), SetName(True)),)
    else:
        by = say("It will be asked by {name}.", name=name)
        names = (Button(say("Without my name"), SetName(False)),)
    return screen(
        Bold(say("This is your question for “{title}”:", title=session.title)),
        words.quoted(text),
        Italic(by),
        buttons=[
            (
                Button(say("Send"), SendQuestion(session.id, rules.seal(text, anonymous=anonymous))),
                Button(say("Change"), ChangeDraft()),
            ),
            (*names, GIVE_UP),
        ],
    )


def offer(found: Sequence[Question]) -> Screen:
    """Similar questions, to be joined instead of asking the same again."""
    if len(found) == 1:
        question = say("A similar question has been asked. Would you like to join it?")
    else:
        question = say("Similar questions have been asked. Would you like to join one of them?")
    shown = [part for one in found for part in (paragraph(_numbered(one)), words.quoted(one.text))]
    return screen(
        Bold(question),
        say("You will get its answer too, and the more people wait for it, the sooner it is asked."),
        *shown,
        buttons=[
            *((_join(one, alone=len(found) == 1),) for one in found),
            (Button(say("Ask my own"), ShowDraft()), GIVE_UP),
        ],
    )


def _join(question: Question, *, alone: bool) -> Button:
    label = say("Join") if alone else say("Join No. {number}", number=question.number)
    return Button(label, JoinInstead(question.id))


def _numbered(question: Question) -> Bold:
    number = say("No. {number}", number=question.number)
    if not question.joined:
        return Bold(number)
    return Bold(say("No. {number} (+{joined})", number=question.number, joined=question.joined))


def sent(question: Question, *, seen: bool = True) -> Screen:
    """It is with the moderators now, or will be when there are some."""
    there = say("Question No. {number} is with the moderators.", number=question.number)
    later = say(
        "Question No. {number} is received. The moderators are not available yet and will see it later.",
        number=question.number,
    )
    return screen(
        Bold(there if seen else later),
        say("The message below shows what becomes of it."),
        buttons=_ways_on(question.session_id),
    )


def changed(question: Question) -> Screen:
    """It is asked in new words."""
    said = say("Question No. {number} has new words.", number=question.number)
    return screen(Bold(said), words.quoted(question.text), buttons=_ways_on(question.session_id))


def joined(question: Question) -> Screen:
    """The person waits for its answer now."""
    return screen(
        Bold(say("You have joined question No. {number}.", number=question.number)),
        words.quoted(question.text),
        say("The message below shows what becomes of it."),
        buttons=_ways_on(question.session_id),
    )


def repeated(question: Question) -> Screen:
    """The person asked this before."""
    return screen(
        Bold(say("You have asked this already: it is your question No. {number}.", number=question.number)),
        say("It is not lost; look what has become of it, or ask something else."),
        buttons=[
            (Button(say("Question No. {number}", number=question.number), OpenQuestion(question.id)),),
            (Button(say("Ask something else"), AskQuestion(question.session_id)),),
            *_ways_on(question.session_id),
        ],
    )


def refused(session: Session, why: Phrase) -> Screen:
    """A question cannot be asked now."""
    return screen(Bold(why), buttons=[(_questions_of(session.id),), *_ways_on(session.id)])


def choose(sessions: Sequence[Session], slot: int, at: int) -> Screen:
    """Which of a reminder's sessions the question is for."""
    entries = tuple(Entry((Button(one.title, AskQuestion(one.id), short=one.short or one.title),)) for one in sessions)
    return screen(
        Bold(say("Which session is your question for?")),
        listing=Listing(entries, at, AskInSlot(slot), SESSIONS_ON_PAGE),
        buttons=[(Button(say("Menu"), OpenMenu()),)],
    )


def nothing_to_ask() -> Screen:
    """A reminder's sessions are over or out of the plan."""
    over = say("The sessions of this reminder take no more questions.")
    return screen(over, buttons=[(Button(say("My questions"), OpenMyQuestions()), Button(say("Menu"), OpenMenu()))])


def _ways_on(session: int) -> list[Row]:
    return [
        (Button(say("About the session"), OpenSession(session)), Button(say("My questions"), OpenMyQuestions())),
        (Button(say("Menu"), OpenMenu()),),
    ]


def _about(session: Session) -> Row:
    return (Button(say("About the session"), OpenSession(session.id)),)


def _questions_of(session: int) -> Button:
    return Button(say("Other questions"), OpenQuestions(session))
