"""What stands in the organisers' tables, in words of the reader's language and in the fair's own time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dialogs.kit.phrase import Phrase, say, speak
from dialogs.leads.table import HEADER, row
from storage.fair.catalogue import Catalogue
from storage.leads.lines import LeadLine
from storage.leads.notes import LeadNote
from storage.questions.ends import QuestionLine
from storage.questions.tables import State

SUBSCRIPTIONS = ("messenger", "user", "session", "since")  # for programs: they rely on these names
SEARCHES = (say("Looked for in vain"), say("Times"), say("Last time"))
QUESTIONS = (
    *(say("Session"), say("Session's id"), say("Starts"), say("No."), say("State"), say("Joined"), say("Question")),
    *(say("Answer given"), say("Reason"), say("Merged with No.")),
    *(say("Asked at"), say("In the chat since"), say("Read out")),
)
LEADS = (say("Stand"), say("Stand's id"), *HEADER)
_STATES: Mapping[State, Phrase] = {
    "new": say("waits for a moderator"),
    "taken": say("a moderator has it"),
    "passed": say("shown in the chat"),
    "aired": say("read out"),
    "answered": say("answered in writing"),
    "declined": say("declined"),
    "merged": say("merged with another"),
    "withdrawn": say("taken back by the asker"),
}


def header(columns: tuple[Phrase, ...], language: str) -> tuple[str, ...]:
    """The titles of columns."""
    return tuple(speak(column, language) for column in columns)


def question(line: QuestionLine, catalogue: Catalogue, language: str) -> tuple[str, ...]:
    """A question as a row under `QUESTIONS`."""

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(catalogue.zone):%d.%m.%Y %H:%M}" if at is not None else ""

    session = catalogue.session_named(line.session)
    title, starts = (session.title, moment(session.starts)) if session is not None else (line.session, "")
    state = speak(_STATES[line.state], language)
    texts = (line.text, line.answer, line.reason, str(line.merged_into or ""))
    moments = (moment(at) for at in (line.asked, line.passed, line.aired))
    return (title, line.session, starts, str(line.number), state, str(line.joined), *texts, *moments)


def lead(
    line: LeadLine, names: Mapping[int, str], notes: Sequence[LeadNote], catalogue: Catalogue, language: str
) -> tuple[str, ...]:
    """A request to a stand as a row under `LEADS`, with what the consent allows to be known of the visitor."""
    stand = catalogue.stand_named(line.stand)
    title = stand.title if stand is not None else line.stand
    return (title, line.stand, *row(line, names, catalogue.zone, language, notes))
