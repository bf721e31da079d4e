"""What stands under a moderator's reply to a card: that it goes out soon, that it went, or that it stays a note."""

from collections.abc import Iterable, Sequence

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Italic, Paragraph, Row, Screen, paragraph, screen
from dialogs.moderation.routes import CorrectAnswer, HoldBack, SendReply, TakeBack, UndoMany
from dialogs.moderation.rules import Many
from storage.questions.replies import DeskReply
from storage.questions.tables import Question

SAID_AGAIN = 300  # signs of an answer that is about to go out


def reply(said: DeskReply, question: Question, seconds: int) -> Screen:
    """What becomes of a reply about a question; an answer goes to so many others beside the asker."""
    match said.state:
        case "held":
            return screen(
                paragraph((Bold(_goes(question)),), say("“{text}”", text=said.text), flexible=True),
                Italic(say("It leaves in {seconds} s.", seconds=seconds)),
                buttons=_held(said, question),
            )
        case "note":
            note = say("A note for colleagues on №{number}: the asker does not see it.", number=question.number)
            return screen(note, buttons=[(Button(say("Send it to the asker"), SendReply(question.id, said.id)),)])
        case "sent":
            return screen(_went(said, question), buttons=_sent(question))
        case "late":
            return screen(say("Somebody was first with №{number}: your answer was not sent.", number=question.number))
        case _:
            return screen(say("Nothing was sent to the asker of №{number}.", number=question.number))


def _goes(question: Question) -> Phrase:
    if not question.joined:
        return say("№{number}: it goes to the asker:", number=question.number)
    return say_n(
        "№{number}: it goes to the asker and {n} more who waits:",
        "№{number}: it goes to the asker and {n} more who wait:",
        question.joined,
        number=question.number,
    )


def _went(said: DeskReply, question: Question) -> Phrase | Paragraph:
    if said.goal == "correct":
        return say("The answer to №{number} is corrected for everybody who got it.", number=question.number)
    return say("The answer to №{number} is on its way.", number=question.number)


def _held(said: DeskReply, question: Question) -> list[Row]:
    cancel = Button(say("Cancel"), HoldBack(question.id, said.id))
    return [(cancel, Button(say("It is a note"), HoldBack(question.id, said.id, note=True)))]


def _sent(question: Question) -> list[Row]:
    if question.state != "answered":
        return []
    correct = Button(say("Correct the answer"), CorrectAnswer(question.id))
    return [(correct, Button(say("Put back"), TakeBack(question.id)))]


def many(said: DeskReply, asked: Many, done: Sequence[Question], into: Question | None) -> Screen:
    """What one reply did to many questions, and to which it did nothing."""
    numbers = _numbers(question.number for question in done)
    left = [number for number in asked.numbers if number not in {question.number for question in done}]
    untouched = [say("Untouched: {numbers}.", numbers=_numbers(left))] if left else []
    if said.state == "undone":
        return screen(say("Taken back: {numbers}.", numbers=numbers))
    if not done:
        return screen(*untouched)
    if into is not None:
        head = say("Merged with №{number}: {numbers}.", number=into.number, numbers=numbers)
    else:
        head = say("Declined, “{reason}”: {numbers}.", reason=asked.reason, numbers=numbers)
    return screen(Bold(head), *untouched, buttons=[(Button(say("Undo"), UndoMany(said.session_id, said.id)),)])


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(f"№{number}" for number in numbers)
