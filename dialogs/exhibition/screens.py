"""The exhibition as screens."""

from dialogs.exhibition.routes import OpenExhibition, OpenFloor, OpenProduct, OpenSessionStands, OpenStand
from dialogs.kit.paging import page
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Italic,
    Line,
    Link,
    LinkButton,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, clock_time, zone_mark
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenSession
from storage.catalogue import Catalogue
from storage.exhibition import Floor, Stand
from storage.programme import Session

STANDS_ON_PAGE = 8


def _leaving(back: Route, label: Phrase | None = None) -> Row:
    return (Button(label or say("Back"), back), Button(say("Menu"), OpenMenu()))


def floors(catalogue: Catalogue) -> Screen:
    """All floors, with how much there is to see on each."""
    if not catalogue.floors:
        return screen(
            Bold(say("Exhibition")), say("There are no stands yet."), buttons=[(Button(say("Menu"), OpenMenu()),)]
        )
    buttons: list[Row] = [
        (
            Button(
                say("{floor} · {count}", floor=floor.title, count=len(catalogue.stands_of(floor.id))),
                OpenFloor(floor.id),
                short=floor.title,
            ),
        )
        for floor in catalogue.floors.values()
    ]
    return screen(
        Bold(say("Exhibition")), say("Choose a floor:"), buttons=[*buttons, (Button(say("Menu"), OpenMenu()),)]
    )


def floor(catalogue: Catalogue, chosen: Floor, number: int) -> Screen:
    """The stands of one floor."""
    shown = page(catalogue.stands_of(chosen.id), number, STANDS_ON_PAGE)
    text = (Bold(chosen.title), say("Choose a stand:") if shown.items else say("There are no stands here yet."))
    arrows = shown.arrows(lambda to: OpenFloor(chosen.id, to))
    return screen(
        *text, buttons=[*(_stand_row(stand, "") for stand in shown.items), arrows, _leaving(OpenExhibition())]
    )


def _stand_row(stand: Stand, came: str) -> Row:
    names = (stand.title, stand.short or stand.title)
    label, short = (f"{stand.number} · {name}" if stand.number is not None else name for name in names)
    return (Button(label, OpenStand(stand.id, came), short=short),)


def session_stands(catalogue: Catalogue, session: Session) -> Screen:
    """The stands whose theme a session is."""
    stands = [catalogue.stands[number] for number in session.stands if number in catalogue.stands]
    return screen(
        Bold(say("Stands on this theme")),
        session.title,
        buttons=[*(_stand_row(stand, f"s{session.id}") for stand in stands), _leaving(OpenSession(session.id))],
    )


def stand(catalogue: Catalogue, chosen: Stand, came: str) -> Screen:
    """A stand's card."""
    name: Line = (Bold(chosen.title),)
    place: Line = (chosen.floor.title,)
    if chosen.number is not None:
        place = (say("Stand {number}", number=chosen.number), " · ", chosen.floor.title)
    head: list[Line] = [name, place, *([(Italic(say("demo: a made-up stand")),)] if chosen.demo else [])]
    text: list[Paragraph | Piece] = [paragraph(*head)]
    if chosen.summary:
        text.append(paragraph(chosen.summary, flexible=True))
    if contacts := _contacts(catalogue, chosen):
        text.append(paragraph(*contacts))
    if chosen.materials:
        titles = (f"• {material.title}" for material in chosen.materials)
        text.append(paragraph((Bold(say("Materials")),), *titles, flexible=True))
    return screen(*text, buttons=_stand_buttons(catalogue, chosen, came), photo=chosen.logo)


def _contacts(catalogue: Catalogue, chosen: Stand) -> list[Line]:
    lines: list[Line] = []
    if chosen.site:
        lines.append((Link(chosen.site.removeprefix("https://").removeprefix("http://").rstrip("/"), chosen.site),))
    if chosen.phone:
        lines.append((say("Phone: {phone}", phone=chosen.phone),))
    if chosen.email:
        lines.append((say("E-mail: {email}", email=chosen.email),))
    if chosen.opens and chosen.closes:
        mark = zone_mark(catalogue.zone)
        hours = {"opens": f"{chosen.opens:%H:%M}", "closes": f"{chosen.closes:%H:%M}", "zone": mark}
        lines.append((say("On duty {opens}–{closes} {zone}", **hours),))
    return lines


def _stand_buttons(catalogue: Catalogue, chosen: Stand, came: str) -> list[Row]:
    rows: list[Row] = []
    if chosen.products:
        count = say("Products: {count}", count=len(chosen.products))
        rows.append((Button(count, OpenProduct(chosen.id, 1, came)),))
    links: list[AnyButton] = []
    if chosen.site:
        links.append(LinkButton(say("Website"), chosen.site))
    if chosen.video:
        links.append(LinkButton(say("Video"), chosen.video))
    rows.append(tuple(links))
    webinars = (catalogue.sessions[number] for number in chosen.webinars if number in catalogue.sessions)
    rows += [(Button(_webinar(catalogue, session), OpenSession(session.id, f"e{chosen.id}")),) for session in webinars]
    rows.append(_leaving(_back(catalogue, chosen, came)))
    return rows


def _webinar(catalogue: Catalogue, session: Session) -> Phrase:
    on = catalogue.day_of(session)
    if on is None or session.starts is None:
        return say("Webinar: {title}", title=session.short or session.title)
    time = clock_time(session.starts, catalogue.zone)
    return say("Webinar {day}, {time}", day=DayName(on, short=True), time=time)


def _back(catalogue: Catalogue, chosen: Stand, came: str) -> Route:
    if came.startswith("s") and came[1:].isdecimal() and int(came[1:]) in catalogue.sessions:
        return OpenSessionStands(int(came[1:]))
    place = [other.id for other in catalogue.stands_of(chosen.floor.id)].index(chosen.id)
    return OpenFloor(chosen.floor.id, place // STANDS_ON_PAGE + 1)


def product(chosen: Stand, number: int, came: str) -> Screen:
    """One of a stand's products, with the next and the previous."""
    shown = page(chosen.products, number, 1)
    item = shown.items[0]
    text: list[Paragraph | Piece] = [paragraph((Bold(item.title),), (chosen.title,))]
    if item.text:
        text.append(paragraph(item.text, flexible=True))
    arrows = shown.arrows(lambda to: OpenProduct(chosen.id, to, came))
    leaving = _leaving(OpenStand(chosen.id, came))
    return screen(*text, buttons=[arrows, leaving], photo=item.photo)
