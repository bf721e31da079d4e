"""What was asked of stands, as screens: the list, one request, the receipt of one, and news of a call."""

from collections.abc import Sequence

from dialogs.callback import rules
from dialogs.callback.routes import (
    FROM_LETTER,
    AddCallTopic,
    AskCallback,
    CancelCall,
    MoveCall,
    OpenMyRequests,
    OpenRequest,
    SayCalled,
)
from dialogs.callback.screens import words
from dialogs.callback.screens.words import View
from dialogs.exhibition.routes import OpenExhibition, OpenStand
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.menu.routes import OpenMenu
from storage.fair.exhibition import Stand
from storage.leads.tables import Lead

ON_PAGE = 7


def _title(lead: Lead) -> Phrase:
    return say("Request No. {number}: {kind}", number=lead.number, kind=words.KINDS[lead.kind])


def _about(lead: Lead, view: View, *, stays: bool = False) -> list[Paragraph]:
    """Which stand, when, about what."""
    stand = view.stand_of(lead)
    where: list[Piece] = [words.stand_name(stand)]
    if stand is not None and stand.number is not None:
        where += [" · ", stand.title]
    lines: list[Line] = [(Bold(_title(lead)),), tuple(where)]
    if lead.starts is not None:
        lines.append((words.when(lead.starts, view, stays=stays),))
    said = [paragraph(*lines)]
    if lead.topic:
        said.append(paragraph(say("“{text}”", text=lead.topic), flexible=True))
    if lead.id in view.silent:
        said.append(paragraph(Italic(say("You have taken your number back, so the stand cannot call you."))))
    return said


def _steps(lead: Lead, view: View, *, at: int = 0, came: str = "") -> Row:
    buttons: list[Button] = []
    if rules.may_move(lead):
        gone = lead.state == "waits" or (lead.ends is not None and lead.ends <= view.now)
        label = say("Choose another time") if gone else say("Move")
        buttons.append(Button(label, MoveCall(lead.id, came)))
    if rules.may_cancel(lead):
        buttons.append(Button(say("Cancel"), CancelCall(lead.id, at, came)))
    return tuple(buttons)


def one(lead: Lead, view: View, at: int = 0) -> Screen:
    """A request of the reader's, with what they may still do."""
    again: list[Row] = []
    stand = view.stand_of(lead)
    if stand is not None:
        row = [Button(say("To the stand"), OpenStand(stand.id))]
        if lead.id in view.silent:
            row.append(Button(say("Let the stand call me"), AskCallback(stand.id)))
        elif lead.kind == "call" and lead.closed_at is not None:
            row.append(Button(say("Request a call again"), AskCallback(stand.id)))
        again.append(tuple(row))
    leaving: Row = (Button(say("My requests"), OpenMyRequests(at)), Button(say("Menu"), OpenMenu()))
    return screen(
        *_about(lead, view), words.story(lead, view.names), buttons=[_steps(lead, view, at=at), *again, leaving]
    )


def receipt(lead: Lead, view: View) -> Screen:
    """The message that stays true: what became of the request so far."""
    about = _about(lead, view, stays=True)
    topic: Row = ()
    if rules.may_tell_topic(lead) and not lead.topic:
        topic = (Button(say("Add a topic"), AddCallTopic(lead.id, FROM_LETTER)),)
    return screen(*about, words.story(lead, view.names), buttons=[topic, _steps(lead, view, came=FROM_LETTER)])


def mine(leads: Sequence[Lead], view: View, at: int) -> Screen:
    """All that the reader asked of stands, the newest first."""
    leaving: Row = (Button(say("🏛 Exhibition"), OpenExhibition()), Button(say("Menu"), OpenMenu()))
    if not leads:
        nothing = say("You have not asked anything of a stand yet. Open one and press “Request a call”.")
        return screen(Bold(say("My requests")), nothing, buttons=[leaving])
    entries = tuple(_entry(lead, view, number) for number, lead in enumerate(leads))
    count = say_n("{n} request", "{n} requests", len(leads))
    return screen(
        paragraph((Bold(say("My requests")), " · ", count)),
        listing=Listing(entries, at, OpenMyRequests(), ON_PAGE, numbered=True),
        buttons=[leaving],
    )


def _entry(lead: Lead, view: View, number: int) -> Entry:
    stand = view.stand_of(lead)
    name = words.stand_name(stand)
    label = say("{stand} · {kind} No. {number}", stand=name, kind=words.KINDS[lead.kind], number=lead.number)
    time: list[Line] = [(words.when(lead.starts, view),)] if lead.starts is not None else []
    said = paragraph((Bold(label),), *time, (words.state(lead, view.names),))
    return Entry((Button(label, OpenRequest(lead.id, number)),), (said,))


def missed(lead: Lead, view: View) -> Screen:
    """Nobody answered when the stand called; the reader chooses another time."""
    return screen(
        Bold(say("{stand} called you, and nobody answered.", stand=words.stand_name(view.stand_of(lead)))),
        say("It happens. Choose another time, and they will call once more."),
        buttons=[_steps(lead, view)],
    )


def given_up(lead: Lead, view: View) -> Screen:
    """They called as often as they could."""
    stand = view.stand_of(lead)
    again = (Button(say("Request a call again"), AskCallback(stand.id)),) if stand is not None else ()
    return screen(
        Bold(say("{stand} could not reach you by phone.", stand=words.stand_name(stand))),
        say(
            "Request No. {number} is closed. If you still would like to speak, order a call again.", number=lead.number
        ),
        buttons=[again],
    )


def unanswered(lead: Lead, view: View) -> Screen:
    """The window has passed, and nobody of the staff had taken the request."""
    return screen(
        Bold(say("{stand} did not manage to call you in time.", stand=words.stand_name(view.stand_of(lead)))),
        say("I am sorry. Choose another time, and they will see it at once."),
        buttons=[_steps(lead, view)],
    )


def spoken(lead: Lead, view: View) -> Screen:
    """Ask whether they spoke."""
    time = words.when(lead.starts or view.now, view, stays=True)
    return screen(
        Bold(say("Have you spoken?")),
        say("{stand} was to call you: {time}.", stand=words.stand_name(view.stand_of(lead)), time=time),
        buttons=[
            (Button(say("Yes"), SayCalled(lead.id, True)),),
            (Button(say("No, they did not call"), SayCalled(lead.id, False)),),
        ],
    )


def thanks(lead: Lead, view: View) -> Screen:
    """They have."""
    stand = view.stand_of(lead)
    back = [Button(say("To the stand"), OpenStand(stand.id))] if stand is not None else []
    return screen(
        Bold(say("Good! Thank you for telling me.")),
        buttons=[(*back, Button(say("My requests"), OpenMyRequests()), Button(say("Menu"), OpenMenu()))],
    )


def told_moved(lead: Lead, stand: Stand, view: View) -> Screen:
    """To who has taken a call: the visitor wants it at another time."""
    return screen(
        Bold(say("{stand}: the visitor has moved the call of request No. {number}.", **_named(lead, stand))),
        paragraph(say("Now it is {time}.", time=words.when(lead.starts or view.now, view, stays=True))),
    )


def told_cancelled(lead: Lead, stand: Stand) -> Screen:
    """To who had taken it: the visitor does without."""
    return screen(
        Bold(say("{stand}: the visitor has cancelled the call of request No. {number}.", **_named(lead, stand))),
        say("There is no need to call."),
    )


def _named(lead: Lead, stand: Stand) -> dict[str, Phrase | int]:
    return {"stand": words.stand_name(stand), "number": lead.number}
