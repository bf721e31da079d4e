"""The tour as screens."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dialogs.exhibition.routes import OpenExhibition, OpenStand
from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Bold, Button, Entry, Listing, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import OpenMenu
from dialogs.tour.routes import OpenTour, TickStand
from storage.fair.exhibition import Stand

ON_PAGE = 8


def empty() -> Screen:
    """The tour while no stand has been chosen."""
    return screen(
        Bold(say("My route")),
        say("Your route is still empty. Open a stand, press “Add to my route”, and it will be here."),
        buttons=[(Button(say("🏛 Exhibition"), OpenExhibition()), Button(say("Menu"), OpenMenu()))],
    )


def tour(stands: Sequence[Stand], visited: Mapping[int, datetime | None], at: int) -> Screen:
    """The stands, which are in order, with those visited ticked."""
    behind = sum(1 for stand in stands if visited[stand.id] is not None)
    head: list[Piece] = [Bold(say("My route")), " · ", say_n("{n} stand", "{n} stands", len(stands))]
    text: list[Paragraph | Piece] = [paragraph(tuple(head))]
    if behind == len(stands):
        text.append(say("You have been everywhere: a good walk!"))
    elif behind:
        text.append(say("Seen: {seen} of {all}", seen=behind, all=len(stands)))
    entries = tuple(_entry(stand, visited[stand.id] is not None, number) for number, stand in enumerate(stands))
    leaving: Row = (Button(say("🏛 Exhibition"), OpenExhibition()), Button(say("Menu"), OpenMenu()))
    return screen(*text, listing=Listing(entries, at, OpenTour(), ON_PAGE), buttons=[leaving])


def _entry(stand: Stand, seen: bool, number: int) -> Entry:
    names = (stand.title, stand.short or stand.title)
    label, short = (f"{stand.number} · {name}" if stand.number is not None else name for name in names)
    tick = Button(say("Seen ✓") if seen else say("I will look in"), TickStand(stand.id, not seen, number))
    row: Row = (Button(label, OpenStand(stand.id, f"r{number}"), short=short), tick)
    return Entry(row, (paragraph(f"✓ {label}" if seen else label),), stand.floor.title)
