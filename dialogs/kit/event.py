"""Events: what a human did in a messenger, in neutral words."""

from dataclasses import dataclass

from storage.address import Address as Address


@dataclass(frozen=True, slots=True)
class Opened:
    """The conversation was started, perhaps by a deep link with a payload."""

    payload: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command was given, such as `/now`; `name` has no slash."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours: the messenger's id of it, and whether it is a photo."""

    message: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed; `data` is what it carried, which anybody can forge. `on` is the message, if it is known."""

    data: str
    on: Shown | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """Words were written, perhaps in reply to a message of ours."""

    text: str
    reply_to: Shown | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """The words of an own message were changed afterwards; which message it was, the event says."""

    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on earth, in degrees."""

    latitude: float
    longitude: float


def spot_at(latitude: object, longitude: object) -> Spot | None:
    """The place that a messenger tells of; None where there is none such."""
    here = [float(one) for one in (latitude, longitude) if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(here) < 2 or not (abs(here[0]) <= 90 and abs(here[1]) <= 180):
        return None
    return Spot(*here)


@dataclass(frozen=True, slots=True)
class Sent:
    """Something came that is neither words nor a press: a sticker, a voice message, a place, which is its `spot`.

    `caption` is what was written beside it. Messages that were sent together have one `album`.
    """

    kind: str
    caption: str = ""
    reply_to: Shown | None = None
    album: str = ""
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class SharedPhone:
    """A phone number came as a contact. `own`: the messenger vouches that it is the sender's, and was not forwarded."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file as the messenger tells of it: what it calls it, its name, media type, and size in bytes if that was told.

    `photo`: it was sent as a picture to be looked at.
    """

    handle: str
    name: str
    media_type: str
    size: int | None
    photo: bool = False


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file was sent, perhaps with `more` of them by the same message.

    `caption` is what was written beside it. Messages that were sent together have one `album`.
    """

    handle: str
    name: str
    media_type: str
    size: int | None
    caption: str = ""
    reply_to: Shown | None = None
    album: str = ""
    photo: bool = False
    more: tuple[File, ...] = ()

    @property
    def files(self) -> tuple[File, ...]:
        """All files of the message."""
        return (File(self.handle, self.name, self.media_type, self.size, self.photo), *self.more)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something was asked for from within another chat, to be put there; `ticket` is wanted back with the answer."""

    query: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked us or forbade messages; in a group: we are no member any more, or may not write."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The person allowed messages again without a word; in a group: we were let in, or may do other things there."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became another chat, whose id is `to`."""

    to: str


Act = Opened | Commanded | Pressed | Typed | Edited | Sent | SharedPhone | SentFile | Asked | Left | Returned | Moved


def words_of(act: Act) -> str:
    """What was written: as a message of words, or beside something else."""
    match act:
        case Typed(text):
            return text
        case Sent(caption=caption) | SentFile(caption=caption):
            return caption
    return ""


def album_of(act: Act) -> str:
    """What the messages have in common that were sent together with this one."""
    return act.album if isinstance(act, Sent | SentFile) else ""


def reply_of(act: Act) -> Shown | None:
    """The message of ours that this replies to."""
    return act.reply_to if isinstance(act, Typed | Sent | SentFile) else None


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one human at one place.

    `id` is unique for the bot in its messenger; `language` is what the messenger says of the person, as it says it;
    `ticket` is what the messenger wants back with the answer to a press, `message` how it calls what the person wrote,
    by which an edit of it is known. `client` is what the person's client can draw,
    in the adapter's own words, which are kept with the person ("": everything; None: nothing was told with this event).
    `name` is how the person is called there; it is kept of staff and beside questions only. `private`: nobody else is
    there; otherwise it is a group, where somebody may act `anonymous`ly for all its administrators, and which may be a
    `forum`: it has topics; `title` is what it is called, where the messenger says so.
    """

    id: str
    bot: str
    place: Address
    user: str
    act: Act
    private: bool = True
    language: str = ""
    ticket: str = ""
    message: str = ""
    client: str | None = None
    name: str = ""
    anonymous: bool = False
    forum: bool = False
    title: str = ""
