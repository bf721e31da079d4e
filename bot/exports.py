"""What stands in the organisers' tables."""

from dialogs.kit.tables import Format as Format
from dialogs.kit.tables import table as table
from storage.question_ends import QuestionLine

QUESTIONS = (
    *("session", "number", "state", "joined", "text", "answer", "reason", "merged into"),
    *("asked", "passed", "aired"),
)


def question(line: QuestionLine) -> tuple[str, ...]:
    """A question as a row under `QUESTIONS`."""
    moments = (moment.isoformat() if moment else "" for moment in (line.asked, line.passed, line.aired))
    numbers = (str(line.number), line.state, str(line.joined))
    return (line.session, *numbers, line.text, line.answer, line.reason, str(line.merged_into or ""), *moments)
