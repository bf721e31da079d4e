"""What stands in the organisers' tables."""

from collections.abc import Sequence

from dialogs.kit.tables import LONGEST_SHEET as LONGEST_SHEET
from dialogs.kit.tables import Format as Format
from dialogs.kit.tables import TooManyRows as TooManyRows
from dialogs.kit.tables import table as table
from dialogs.kit.tables import written_to as written_to
from storage.leads.lines import LeadLine
from storage.leads.notes import LeadNote
from storage.questions.ends import QuestionLine

QUESTIONS = (
    *("session", "number", "state", "joined", "text", "answer", "reason", "merged into"),
    *("asked", "passed", "aired"),
)


def question(line: QuestionLine) -> tuple[str, ...]:
    """A question as a row under `QUESTIONS`."""
    moments = (moment.isoformat() if moment else "" for moment in (line.asked, line.passed, line.aired))
    numbers = (str(line.number), line.state, str(line.joined))
    return (line.session, *numbers, line.text, line.answer, line.reason, str(line.merged_into or ""), *moments)


_FIELDS = ("name", "phone", "email", "organisation", "post")
LEADS = (
    *("stand", "number", "kind", "state", "opened", "window from", "window until", "topic", "repeats", "misses"),
    *("note", "rating", "visitor says they spoke", "stand says they spoke", "closed", "consent"),
    *_FIELDS,
)


def lead(line: LeadLine, notes: Sequence[LeadNote]) -> tuple[str, ...]:
    """A request to a stand as a row under `LEADS`, with what the consent allows to be known of the visitor."""
    noted = "\n".join(f"{note.at.isoformat()} {note.text}" for note in notes)
    of = line.lead
    opened, starts, ends, closed = (
        moment.isoformat() if moment else "" for moment in (of.opened_at, of.starts, of.ends, of.closed_at)
    )
    says = ("" if said is None else "yes" if said else "no" for said in (of.visitor_says, of.staff_says))
    return (
        *(line.stand, str(of.number), of.kind, of.state, opened, starts, ends),
        *(of.topic or "", str(of.repeats), str(of.misses), noted),
        *("" if of.rating is None else str(of.rating), *says, closed, line.consent),
        *(line.contact.get(field, "") for field in _FIELDS),
    )
