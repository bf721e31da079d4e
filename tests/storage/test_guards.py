"""Guards outlast people, name nobody, and end by themselves."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from storage.database import Storage
from storage.people.people import Person
from storage.privacy.guards import GUARDS, MOST_READ, of_address, of_phone
from storage.privacy.sealing import Sealer
from tests.databases import Database

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)
DAY = NOW + timedelta(days=1)
KEY, NEWER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
EMAIL, PHONE = "anna@example.org", "+79161234567"


@pytest.fixture
async def storage(database: Database) -> AsyncIterator[Storage]:
    storage = Storage(database.url, sealer=Sealer([KEY]))
    yield storage
    await storage.close()


def person(user: str, number: int = 1) -> Person:
    return Person(number, "paper", user, "ru", NOW)


async def test_a_person_who_comes_back_under_another_number_is_the_same(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.privacy.guards.note("mute", person("778899001"), NOW, DAY, number=7)
        [guard] = await work.privacy.guards.of_person(person("778899001", 2), NOW, "mute")
        assert (guard.number, guard.at, guard.until) == (7, NOW, DAY)
        assert await work.privacy.guards.of_person(person("1"), NOW, "mute") == ()
        assert await work.privacy.guards.of_person(person("778899001"), NOW, "child") == ()
        assert await work.privacy.guards.of_person(person("778899001"), DAY, "mute") == ()


async def test_addresses_and_phones_are_counted_whoever_gives_them(storage: Storage) -> None:
    async with storage.writing() as work:
        guards = work.privacy.guards
        for user, email in (("1", EMAIL), ("2", "Anna+shop@Example.org"), ("2", "boris@example.org")):
            await guards.note("code", person(user), NOW, DAY, other=of_address(email))
        assert len(await guards.of_other(of_address(EMAIL), NOW, "code")) == 2
        assert await guards.count("code", NOW - timedelta(hours=1)) == 3
        assert await guards.count("code", NOW) == 0
        for user, stand in (("1", 5), ("1", 6), ("2", 6), ("3", 7)):
            await guards.note("phone", person(user), NOW, DAY, other=of_phone(PHONE), number=stand)
        await guards.note("phone", person("4"), NOW, DAY, other=of_phone("+79160000000"), number=5)
        [shared] = await guards.shared("phone", NOW, 3)
        assert (shared.people, shared.numbers) == (3, (5, 6, 7))
        assert await guards.shared("phone", NOW, 4) == ()
        assert await guards.insistent("phone", NOW, 2) == 1


async def test_what_is_kept_names_nobody_and_is_swept_away(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.privacy.guards.note("code", person("778899001"), NOW, DAY, other=of_address(EMAIL))
        await work.privacy.guards.note("child", person("778899001"), NOW, NOW + timedelta(hours=1))
    async with storage.engine.connect() as connection:
        told = str((await connection.execute(select(GUARDS))).all())
    assert "778899001" not in told
    assert "anna" not in told
    async with storage.writing() as work:
        assert await work.privacy.guards.forget(NOW + timedelta(hours=1), at_most=1) == 1
        assert await work.privacy.guards.forget(NOW + timedelta(hours=1)) == 0
        assert await work.privacy.guards.forget(DAY) == 1


async def test_a_renewed_key_still_finds_what_an_older_one_kept(storage: Storage, database: Database) -> None:
    async with storage.writing() as work:
        await work.privacy.guards.note("mute", person("1"), NOW, DAY)
    renewed = Storage(database.url, sealer=Sealer([NEWER, KEY]))
    async with renewed.writing() as work:
        await work.privacy.guards.note("mute", person("1"), NOW, DAY)
        assert len(await work.privacy.guards.of_person(person("1"), NOW, "mute")) == 2
    await renewed.close()


async def test_without_keys_one_of_our_own_is_made_at_the_first_need(database: Database) -> None:
    keyless = Storage(database.url)
    async with keyless.reading() as work:
        assert await work.privacy.guards.of_person(person("1"), NOW, "mute") == ()
    for count in (1, 2):
        async with keyless.writing() as work:
            await work.privacy.guards.note("mute", person("1"), NOW, DAY)
        async with keyless.reading() as work:
            assert len(await work.privacy.guards.of_person(person("1"), NOW, "mute")) == count
    await keyless.close()


async def test_what_was_noted_before_the_first_key_counts_on(storage: Storage, database: Database) -> None:
    keyless = Storage(database.url)
    async with keyless.writing() as work:
        await work.privacy.guards.note("child", person("1"), NOW, DAY)
    await keyless.close()
    async with storage.writing() as work:
        assert len(await work.privacy.guards.of_person(person("1"), NOW, "child")) == 1
        await work.privacy.guards.note("child", person("1"), NOW, DAY)
        assert len(await work.privacy.guards.of_person(person("1"), NOW, "child")) == 2


def test_a_phone_is_one_line_with_any_extension() -> None:
    assert of_phone("+79161234567;ext=12") == of_phone("+79161234567")


async def test_no_more_than_the_newest_are_looked_at(storage: Storage) -> None:
    async with storage.writing() as work:
        for second in range(MOST_READ + 3):
            await work.privacy.guards.note("wrong code", person("1"), NOW + timedelta(seconds=second), DAY)
        found = await work.privacy.guards.of_person(person("1"), NOW, "wrong code")
    assert (len(found), found[0].at) == (MOST_READ, NOW + timedelta(seconds=3))
