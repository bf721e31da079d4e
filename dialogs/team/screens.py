"""A stand's people as screens: who they are, a link to pass on, and the question before somebody goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Entry, Italic, Line, Listing, Paragraph, Row, Screen, paragraph, screen
from dialogs.kit.words import messenger_name
from dialogs.menu.routes import OpenMenu
from dialogs.team import rules
from dialogs.team.routes import AskRevoke, InviteColleague, OpenTeam, RevokeColleague
from storage.fair.exhibition import Stand
from storage.staff.places import Place
from storage.staff.staff import StaffLine

ON_PAGE = 6
SHOWN = 10  # groups that are named one by one


@dataclass(frozen=True, slots=True)
class Team:
    """Who works at a stand, as `reader` sees it: the stand's head, or an `organiser`."""

    stand: Stand
    lines: Sequence[StaffLine]
    names: Mapping[int, str]
    reader: int
    organiser: bool

    def name(self, line: StaffLine) -> str | Phrase:
        """How somebody is called."""
        messenger = messenger_name(line.messenger)
        return self.names.get(line.person_id) or say("somebody from {messenger}", messenger=messenger)


def team(of: Team, at: int, word: Phrase | None = None, more: Sequence[Paragraph] = ()) -> Screen:
    """All who work there, with a button beside each whose right the reader may take away.

    :param word: what was just done, of which `more` is to be told.
    """
    entries = tuple(_entry(of, line) for line in of.lines)
    head = paragraph((Bold(say("The people of the stand")),), (Italic(of.stand.short or of.stand.title),))
    nobody = [] if of.lines else [say("Nobody works here yet.")]
    invite: Row = (Button(say("Invite a colleague"), InviteColleague(of.stand.id)),)
    return screen(
        *([Bold(word)] if word is not None else []),
        *more,
        head,
        *nobody,
        listing=Listing(entries, at, OpenTeam(of.stand.id), ON_PAGE),
        buttons=[invite, _menu()],
    )


def _entry(of: Team, line: StaffLine) -> Entry:
    role = say("the stand's head") if line.role == "head" else say("staff")
    if line.person_id == of.reader:
        role = say("{role}, it is you", role=role)
    told = (paragraph((Bold(of.name(line)), " · ", role)),)
    if not rules.may_revoke(line, of.reader, organiser=of.organiser):
        return Entry((), told)
    label = say("Revoke: {name}", name=of.name(line))
    return Entry((Button(label, AskRevoke(of.stand.id, line.id), short=say("Revoke")),), told)


def invited(stand: Stand, links: Sequence[tuple[str, str]]) -> Screen:
    """A message to be passed on as it is."""
    title = stand.short or stand.title
    if not links:
        sorry = say("I cannot make a link right now. Please try again in a minute.")
        return screen(sorry, buttons=[_back(stand), _menu()])
    lines: list[Line] = [(messenger_name(name), ": ", link) for name, link in links]
    return screen(
        Bold(say("Pass this message on to one person")),
        say("Hello! You are invited to work with what visitors ask of the stand “{stand}”.", stand=title),
        paragraph(say("Open the link in the messenger that you use, and press “Start”:"), *lines),
        Italic(say("Each link works once, within three days. It is for you alone: please do not show it to others.")),
        buttons=[_back(stand), _menu()],
    )


def ask_revoke(of: Team, line: StaffLine) -> Screen:
    """Before a right is taken away."""
    return screen(
        Bold(say("Take the right away? {name}", name=of.name(line))),
        say(
            "Requests of the stand are not shown to them any more, contacts that they were shown are taken back, and "
            "what they have in work waits for a colleague. I remove them from the groups of the stand, too."
        ),
        buttons=[
            (Button(say("Yes, revoke"), RevokeColleague(of.stand.id, line.id)),),
            (Button(say("No"), OpenTeam(of.stand.id)), *_menu()),
        ],
    )


def revoked(of: Team, line: StaffLine) -> Phrase:
    """What has happened."""
    return say("{name} does not work with the stand any more.", name=of.name(line))


def to_leave(groups: Sequence[Place]) -> list[Paragraph]:
    """Which groups somebody has to leave after it."""
    if not groups:
        return []
    lines = [place.title or str(place.address) for place in groups[:SHOWN]]
    more = [say("and {n} more", n=len(groups) - SHOWN)] if len(groups) > SHOWN else []
    leave = say("They have to leave these groups. I remove them where I may, and otherwise ask the organisers to:")
    return [paragraph(leave, *lines, *more)]


def _back(stand: Stand) -> Row:
    return (Button(say("The people of the stand"), OpenTeam(stand.id)),)


def _menu() -> Row:
    return (Button(say("Menu"), OpenMenu()),)
