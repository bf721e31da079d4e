"""What stands beside a file that was passed on, and why one was not."""

from dialogs.kit.contents import harm_of, why_not
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Screen, screen
from storage.fair.exhibition import Stand

Text = Phrase


def from_stand(stand: Stand | None) -> Phrase:
    """To the visitor."""
    if stand is None:
        return say("📎 A file from the stand")
    if stand.number is None:
        return say("📎 A file from the stand «{stand}»", stand=stand.short or stand.title)
    return say("📎 A file from stand {number}", number=stand.number)


def from_visitor(number: int) -> Phrase:
    """To the stand's staff, who may answer by a reply to it."""
    return say("📎 №{number} · a file from the visitor", number=number)


def with_answer(number: int) -> Phrase:
    """To who waited for the answer."""
    return say("📎 To the answer to question №{number}", number=number)


def not_passed(why: str) -> Screen:
    """To who sent it; the words beside it went on their way all the same."""
    found = harm_of(why)
    if found is None:
        return screen(_not_passed(why))
    return screen(Bold(say("The file was not passed on; the words beside it were.")), why_not(found))


def _not_passed(why: str) -> Phrase:
    match why:
        case "large":
            return say("The file has more than 20 MB, so it was not passed on. The words beside it were.")
        case "kind":
            return say("I do not pass on files of this kind: they could do harm. The words beside it were passed on.")
        case "lost":
            return say("The file did not come through to me. Please send it once more.")
        case _:
            return say("I passed on the words only: voice, video and stickers cannot go along.")
