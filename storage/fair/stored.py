"""Reading the fair from the database: its rows become the records of one catalogue."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.catalogue import NO_FAIR, Catalogue, groups
from storage.fair.exhibition import FLOORS, SESSION_STANDS, STAND_WEBINARS, STANDS, Floor, Picture, Product, Stand
from storage.fair.materials import MATERIALS, Material
from storage.fair.programme import CLUSTERS, DAYS, FAIRS, SESSIONS, STAGES, Cluster, Session, Speaker, Stage
from storage.fair.rewording import read_wording


async def read_version(connection: AsyncConnection) -> int:
    """The version of the stored fair; 0 while none has been imported."""
    return (await connection.execute(select(FAIRS.c.version))).scalar_one_or_none() or 0


async def read_catalogue(connection: AsyncConnection) -> Catalogue:
    """Read the whole fair; `NO_FAIR` while none has been imported."""
    fair = (await connection.execute(select(FAIRS))).one_or_none()
    if fair is None:
        return NO_FAIR
    # A withdrawn cluster is not shown, but its sessions' subscribers still have to be told.
    every_cluster = {row.id: _cluster(row) for row in (await connection.execute(select(CLUSTERS))).all()}
    clusters = {row.id: every_cluster[row.id] for row in await _rows(connection, CLUSTERS)}
    floors = {row.id: Floor(row.id, row.ref, row.title) for row in await _rows(connection, FLOORS)}
    every_floor = {row.id: Floor(row.id, row.ref, row.title) for row in (await connection.execute(select(FLOORS)))}
    materials = await _rows(connection, MATERIALS)
    stands = await _linked(connection, SESSION_STANDS, "session_id", "stand_id")
    webinars = await _linked(connection, STAND_WEBINARS, "stand_id", "session_id")
    of_session = groups((row for row in materials if row.session_id), lambda row: row.session_id)
    of_stand = groups((row for row in materials if row.stand_id), lambda row: row.stand_id)
    sessions = (
        _session(row, every_cluster[row.cluster_id], of_session.get(row.id, ()), stands.get(row.id, ()))
        for row in (await connection.execute(select(SESSIONS).order_by(SESSIONS.c.position))).all()
    )
    every_stand = (await connection.execute(select(STANDS).order_by(STANDS.c.position, STANDS.c.id))).all()
    shown_stands = {
        row.id: _stand(row, floors[row.floor_id], of_stand.get(row.id, ()), webinars.get(row.id, ()))
        for row in every_stand
        if not row.withdrawn and row.floor_id in floors
    }
    read = partial(
        Catalogue,
        version=fair.version,
        ref=fair.ref,
        title=fair.title,
        zone=ZoneInfo(fair.timezone),
        site=fair.site,
        stages=tuple(Stage(r.id, r.ref, r.title, r.first_day, r.last_day) for r in await _rows(connection, STAGES)),
        themes={row.date: row.theme for row in (await connection.execute(select(DAYS))).all()},
        clusters=clusters,
        sessions={session.id: session for session in sessions},
        floors=floors,
        stands=shown_stands,
        withdrawn_stands={
            row.id: _stand(row, every_floor[row.floor_id], (), ()) for row in every_stand if row.id not in shown_stands
        },
        wording=await read_wording(connection),
    )
    return await asyncio.to_thread(read)  # its indexes take longer than presses should wait


async def _rows(connection: AsyncConnection, table: Table) -> list[Row[Any]]:
    query = select(table).where(~table.c.withdrawn).order_by(table.c.position, table.c.id)
    return list((await connection.execute(query)).all())


async def _linked(connection: AsyncConnection, table: Table, owner: str, other: str) -> dict[int, tuple[int, ...]]:
    query = select(table.c[owner], table.c[other]).order_by(table.c[owner], table.c.position)
    links: defaultdict[int, list[int]] = defaultdict(list)
    for one, another in await connection.execute(query):
        links[one].append(another)
    return {one: tuple(others) for one, others in links.items()}


def _cluster(row: Row[Any]) -> Cluster:
    return Cluster(row.id, row.ref, row.title, row.short, row.kind, row.fallback_player)


def _material(row: Row[Any]) -> Material:
    return Material(row.id, row.ref, row.title, row.url, row.file, row.gate)


def _session(row: Row[Any], cluster: Cluster, materials: Iterable[Row[Any]], stands: tuple[int, ...]) -> Session:
    return Session(
        id=row.id,
        ref=row.ref,
        cluster=cluster,
        title=row.title,
        short=row.short,
        kind=row.kind,
        starts=row.starts,
        minutes=row.minutes,
        language=row.language,
        region=row.region,
        summary=row.summary,
        moderator=row.moderator and Speaker(**row.moderator),
        speakers=tuple(Speaker(**speaker) for speaker in row.speakers),
        player=row.player,
        recording=row.recording,
        cancelled=row.withdrawn or row.status == "cancelled",
        materials=tuple(map(_material, materials)),
        stands=stands,
        demo=row.demo,
        languages=tuple(row.languages or ()),
        tags=tuple(row.tags or ()),
        audience=tuple(row.audience or ()),
        level=row.level,
        captions=row.captions,
        sign_language=row.sign_language,
        transcript=row.transcript,
        fallback_player=row.fallback_player,
        sequence=row.sequence,
    )


def _picture(text: str | None) -> Picture | None:
    if not text:
        return None
    return Picture(url=text) if "://" in text else Picture(file=text)


def _stand(row: Row[Any], floor: Floor, materials: Iterable[Row[Any]], webinars: tuple[int, ...]) -> Stand:
    return Stand(
        id=row.id,
        ref=row.ref,
        floor=floor,
        number=row.number,
        title=row.title,
        short=row.short,
        summary=row.summary,
        logo=_picture(row.logo),
        site=row.site,
        video=row.video,
        phone=row.phone,
        email=row.email,
        opens=row.opens and _time(row.opens),
        closes=row.closes and _time(row.closes),
        products=tuple(Product(p["title"], p["text"], _picture(p["photo"])) for p in row.products),
        materials=tuple(map(_material, materials)),
        webinars=webinars,
        demo=row.demo,
    )


def _time(value: time) -> time:
    return value.replace(tzinfo=None)
