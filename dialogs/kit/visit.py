"""A visit: everything an action knows while it answers one event, and the reply that it returns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from dialogs.kit.errors import Stale
from dialogs.kit.event import Event, Shown
from dialogs.kit.phrase import Phrase
from dialogs.kit.policy import Policy
from dialogs.kit.route import Route
from dialogs.kit.screen import Offer, Screen
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.fair.programme import Session
from storage.people.people import Person

T = TypeVar("T")


@dataclass(slots=True)
class Visit:
    """One event being answered.

    An action that changes the person puts the changed one here; it is saved with the rest.
    """

    event: Event
    person: Person
    now: datetime
    catalogue: Catalogue
    policy: Policy
    storage: Storage
    transaction: Work | None = None
    known: bool = True  # False: we meet this person for the first time, or could not reach them until now

    @property
    def work(self) -> Work:
        """The stores of this event's transaction, for answers declared with `changes=True`.

        An answer that only reads what is not in the catalogue opens `visit.storage.reading()`.
        """
        if self.transaction is None:
            raise LookupError("this answer writes; declare it with changes=True")
        return self.transaction

    def stand(self, number: int) -> Stand:
        """The stand of that number.

        :raises Stale: it has left.
        """
        return _present(self.catalogue.stands.get(number))

    def session(self, number: int) -> Session:
        """The session of that number.

        :raises Stale: it is no longer there.
        """
        return _present(self.catalogue.sessions.get(number))


def _present(thing: T | None) -> T:
    if thing is None:
        raise Stale
    return thing


@dataclass(frozen=True, slots=True)
class Prompt:
    """The message by which a form asked, and how it looks without its buttons, when it has been answered."""

    form: int
    shown: Shown
    bare: Screen


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person who acted gets: a screen in place of the pressed one (or `anew`), a toast, or both.

    `promises`: letters will follow, and the messenger makes sure that they can arrive. `onward`: where to go on, as if
    its button had been pressed now; the answer of that route is what is shown, and where it changes something, whoever
    sends onward has to be declared with `changes=True`. `kept`: what the pressed message becomes where the screen comes
    below it; `asked`: the screen asks the open form's question. `offers` answers what was asked from another chat.

    The dispatcher adds what it knows of the person: the language, what their client can draw, whether we meet them for
    the `first` time, whether they were asked for their number until now and are not any more (`phone_done`), whether
    they were `refused`, which `form` is open now (0: none; None: nobody looked), and what asked until now (`prompt`).
    """

    screen: Screen | None = None
    toast: Phrase | None = None
    anew: bool = False
    promises: bool = False
    onward: Route | None = None
    kept: Screen | None = None
    asked: bool = False
    language: str = "ru"
    client: str = ""
    first: bool = False
    phone_done: bool = False
    form: int | None = None
    refused: Literal["", "stale", "denied"] = ""
    prompt: Prompt | None = None
    offers: tuple[Offer, ...] | None = None
