"""A morning at the small fair as the program of then left it, opened by the program of today.

`rows` fill the tables that the migrations up to `revision` make, on either database; `messages` are those that stay
true, `buttons` all that anybody was shown. README.md tells how they were made: they are never made anew.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import JSON, Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, Time, text

from dialogs.kit.event import Event, Pressed, Shown
from dialogs.kit.policy import QuestionPolicy, StaffPolicy
from storage.address import Address
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.migrating import config, migrate
from tests.groups import PaperGroup, PaperTopic
from tests.sheet import Message
from tests.world import World

HERE = Path(__file__).parent
ABOUT: dict[str, Any] = json.loads((HERE / "then.json").read_text("utf-8"))
NOW = datetime.fromisoformat(ABOUT["now"])
HANDLED = "then-1"  # the number of an event that was handled then: what comes under it again is answered and undone
NAMES = {"71": "Мария", "73": "Зоя", "81": "Иван", "82": "Ольга"}


def lines(name: str) -> Iterator[Any]:
    """What the lines of a file of the fixture say."""
    with (HERE / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


# --- the database ----------------------------------------------------------------------------------------------------


async def of_then(storage: Storage) -> None:
    """Make the database as it was then, and bring it to the newest schema."""

    def make(connection: Connection) -> None:
        command.upgrade(config(connection), ABOUT["revision"])
        fill(connection)

    async with storage.long_transaction() as (connection, _):
        await connection.run_sync(make)
    await migrate(storage)


def fill(connection: Connection) -> None:
    """Put the rows into tables that have exactly the columns of then."""
    known = MetaData()
    known.reflect(connection)
    for kind in (column.type for one in known.tables.values() for column in one.columns):
        if isinstance(kind, JSON):
            kind.none_as_null = True
    table: Table | None = None
    columns: list[str] = []
    rows: list[dict[str, Any]] = []
    met = {"alembic_version"}
    for line in [*lines("rows.jsonl"), None]:
        if isinstance(line, list) and table is not None:
            rows.append({name: _read(table, name, value) for name, value in zip(columns, line, strict=True)})
            continue
        if table is not None and rows:
            connection.execute(table.insert(), rows)
            _number_on(connection, table)
        if line is not None:
            table, columns, rows = known.tables[line["table"]], line["columns"], []
            assert {column.name for column in table.columns} == set(columns), table.name
            met.add(table.name)
    assert met == set(known.tables)


def _read(table: Table, column: str, value: Any) -> Any:
    """A value as the database takes it; SQLite keeps moments without their zone."""
    kind = table.c[column].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return moment if kind.timezone else moment.replace(tzinfo=None)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _number_on(connection: Connection, table: Table) -> None:
    """PostgreSQL goes on counting where the rows end; SQLite does so by itself."""
    key = [column.name for column in table.primary_key.columns]
    if connection.dialect.name == "postgresql" and key == ["id"] and isinstance(table.c.id.type, Integer):
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))


# --- the people and their chats --------------------------------------------------------------------------------------


async def world_of_then(url: str, fair: FairFile, folder: Path) -> World:
    """The world at that minute: the chats hold what stays true, and everything is set as it was."""
    world = World(url, fair, folder, NOW, key=ABOUT["key"])
    groups = {
        chat: PaperGroup(one["title"], one["forum"], {at: PaperTopic(*topic) for at, topic in one["topics"].items()})
        for chat, one in ABOUT["groups"].items()
    }
    world.messenger.groups.update(groups)
    for one in lines("messages.jsonl"):
        message = Message(one["message"], one["text"], (), one["photo"], "", True, 0, one["thread"], one["pinned"])
        world.messenger.chats.setdefault(one["chat"], []).append(message)
    for handle, content in ABOUT["files"].items():
        world.messenger.files.sent[handle] = (base64.b64decode(content), len(content))
    (hall,) = (chat for chat, one in ABOUT["groups"].items() if one["title"] == "Зал")
    asking = QuestionPolicy(
        pause_seconds=0,
        chats={"circle": Address("http", ABOUT["site"]), "trade": Address(world.messenger.name, hall)},
        reasons={"default": ("не по теме", "уже прозвучал")},
    )
    staff = StaffPolicy(crm={"azbuka": Address("http", ABOUT["crm"])}, approve_materials=True)
    world.policy = replace(world.policy, questions=asking, staff=staff)
    await world.restart()
    return world


@dataclass(frozen=True, slots=True)
class Old:
    """A button of then: what it carries, who presses it, and the message it stands on; `chat` may be a group's.

    `telling`: it was answered as no button before it in the list.
    """

    data: str
    by: str
    chat: str
    label: str
    message: str
    thread: str
    telling: bool = False

    @property
    def path(self) -> str:
        """Where it leads, without what about."""
        return self.data.partition(":")[0]

    def pressed(self, world: World, number: str) -> Event:
        """The press, as the messenger tells it under that number."""
        messenger, name = world.messenger, NAMES.get(self.by, "Анна")
        press = Pressed(self.data, Shown(self.message) if self.message else None)
        event = replace(world.person(self.by, name=name).event(press), id=number)
        if self.chat not in messenger.groups:
            return event
        place = Address(messenger.name, self.chat, self.thread)
        return replace(event, place=place, private=False, forum=messenger.groups[self.chat].forum)


def buttons() -> list[Old]:
    """All of them, in the order in which they were first shown."""
    return [Old(**one) for one in lines("buttons.jsonl")]
