"""What results can be narrowed to, as screens: the kinds of choices, and the choices of one kind."""

from dialogs.kit.phrase import say
from dialogs.kit.screen import Bold, Button, Entry, Listing, Row, Screen, Text, screen
from dialogs.kit.times import DayName
from dialogs.menu.routes import OpenMenu
from dialogs.search.routes import Find, Narrow, NarrowTo
from dialogs.search.rules import Choices
from storage.fair.catalogue import Catalogue
from storage.people.people import KeptSearch

_ON_PAGE = 8


def kinds(search: KeptSearch, choices: Choices) -> Screen:
    """By what the results can be narrowed."""
    number = search.number
    rows: list[Row] = [
        (Button(say("Day"), Narrow(number, "day")),) if choices.days else (),
        (Button(say("Cluster"), Narrow(number, "cluster")),) if choices.clusters else (),
        (Button(say("Region"), Narrow(number, "region")),) if choices.regions else (),
        (_counted(say("Only recordings"), NarrowTo(number, "recorded"), choices.recorded),) if choices.recorded else (),
        (_counted(say("In English"), NarrowTo(number, "english"), choices.english),) if choices.english else (),
    ]
    return screen(
        Bold(search.text),
        say("What shall I keep of it?") if any(rows) else say("There is nothing to narrow it down by."),
        buttons=[*rows, (Button(say("Back"), Find(number)), Button(say("Menu"), OpenMenu()))],
    )


def of_kind(catalogue: Catalogue, search: KeptSearch, by: str, choices: Choices, at: int) -> Screen:
    """The choices of one kind."""
    number = search.number
    match by:
        case "day":
            of = [
                _counted(DayName(day, short=True), NarrowTo(number, by, day.toordinal()), n) for day, n in choices.days
            ]
        case "cluster":
            known = [(catalogue.clusters[row], n) for row, n in choices.clusters if row in catalogue.clusters]
            of = [_counted(one.short or one.title, NarrowTo(number, by, one.id), n) for one, n in known]
        case _:
            of = [_counted(name, NarrowTo(number, by, session), n) for name, session, n in choices.regions]
    entries = tuple(Entry((button,)) for button in of)
    return screen(
        Bold(search.text),
        say("Choose one:"),
        listing=Listing(entries, at, Narrow(number, by), _ON_PAGE),
        buttons=[(Button(say("Back"), Narrow(number)), Button(say("Menu"), OpenMenu()))],
    )


def _counted(label: Text, to: NarrowTo, count: int) -> Button:
    return Button(say("{label} · {count}", label=label, count=count), to)
