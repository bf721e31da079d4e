"""Letters to many people in few statements: `INSERT … SELECT` from the people whom they concern, in turns."""

import asyncio
from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, Select, String, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import Moment
from storage.engine.turns import parts
from storage.people.tables import PEOPLE
from storage.post.outbox import OUTBOX, Posting

_COLUMNS = (
    *("messenger", "chat", "thread", "person_id", "kind", "about", "lane"),
    *("not_before", "deadline", "not_after", "once", "key"),
    *("state", "attempt", "failed", "held_until"),
)


def letters(posting: Posting) -> Select[Any]:
    """That letter for everybody; who gets it is said by `where` and `join`. Its `once` is each person's own."""
    once: ColumnElement[Any] = literal(None, String)
    if posting.once is not None:
        once = literal(f"{posting.once}:", String).concat(cast(PEOPLE.c.id, String))
    return select(
        PEOPLE.c.messenger,
        PEOPLE.c.user,
        literal("", String),
        PEOPLE.c.id,
        literal(posting.kind, String),
        literal(dict(posting.about), JSON),
        literal(int(posting.lane), Integer),
        literal(posting.not_before, Moment),
        literal(posting.deadline, Moment),
        literal(posting.not_after, Moment),
        once,
        literal(posting.key, String),
        literal("waiting", String),
        literal(0, Integer),
        literal(0, Integer),
        literal(0.0),
    ).select_from(PEOPLE)


async def post(connection: AsyncConnection, mail: Select[Any]) -> int:
    """Post them; how many were: none whose `once` was posted before.

    Whom they concern is asked once, and by then they concern nobody else. All of it is one transaction, in which others
    do not write, but the loop is free after each turn.
    """
    concerned = (await connection.execute(mail.with_only_columns(PEOPLE.c.id))).scalars().all()
    posted = 0
    for part in parts(concerned):
        theirs = select(*mail.selected_columns).select_from(PEOPLE).where(PEOPLE.c.id.in_(part))
        insert = insert_or_ignore(connection, OUTBOX).from_select(_COLUMNS, theirs)
        posted += (await connection.execute(insert)).rowcount
        await asyncio.sleep(0)
    return posted
