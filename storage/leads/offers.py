"""Offers: materials that a stand's staff send, from the file in their messenger to what visitors can get.

A file is fetched first (`fetching`), where organisers want to see it it waits for them (`waiting`), and then it is one
of the stand's materials (`published`). Publishing writes to the exhibition, so the catalogue's version moves and every
running bot shows it; an import of the programme leaves it alone (`OFFERED`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, Column, ColumnElement, ForeignKey, Index, String, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.fair.materials import AFTER_ALL, MATERIALS, OFFERED
from storage.fair.programme import FAIRS

OfferState = Literal["fetching", "waiting", "published", "declined", "lost", "taken_back"]
Gate = Literal["open", "contacts"]
ALIVE: tuple[OfferState, ...] = ("fetching", "waiting", "published")
_FETCHING: tuple[OfferState, ...] = ("fetching",)
_WAITING: tuple[OfferState, ...] = ("waiting",)

OFFERS = Table(
    "offers",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("stand_id", RowId, ForeignKey("stands.id"), nullable=False, index=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL"), index=True),  # who sent it
    Column("title", Text, nullable=False),
    Column("gate", String(20), nullable=False),
    Column("messenger", String(20)),  # in which the file was sent; NULL: it is a link
    Column("handle", Text),  # what that messenger calls the file, until it is fetched
    Column("name", String(255)),
    Column("media_type", String(100)),
    Column("file", String(64), ForeignKey("files.hash")),
    Column("url", Text),
    Column("state", String(12), nullable=False),
    Column("material_id", RowId, ForeignKey("materials.id")),
    Column("decided_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),  # of the organisers, or who took it back
    Column("at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("gate IN ('open', 'contacts')", name="gate"),
    CheckConstraint(f"state IN {get_args(OfferState)}", name="state"),
    CheckConstraint("(url IS NULL) = (messenger IS NOT NULL)", name="source"),
    CheckConstraint("state <> 'published' OR material_id IS NOT NULL", name="published"),
    Index("ix_offers_state", "state"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A material that staff sent; `file` is its hash once it is fetched."""

    id: int
    stand_id: int
    person_id: int | None
    title: str
    gate: Gate
    messenger: str | None
    handle: str | None
    name: str | None
    media_type: str | None
    file: str | None
    url: str | None
    state: OfferState
    material_id: int | None
    decided_by: int | None
    at: datetime
    changed_at: datetime


class Offers:
    """The offers, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        stand_id: int,
        person_id: int,
        title: str,
        gate: Gate,
        now: datetime,
        *,
        url: str | None = None,
        sent: tuple[str, str, str, str] | None = None,
    ) -> Offer:
        """Keep what somebody of the staff sends: a link, or a file by messenger, handle, name and media type."""
        messenger, handle, name, media_type = sent or (None, None, None, None)
        values: dict[str, Any] = {
            "stand_id": stand_id,
            "person_id": person_id,
            "title": title,
            "gate": gate,
            "messenger": messenger,
            "handle": handle,
            "name": name,
            "media_type": media_type,
            "url": url,
            "state": "waiting" if sent is None else "fetching",
            "at": now,
            "changed_at": now,
        }
        added = OFFERS.insert().values(values).returning(OFFERS.c.id)
        return await self._sure((await self._connection.execute(added)).scalar_one())

    async def load(self, offer_id: int) -> Offer | None:
        """The offer of that row."""
        found = await self._where(OFFERS.c.id == offer_id)
        return found[0] if found else None

    async def fetching(self) -> tuple[Offer, ...]:
        """The offers whose files are on their way to us."""
        return await self._where(OFFERS.c.state == "fetching")

    async def of_stand(self, stand_id: int, states: Collection[OfferState] = ALIVE) -> tuple[Offer, ...]:
        """What the stand's staff sent, the newest first."""
        return await self._where(OFFERS.c.stand_id == stand_id, OFFERS.c.state.in_(states))

    async def approved(self, stand_id: int) -> bool:
        """Whether visitors get something of the stand's that an organiser has looked at."""
        of_stand = OFFERS.c.stand_id == stand_id, OFFERS.c.state == "published", OFFERS.c.decided_by.is_not(None)
        return (await self._connection.execute(select(OFFERS.c.id).where(*of_stand).limit(1))).first() is not None

    async def fetched(self, offer: Offer, file: str, now: datetime) -> bool:
        """The file is here, under that hash; how the messenger called it is nobody's business any more."""
        return await self._step(offer, _FETCHING, now, state="waiting", file=file, handle=None)

    async def end(self, offer: Offer, state: OfferState, now: datetime, by: int | None = None) -> bool:
        """It is declined, lost, or taken back; what visitors could get is withdrawn. False when somebody was first."""
        frm = {"declined": _WAITING, "lost": _FETCHING}.get(state, ALIVE)
        if not await self._step(offer, frm, now, state=state, handle=None, decided_by=by):
            return False
        if offer.material_id is not None:
            gone = MATERIALS.update().where(MATERIALS.c.id == offer.material_id).values(withdrawn=True)
            await self._connection.execute(gone)
            await self._changed()
        return True

    async def publish(self, offer: Offer, now: datetime, by: int | None = None) -> bool:
        """Visitors can get it from now on; False when somebody was first."""
        if not await self._step(offer, _WAITING, now, decided_by=by):
            return False
        values = {
            "ref": f"{OFFERED}{offer.id}",
            "stand_id": offer.stand_id,
            "title": offer.title,
            "url": offer.url,
            "file": offer.file,
            "gate": offer.gate,
            "position": AFTER_ALL + offer.id,
            "withdrawn": False,
        }
        added = MATERIALS.insert().values(values).returning(MATERIALS.c.id)
        number: int = (await self._connection.execute(added)).scalar_one()
        published = OFFERS.update().where(OFFERS.c.id == offer.id)
        await self._connection.execute(published.values(state="published", material_id=number))
        await self._changed()
        return True

    async def _changed(self) -> None:
        """The exhibition is another one now."""
        await self._connection.execute(FAIRS.update().values(version=FAIRS.c.version + 1))

    async def _step(self, offer: Offer, frm: Collection[OfferState], now: datetime, **values: Any) -> bool:
        same = OFFERS.update().where(OFFERS.c.id == offer.id, OFFERS.c.state.in_(frm))
        return (await self._connection.execute(same.values(changed_at=now, **values))).rowcount == 1

    async def _sure(self, offer_id: int) -> Offer:
        offer = await self.load(offer_id)
        if offer is None:
            raise LookupError("an offer just made is not there")
        return offer

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[Offer, ...]:
        query = select(OFFERS).where(*conditions).order_by(OFFERS.c.id.desc())
        return tuple(Offer(*row) for row in await self._connection.execute(query))
