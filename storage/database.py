"""The database: opens transactions and hands out all stores of one as `Work`.

On SQLite there is one writer at a time, and events that come together share a commit (`shared_commit.py`). Several
processes means PostgreSQL, where every writing transaction is its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.audit import Audit
from storage.bookmarks import Bookmarks
from storage.cards import Cards
from storage.catalogue import NO_FAIR, Catalogue, read_catalogue, read_version
from storage.claims import Claims
from storage.consent_texts import ConsentTexts
from storage.consents import Consents
from storage.contacts import Contacts
from storage.desks import Desks
from storage.email_proofs import EmailProofs
from storage.erasing import Personal
from storage.events import Events
from storage.files import Files
from storage.lead_desks import LeadDesks
from storage.lead_letters import LeadLetters
from storage.lead_lines import LeadLines
from storage.leads import Leads
from storage.leases import Leases
from storage.offers import Offers
from storage.outbox import Outbox
from storage.pages import Pages
from storage.people import People, PeopleInMemory
from storage.places import Places
from storage.question_letters import QuestionLetters
from storage.question_queue import QuestionQueue
from storage.questions import Questions
from storage.received import Received
from storage.reminders import Reminders
from storage.route import RouteStands
from storage.sealing import Sealer
from storage.shared_commit import Effect, SharedCommit
from storage.sqlite import STATEMENTS, file_size, open_engine, scrub
from storage.staff import Staff
from storage.subscriptions import Subscriptions
from storage.threads import Threads
from storage.trouble import DatabaseTrouble as DatabaseTrouble
from storage.trouble import troubles

PEOPLE_IN_MEMORY = 20_000
PATIENCE = 4.0  # seconds a writer waits for its turn, and again for another process; an event has ten in all
LONG = 600.0  # seconds that one statement of an import or a migration may take on PostgreSQL
SOON_WRITTEN = 256_000_000  # bytes of a SQLite file that is written anew in about a second
LOOKS = 10  # at the catalogue, while imports come in between


@dataclass(frozen=True)
class Work:
    """All stores of one transaction."""

    people: People
    subscriptions: Subscriptions
    reminders: Reminders
    outbox: Outbox
    claims: Claims
    cards: Cards
    events: Events
    files: Files
    leases: Leases
    bookmarks: Bookmarks
    staff: Staff
    places: Places
    questions: Questions
    question_queue: QuestionQueue
    question_letters: QuestionLetters
    desks: Desks
    consents: Consents
    consent_texts: ConsentTexts
    contacts: Contacts
    email_proofs: EmailProofs
    leads: Leads
    lead_letters: LeadLetters
    threads: Threads
    received: Received
    offers: Offers
    lead_lines: LeadLines
    lead_desks: LeadDesks
    audit: Audit
    route: RouteStands
    pages: Pages
    personal: Personal
    after_commit: Callable[[Effect], None]

    @classmethod
    def on(
        cls,
        connection: AsyncConnection,
        memory: PeopleInMemory | None,
        after_commit: Callable[[Effect], None],
        sealer: Sealer,
    ) -> "Work":
        return cls(
            people=People(connection, memory, after_commit),
            subscriptions=Subscriptions(connection),
            reminders=Reminders(connection),
            outbox=Outbox(connection),
            claims=Claims(connection),
            cards=Cards(connection),
            events=Events(connection),
            files=Files(connection),
            leases=Leases(connection),
            bookmarks=Bookmarks(connection),
            staff=Staff(connection),
            places=Places(connection),
            questions=Questions(connection),
            question_queue=QuestionQueue(connection),
            question_letters=QuestionLetters(connection),
            desks=Desks(connection),
            consents=Consents(connection),
            consent_texts=ConsentTexts(connection),
            contacts=Contacts(connection, sealer),
            email_proofs=EmailProofs(connection, sealer),
            leads=Leads(connection),
            lead_letters=LeadLetters(connection),
            threads=Threads(connection),
            received=Received(connection),
            offers=Offers(connection),
            lead_lines=LeadLines(connection, sealer),
            lead_desks=LeadDesks(connection),
            audit=Audit(connection),
            route=RouteStands(connection),
            pages=Pages(connection),
            personal=Personal(connection, sealer, memory, after_commit),
            after_commit=after_commit,
        )


_Writing = tuple[AsyncConnection, Callable[[Effect], None]]


class Storage:
    """The database of the fair, with its catalogue in memory."""

    def __init__(
        self, url: str, *, alone: bool = True, patience: float = PATIENCE, sealer: Sealer | None = None
    ) -> None:
        """Open the database at `url`; `alone`: this process is the only one that changes people.

        `sealer` holds the keys of personal data; without it none can be taken or read.

        :raises DatabaseTrouble: the address is of no database that we know.
        """
        address = _address(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = open_engine(address, patience) if self.sqlite else _open_postgres(url, patience)
        self._long_engine = self.engine if self.sqlite else _open_postgres(url, LONG)
        self.memory = PeopleInMemory(PEOPLE_IN_MEMORY) if self.sqlite and alone else None
        self.catalogue: Catalogue = NO_FAIR
        self.sealer = sealer or Sealer()
        self._shared = SharedCommit(self.engine, patience) if self.sqlite else None

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        await self._long_engine.dispose()

    async def refresh(self) -> bool:
        """Take a newer catalogue into memory if there is one; True when there was.

        :raises DatabaseTrouble: what is in memory may be old.
        """
        with troubles():
            async with self.engine.connect() as connection:
                for _ in range(LOOKS):
                    if await read_version(connection) == self.catalogue.version:
                        return False
                    catalogue = await read_catalogue(connection)
                    if await read_version(connection) == catalogue.version:
                        self.catalogue = catalogue
                        return True
                    # An import came between two of our reads; whoever refreshes before drawing must see it whole.
        raise DatabaseTrouble("one import follows another")

    async def answers(self) -> bool:
        """Whether the database can be read now."""
        try:
            with troubles():
                async with self.engine.connect() as connection:
                    await read_version(connection)
        except DatabaseTrouble:
            return False
        return True

    async def scrub(self, *, quiet: bool) -> bool:
        """Let no byte of what was erased stay in SQLite's file and log; False: not now, ask again.

        A large file is written anew only when it is `quiet`: nobody can write meanwhile. PostgreSQL keeps what was
        erased until its own vacuum, and in its log and backups for as long as they are kept.

        :raises DatabaseTrouble: the file cannot be written.
        """
        if not self.sqlite:
            return True
        writing = asyncio.get_running_loop().create_task(self._scrub(quiet=quiet))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])  # the file is being written, and its connection cannot be given back before
            raise

    async def _scrub(self, *, quiet: bool) -> bool:
        with troubles():
            async with self.engine.connect() as connection:
                whole = quiet or await file_size(connection) <= SOON_WRITTEN
                return await scrub(connection, whole=whole) and whole

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Work]:
        """Stores to read from; each statement sees the newest committed state."""
        with troubles():
            async with self.engine.connect() as connection:
                yield Work.on(connection, self.memory, lambda effect: effect(), self.sealer)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Work]:
        """One transaction: left normally, it is committed; left by an exception, nothing of it happened.

        :raises DatabaseTrouble: the database refused, or its commit failed.
        """
        with troubles():
            async with self.transaction() as (connection, after_commit):
                yield Work.on(connection, self.memory, after_commit, self.sealer)

    def transaction(self) -> AbstractAsyncContextManager[_Writing]:
        """What `writing` stands on, for a task of storage's own that needs the connection."""
        return self._shared.writing() if self._shared is not None else _writing(self.engine)

    def long_transaction(self) -> AbstractAsyncContextManager[_Writing]:
        """As `transaction`, for imports and migrations: a statement may take minutes."""
        return self._shared.writing() if self._shared is not None else _writing(self._long_engine)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        address = URL.create("nothing")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseTrouble("database.url is no address of SQLite or PostgreSQL")
    return address


@asynccontextmanager
async def _writing(engine: AsyncEngine) -> AsyncIterator[_Writing]:
    effects: list[Effect] = []
    async with engine.connect() as connection, connection.begin():
        yield connection, effects.append
    for effect in effects:
        effect()


def _open_postgres(url: str, patience: float) -> AsyncEngine:
    """An engine whose statements may take twice the patience: two waits fit into an event's ten seconds."""
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=10,
        max_overflow=10,
        pool_timeout=patience,
        pool_pre_ping=True,
        query_cache_size=STATEMENTS,
        hide_parameters=True,  # they are people's data, and errors are logged
        connect_args={"timeout": 5, "command_timeout": 2 * patience},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def utc(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()

    return engine
