"""The plan outside of the messenger as screens, as words beside a file, and as a mail."""

from collections.abc import Sequence
from datetime import date

from dialogs.calendar.routes import (
    CloseCalendarAddresses,
    MakeCalendarAddress,
    OpenCalendar,
    SendCalendar,
    SetAlarm,
    SwitchEveningMail,
)
from dialogs.calendar.rules import ALARMS
from dialogs.contacts.routes import OpenCard, Provide
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    Bold,
    Button,
    Document,
    Line,
    Link,
    LinkButton,
    Mail,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan, SharePlan
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.choices import NO_ALARM, PlanChoices

_MINUTES_OF_HOUR, _MINUTES_OF_DAY = 60, 24 * 60


def calendar(chosen: PlanChoices, addresses: int, *, web: bool, mail: bool) -> Screen:
    """The ways out; `addresses` were given, `web`: there can be some, `mail`: mail can be sent."""
    text: list[Paragraph | Piece] = [
        Bold(say("Take your plan along")),
        say("The file brings your plan into the calendar of your phone once."),
    ]
    buttons: list[Row] = [(Button(say("📎 File for the calendar"), SendCalendar()),)]
    if web:
        text.append(say("By an address the calendar asks by itself, and knows of what moves or is cancelled."))
        buttons.append((Button(say("🔗 Address for the calendar"), MakeCalendarAddress()),))
    buttons.append((_alarm(chosen.alarm),))
    if mail:
        text.append(
            say("Tomorrow's plan comes to your mailbox about seven in the evening, by the fair's clock.")
            if chosen.evening
            else say("Tomorrow's plan can come to your mailbox every evening, with all links.")
        )
        label = say("✉️ No more mail") if chosen.evening else say("✉️ Mail me every evening")
        buttons.append((Button(label, SwitchEveningMail(not chosen.evening)),))
    text.append(say("A colleague sees your plan by a link, and takes it in one press."))
    buttons.append((Button(say("Share with a colleague"), SharePlan()),))
    if addresses:
        text.append(say_n("{n} address leads to your plan.", "{n} addresses lead to your plan.", addresses))
        buttons.append((Button(say("Close the addresses"), CloseCalendarAddresses()),))
    return screen(*text, buttons=[*buttons, _back(OpenPlan())])


def evening_off() -> Screen:
    """The address was deleted to which tomorrow's plan was mailed."""
    return screen(
        Bold(say("Your plan is not mailed any more")),
        say("You have withdrawn the consent by which I kept your address. If you want the letters, I ask once more."),
        buttons=[(Button(say("✉️ Mail me every evening"), SwitchEveningMail(True)),), _back(OpenPlan())],
    )


def _back(to: Route) -> Row:
    return (Button(say("Back"), to), Button(say("Menu"), OpenMenu()))


def _alarm(chosen: int) -> Button:
    """What the calendar does before the start; a press goes on to the next choice."""
    at = ALARMS.index(chosen) if chosen in ALARMS else -1
    return Button(_reminds(chosen), SetAlarm(ALARMS[(at + 1) % len(ALARMS)]))


def _reminds(minutes: int) -> Phrase:
    if minutes == NO_ALARM:
        return say("🔕 The calendar keeps quiet")
    if minutes >= _MINUTES_OF_DAY:
        return say("🔔 The calendar reminds 1 day before")
    if minutes == _MINUTES_OF_HOUR:
        return say("🔔 The calendar reminds 1 hour before")
    return say("🔔 The calendar reminds {n} min before", n=minutes)


def empty() -> Screen:
    """There is nothing that a calendar could show."""
    word = say("There is nothing in your plan yet that has a time. Choose a session, and then come here.")
    return screen(Bold(say("Take your plan along")), word, buttons=[_back(OpenPlan())])


def address(url: str) -> Screen:
    """A new address: it is told this once, so that the message stays where it is."""
    return screen(
        Bold(say("Your plan as a calendar")),
        Link(url, url),
        paragraph(
            say("iPhone and Mac: Calendar → Add calendar → Subscription."),
            say("Google, on a computer: Other calendars → + → From URL."),
            say("Outlook: Add calendar → Subscribe from web."),
        ),
        say("Keep this message: I do not keep the address. Whoever has it sees your plan, so show it to nobody."),
        buttons=[(Button(say("Back"), OpenCalendar(below=True)),)],
    )


def needs_email(*, known: bool) -> Screen:
    """Mail goes only to a confirmed address; `known`: there is a card, on which it is missing or not confirmed."""
    why = say("I mail only to an address that you have confirmed: a letter with a code comes first.")
    to = Button(say("My contact card"), OpenCard()) if known else Button(say("Give an e-mail"), Provide("card", 0))
    return screen(Bold(say("Plan by e-mail")), why, buttons=[(to,), _back(OpenCalendar())])


def beside_file(count: int) -> tuple[Paragraph, ...]:
    """The words beside the file."""
    plan = say_n("Your plan: {n} session.", "Your plan: {n} sessions.", count)
    return (paragraph(Bold(plan), say("Open the file, and your phone offers to put it into the calendar.")),)


def mail(catalogue: Catalogue, person: Person, to: str, day: date, sessions: Sequence[Session], file: Document) -> Mail:
    """Tomorrow's plan with all links: it has to be enough when nothing else works."""
    lines = [_mailed(catalogue, person, session) for session in sessions]
    return Mail(
        to=to,
        subject=say("Your plan for {day}", day=DayName(day)),
        text=(
            paragraph(say("This is what you have chosen, with the links. The file is for your calendar.")),
            *lines,
            paragraph(say("To get no more of these letters, press “No more mail” in the chat: My plan → To calendar.")),
        ),
        links=tuple(LinkButton(_watch(one), one.player) for one in sessions if one.player)[:1],
        documents=(file,),
    )


def _watch(session: Session) -> Phrase:
    return say("▶ Watch: {title}", title=session.short or session.title)


def _mailed(catalogue: Catalogue, person: Person, session: Session) -> Paragraph:
    assert session.starts is not None
    time: Line = (Bold(when(session.starts, catalogue.zone, person.zone, session.ends)),)
    link: Line = (Link(session.player, session.player),) if session.player else (say("The link is not here yet."),)
    return paragraph(time, (session.title,), link)
