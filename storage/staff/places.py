"""Places: the groups in which staff work, bound to a cluster or a stand.

A group with topics is one place: each session's cards stand in a topic of its own, whose thread is remembered as the
card of the session's topic.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId
from storage.post.outbox import OPEN, OUTBOX
from storage.post.standing import CARDS
from storage.staff.uses import LONGEST_TITLE, USES

TOPICS = "topic-"  # how the keys of topics begin, which are kept at the group itself
_POSTED = ("messenger", "chat", "thread", "kind", "about", "lane", "not_before", "deadline", "not_after", "key")

PlaceRole = Literal["moderators", "stand"]
Source = Literal["bind", "settings"]

PLACES = Table(
    "places",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("messenger", String(20), nullable=False),
    Column("chat", String(200), nullable=False),
    Column("thread", String(40), nullable=False),
    Column("role", String(12), nullable=False),
    Column("cluster_id", RowId, ForeignKey("clusters.id"), index=True),
    Column("stand_id", RowId, ForeignKey("stands.id"), index=True),
    Column("topics", Boolean, nullable=False),
    Column("source", String(10), nullable=False),
    Column("since", Moment, nullable=False),
    Column("broken_at", Moment),  # since when the bot can do nothing there
    Column("flat_at", Moment),  # since when it was refused topics, which it is to have
    Column("title", String(LONGEST_TITLE), nullable=False, server_default=text("''")),  # "": nobody told
    UniqueConstraint("messenger", "chat", "thread", "cluster_id"),
    UniqueConstraint("messenger", "chat", "thread", "stand_id"),
    CheckConstraint(
        "(role = 'moderators' AND cluster_id IS NOT NULL AND stand_id IS NULL)"
        " OR (role = 'stand' AND cluster_id IS NULL AND stand_id IS NOT NULL)",
        name="role",
    ),
    CheckConstraint("source IN ('bind', 'settings')", name="source"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A group, or one thread of it, that is a cluster's or a stand's.

    `topics`: it has one topic for each session; `flat_at`: since when it has none because the messenger refused them.
    """

    id: int
    address: Address
    role: PlaceRole
    cluster_id: int | None
    stand_id: int | None
    topics: bool
    source: Source
    since: datetime
    broken_at: datetime | None
    flat_at: datetime | None
    title: str


@dataclass(frozen=True, slots=True)
class Binding:
    """What makes a group a place."""

    address: Address
    role: PlaceRole
    cluster_id: int | None = None
    stand_id: int | None = None
    topics: bool = False


def topic_key(session_id: int) -> str:
    """Of the topic in which a session's cards stand."""
    return f"{TOPICS}{session_id}"


class Places:
    """The places, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def bind(
        self,
        address: Address,
        role: PlaceRole,
        cluster_id: int | None,
        stand_id: int | None,
        topics: bool,
        source: Source,
        now: datetime,
    ) -> None:
        """Make the address a place; one that is bound so already works again, with topics as said.

        What the configuration names stays the configuration's, whoever binds it once more.
        """
        of = {"cluster_id": cluster_id, "stand_id": stand_id}
        new = _at(address) | of | {"role": role, "topics": topics, "source": source, "since": now}
        inserted = await self._connection.execute(insert_or_ignore(self._connection, PLACES), new)
        if inserted.rowcount != 1:
            same = (PLACES.c[name].is_not_distinct_from(value) for name, value in (_at(address) | of).items())
            named = case((PLACES.c.source == "settings", "settings"), else_=source)
            again = PLACES.update().where(*same).values(topics=topics, source=named)
            await self._connection.execute(again.values(broken_at=None, flat_at=None))

    async def unbind(self, place: Place, now: datetime) -> list[str]:
        """Let the group not be that place any more; the kinds of the letters to it that ended by this.

        What stands in it, or in the thread that was it, is forgotten, unless it is another place still.
        """
        await self._connection.execute(PLACES.delete().where(PLACES.c.id == place.id))
        to = place.address
        here = PLACES.c.messenger == to.messenger, PLACES.c.chat == to.chat
        left = set((await self._connection.execute(select(PLACES.c.thread).where(*here))).scalars())
        if to.thread in left or (left and not to.thread):
            return []
        whole = not left  # nothing of the group is ours any more
        await self._connection.execute(CARDS.delete().where(*_within(CARDS, to, whole)))
        waiting = (OPEN, OUTBOX.c.state == "waiting", OUTBOX.c.person_id.is_(None))
        ended = (
            OUTBOX.update()
            .where(*waiting, *_within(OUTBOX, to, whole))
            .values(state="dropped", ended_at=now)
            .returning(OUTBOX.c.kind)
        )
        return list((await self._connection.execute(ended)).scalars())

    async def settle(self, wanted: Collection[Binding], now: datetime) -> None:
        """Let the places of the configuration be these; what was bound in a group stays."""
        configured = PLACES.c.source == "settings"
        kept = {(place.address, place.cluster_id, place.stand_id): place for place in await self._where(configured)}
        for one in wanted:
            if kept.pop((one.address, one.cluster_id, one.stand_id), None) is None:
                await self.bind(one.address, one.role, one.cluster_id, one.stand_id, one.topics, "settings", now)
        await self._connection.execute(PLACES.delete().where(PLACES.c.id.in_([place.id for place in kept.values()])))

    async def of_cluster(self, cluster_id: int) -> tuple[Place, ...]:
        """Where the cluster's moderators work; without places at which the bot can do nothing now."""
        return await self._where(PLACES.c.cluster_id == cluster_id, PLACES.c.broken_at.is_(None))

    async def of_stand(self, stand_id: int) -> tuple[Place, ...]:
        """Where the stand's staff work; without places at which the bot can do nothing now."""
        return await self._where(PLACES.c.stand_id == stand_id, PLACES.c.broken_at.is_(None))

    async def at(self, address: Address) -> tuple[Place, ...]:
        """What the group is to us, or this thread of it."""
        here = (PLACES.c.messenger == address.messenger, PLACES.c.chat == address.chat)
        return await self._where(*here, PLACES.c.thread.in_(("", address.thread)))

    async def everywhere(self) -> tuple[Place, ...]:
        """All places."""
        return await self._where()

    async def in_chat(self, messenger: str, chat: str) -> bool:
        """Whether the group, or some thread of it, is anything to us."""
        query = select(PLACES.c.id).where(PLACES.c.messenger == messenger, PLACES.c.chat == chat).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def desk(self, place: Place, session_id: int) -> Address | None:
        """Where a session's cards stand at the place; None while its topic is not there yet."""
        if not place.topics:
            return place.address
        chat = _at(place.address) | {"thread": "", "key": topic_key(session_id)}
        query = select(CARDS.c.message).where(*(CARDS.c[name] == value for name, value in chat.items()))
        thread = (await self._connection.execute(query)).scalar_one_or_none()
        return Address(place.address.messenger, place.address.chat, thread) if thread else None

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[Place, ...]:
        query = select(PLACES).where(*conditions).order_by(PLACES.c.id)
        return tuple(
            Place(
                id=row.id,
                address=Address(row.messenger, row.chat, row.thread),
                role=row.role,
                cluster_id=row.cluster_id,
                stand_id=row.stand_id,
                topics=row.topics,
                source=row.source,
                since=row.since,
                broken_at=row.broken_at,
                flat_at=row.flat_at,
                title=row.title,
            )
            for row in await self._connection.execute(query)
        )

    # --- what happens to groups --------------------------------------------------------------------------------------

    async def moved(self, messenger: str, old: str, new: str) -> None:
        """The group is another chat now: its places, what is shown there and what waits to be sent go along.

        The messages themselves stay behind, and their numbers mean others there: what they showed is sent anew.
        """
        left_behind = CARDS.update().where(CARDS.c.messenger == messenger, CARDS.c.chat == old)
        await self._connection.execute(left_behind.values(message=""))
        for table, same in ((PLACES, ("thread", "role", "cluster_id", "stand_id")), (CARDS, ("thread", "key"))):
            await self._readdress(table, same, and_(table.c.messenger == messenger, table.c.chat == old), chat=new)
        bound = USES.update().where(USES.c.messenger == messenger, USES.c.chat == old)
        await self._connection.execute(bound.values(chat=new))
        waiting = OUTBOX.update().where(OPEN, OUTBOX.c.messenger == messenger, OUTBOX.c.chat == old)
        await self._connection.execute(waiting.values(chat=new))

    async def lost(self, address: Address) -> None:
        """The thread is gone while the group is there: what was shown in it is forgotten, so that it is made again.

        A place that was this thread is the whole group now.
        """
        if not address.thread:
            return
        group = and_(CARDS.c.messenger == address.messenger, CARDS.c.chat == address.chat)
        topic = and_(CARDS.c.thread == "", CARDS.c.message == address.thread, CARDS.c.key.startswith(TOPICS))
        await self._connection.execute(CARDS.delete().where(group, CARDS.c.thread == address.thread))
        await self._connection.execute(CARDS.delete().where(group, topic))
        here = and_(*(PLACES.c[name] == value for name, value in _at(address).items()))
        await self._readdress(PLACES, ("chat", "role", "cluster_id", "stand_id"), here, thread="")
        bound = USES.update().where(*(USES.c[name] == value for name, value in _at(address).items()))
        await self._connection.execute(bound.values(thread=""))

    async def _readdress(self, table: Table, same: tuple[str, ...], here: ColumnElement[bool], **new: str) -> None:
        """Move rows to another address; where one like it stands there already, that one stays."""
        there = table.alias()
        alike = (there.c[name].is_not_distinct_from(table.c[name]) for name in ("messenger", *same))
        taken = exists().where(*alike, *(there.c[name] == value for name, value in new.items()))
        await self._connection.execute(table.delete().where(here, taken))
        await self._connection.execute(table.update().where(here).values(**new))

    async def broken(self, address: Address, now: datetime) -> None:
        """The bot can do nothing in this group any more."""
        await self._set(address.messenger, address.chat, PLACES.c.broken_at.is_(None), broken_at=now)

    async def mended(self, messenger: str, chat: str) -> None:
        """It can again; what it could not be told meanwhile is posted once more, of each key the newest."""
        here = (PLACES.c.messenger == messenger, PLACES.c.chat == chat)
        since = (await self._connection.execute(select(func.min(PLACES.c.broken_at)).where(*here))).scalar_one()
        if since is None:
            return
        await self._set(messenger, chat, PLACES.c.broken_at.is_not(None), broken_at=None)
        missed = (OUTBOX.c.messenger == messenger, OUTBOX.c.chat == chat, OUTBOX.c.ended_at >= since)
        newest = select(func.max(OUTBOX.c.id)).where(*missed).group_by(OUTBOX.c.thread, OUTBOX.c.key)
        again = or_(OUTBOX.c.key.is_(None), OUTBOX.c.id.in_(newest))
        same = [OUTBOX.c[name] for name in _POSTED]
        values = (literal("waiting"), literal(0), literal(0), literal(0.0))
        letters = select(*same, *values).where(*missed, OUTBOX.c.state == "gone", OUTBOX.c.person_id.is_(None), again)
        columns = [*_POSTED, "state", "attempt", "failed", "held_until"]
        await self._connection.execute(OUTBOX.insert().from_select(columns, letters.order_by(OUTBOX.c.id)))

    async def _set(self, messenger: str, chat: str, *also: ColumnElement[bool], **values: Any) -> None:
        here = (PLACES.c.messenger == messenger, PLACES.c.chat == chat)
        await self._connection.execute(PLACES.update().where(*here, *also).values(**values))

    async def without_topics(self, place_id: int, now: datetime) -> None:
        """The group was refused topics: cards stand in the group itself, until it is asked again."""
        flat = PLACES.update().where(PLACES.c.id == place_id, PLACES.c.topics).values(topics=False, flat_at=now)
        await self._connection.execute(flat)

    async def with_topics(self, messenger: str, chat: str) -> None:
        """The group is a forum, or we may do more there than before: its sessions may have topics, as far as we know.

        A place that is one of its threads stays as it is.
        """
        flat = (~PLACES.c.topics, PLACES.c.role == "moderators", PLACES.c.thread == "")
        await self._set(messenger, chat, *flat, topics=True, flat_at=None)

    async def flat_since(self, before: datetime) -> bool:
        """Whether some group was refused topics before that moment and not asked since."""
        query = select(PLACES.c.id).where(*_flat(before)).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def try_topics(self, before: datetime) -> None:
        """Let the groups that were refused topics before that moment be asked for them once more."""
        await self._connection.execute(PLACES.update().where(*_flat(before)).values(topics=True, flat_at=None))

    async def entitle(self, messenger: str, chat: str, title: str) -> None:
        """The group is called so."""
        title = title[:LONGEST_TITLE]
        await self._set(messenger, chat, PLACES.c.title != title, title=title)


def _at(address: Address) -> dict[str, Any]:
    return {"messenger": address.messenger, "chat": address.chat, "thread": address.thread}


def _within(table: Table, to: Address, whole: bool) -> tuple[ColumnElement[bool], ...]:
    """What is in the group, or only in that thread of it."""
    here = (table.c.messenger == to.messenger, table.c.chat == to.chat)
    return here if whole else (*here, table.c.thread == to.thread)


def _flat(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return PLACES.c.flat_at <= before, PLACES.c.broken_at.is_(None)
