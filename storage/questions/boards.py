"""What moderators see beside the questions themselves: open menus, the presenter's list, what topics were told, names.

None of it decides anything: what happens to a question is decided by its own row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, RowId
from storage.engine.sealed import SEALED, SealedColumns, Seals, words
from storage.fair.programme import SESSIONS
from storage.post.outbox import OPEN, OUTBOX, Lane, on_its_way
from storage.post.standing import CARDS
from storage.questions.tables import CARDS as CARD_KEYS
from storage.questions.tables import QUESTIONS
from storage.staff.places import PLACES
from storage.staff.places import TOPICS as TOPIC_KEYS

MenuName = Literal["decline", "duplicate", "more", "pass", "answer", "correct", "text"]
WORKED_ON = ("new", "taken", "passed", "aired")  # states of questions whose cards have buttons
LONGEST_NAME = 80

CARD_MENUS = Table(
    "card_menus",
    METADATA,
    Column("question_id", RowId, ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),  # of the question: every step and edit closes the menu
    Column("menu", String(12), nullable=False),
    Column("choices", JSON, nullable=False),  # what stands on its buttons: reasons, or numbers of questions
    Column("by", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
)
AIR_LISTS = Table(  # the order in which a presenter reads a session's questions
    "air_lists",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("questions", JSON, nullable=False),
)
TOLD_TOPICS = Table(  # what a session's topic was last told to be
    "topics",
    METADATA,
    Column("place_id", RowId, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("title", Text, nullable=False),
    Column("open", Boolean, nullable=False),
)
STAFF_NAMES = Table(  # how those who moderate are called in their messenger
    "staff_names",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("name", words(LONGEST_NAME), nullable=False, info=SEALED),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """What a moderator has opened on a card."""

    name: MenuName
    choices: tuple[Any, ...]
    by: int


class ModeratorBoards:
    """The boards of moderators, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._names = SealedColumns(STAFF_NAMES, seals)

    # --- menus -------------------------------------------------------------------------------------------------------

    async def open_menu(self, question_id: int, revision: int, menu: Menu) -> None:
        """Open a menu on the card of a question as it is now, in place of another one."""
        row = {"question_id": question_id, "revision": revision, "menu": menu.name, "by": menu.by}
        change = ("revision", "menu", "choices", "by")
        statement = upsert(self._connection, CARD_MENUS, ("question_id",), change)
        await self._connection.execute(statement, row | {"choices": list(menu.choices)})

    async def menu(self, question_id: int, revision: int) -> Menu | None:
        """What is open on the card, if the question has not changed since."""
        here = (CARD_MENUS.c.question_id == question_id, CARD_MENUS.c.revision == revision)
        query = select(CARD_MENUS.c.menu, CARD_MENUS.c.choices, CARD_MENUS.c.by).where(*here)
        found = (await self._connection.execute(query)).one_or_none()
        return found and Menu(found.menu, tuple(found.choices), found.by)

    async def close_menu(self, question_id: int) -> None:
        """Close the menu on a card, which then shows its usual buttons."""
        await self._connection.execute(CARD_MENUS.delete().where(CARD_MENUS.c.question_id == question_id))

    # --- the presenter's list ----------------------------------------------------------------------------------------

    async def order_air(self, session_id: int, question_ids: Sequence[int]) -> None:
        """Lay down in which order the session's questions are read out."""
        statement = upsert(self._connection, AIR_LISTS, ("session_id",), ("questions",))
        await self._connection.execute(statement, {"session_id": session_id, "questions": list(question_ids)})

    async def air_order(self, session_id: int) -> tuple[int, ...]:
        """The questions in the order laid down last."""
        query = select(AIR_LISTS.c.questions).where(AIR_LISTS.c.session_id == session_id)
        return tuple((await self._connection.execute(query)).scalar_one_or_none() or ())

    async def begin_anew(self, address: Address, key: str) -> None:
        """Let the key's next letter be a new message, below what was written since."""
        here = (CARDS.c[name] == value for name, value in _at(address).items())
        await self._connection.execute(CARDS.delete().where(CARDS.c.key == key, *here))

    async def set_aside(self, address: Address, key: str, old: str) -> None:
        """Let the key's next letter be a new message; what stood there is known by the `old` key from now on."""
        here = tuple(CARDS.c[name] == value for name, value in _at(address).items())
        await self._connection.execute(CARDS.delete().where(CARDS.c.key == old, *here))
        await self._connection.execute(CARDS.update().where(CARDS.c.key == key, *here).values(key=old))

    # --- topics and cards --------------------------------------------------------------------------------------------

    async def tell_topic(self, place_id: int, session_id: int, title: str, is_open: bool) -> bool:
        """Note what the topic shall be; False where it is so already."""
        same = (TOLD_TOPICS.c.place_id == place_id, TOLD_TOPICS.c.session_id == session_id)
        query = select(TOLD_TOPICS.c.title, TOLD_TOPICS.c.open).where(*same)
        told = (await self._connection.execute(query)).one_or_none()
        if told is not None and tuple(told) == (title, is_open):
            return False
        row = {"place_id": place_id, "session_id": session_id, "title": title, "open": is_open}
        statement = upsert(self._connection, TOLD_TOPICS, ("place_id", "session_id"), ("title", "open"))
        await self._connection.execute(statement, row)
        return True

    async def open_topics(self) -> list[tuple[int, int, str]]:
        """The places, sessions and titles of topics that were last told to be open."""
        columns = (TOLD_TOPICS.c.place_id, TOLD_TOPICS.c.session_id, TOLD_TOPICS.c.title)
        found = await self._connection.execute(select(*columns).where(TOLD_TOPICS.c.open))
        return [(row[0], row[1], row[2]) for row in found]

    async def standing(self, chats: Collection[Address], beginnings: Collection[str]) -> dict[tuple[Address, str], str]:
        """The messages in these chats whose keys begin so: by address and key."""
        keys = or_(*(CARDS.c.key.startswith(beginning) for beginning in beginnings))
        found: dict[tuple[Address, str], str] = {}
        for messenger, chat in {(address.messenger, address.chat) for address in chats}:
            here = (CARDS.c.messenger == messenger, CARDS.c.chat == chat, keys, CARDS.c.message != "")
            query = select(CARDS.c.thread, CARDS.c.key, CARDS.c.message).where(*here)
            for thread, key, message in await self._connection.execute(query):
                found[Address(messenger, chat, thread), key] = message
        return found

    async def missing_cards(self, at_most: int) -> list[tuple[Address, int]]:
        """Questions that are worked on and were released, but have no card where one should stand."""
        found = await self._connection.execute(_missing_cards(), {"at_most": at_most})
        return [(Address(*row[:3]), row[3]) for row in found]

    async def crowd(self, messenger: str, chat: str, now: datetime, before: Lane) -> int:
        """How many letters that are due have not reached the chat yet, of the lanes before that one."""
        here = (OPEN, OUTBOX.c.messenger == messenger, OUTBOX.c.chat == chat, OUTBOX.c.not_before <= now)
        query = select(func.count()).where(*here, OUTBOX.c.lane < before)
        return (await self._connection.execute(query)).scalar_one()

    # --- names -------------------------------------------------------------------------------------------------------

    async def remember_name(self, person_id: int, name: str) -> None:
        """Keep how somebody who moderates is called."""
        called = name[:LONGEST_NAME]
        if not called or (await self.names([person_id])).get(person_id) == called:
            return
        row = self._names.kept(person_id, {"person_id": person_id, "name": called})
        await self._connection.execute(upsert(self._connection, STAFF_NAMES, ("person_id",), ("name",)), row)

    async def names(self, person_ids: Collection[int]) -> Mapping[int, str]:
        """How they are called, by number; without those of whom nobody knows."""
        query = select(STAFF_NAMES.c.person_id, STAFF_NAMES.c.name).where(STAFF_NAMES.c.person_id.in_(person_ids))
        return {row[0]: self._names.read(row[0], "name", row[1]) for row in await self._connection.execute(query)}


def _at(address: Address) -> dict[str, str]:
    return {"messenger": address.messenger, "chat": address.chat, "thread": address.thread}


@cache
def _missing_cards() -> Select[Any]:
    """Built once: it is asked every few seconds, and building it costs more than running it."""
    key = literal(CARD_KEYS).concat(cast(QUESTIONS.c.id, String))
    topic = CARDS.alias()
    own_topic = literal(TOPIC_KEYS).concat(cast(QUESTIONS.c.session_id, String))
    of_place = and_(topic.c.messenger == PLACES.c.messenger, topic.c.chat == PLACES.c.chat)
    of_session = and_(of_place, topic.c.thread == "", topic.c.key == own_topic, topic.c.message != "")
    thread = case((PLACES.c.topics, topic.c.message), else_=PLACES.c.thread)
    stands = exists().where(
        CARDS.c.messenger == PLACES.c.messenger,
        CARDS.c.chat == PLACES.c.chat,
        CARDS.c.thread == thread,
        CARDS.c.key == key,
        CARDS.c.message != "",  # it was left behind in the chat that the group was
    )
    comes = exists().where(
        on_its_way(),
        OUTBOX.c.messenger == PLACES.c.messenger,
        OUTBOX.c.chat == PLACES.c.chat,
        OUTBOX.c.thread == thread,
        OUTBOX.c.key == key,
    )
    return (
        select(PLACES.c.messenger, PLACES.c.chat, thread, QUESTIONS.c.id)
        .select_from(QUESTIONS)
        .join(SESSIONS, SESSIONS.c.id == QUESTIONS.c.session_id)
        .join(PLACES, and_(PLACES.c.cluster_id == SESSIONS.c.cluster_id, PLACES.c.broken_at.is_(None)))
        .outerjoin(topic, and_(PLACES.c.topics, of_session))
        .where(QUESTIONS.c.state.in_(WORKED_ON), QUESTIONS.c.released_at.is_not(None))
        .where(or_(~PLACES.c.topics, topic.c.message.is_not(None)), ~stands, ~comes)
        .order_by(QUESTIONS.c.released_at, QUESTIONS.c.id)
        .limit(bindparam("at_most", type_=Integer))
    )
