"""The migrations lead to the tables that the program knows, on both databases, and back."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, bindparam, inspect, text

from storage.database import DatabaseTrouble, Storage
from storage.engine.schema import Moment
from storage.migrating import config, migrate, newest, pending
from storage.tables import all_tables
from tests.postgres import POSTGRES
from tests.storage.making import NOW, Queue, letter, number_of, people, subscribe


async def in_transaction(storage: Storage, upgrade: bool, revision: str) -> None:
    def run(connection: Connection) -> None:
        (command.upgrade if upgrade else command.downgrade)(config(connection), revision)

    async with storage.transaction() as (connection, _):
        await connection.run_sync(run)


async def tables(storage: Storage) -> set[str]:
    async with storage.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names())) - {"alembic_version"}


async def test_every_step_goes_up_down_and_up_again(storage: Storage) -> None:
    revisions = list(reversed(list(ScriptDirectory.from_config(config()).walk_revisions())))
    await in_transaction(storage, upgrade=False, revision="base")
    assert await tables(storage) == set()
    for step in revisions:
        assert await pending(storage)
        await in_transaction(storage, upgrade=True, revision=step.revision)
        await in_transaction(storage, upgrade=False, revision="-1")
        await in_transaction(storage, upgrade=True, revision=step.revision)
    assert not await pending(storage)
    assert await tables(storage) == set(all_tables().tables)


def test_the_newest_revision_is_found_without_alembic() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == newest()


async def test_the_migrated_tables_are_the_declared_ones(storage: Storage) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, all_tables()))

    async with storage.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def rows(storage: Storage) -> dict[str, list[dict[str, Any]]]:
    async with storage.engine.connect() as connection:
        return {
            table: [dict(row._mapping) for row in await connection.exec_driver_sql(f"SELECT * FROM {table}")]
            for table in await tables(storage)
        }


async def test_a_running_fair_keeps_every_row_on_its_way_up(fair: Storage) -> None:
    [anna, *_] = await people(fair, 3)
    await subscribe(fair, anna, "reading")
    queue = Queue(fair)
    await queue.put(letter(1, key="k"), letter(2), person=anna.id)
    await queue.show((await queue.claim(1))[0], "m1")
    await in_transaction(fair, upgrade=False, revision="0001")
    before = await rows(fair)
    await migrate(fair)
    after = await rows(fair)
    assert before.keys() <= after.keys()
    for table, found in before.items():
        gone = {"zone_offset"} if table == "people" else set()
        kept = [{column: value for column, value in row.items() if column not in gone} for row in found]
        assert [{column: row[column] for column in kept[0]} for row in after[table]] == kept
    async with fair.reading() as work:
        person = await work.people.load(anna.id)
    assert person is not None
    assert (person.client, person.plan) == ("", frozenset({number_of(fair, "reading")}))
    assert await queue.claim_numbers() == [2]


async def test_used_invitations_and_the_log_go_back_and_come_again(fair: Storage) -> None:
    [anna, *_] = await people(fair, 1)
    async with fair.writing() as work:
        code = await work.staff.invite("organiser", None, None, "person", NOW, NOW + timedelta(days=1))
        await work.staff.accept(code, anna.id, NOW)
        await work.privacy.audit.note("reveal", "lead 1", anna.id, NOW)
    await in_transaction(fair, upgrade=False, revision="0016")
    async with fair.transaction() as (connection, _):
        line = text("INSERT INTO audit (at, deed, about) VALUES (:at, 'reveal', 'lead 2')")
        await connection.execute(line.bindparams(bindparam("at", NOW, Moment())))
    await migrate(fair)
    async with fair.reading() as work:
        assert [role.role for role in await work.staff.roles(anna.id)] == ["organiser"]
        assert [entry.about for entry in await work.privacy.audit.entries()][-2:] == ["lead 1", "lead 2"]
        assert (await work.privacy.audit.verify()).broken is None
    async with fair.engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM uses")).scalar_one() == 1


async def test_numbers_of_staff_go_on_behind_all_that_ever_were(fair: Storage) -> None:
    """Somebody was revoked and erased before the numbers were kept: the log still tells of theirs."""
    [anna, boris, vera] = await people(fair, 3)

    async def lets_in(number: int) -> int:
        async with fair.writing() as work:
            code = await work.staff.invite("organiser", None, None, "person", NOW, NOW + timedelta(days=1))
            assert await work.staff.accept(code, number, NOW) is not None
            [right] = await work.staff.rights_of(number)
        return right.id

    first, second = await lets_in(anna.id), await lets_in(boris.id)
    async with fair.writing() as work:
        await work.staff.revoke(second, NOW)
        await work.privacy.audit.note("revoke", f"organiser {second}", None, NOW)
        await work.privacy.audit.note("revoke", "invitation 99 organiser", None, NOW)
        codes = [await work.staff.invite("organiser", None, None, "person", NOW, NOW + timedelta(days=1))]
        codes.append(await work.staff.invite("organiser", None, None, "place", NOW, NOW + timedelta(days=1)))
    await in_transaction(fair, upgrade=False, revision="0028")
    async with fair.engine.begin() as connection:
        await connection.execute(text("DELETE FROM staff WHERE id = :id"), {"id": second})
    await migrate(fair)
    assert await lets_in(vera.id) > second > first
    async with fair.reading() as work:
        [use] = await work.staff.invitations.uses_of(first)
        beside = await work.staff.invitations.unused_beside(use.invitation, NOW)
        assert [one.goal for one in beside] == ["person"], "made in one moment for one role"


async def test_what_was_missed_keeps_its_counts_on_its_way_up_and_is_sealed_then(fair: Storage) -> None:
    await in_transaction(fair, upgrade=False, revision="0029")
    line = text("INSERT INTO missed_searches (words, asked, last_at) VALUES (:words, :asked, :at)")
    async with fair.transaction() as (connection, _):
        for words, asked in (("химия", 3), ("шахматы", 1)):
            values = {"words": words, "asked": asked, "at": NOW}
            await connection.execute(line.bindparams(bindparam("at", NOW, Moment())), values)
        await connection.execute(text("INSERT INTO bookmarks VALUES ('privacy', 'sealed', 'by some key')"))
    await migrate(fair)
    async with fair.writing() as work:
        await work.missed.count("шахматы", NOW + timedelta(hours=1))
        assert [(one.words, one.asked) for one in await work.missed.all()] == [("химия", 3), ("шахматы", 2)]
        assert await work.post.bookmarks.load("privacy", "sealed") is None, "all is looked through once more"
    await in_transaction(fair, upgrade=False, revision="0029")
    async with fair.engine.connect() as connection:
        found = await connection.execute(text("SELECT words, asked FROM missed_searches ORDER BY words"))
        assert [tuple(row) for row in found] == [("химия", 3), ("шахматы", 2)]
    await migrate(fair)


OFFSETS = {
    1: (None, None),
    2: (0, "Europe/Moscow"),
    3: (-60, "Europe/Kaliningrad"),
    4: (540, "Asia/Kamchatka"),
    5: (150, "Asia/Kolkata"),
    6: (-180, "Etc/GMT"),
    7: (-480, "Etc/GMT+5"),
    8: (25 * 60, None),
}


async def test_minutes_from_the_fairs_clocks_become_zones_and_go_back(fair: Storage) -> None:
    everybody = await people(fair, len(OFFSETS))
    await in_transaction(fair, upgrade=False, revision="0020")
    async with fair.engine.begin() as connection:
        for one, (minutes, _) in zip(everybody, OFFSETS.values(), strict=True):
            values = {"minutes": minutes, "id": one.id}
            await connection.execute(text("UPDATE people SET zone_offset = :minutes WHERE id = :id"), values)
    await migrate(fair)
    async with fair.reading() as work:
        named = [(await work.people.of([one.id]))[one.id].zone for one in everybody]
    assert named == [zone for _, zone in OFFSETS.values()]
    await in_transaction(fair, upgrade=False, revision="0020")
    back = [row["zone_offset"] for row in sorted((await rows(fair))["people"], key=lambda row: row["id"])]
    assert back == [minutes if zone else None for minutes, zone in OFFSETS.values()]
    await migrate(fair)


async def test_migrating_twice_changes_nothing(storage: Storage) -> None:
    await migrate(storage)
    assert not await pending(storage)


@pytest.mark.parametrize("table", ["outbox", "staff"])
async def test_a_number_that_others_remember_is_never_given_twice(storage: Storage, table: str) -> None:
    if not storage.sqlite:
        return  # a sequence never goes back
    async with storage.engine.connect() as connection:
        found = await connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")
        assert "AUTOINCREMENT" in found.scalar_one()


async def test_processes_that_start_together_on_an_empty_database_do_not_collide(storage: Storage) -> None:
    await in_transaction(storage, upgrade=False, revision="base")
    async with storage.transaction() as (connection, _):
        await connection.exec_driver_sql("DROP TABLE alembic_version")
    url = storage.engine.url.render_as_string(hide_password=False)
    processes = [Storage(url) for _ in range(3)]
    await asyncio.gather(*(migrate(process) for process in processes))
    assert not await pending(storage)
    for process in processes:
        await process.close()


async def test_asking_whether_a_file_is_behind_does_not_make_it(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'fair.db'}")
    assert await pending(storage)
    assert list(tmp_path.iterdir()) == []
    await storage.close()


def unopenable() -> list[str]:
    return ["sqlite:////dev/null/fair.db", *([POSTGRES.rpartition("/")[0] + "/nowhere"] if POSTGRES else [])]


@pytest.mark.parametrize("url", unopenable())
async def test_a_database_that_cannot_be_opened_is_trouble(url: str) -> None:
    storage = Storage(url)
    with pytest.raises(DatabaseTrouble):
        await migrate(storage)
    if not storage.sqlite:
        with pytest.raises(DatabaseTrouble):
            await pending(storage)
    await storage.close()
