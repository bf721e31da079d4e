"""Materials as visitors see them."""

from collections.abc import Sequence

from dialogs.consent.agreement import FieldNames
from dialogs.contacts.routes import OpenCard, Provide
from dialogs.exhibition.routes import OpenExhibition, OpenStand
from dialogs.kit.phrase import Phrase, say, say_n
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
    paragraph,
    screen,
)
from dialogs.materials import rules
from dialogs.materials.routes import (
    MailMaterials,
    OpenMaterials,
    OpenMyMaterials,
    OpenOffers,
    SendMaterial,
    SendOpen,
    TakeMaterials,
)
from dialogs.menu.routes import OpenMenu
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
from storage.leads.received import Receipt
from storage.privacy.consents import Field

LISTED, MINE = 15, 8  # materials on a page


def materials(stand: Stand, at: int, *, allowed: bool, sent: int, mail: bool, staff: bool) -> Screen:
    """A stand's materials; `sent` open files come right below."""
    manage: Row = (Button(say("For the stand's staff"), OpenOffers(stand.id)),) if staff else ()
    head = paragraph((Bold(say("Materials")),), of_stand(stand))
    if not stand.materials:
        nothing = say("This stand has no materials here yet. Please look in later.")
        return screen(head, nothing, buttons=[manage, _back(stand)])
    entries = tuple(Entry((), (paragraph(_line(one, allowed=allowed), flexible=True),)) for one in stand.materials)
    text: list[Paragraph | Piece] = [head]
    if sent:
        text.append(_below(sent))
    locked = bool(rules.gated(stand)) and not allowed
    if locked:
        text.append(Italic(say("🔒 — I send these if you let the stand have your name and e-mail. I ask only once.")))
    return screen(
        *text,
        listing=Listing(entries, at, OpenMaterials(stand.id), LISTED),
        buttons=[_getting(stand, locked=locked, sent=sent), _keeping(stand, mail=mail), manage, _back(stand)],
    )


def _line(material: Material, *, allowed: bool) -> Line:
    if not rules.is_open(material) and not allowed:
        return ("🔒 ", material.title)
    if material.url is not None:
        return ("🔗 ", Link(material.title, material.url))
    return ("📄 ", material.title)


def _getting(stand: Stand, *, locked: bool, sent: int) -> Row:
    row: list[AnyButton] = []
    if locked:
        row.append(Button(say("Open 🔒 (a name and an e-mail)"), TakeMaterials(stand.id)))
    elif rules.gated(stand):
        row.append(Button(say("Send all again"), TakeMaterials(stand.id)))
    elif not sent and rules.files(stand.materials):
        row.append(Button(say("Send again"), SendOpen(stand.id)))
    return tuple(row)


def _keeping(stand: Stand, *, mail: bool) -> Row:
    mine = Button(say("My materials"), OpenMyMaterials())
    return (Button(say("By e-mail too"), MailMaterials(stand.id)), mine) if mail else (mine,)


def _below(count: int) -> Phrase:
    return say_n("{n} file comes in the message below.", "{n} files come in the messages below.", count)


def taken(stand: Stand, got: Sequence[Material], fields: Sequence[Field], *, mail: bool) -> Screen:
    """The gate is open: files come below, links stand here; and what the stand has got for it."""
    files = len(rules.files(got))
    text: list[Paragraph | Piece] = [paragraph((Bold(say("Here you are:")),), of_stand(stand))]
    text.append(paragraph(*(_line(one, allowed=True) for one in got), flexible=True))
    if files:
        text.append(_below(files))
    text.append(Italic(say("The stand now knows your {fields}.", fields=FieldNames(fields))))
    return screen(*text, buttons=[_keeping(stand, mail=mail), _back(stand)])


def link(material: Material, url: str) -> Screen:
    """One material that is a link."""
    buttons: list[Row] = [(LinkButton(material.title, url),), (_mine(), _menu())]
    return screen(Bold(material.title), buttons=buttons)


def gone(stand: Stand | None) -> Screen:
    """What a button led to is not given away any more."""
    word = say("This material is not given away any more: the stand has taken it back or replaced it.")
    others: Row = (Button(say("What the stand has now"), OpenMaterials(stand.id)),) if stand is not None else ()
    return screen(word, buttons=[others, (_mine(), _menu())])


def mine(received: Sequence[tuple[Receipt, Material | None, Stand | None]], at: int) -> Screen:
    """Everything that came to the reader, with what is still given away and whose it is."""
    if not received:
        return screen(
            Bold(say("My materials")),
            say("You have not received any yet. Stands give them away: files come into this chat and stay here."),
            buttons=[(Button(say("🏛 Exhibition"), OpenExhibition()), _menu())],
        )
    entries = tuple(Entry((_again(*one),)) for one in received)
    return screen(
        Bold(say("My materials")),
        say("Press a number, and it comes once more."),
        listing=Listing(entries, at, OpenMyMaterials(), MINE, numbered=True),
        buttons=[(_menu(),)],
    )


def _again(receipt: Receipt, material: Material | None, stand: Stand | None) -> AnyButton:
    title = receipt.title if material is None else material.title
    mark = "" if stand is None or stand.number is None else f"{stand.number} · "
    if material is not None and material.url is not None:
        return LinkButton(f"🔗 {mark}{title}", material.url)
    sign = "✖️" if material is None else "📄"
    return Button(f"{sign} {mark}{title}", SendMaterial(receipt.material_id))


def needs_email(stand: Stand, *, known: bool) -> Screen:
    """Mail goes only to a confirmed address; `known`: there is a card, on which it is missing or not confirmed."""
    why = say("I mail only to an address that you have confirmed: a letter with a code comes first.")
    to = Button(say("My contact card"), OpenCard()) if known else Button(say("Give an e-mail"), Provide("card", 0))
    return screen(Bold(say("Materials by e-mail")), why, buttons=[(to,), _back(stand)])


def mailed(stand: Stand, *, locked: bool) -> Screen:
    """A letter is on its way to the mailbox; `locked`: without what is given in exchange for contacts."""
    where = say("If it does not come within ten minutes, look into the folder for unwanted mail.")
    text: list[Paragraph | Piece] = [Bold(say("The letter is on its way to your mailbox.")), paragraph(where)]
    if locked:
        text.append(paragraph(say("What is marked 🔒 is not in it: the stand gives that in exchange for a contact.")))
    to = (Button(say("Materials"), OpenMaterials(stand.id)), _mine())
    return screen(*text, buttons=[_getting(stand, locked=True, sent=0) if locked else (), to, _back(stand)])


def not_sent(stand: Stand, again: Route) -> Screen:
    """What was asked for stays here: the consent to it was withdrawn before it left."""
    return screen(
        paragraph((Bold(say("The materials are not sent")),), of_stand(stand)),
        say("The consent that they need holds no more. If you want them after all, I ask you once more."),
        buttons=[(Button(say("Send them after all"), again),), _back(stand)],
    )


def package(owner: str, got: Sequence[Material]) -> tuple[Paragraph, ...]:
    """The words beside files."""
    titles = [(f"• {material.title}",) for material in got] if len(got) > 1 else [(material.title,) for material in got]
    return (paragraph((Bold(owner),), *titles, flexible=True),)


def mail(stand: Stand, enclosed: Sequence[Material], left: Sequence[Material], links: int) -> tuple[Paragraph, ...]:
    """The words of a mail; `left` are files that it has no room for."""
    text = [paragraph(say("You asked for the materials of this stand:"), of_stand(stand))]
    if enclosed:
        text.append(paragraph((Bold(say("Enclosed:")),), *(f"• {material.title}" for material in enclosed)))
    if left:
        large = say("Too large for a letter; you find them in the chat with the assistant, under “My materials”:")
        text.append(paragraph((Bold(large),), *(f"• {material.title}" for material in left)))
    if links:
        text.append(paragraph(say("What can be read on the web opens by the buttons below.")))
    return tuple(text)


def of_stand(stand: Stand) -> Line:
    """Азбука утра · Стенд 47."""
    if stand.number is None:
        return (stand.title,)
    return (stand.title, " · ", say("Stand {number}", number=stand.number))


def _mine() -> Button:
    return Button(say("My materials"), OpenMyMaterials())


def _menu() -> Button:
    return Button(say("Menu"), OpenMenu())


def _back(stand: Stand) -> Row:
    return (Button(say("Back"), OpenStand(stand.id)), _menu())
