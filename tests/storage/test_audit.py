"""The audit log tells who did what with whose data, for good; whoever changes anything in it is found out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from storage.database import Storage
from storage.privacy.audit import Audit
from storage.privacy.chain import Verified
from storage.privacy.sealing import NoKeys, Sealer
from tests.amount import attacked
from tests.databases import Database
from tests.storage.making import NOW

KEYS = [Fernet.generate_key().decode() for _ in range(2)]
LINES = attacked(1_000, 10_000)


def opened(database: Database, keys: list[str], operator: dict[str, str] | None = None) -> Storage:
    """The database, with these keys."""
    return Storage(database.url, sealer=Sealer(keys), operator=operator)


@pytest.fixture
async def sealed(database: Database) -> AsyncIterator[Storage]:
    """A database where there are keys."""
    storage = opened(database, KEYS[:1])
    yield storage
    await storage.close()


async def verified(storage: Storage, expect: str = "") -> Verified:
    async with storage.surveying() as work:
        return await work.privacy.audit.verify(expect)


async def test_the_newest_erasure_is_known_by_its_number(storage: Storage) -> None:
    async with storage.writing() as work:
        audit = work.privacy.audit
        await audit.note("reveal", "lead 1", None, NOW)
        assert await audit.last_erasure(0) == 0
        await audit.note("erase", "person 1", None, NOW)
        first = await audit.last_erasure(0)
        assert first > 0
        await audit.note("export", "person 2", None, NOW)
        assert await audit.last_erasure(first) == first
        await audit.note("withdraw", "consent 7f3kq9", None, NOW)
        assert await audit.last_erasure(first) > first


# --- the chain -------------------------------------------------------------------------------------------------------


async def write(storage: Storage, lines: int, *, first: int = 1) -> None:
    """So many looks at contacts, each at another request's."""
    async with storage.writing() as work:
        for number in range(first, first + lines):
            await work.privacy.audit.note("reveal", f"lead {number}", 7, NOW + timedelta(seconds=number))


async def does(storage: Storage, *statements: str) -> None:
    """What somebody does who has the database, and no keys."""
    async with storage.transaction() as (connection, _):
        for statement in statements:
            await connection.execute(text(statement))


LINE = 'INSERT INTO audit (id, at, deed, "by", about, link)'
TAMPERING = {
    "another name": (0, ['UPDATE audit SET "by" = 8 WHERE id = {n}']),
    "another deed": (0, ["UPDATE audit SET deed = 'rotate' WHERE id = {n}"]),
    "another time": (0, ["UPDATE audit SET at = (SELECT at FROM audit WHERE id = {n} - 1) WHERE id = {n}"]),
    "another request": (0, ["UPDATE audit SET about = 'lead 0' WHERE id = {n}"]),
    "more requests": (0, ["UPDATE audit SET whose = '{{\"lead\":[1]}}' WHERE id = {n}"]),
    "somebody put in": (0, ["UPDATE audit SET who = 'gAAAAA' WHERE id = {n}"]),
    "left out": (1, ["DELETE FROM audit WHERE id = {n}"]),
    "swapped": (
        0,
        [
            "UPDATE audit SET id = -1 WHERE id = {n}",
            "UPDATE audit SET id = {n} WHERE id = {n} + 1",
            "UPDATE audit SET id = {n} + 1 WHERE id = -1",
        ],
    ),
    "put in": (
        0,
        [
            "UPDATE audit SET id = -1 WHERE id = {n}",
            LINE + ' SELECT {n}, at, deed, "by", about, link FROM audit WHERE id = {n} + 1',
        ],
    ),
}


async def after(storage: Storage, *statements: str) -> Verified:
    """What is found after this was done to the log, which is undone then."""
    found: list[Verified] = []
    with suppress(_Undone):
        async with storage.transaction() as (connection, _):
            for statement in statements:
                await connection.execute(text(statement))
            found.append(await Audit(connection, storage.sealer).verify())
            raise _Undone
    return found[0]


class _Undone(Exception):
    """The log is as it was."""


@pytest.mark.shield("P7")
async def test_one_line_of_all_that_is_not_as_it_was_is_named(sealed: Storage) -> None:
    await write(sealed, LINES)
    whole = await verified(sealed)
    assert (whole.lines, whole.proved, whole.broken) == (LINES, LINES, None)
    for how, (beside, statements) in TAMPERING.items():
        for number in (2, LINES // 2, LINES - 1):
            found = await after(sealed, *(one.format(n=number) for one in statements))
            assert found.broken in (number, number + beside, -1), f"{how}: {number}"
    assert (await verified(sealed)).broken is None


@pytest.mark.shield("P7")
async def test_any_line_that_is_changed_is_found(sealed: Storage) -> None:
    """Every one of them: a hundred of a hundred."""
    await write(sealed, 100)
    for number in range(1, 101):
        assert (await after(sealed, f"UPDATE audit SET about = 'lead 0' WHERE id = {number}")).broken == number


CUTS = (
    ["DELETE FROM audit WHERE id > 90"],
    ["DELETE FROM audit WHERE id <= 10"],
    ["DELETE FROM audit"],
    ["DELETE FROM audit WHERE id > 90", "UPDATE audit_chain SET last = 90, link = {90}"],
    ["DELETE FROM audit WHERE id > 90", "UPDATE audit_chain SET last = 90, sure = 90, link = {90}, sure_link = {90}"],
    ["DELETE FROM audit WHERE id <= 10", "UPDATE audit_chain SET forgotten = 10, forgotten_link = {10}"],
    ["DELETE FROM audit_chain"],
    ["UPDATE audit_chain SET sealed = 'gAAAAA'"],
)


@pytest.mark.shield("P7")
async def test_an_end_that_was_cut_off_is_missed(sealed: Storage) -> None:
    await write(sealed, 100)
    async with sealed.engine.connect() as connection:
        links = (await connection.execute(text("SELECT id, link FROM audit"))).all()
    said = {str(number): f"'{link}'" for number, link in links}
    for cut in CUTS:
        assert (await after(sealed, *(_filled(one, said) for one in cut))).broken is not None, cut


def _filled(statement: str, links: dict[str, str]) -> str:
    for number, link in links.items():
        statement = statement.replace("{" + number + "}", link)
    return statement


async def test_who_writes_the_last_link_down_can_ask_for_it(sealed: Storage) -> None:
    """What was copied back whole, keys' proofs and all, is as it was once: only somebody's memory knows better."""
    await write(sealed, 10)
    known = (await verified(sealed)).link
    await write(sealed, 10, first=11)
    assert (await verified(sealed, known)).expected
    assert not (await verified(sealed, "0" * 64)).expected


async def test_without_keys_a_slip_is_found_too(storage: Storage) -> None:
    await write(storage, 20)
    found = await verified(storage)
    assert (found.lines, found.proved, found.broken) == (20, 0, None)
    await does(storage, "DELETE FROM audit WHERE id = 5")
    assert (await verified(storage)).broken == 6


async def test_lines_from_before_the_keys_are_proved_by_those_after(storage: Storage, database: Database) -> None:
    await write(storage, 5)
    with_keys = opened(database, KEYS[:1])
    await write(with_keys, 5, first=6)
    found = await verified(with_keys)
    assert (found.lines, found.proved, found.broken) == (10, 5, None)
    await write(storage, 1, first=11)  # by a command that was run without them
    assert (await verified(with_keys)).broken is None
    with pytest.raises(NoKeys):
        await verified(storage)
    await does(storage, "DELETE FROM audit WHERE id = 10", "UPDATE audit_chain SET last = 9")
    assert (await verified(with_keys)).broken is not None
    await with_keys.close()


@pytest.mark.shield("P7")
async def test_old_lines_are_proved_after_the_keys_were_renewed(sealed: Storage, database: Database) -> None:
    await write(sealed, 5)
    known = (await verified(sealed)).link
    both = opened(database, [KEYS[1], KEYS[0]])
    async with both.writing() as work:
        for name in ("audit", "audit_chain"):
            await work.personal.renew(name, 0, 100)
    await both.close()
    new = opened(database, [KEYS[1]])
    await write(new, 5, first=6)
    found = await verified(new, known)
    assert (found.lines, found.proved, found.expected, found.broken) == (10, 10, True, None)
    await new.close()


@pytest.mark.shield("P7")
async def test_many_who_write_at_once_write_one_chain(sealed: Storage) -> None:
    await asyncio.gather(*(write(sealed, 3, first=10 * number) for number in range(1, 9)))
    found = await verified(sealed)
    assert (found.lines, found.broken) == (24, None)


async def test_what_did_not_happen_is_not_noted(sealed: Storage) -> None:
    with suppress(_Undone):
        async with sealed.writing() as work:
            await work.privacy.audit.note("reveal", "lead 1", None, NOW)
            raise _Undone
    assert await verified(sealed) == Verified(0, 0, "", expected=True)


async def test_old_lines_are_dropped_and_the_rest_is_proved(sealed: Storage) -> None:
    await write(sealed, 30)
    async with sealed.writing() as work:
        assert await work.privacy.audit.forget(NOW + timedelta(seconds=11), at_most=4) == 4
        assert await work.privacy.audit.forget(NOW + timedelta(seconds=11)) == 6
        assert await work.privacy.audit.forget(NOW + timedelta(seconds=11)) == 0
    found = await verified(sealed)
    assert (found.lines, found.broken) == (20, None)
    await does(sealed, "DELETE FROM audit WHERE id = 11")
    assert (await verified(sealed)).broken == 12


# --- who -------------------------------------------------------------------------------------------------------------


@pytest.mark.shield("P7")
async def test_who_works_here_is_named_for_good_and_who_does_not_is_a_number(fair_database: Database) -> None:
    storage = opened(fair_database, KEYS[:1], {"operator": "root", "command": "export leads"})
    await storage.refresh()
    stand = next(iter(storage.catalogue.stands))
    async with storage.writing() as work:
        ivan = await work.people.add("paper", "ivan", "ru", NOW)
        anna = await work.people.add("paper", "anna", "ru", NOW)
        code = await work.staff.invite("stand", None, stand, "person", NOW, NOW + timedelta(days=1))
        await work.staff.accept(code, ivan.id, NOW)
    async with storage.writing() as work:
        await work.privacy.audit.note("export", "stand x", ivan.id, NOW, whose={"lead": [3, 1], "question": []})
        await work.privacy.audit.note("export", f"person {anna.id}", anna.id, NOW)
        await work.privacy.audit.note("export", "leads of all stands", None, NOW)
    async with storage.writing() as work:
        await work.personal.erase(ivan, NOW)
        assert await work.privacy.audit.exporters("stand x", [3, 4]) == {ivan.id}
        assert await work.privacy.audit.exporters("stand x", [2]) == set()
    async with storage.reading() as work:
        first, second, third, last = (await work.privacy.audit.entries())[-4:]
        assert last.id == await work.privacy.audit.newest()
        assert await work.leads.numbers() == {}
        later = [one async for one in work.privacy.audit.lines(since=NOW, until=NOW + timedelta(1), deeds=["erase"])]
    ref = storage.catalogue.stands[stand].ref
    who = {"messenger": "paper", "user": "ivan", "role": f"stand {ref}"}
    assert (first.by, first.who, first.rows) == (ivan.id, who, {("lead", 1), ("lead", 3)})
    assert (second.by, second.who, second.rows) == (anna.id, {}, {("person", anna.id)})
    assert (third.by, third.who) == (None, {"operator": "root", "command": "export leads"})
    assert (last.deed, last.by, last.who) == ("erase", ivan.id, who)
    assert later == [last]
    raw = ""
    async with storage.engine.connect() as connection:
        raw = str((await connection.execute(text("SELECT * FROM audit"))).all())
    assert "ivan" not in raw
    assert "root" not in raw
    await storage.close()


async def test_a_name_that_is_moved_to_another_line_is_no_name(sealed: Storage, database: Database) -> None:
    command = opened(database, KEYS[:1], {"operator": "root", "command": "staff list"})
    async with command.writing() as work:
        await work.privacy.audit.note("export", "staff", None, NOW)
    await write(sealed, 1)
    await does(sealed, "UPDATE audit SET who = (SELECT who FROM audit WHERE id = 1) WHERE id = 2")
    assert (await verified(sealed)).broken == 2
    async with sealed.reading() as work:
        assert [bool(one.who) for one in await work.privacy.audit.entries()] == [True, False]
    await command.close()
