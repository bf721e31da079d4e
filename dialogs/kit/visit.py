"""A visit: everything an action knows while it answers one event, and the reply that it returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dialogs.kit.event import Event
from dialogs.kit.phrase import Phrase
from dialogs.kit.route import Route
from dialogs.kit.screen import Screen
from storage.address import Address
from storage.database import Storage, Work
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Cluster, Session
from storage.people.people import Person


@dataclass(frozen=True, slots=True)
class QuestionPolicy:
    """How questions are asked and moderated at this fair.

    `chats`: the public chat of a session or a cluster, by the organiser's ids. `reasons`: for declining, by cluster,
    else under "default". A question is taken for the time of `lease`; when nobody takes it for `unanswered`, those on
    shift are told. A session's questions close so long after its end, and are answered in writing for so long.
    """

    chats: Mapping[str, Address] = field(default_factory=dict)
    open_per_session: int = 3
    pause: timedelta = timedelta(seconds=60)
    lease: timedelta = timedelta(minutes=5)
    unanswered: timedelta = timedelta(minutes=5)
    cards_per_minute: int = 12
    closes: timedelta = timedelta(minutes=15)
    answers: timedelta = timedelta(hours=48)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def takes(self, session: Session, now: datetime) -> bool:
        """Whether questions may be asked by the clock; a moderator may have closed them earlier."""
        return not session.cancelled and (session.ends is None or now < session.ends + self.closes)

    def chat_of(self, session: Session) -> Address | None:
        """The public chat of the session: its own, else its cluster's."""
        return self.chats.get(session.ref) or self.chats.get(session.cluster.ref)

    def reasons_of(self, cluster: Cluster) -> tuple[str, ...]:
        """The prepared reasons for declining a question."""
        return self.reasons.get(cluster.ref) or self.reasons.get("default", ())


@dataclass(frozen=True, slots=True)
class PrivacyPolicy:
    """How personal data is handled at this fair.

    `ready`: there is a key to seal it with; without one nothing is asked. `operator` and `address` are who answers for
    it, `contact` how people reach them beside the bot. Consents hold until so long after the last day (`term`), then
    what hangs on them is purged. `minors`: whether people of 14 to 17 may share contacts themselves. In the messengers
    of `elsewhere` contacts are neither asked for nor shown: both happen on one-time pages under `pages`, the bot's own
    web address, as long as it has one. `mail`: letters by e-mail can be sent.
    """

    ready: bool = False
    operator: str = ""
    address: str = ""
    contact: str = ""
    term: timedelta = timedelta(days=30)
    minors: bool = False
    elsewhere: frozenset[str] = frozenset()
    pages: str | None = None
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """How this fair is run: `notice_minutes` are minutes before a slot, `rates` a messenger's letters per second.

    `links`: the address that opens the bot, by messenger, as far as they are known yet.
    `crm`: the web addresses at which stands' own machines are told of their requests, by the stands' ids.
    `approve_materials`: what stand staff add is seen by organisers before visitors get it.
    """

    notice_minutes: tuple[int, ...] = (10,)
    rates: Mapping[str, float] = field(default_factory=dict)
    questions: QuestionPolicy = field(default_factory=QuestionPolicy)
    privacy: PrivacyPolicy = field(default_factory=PrivacyPolicy)
    links: Mapping[str, str] = field(default_factory=dict)
    crm: Mapping[str, Address] = field(default_factory=dict)
    approve_materials: bool = False


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
    known: bool = True  # False: we meet this person for the first time

    @property
    def work(self) -> Work:
        """The stores of this event's transaction, for answers declared with `changes=True`.

        An answer that only reads what is not in the catalogue opens `visit.storage.reading()`.
        """
        if self.transaction is None:
            raise LookupError("this answer writes; declare it with changes=True")
        return self.transaction


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person who acted gets: a screen in place of the pressed one (or `anew`), a toast, or both.

    `promises`: letters will follow, and the messenger makes sure that they can arrive. `onward`: where to go on, as if
    its button had been pressed now; the answer of that route is what is shown, and where it changes something, whoever
    sends onward has to be declared with `changes=True`. The dispatcher adds what it knows of the person: the language,
    what their client can draw, whether we meet them for the `first` time, and whether they were asked for their number
    until now and are not any more (`phone_done`).
    """

    screen: Screen | None = None
    toast: Phrase | None = None
    anew: bool = False
    promises: bool = False
    onward: Route | None = None
    language: str = "ru"
    client: str = ""
    first: bool = False
    phone_done: bool = False
