"""What leaves the paper chats: a postman who carries mail, and machines that are told; adapters of the one port.

What they took lies in `world.mailbox` and in `world.notices`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dialogs.engine.library import Library
from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Limits, Outcome, Parcel, Refused
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Document, Fact, Mail, Notice, Screen
from storage.database import Storage
from tests.paper import LIMITS
from tests.sheet import read

MAIL, MACHINES = "email", "http"
ONE_BY_ONE = replace(LIMITS, together=1, different=1, topics=False)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class PaperMail:
    """A mail as it lies in the mailbox; `chat` is the address of its letter in the outbox."""

    to: str
    subject: str
    text: str
    links: dict[str, str]
    documents: tuple[Enclosed, ...]
    chat: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a machine was told; `key` stays the same when it is told again."""

    url: str
    event: str
    about: dict[str, Fact]
    key: str


class _OneWay:
    """A messenger that only delivers; `answer(Later(5), …)` makes its next sends end so instead of arriving."""

    name: str

    def __init__(self) -> None:
        self._answers: list[Outcome] = []

    @property
    def limits(self) -> Limits:
        return ONE_BY_ONE

    def answer(self, *outcomes: Outcome) -> None:
        """What the next sends come to."""
        self._answers.extend(outcomes)

    async def show(self, parcel: Parcel) -> Outcome:
        """One after another."""
        return self._answers.pop(0) if self._answers else await self._take(parcel)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        return [await self.show(parcel) for parcel in parcels]

    async def _take(self, parcel: Parcel) -> Outcome:
        raise NotImplementedError


class PaperPost(_OneWay):
    """Carries mail and nothing else."""

    name = MAIL

    def __init__(self, storage: Callable[[], Storage]) -> None:
        super().__init__()
        self.mailbox: list[PaperMail] = []
        self._storage = storage

    async def _take(self, parcel: Parcel) -> Outcome:
        mail = parcel.what
        if not isinstance(mail, Mail):
            return Refused("a mailbox takes nothing but mail")
        self.mailbox.append(
            PaperMail(
                to=mail.to,
                subject=speak(mail.subject, parcel.language),
                text=read(Screen(mail.text), parcel.language),
                links={speak(link.label, parcel.language): link.url for link in mail.links},
                documents=tuple([await self._enclosed(document) for document in mail.documents]),
                chat=parcel.to.chat,
            )
        )
        return Delivered(Shown(str(len(self.mailbox))))

    async def _enclosed(self, document: Document) -> Enclosed:
        if not document.file:
            return Enclosed(document.name, document.content, document.media_type)
        stored = await Library(self._storage(), MAIL).file(document.file)
        assert stored is not None, f"there is no file {document.file!r}"
        return Enclosed(document.name or stored.name, stored.content, stored.media_type)


class PaperMachines(_OneWay):
    """Take notices and nothing else."""

    name = MACHINES

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Told] = []

    async def _take(self, parcel: Parcel) -> Outcome:
        notice = parcel.what
        if not isinstance(notice, Notice):
            return Refused("a machine is told nothing but notices")
        self.notices.append(Told(parcel.to.chat, notice.event, dict(notice.about), str(parcel.mark)))
        return Delivered(Shown(str(parcel.mark)))
