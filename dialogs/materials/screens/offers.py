"""Adding materials as screens: what a stand's staff see and answer, and what organisers decide."""

from collections.abc import Sequence

from dialogs.kit.contents import Harm, why_not
from dialogs.kit.form import GIVE_UP
from dialogs.kit.links import unclickable
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    Italic,
    LinkButton,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.materials.addresses import doubt
from dialogs.materials.routes import (
    AddMaterial,
    ChooseStand,
    DecideOffer,
    KeepTitle,
    OpenMaterials,
    OpenOffers,
    PutAtStand,
    SetGate,
    ShowOffer,
    TakeBack,
)
from dialogs.materials.screens.materials import of_stand
from dialogs.menu.routes import OpenMenu
from storage.fair.exhibition import Stand
from storage.leads.offers import Gate, Offer

ON_PAGE = 6


def ask_source() -> Screen:
    """What is to be added?"""
    return screen(
        Bold(say("A new material of the stand")),
        say("Send me a file of up to 20 MB here, or write the https:// address of a page or a larger file."),
        Italic(say("Documents, tables, presentations, books, pictures, sound, films and zip archives will do.")),
        buttons=[_leave()],
    )


def ask_title(name: str) -> Screen:
    """What is it called? `name` is what its file suggests."""
    keep: Row = (
        (Button(say("Keep «{title}»", title=name), KeepTitle(), short=say("Keep the file's name")),) if name else ()
    )
    return screen(Bold(say("What shall this material be called?")), say("Visitors read it."), buttons=[keep, _leave()])


def ask_gate(title: str) -> Screen:
    """Who gets it?"""
    return screen(
        Bold(say("Who gets «{title}»?", title=title)),
        say("Everybody gets it at once; or visitors give the stand their contact card for it, once for all materials."),
        buttons=[
            (Button(say("Everybody"), SetGate(True)), Button(say("For a contact card"), SetGate(False))),
            _leave(),
        ],
    )


def ask_stand(stands: Sequence[Stand], at: int = 0) -> Screen:
    """Which of the reader's stands is it for?"""
    entries = tuple(Entry((_to(stand),)) for stand in stands)
    listing = Listing(entries, at, ChooseStand(), ON_PAGE)
    return screen(Bold(say("Which stand is it for?")), listing=listing, buttons=[_leave()])


def _to(stand: Stand) -> Button:
    mark = "" if stand.number is None else f"{stand.number} · "
    return Button(mark + stand.title, PutAtStand(stand.id), short=mark + (stand.short or stand.title))


def accepted(offer: Offer, stand: Stand, *, waits: bool) -> Screen:
    """It is with us; a file has to be fetched first."""
    if offer.state == "fetching":
        word = say("I am getting the file. When «{title}» is ready, I tell you here.", title=offer.title)
    elif waits:
        word = say(
            "«{title}» waits for the organisers. When they have looked at it, I tell you here.", title=offer.title
        )
    else:
        word = _seen(offer)
    return screen(Bold(say("Thank you!")), word, buttons=_ways_on(stand))


def news(offer: Offer, stand: Stand | None, found: Harm | None = None) -> Screen | None:
    """What has become of it, for who sent it; `found`: what was wrong with its file."""
    match offer.state:
        case "published":
            word = _seen(offer)
        case "waiting":
            word = say("The file of «{title}» has come. It waits for the organisers now.", title=offer.title)
        case "declined":
            word = say(
                "The organisers did not publish «{title}». Ask them why, and send it in another form.",
                title=offer.title,
            )
        case "lost" if found is not None:
            word = say("Visitors do not get «{title}».", title=offer.title)
        case "lost":
            word = say(
                "I could not take the file of «{title}». Please send it once more, or a link to it.", title=offer.title
            )
        case _:
            return None
    return screen(
        Bold(word), *([why_not(found)] if found else []), buttons=_ways_on(stand) if stand is not None else [(_menu(),)]
    )


def _seen(offer: Offer) -> Phrase:
    if offer.gate == "open":
        return say("Every visitor of the stand gets «{title}» now.", title=offer.title)
    return say("Visitors of the stand get «{title}» for a contact card now.", title=offer.title)


def listed(stand: Stand, offers: Sequence[Offer], at: int, word: Phrase | None = None) -> Screen:
    """What the staff have added, to be taken back; what the programme names is changed by the organisers."""
    text: list[Paragraph | Piece] = [*([Bold(word)] if word is not None else [])]
    text.append(paragraph((Bold(say("Added by the stand's staff")),), of_stand(stand)))
    if not offers:
        text.append(say("Nothing yet. Send me a file here any time, or press “Add”."))
    entries = tuple(
        Entry(
            (Button(say("Take back «{title}»", title=one.title), TakeBack(one.id), short=say("Take it back")),),
            _of(one),
        )
        for one in offers
    )
    add: Row = (Button(say("Add"), AddMaterial(stand.id)), Button(say("Materials"), OpenMaterials(stand.id)))
    return screen(*text, listing=Listing(entries, at, OpenOffers(stand.id), ON_PAGE), buttons=[add, (_menu(),)])


def _of(offer: Offer) -> tuple[Paragraph, ...]:
    match offer.state:
        case "fetching":
            state = say("its file is on the way")
        case "waiting":
            state = say("waits for the organisers")
        case _:
            state = _for_whom(offer.gate)
    return (paragraph((Bold(offer.title), " · ", state)),)


def _for_whom(gate: Gate) -> Phrase:
    return say("for everybody") if gate == "open" else say("for a contact card")


def no_stand() -> Screen:
    """The reader works at no stand."""
    return screen(say("You work at no stand now, so there is nothing to add to."), buttons=[(_menu(),)])


def card(offer: Offer, stand: Stand | None) -> Screen:
    """For organisers: to be decided, or decided."""
    head: list[Paragraph | Piece] = [Bold(say("A stand wants to give away: «{title}»", title=offer.title))]
    if stand is not None:
        head.append(paragraph(of_stand(stand)))
    head.append(_for_whom(offer.gate))
    if offer.url is not None:
        head.append(paragraph((unclickable(offer.url),), *(((Bold(why),),) if (why := doubt(offer.url)) else ())))
    if offer.state == "waiting":
        look = (
            LinkButton(say("Look at it"), offer.url)
            if offer.url is not None
            else Button(say("Look at it"), ShowOffer(offer.id))
        )
        decide: Row = (
            Button(say("Publish"), DecideOffer(offer.id, True)),
            Button(say("Decline"), DecideOffer(offer.id, False)),
        )
        return screen(*head, buttons=[(look,), decide])
    match offer.state:
        case "published":
            end = say("✅ published")
        case "declined":
            end = say("✖️ declined")
        case _:
            end = say("↩️ taken back by the stand")
    return screen(*head, Bold(end))


def preview(offer: Offer) -> tuple[Paragraph, ...]:
    """The words beside the file that an organiser looks at."""
    return (paragraph((Bold(say("To be published: «{title}»", title=offer.title)),)),)


def _leave() -> Row:
    return (GIVE_UP,)


def _menu() -> Button:
    return Button(say("Menu"), OpenMenu())


def _ways_on(stand: Stand) -> list[Row]:
    return [(Button(say("Materials of the stand"), OpenOffers(stand.id)), _menu())]
