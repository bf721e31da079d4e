"""Screens: what is shown, as data. Drawing is the messenger's job.

Letters may become something else than a screen too: a topic of a group, or a notice to a machine.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from dialogs.kit.phrase import Spoken
from dialogs.kit.route import Route
from storage.fair.exhibition import Picture as Picture

Text = str | Spoken


@dataclass(frozen=True, slots=True)
class Bold:
    """What catches the eye first."""

    text: Text


@dataclass(frozen=True, slots=True)
class Italic:
    """What is said aside."""

    text: Text


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web page."""

    text: Text
    url: str


Piece = Text | Bold | Italic | Link
Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. A `flexible` one may be shortened where a messenger has too little room."""

    lines: tuple[Line, ...]
    flexible: bool = False


def paragraph(*lines: Piece | Line, flexible: bool = False) -> Paragraph:
    """A paragraph of lines; a line is one piece or a tuple of pieces."""
    return Paragraph(tuple(line if isinstance(line, tuple) else (line,) for line in lines), flexible)


@dataclass(frozen=True, slots=True)
class Button:
    """Leads to a route. `short` is used where the label has no room."""

    label: Text
    to: Route
    short: Text | None = None


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Opens a web page."""

    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class ShareButton(LinkButton):
    """Passes a link of ours on to somebody, with words, where the messenger can do that; else it opens the link."""

    words: str = ""


AnyButton = Button | LinkButton
Row = tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list: its row of buttons, what the text says of it, and the heading that it stands under.

    `spare` are buttons that are left out where a messenger has little room.
    `number` is what its own text begins with, and so what a button in place of the title says; otherwise its place.
    """

    row: Row
    text: tuple[Paragraph, ...] = ()
    group: Text | None = None
    spare: Row = ()
    number: Text | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of which a messenger shows as much as it has room for, by pages.

    `at` is the number (from 0) of an entry that has to be seen; `to` is a route with a field `at`, changed to turn the
    pages; `most` is how many entries stand on a page where there is room enough. Rows `above` come before all pages.
    `numbered`: the text names everything in a line of its own, so that its button is but the number of the line.
    `together`: the short buttons of so many entries stand in one row.
    """

    entries: tuple[Entry, ...]
    at: int
    to: Route
    most: int
    above: tuple[Row, ...] = ()
    numbered: bool = False
    together: int = 1


@dataclass(frozen=True, slots=True)
class Fold:
    """What need not be read at once: folded up below the text, or one press away where nothing can be folded."""

    text: tuple[Paragraph, ...]
    opens: Button


@dataclass(frozen=True, slots=True)
class Screen:
    """Paragraphs, rows of buttons and at most one photo above them; a listing stands between its text and buttons.

    `fold` follows the text. `asks_phone` is the label of a button by which a messenger shares the reader's own number,
    where it has one; words that are typed must do as well. `drawn`: see `dialogs/kit/kept.py`.
    """

    text: tuple[Paragraph, ...]
    buttons: tuple[Row, ...] = ()
    photo: Picture | None = None
    listing: Listing | None = None
    asks_phone: Text | None = None
    fold: Fold | None = None
    drawn: dict[Hashable, object] | None = field(default=None, init=False, repr=False, compare=False)

    def kept(self) -> "Screen":
        """Remember what messengers make of it; no changed copy does."""
        object.__setattr__(self, "drawn", {})
        return self


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a group that is a forum, as it should be; its messages stand in the thread that it becomes.

    `named`: of one that stands already, whether its title may be another than before.
    """

    title: Text
    open: bool = True
    named: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is sent: a stored one by the hash `file`, which goes up once, or `content` for this one reader.

    A stored one is called as it was stored where `name` is empty.
    """

    name: str = ""
    file: str = ""
    content: bytes = b""
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Package:
    """Documents that come together, with words: one message, or one album where the messenger has them."""

    documents: tuple[Document, ...]
    text: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetching:
    """A file that somebody sent, by the messenger's own `handle`, which is to be kept among the fair's files.

    Done, `Library.keep` has it: `work.files.sent(messenger, handle)` is its hash. A messenger sends nothing for it.
    """

    handle: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The bot goes out of the group, perhaps after a last word. A messenger whose bots may not go refuses."""

    word: Text | None = None


@dataclass(frozen=True, slots=True)
class Removing:
    """The person, whom the messenger knows by the id `user`, is put out of the group, and may be let in again later.

    Done, too, where they are not in it. A messenger refuses where the bot may not do that.
    """

    user: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter by e-mail: to whom, about what, and what stands in it. No letter of the outbox holds `to`."""

    to: str
    subject: Text
    text: tuple[Paragraph, ...]
    links: tuple[LinkButton, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """Words with their moment, among the facts of a notice."""

    text: str
    at: str


Fact = str | int | bool | None | tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a machine is told: the name of the event, and its facts by name."""

    event: str
    about: tuple[tuple[str, Fact], ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """The message that stands there goes: it is deleted where the messenger still lets us, and else says `instead`."""

    instead: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a person may put into another chat: what it is called in the list, and what stands there then.

    `id` tells it from the others of one answer; `way` leads from there to us.
    """

    id: str
    title: Text
    about: Text
    text: tuple[Paragraph, ...]
    way: LinkButton


What = Screen | Topic | Notice | Package | Fetching | Leaving | Removing | Mail | Removal


def screen(
    *text: Paragraph | Piece,
    buttons: tuple[Row, ...] | list[Row] = (),
    photo: Picture | None = None,
    listing: Listing | None = None,
    asks_phone: Text | None = None,
    fold: Fold | None = None,
) -> Screen:
    """A screen; a bare piece of text is a paragraph of one line."""
    paragraphs = (part if isinstance(part, Paragraph) else paragraph(part) for part in text)
    return Screen(tuple(paragraphs), tuple(row for row in buttons if row), photo, listing, asks_phone, fold)
