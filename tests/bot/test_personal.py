"""Keys are made, renewed and said to be missing; the audit log is printed, and holds nobody's data."""

import asyncio
import csv
import io
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.database import Storage
from storage.privacy.audit import ALL_PEOPLE
from storage.privacy.consents import FIELDS
from storage.privacy.contacts import ContactCard
from storage.privacy.sealing import Sealer, Unreadable
from tests.amount import attacked
from tests.bot.command import fairway
from tests.conftest import FAIRS

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)
CARD = ContactCard("Анна Иванова", "+79161234567", "anna@example.org")
PEOPLE = 3
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with the contact cards of a few people, sealed by the old key."""
    assert fairway(tmp_path, "import", str(FAIRS / "small.yaml"), "--yes").code == 0

    async def plant(storage: Storage) -> None:
        async with storage.writing() as work:
            for number in range(PEOPLE):
                person = await work.people.add("paper", str(number), "ru", NOW)
                until = NOW + timedelta(days=30)
                consent = await work.privacy.consents.give(
                    person.id, "paper", "card", None, version="1", text_hash="a", fields=FIELDS, now=NOW, until=until
                )
                await work.privacy.contacts.keep(person.id, consent, CARD, NOW)

    beside(tmp_path, plant, OLD)
    return tmp_path


def beside(folder: Path, act: Callable[[Storage], Awaitable[None]], *keys: str) -> None:
    """Do something with the database, by these keys."""

    async def run() -> None:
        storage = Storage(f"sqlite:///{folder}/fairway.db", sealer=Sealer(keys))
        try:
            await act(storage)
        finally:
            await storage.close()

    asyncio.run(run())


async def read(storage: Storage) -> None:
    async with storage.reading() as work:
        for number in range(1, PEOPLE + 1):
            assert await work.privacy.contacts.card(number) == CARD


def keys(*told: str) -> str:
    return "[" + ",".join(f'"{key}"' for key in told) + "]"


def test_a_new_key_seals(tmp_path: Path) -> None:
    key = fairway(tmp_path, "keys", "new").text.strip()
    assert Sealer([key]).ready
    assert fairway(tmp_path, "keys", "new").text.strip() != key


def test_after_a_rotation_the_old_key_may_go(folder: Path) -> None:
    rotated = fairway(folder, "keys", "rotate", FAIRWAY_PRIVACY__KEYS=keys(NEW, OLD))
    assert (rotated.code, rotated.err) == (0, "")
    assert f"contact_cards: {PEOPLE} rows" in rotated.text
    beside(folder, read, NEW)
    with pytest.raises(Unreadable):
        beside(folder, read, OLD)
    again = fairway(folder, "keys", "rotate", FAIRWAY_PRIVACY__KEYS=keys(NEW))
    assert again.code == 0


def test_a_key_that_was_taken_out_too_early_is_said(folder: Path) -> None:
    rotated = fairway(folder, "keys", "rotate", FAIRWAY_PRIVACY__KEYS=keys(NEW))
    assert rotated.code == 1
    assert f"{PEOPLE} rows are sealed by a key that is not in privacy.keys" in rotated.err
    beside(folder, read, OLD)


def test_without_a_key_nothing_is_rotated(folder: Path) -> None:
    assert fairway(folder, "keys", "rotate").code == 1
    beside(folder, read, OLD)


def test_the_audit_log_is_printed_without_anybodys_data(folder: Path) -> None:
    assert fairway(folder, "keys", "rotate", FAIRWAY_PRIVACY__KEYS=keys(NEW, OLD)).code == 0
    told = fairway(folder, "audit", "--format", "csv").text
    rows = list(csv.DictReader(io.StringIO(told)))
    assert {row["deed"] for row in rows} == {"import", "rotate"}
    assert f"contact_cards: {PEOPLE}" in {row["about"] for row in rows}
    assert not any(word in told for word in (CARD.name, CARD.phone, CARD.email))
    assert "rotate" in fairway(folder, "audit").text
    assert fairway(folder, "audit", "--format", "pdf").code == 2


def test_check_says_whether_contacts_are_asked_for(folder: Path) -> None:
    open_ = fairway(folder, "check").text
    assert "contacts: off (no key in privacy.keys" in open_
    assert "what people write lies open in the database" in open_
    checked = fairway(folder, "check", FAIRWAY_PRIVACY__KEYS=keys(NEW))
    assert "contacts: ok, keys: 1" in checked.text
    assert "still empty: privacy.operator, privacy.address, privacy.contact" in checked.err
    assert "mail needs email.host" in checked.err


def test_check_says_where_nobody_can_be_asked(folder: Path) -> None:
    elsewhere = {"FAIRWAY_MESSENGERS": '{"telegram": {"contacts": "elsewhere"}}'}
    checked = fairway(folder, "check", FAIRWAY_PRIVACY__KEYS=keys(NEW), **elsewhere)
    assert "nobody is asked in telegram: pages for that need web.public_url" in checked.err


@pytest.mark.shield("P7")
def test_who_ran_what_is_told_to_who_has_the_keys_alone(folder: Path) -> None:
    sealed = {"FAIRWAY_PRIVACY__KEYS": keys(OLD)}
    assert fairway(folder, "export", "leads", **sealed).code == 0
    assert fairway(folder, "staff", "list", **sealed).code == 0
    whole = list(csv.DictReader(io.StringIO(fairway(folder, "audit", "--format", "csv").text)))
    assert [(row["deed"], row["about"]) for row in whole[-2:]] == [
        ("export", "leads of all stands"),
        ("reveal", "staff list"),
    ]
    assert fairway(folder, "audit", "--names").code == 1
    named = fairway(folder, "audit", "--names", **sealed).text.splitlines()
    assert named[-2].endswith(f"{getuser()}: fairway export leads")
    assert named[-1].endswith(f"{getuser()}: fairway staff list")
    assert getuser() not in fairway(folder, "audit", **sealed).text
    assert len(fairway(folder, "audit", "--since", "2020-01-01", **sealed).text.splitlines()) > 2
    assert len(fairway(folder, "audit", "--until", "2020-01-01T10:00", **sealed).text.splitlines()) == 1
    assert fairway(folder, "audit", "--since", "yesterday").code == 2


@pytest.mark.shield("P7")
def test_a_line_that_was_changed_is_named(folder: Path) -> None:
    sealed = {"FAIRWAY_PRIVACY__KEYS": keys(OLD)}
    assert fairway(folder, "export", "leads", **sealed).code == 0
    whole = fairway(folder, "audit", "verify", **sealed)
    assert (whole.code, "ok: 2 lines" in whole.text) == (0, True), whole
    proof = whole.text.split()[-1]
    assert fairway(folder, "export", "leads", **sealed).code == 0
    assert fairway(folder, "audit", "verify", "--expect", proof, **sealed).code == 0
    assert fairway(folder, "audit", "verify", "--expect", "0" * 64, **sealed).code == 1
    assert "needs them (privacy.keys)" in fairway(folder, "audit", "verify").err

    async def change(storage: Storage) -> None:
        async with storage.transaction() as (connection, _):
            await connection.exec_driver_sql("UPDATE audit SET about = 'leads of no stand' WHERE id = 2")

    beside(folder, change, OLD)
    broken = fairway(folder, "audit", "verify", **sealed)
    assert broken.code == 1
    assert "line 2 is not as it was written" in broken.err


@pytest.mark.shield("P10")
@pytest.mark.parametrize("lines", [attacked(2_000, 250_000)])
def test_whose_data_was_seen_in_an_interval_is_known_within_the_minute(folder: Path, lines: int) -> None:
    async def look(storage: Storage) -> None:
        async with storage.writing() as work:
            person = await work.people.add("paper", "77", "ru", NOW)
            await storage.refresh()
            stand = next(iter(storage.catalogue.stands))
            lead, _ = await work.leads.open(stand, person.id, "materials", NOW)
            await work.privacy.audit.note("export", "stand x", 1, NOW, whose={"lead": [lead.id, 500_000]})
            await work.privacy.audit.note("reveal", "question 7", 1, NOW)
            await work.privacy.audit.note("export", ALL_PEOPLE, None, NOW)
        for start in range(0, lines, 2_000):
            async with storage.writing() as work:
                for number in range(start, min(start + 2_000, lines)):
                    moment = NOW + timedelta(days=2, seconds=number)
                    await work.privacy.audit.note("reveal", f"lead {number + 10}", 1, moment)

    beside(folder, look, OLD)
    began = time.process_time()
    told = fairway(folder, "audit", "affected", "--since", "2020-04-27", "--until", "2020-04-28")
    rows = list(csv.DictReader(io.StringIO(told.text)))
    assert [(row["thing"], row["number"], row["stand"], row["no"], row["times"]) for row in rows] == [
        ("lead", "1", "azbuka", "1", "1"),
        ("lead", "500000", "", "", "1"),
        ("person", "all", "", "", "1"),
        ("question", "7", "", "", "1"),
    ]
    assert len(fairway(folder, "audit", "affected").text.splitlines()) > lines
    assert time.process_time() - began < 60
