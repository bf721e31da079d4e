"""The exhibition as screens."""

from datetime import datetime

from dialogs.callback.routes import AskCallback, OpenMyRequests
from dialogs.exhibition.routes import (
    OpenExhibition,
    OpenFloor,
    OpenProduct,
    OpenSessionStands,
    OpenStand,
    OpenWebinars,
)
from dialogs.kit.paging import nearest, place
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Link,
    LinkButton,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    ShareButton,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, differ, mine_alone, own_time, zone_mark
from dialogs.materials.routes import OpenMaterials
from dialogs.menu.routes import OpenMenu
from dialogs.news.leads import Ways
from dialogs.programme.routes import OpenSession
from dialogs.search.routes import CAME, results
from dialogs.threads.routes import WriteToStand
from dialogs.tour.routes import AddToTour, OpenTour, TakeOffTour
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Floor, Product, Stand
from storage.fair.programme import Session

FLOORS_ON_PAGE = 10
STANDS_ON_PAGE = 8
WEBINARS_ON_PAGE = 6


def _leaving(back: Route, label: Phrase | None = None) -> Row:
    return (Button(label or say("Back"), back), Button(say("Menu"), OpenMenu()))


def floors(catalogue: Catalogue, at: int) -> Screen:
    """All floors, with how much there is to see on each."""
    menu: Row = (Button(say("Menu"), OpenMenu()),)
    mine: Row = (Button(say("My route"), OpenTour()), Button(say("My requests"), OpenMyRequests()))
    if not catalogue.floors:
        return screen(Bold(say("Exhibition")), say("There are no stands yet."), buttons=[menu])
    entries = tuple(Entry((_floor_button(catalogue, floor),)) for floor in catalogue.floors.values())
    return screen(
        Bold(say("Exhibition")),
        say("Choose a floor:"),
        listing=Listing(entries, at, OpenExhibition(), FLOORS_ON_PAGE),
        buttons=[mine, menu],
    )


def _floor_button(catalogue: Catalogue, floor: Floor) -> Button:
    label = say("{floor} · {count}", floor=floor.title, count=len(catalogue.stands_of(floor.id)))
    return Button(label, OpenFloor(floor.id), short=floor.title)


def floor(catalogue: Catalogue, chosen: Floor, at: int) -> Screen:
    """The stands of one floor."""
    entries = tuple(_stand_entry(stand, "") for stand in catalogue.stands_of(chosen.id))
    return screen(
        Bold(chosen.title),
        say("Choose a stand:") if entries else say("There are no stands here yet."),
        listing=Listing(entries, at, OpenFloor(chosen.id), STANDS_ON_PAGE),
        buttons=[_leaving(OpenExhibition(place(chosen.id, catalogue.floors)))],
    )


def _stand_entry(stand: Stand, came: str) -> Entry:
    names = (stand.title, stand.short or stand.title)
    label, short = (f"{stand.number} · {name}" if stand.number is not None else name for name in names)
    number = None if stand.number is None else str(stand.number)
    return Entry((Button(label, OpenStand(stand.id, came), short=short),), number=number)


def session_stands(catalogue: Catalogue, session: Session, at: int) -> Screen:
    """The stands whose theme a session is."""
    entries = (
        _stand_entry(catalogue.stands[id_], f"s{session.id}") for id_ in session.stands if id_ in catalogue.stands
    )
    return screen(
        Bold(say("Stands on this theme")),
        session.title,
        listing=Listing(tuple(entries), at, OpenSessionStands(session.id), STANDS_ON_PAGE),
        buttons=[_leaving(OpenSession(session.id))],
    )


def stand(
    catalogue: Catalogue,
    chosen: Stand,
    came: str,
    ways: Ways,
    *,
    own: str | None,
    now: datetime,
    wanted: bool = False,
    link: str = "",
) -> Screen:
    """A stand's card, which offers only the `ways` that work; `wanted`: it is on the reader's own route.

    `own` is the zone of the reader's clocks; `link` leads to the card, for who passes it on.
    """
    name: Line = (Bold(chosen.title),)
    whereabouts: Line = (chosen.floor.title,)
    if chosen.number is not None:
        whereabouts = (say("Stand {number}", number=chosen.number), " · ", chosen.floor.title)
    head: list[Line] = [name, whereabouts, *([(Italic(say("demo data")),)] if chosen.demo else [])]
    text: list[Paragraph | Piece] = [paragraph(*head)]
    if chosen.summary:
        text.append(paragraph(chosen.summary, flexible=True))
    if contacts := _contacts(chosen, _hours(catalogue, chosen, own, now), answers=ways.words):
        text.append(paragraph(*contacts))
    acting: list[AnyButton] = []
    if ways.calls:
        acting.append(Button(say("Request a call"), AskCallback(chosen.id)))
    if ways.words:
        acting.append(Button(say("Write to the stand"), WriteToStand(chosen.id)))
    *looking, last = _looking_closer(catalogue, chosen, came, own, wanted=wanted)
    share: Row = (ShareButton(say("Share"), link, chosen.title),) if link else ()
    leaving = _leaving(_back(catalogue, chosen, came))
    return screen(*text, buttons=[tuple(acting), *looking, (*last, *share), leaving], photo=chosen.logo)


def _contacts(chosen: Stand, hours: Phrase | None, *, answers: bool) -> list[Line]:
    """Where nobody answers here, how the stand is reached all the same."""
    lines: list[Line] = []
    if chosen.site:
        lines.append((Link(chosen.site.removeprefix("https://").removeprefix("http://").rstrip("/"), chosen.site),))
    if chosen.phone:
        lines.append((say("Phone: {phone}", phone=chosen.phone),))
    if chosen.email:
        lines.append((say("E-mail: {email}", email=chosen.email),))
    if hours is not None:
        lines.append((say("Available {time}", time=hours),))
    if not answers and (chosen.phone or chosen.email or chosen.site):
        lines.insert(0, (Bold(say("Get in touch:")),))
    return lines


def _hours(catalogue: Catalogue, chosen: Stand, own: str | None, now: datetime) -> Phrase | None:
    """«19:00–23:00 у вас · 10:00–14:00 МСК», as the clocks are today."""
    if chosen.opens is None or chosen.closes is None:
        return None
    zone = catalogue.zone
    today = now.astimezone(zone).date()
    opens, closes = (datetime.combine(today, at, zone) for at in (chosen.opens, chosen.closes))
    fair = {"time": f"{chosen.opens:%H:%M}–{chosen.closes:%H:%M}", "zone": zone_mark(zone)}
    if not differ(opens, zone, own):
        return say("{time} {zone}", **fair)
    mine = f"{mine_alone(opens, zone, own)}–{mine_alone(closes, zone, own)}"
    return say("{own} your time · {time} {zone}", own=mine, **fair)


def _looking_closer(
    catalogue: Catalogue, chosen: Stand, came: str, own: str | None, *, wanted: bool
) -> tuple[Row, ...]:
    """The website is in the text already: some messengers have room for few buttons."""
    things: list[AnyButton] = []
    if chosen.materials:
        things.append(Button(say("Materials"), OpenMaterials(chosen.id)))
    if chosen.products:
        things.append(Button(say("Products: {count}", count=len(chosen.products)), OpenProduct(chosen.id, came=came)))
    route: list[AnyButton] = [LinkButton(say("Video"), chosen.video)] if chosen.video else []
    if wanted:
        route.append(Button(say("On my route ✓"), TakeOffTour(chosen.id, came)))
    else:
        route.append(Button(say("Add to my route"), AddToTour(chosen.id, came)))
    return (tuple(things), _webinars_button(catalogue, chosen, came, own), tuple(route))


def given_by(catalogue: Catalogue, chosen: Stand) -> list[Session]:
    """The stand's webinars."""
    return [catalogue.sessions[number] for number in chosen.webinars if number in catalogue.sessions]


def _webinars_button(catalogue: Catalogue, chosen: Stand, came: str, own: str | None) -> Row:
    sessions = given_by(catalogue, chosen)
    if len(sessions) == 1:
        return (_webinar_button(catalogue, chosen, sessions[0], own),)
    count = say("Webinars: {count}", count=len(sessions))
    return (Button(count, OpenWebinars(chosen.id, came)),) if sessions else ()


def webinars(catalogue: Catalogue, chosen: Stand, came: str, own: str | None, at: int) -> Screen:
    """The sessions that a stand gives."""
    entries = tuple(Entry((_webinar_button(catalogue, chosen, on, own),)) for on in given_by(catalogue, chosen))
    return screen(
        paragraph((Bold(say("Webinars")),), (chosen.title,)),
        listing=Listing(entries, at, OpenWebinars(chosen.id, came), WEBINARS_ON_PAGE),
        buttons=[_leaving(OpenStand(chosen.id, came))],
    )


def _webinar_button(catalogue: Catalogue, chosen: Stand, on: Session, own: str | None) -> Button:
    return Button(_webinar(catalogue, on, own), OpenSession(on.id, f"e{chosen.id}"))


def _webinar(catalogue: Catalogue, session: Session, own: str | None) -> Phrase:
    if session.starts is None:
        return say("Webinar: {title}", title=session.short or session.title)
    begins = own_time(session.starts, catalogue.zone, own)
    return say("Webinar {day}, {time}", day=DayName(begins.date(), short=True), time=f"{begins:%H:%M}")


def _back(catalogue: Catalogue, chosen: Stand, came: str) -> Route:
    if came.startswith("s") and came[1:].isdecimal() and (session := catalogue.sessions.get(int(came[1:]))):
        return OpenSessionStands(session.id, place(chosen.id, session.stands))
    if came.startswith("r") and came[1:].isdecimal():
        return OpenTour(int(came[1:]))
    if came.startswith(CAME) and came.removeprefix(CAME).isdecimal():
        return results(int(came.removeprefix(CAME)))
    return OpenFloor(chosen.floor.id, place(chosen, catalogue.stands_of(chosen.floor.id)))


def product(chosen: Stand, at: int, came: str) -> Screen:
    """One of a stand's products, with the next and the previous."""
    return screen(
        photo=chosen.products[nearest(at, chosen.products)].photo,
        listing=Listing(
            tuple(_product(chosen, item) for item in chosen.products), at, OpenProduct(chosen.id, came=came), 1
        ),
        buttons=[_leaving(OpenStand(chosen.id, came))],
    )


def _product(chosen: Stand, item: Product) -> Entry:
    name = paragraph((Bold(item.title),), (chosen.title,))
    return Entry((), (name, paragraph(item.text, flexible=True)) if item.text else (name,))
