"""The tables of people, and of what each of them has subscribed to, which is read with the person."""

from typing import Literal

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.sql.expression import false, true

from storage.engine.schema import METADATA, Moment, Numbers, RowId
from storage.engine.sealed import SEALED

Age = Literal["minor", "adult"]
_AWAITED = text("wants_recording AND recording_told IS NULL")

PEOPLE = Table(
    "people",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("messenger", String(20), nullable=False),
    Column("user", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(40)),  # its name, such as Asia/Omsk; NULL: not told
    Column("reminders", Boolean, nullable=False),
    Column("muted", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("form", JSON, info=SEALED),  # a sealed one is a string
    Column("since", Moment, nullable=False),
    Column("client", String(20), nullable=False, server_default=text("''")),  # in its messenger's words
    Column("searches", JSON, info=SEALED),  # the newest; sealed ones are a string
    Column("age", String(8)),  # minor or adult; NULL: not told, or too young to be kept
    Column("recordings_at_once", Boolean, nullable=False, server_default=false()),  # else once an evening
    Column("notices", Numbers(60)),  # minutes before a slot, the longest first; NULL: as is usual at this fair
    Column("digest", Boolean, nullable=False, server_default=false()),  # told in the evening what comes tomorrow
    Column("quiet", Boolean, nullable=False, server_default=true()),  # not to be woken at night
    Column("choice", JSON(none_as_null=True)),  # who they are, their topics and hours; NULL: not told
    UniqueConstraint("messenger", "user"),
)
ERASURES = Table(  # the numbers of people who were erased: nobody else gets them
    "erasures",
    METADATA,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("since", Moment),  # when we had met them, by which a backup knows them again; NULL: erased before 0018
)
SUBSCRIPTIONS = Table(
    "subscriptions",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("wants_recording", Boolean, nullable=False, server_default=false()),
    Column("recording_told", Moment),  # when the letter with the recording was posted
    Index("ix_subscriptions_session", "session_id", "since"),
    Index("ix_subscriptions_awaited", "session_id", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
)
