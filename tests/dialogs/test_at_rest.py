"""Whoever has the database without its keys reads nobody's name, phone, address or words in it."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url, text

from dialogs.privacy.actions.forgetting import forget_again
from dialogs.privacy.jobs import Scrubbing, Sealing, seal_anew
from storage.backup import back_up
from storage.database import Storage
from storage.engine.sealed import SealedColumns, sealed_columns
from storage.engine.unreadable import UNREADABLE
from storage.leads.threads import THREAD_MESSAGES
from storage.privacy.ledger import Gone, Ledger
from storage.privacy.personal import HOLDINGS
from storage.privacy.sealing import Sealer
from storage.tables import all_tables
from tests.amount import attacked
from tests.dialogs.asking import asks
from tests.paper import Person
from tests.planting import CANARIES, planted
from tests.world import KEY, World

READABLE = {  # what is personal and lies open all the same: by these people and their chats are found
    "people.user",
    "enclosures.chat",
    "written.chat",
    "cards.chat",
    "outbox.chat",
}
STORY = "Сколько стоит вход для канареек?"
OTHER_KEY = Fernet.generate_key().decode()


def forms(word: str) -> set[str]:
    """How a word may lie in a database: as it is, or in JSON."""
    return {word, json.dumps(word)[1:-1]}


async def everything_in(world: World) -> str:
    """All columns of all tables as text; of SQLite the file and its log, byte for byte, as well."""
    found = ""
    async with world.storage.engine.connect() as connection:
        for table in all_tables().sorted_tables:
            found += str((await connection.execute(text(f'SELECT * FROM "{table.name}"'))).all())
        if not world.storage.sqlite:
            await connection.exec_driver_sql("CHECKPOINT")
            for table in all_tables().sorted_tables:
                place = f"pg_relation_filepath('\"{table.name}\"')"
                page = text(f"SELECT pg_read_binary_file(current_setting('data_directory') || '/' || {place})")
                found += bytes((await connection.execute(page)).scalar_one()).decode(errors="replace")
            return found
    file = Path(make_url(world.storage.engine.url.render_as_string()).database or "")
    return found + b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*")).decode(errors="replace")


async def leaks(world: World, *words: str) -> list[str]:
    found = await everything_in(world)
    return [word for word in words if any(form in found for form in forms(word))]


@pytest.mark.shield("P3", "P5")
def test_what_is_personal_is_sealed_or_said_to_be_readable() -> None:
    personal = {f"{name}.{column}" for name, holding in HOLDINGS.items() for column in holding.personal}
    sealed = {f"{table.name}.{column}" for table in all_tables().sorted_tables for column in sealed_columns(table)}
    assert personal - sealed == READABLE


@pytest.mark.shield("P5")
@pytest.mark.both
async def test_a_raw_database_tells_nobodys_words(world: World, anna: Person) -> None:
    await planted(world)
    await asks(world, anna, STORY)
    await anna.types("/settings")
    await world.pass_time(minutes=2)
    assert await leaks(world, *CANARIES, STORY) == []
    assert await leaks(world, "Утренний круг") != [], "the search finds nothing"


@pytest.mark.shield("P1", "P5")
@pytest.mark.both
@pytest.mark.parametrize("contact", ["8 912 000-11-22", "zvezda@example.org", "@zvezda_petrova"])
async def test_what_is_looked_for_in_vain_is_sealed_and_tells_no_contact(
    world: World, anna: Person, contact: str
) -> None:
    """Organisers are told words, not who wrote them nor how they are reached; they lay open in the file."""
    await anna.types(f"квантовая некромантия {contact}")
    await anna.taps("Рассказать организаторам")
    async with world.storage.reading() as work:
        assert [one.words for one in await work.missed.all()] == ["квантовая некромантия"]
    assert await leaks(world, "некромантия", "912 000", "zvezda") == []
    await world.time_is("2020-05-30 00:10")
    async with world.storage.reading() as work:
        assert await work.missed.all() == ()


@pytest.mark.shield("P5")
@pytest.mark.both
async def test_words_of_before_are_sealed_by_and_by_and_nothing_else_changes(world: World) -> None:
    """First without a key, then with one: the running bot seals what lies open, and scrubs it away."""
    keyless = world.storage.sealer
    world.storage.sealer = Sealer()
    async with world.storage.writing() as work:
        person = await work.people.add("paper", "5", "ru", world.clock.now())
        session, now = next(iter(world.storage.catalogue.sessions)), world.clock.now()
        many = [await work.questions.ask(session, person.id, f"{STORY} {n}", False, now) for n in range(3)]
    assert await leaks(world, STORY) != []
    world.storage.sealer = keyless
    await Sealing()(world.storage, world.policy, world.clock.now())
    await Scrubbing()(world.storage, world.policy, world.clock.now())
    assert await leaks(world, STORY) == []
    async with world.storage.reading() as work:
        assert await work.questions.of_session(session) == tuple(many)
        before = await work.privacy.audit.entries()
    await Sealing()(world.storage, world.policy, world.clock.now())
    async with world.storage.reading() as work:
        assert await work.privacy.audit.entries() == before, "there is nothing to do any more"


@pytest.mark.shield("P5")
async def test_words_moved_to_another_row_do_not_open(world: World) -> None:
    async with world.storage.writing() as work:
        person = await work.people.add("paper", "5", "ru", world.clock.now())
        session = next(iter(world.storage.catalogue.sessions))
        one, other = [await work.questions.ask(session, person.id, word, False, world.clock.now()) for word in "аб"]
    async with world.storage.transaction() as (connection, _):
        taken = f"(SELECT text FROM questions WHERE id = {one.id})"
        await connection.exec_driver_sql(f"UPDATE questions SET text = {taken} WHERE id = {other.id}")
    async with world.storage.reading() as work:
        assert [one.text for one in await work.questions.of_session(session)] == ["а", UNREADABLE]


async def test_with_the_keys_lost_lists_are_shown_and_say_so(world: World, anna: Person) -> None:
    await asks(world, anna, STORY)
    world.storage.sealer = Sealer([OTHER_KEY])
    await anna.types("мои вопросы")
    assert "🔒 не прочесть: нет ключа" in anna.reads


async def test_a_form_that_no_key_opens_is_closed(world: World) -> None:
    kept = await world.kept(await planted(world))
    assert kept is not None
    assert kept.form is not None
    world.storage.sealer = Sealer([OTHER_KEY])
    async with world.storage.reading() as work:
        again = await work.people.load(kept.id)
    assert again is not None
    assert again.form is None


@pytest.mark.shield("P4")
@pytest.mark.both
async def test_erased_words_leave_the_pages_of_postgresql_too(world: World, tmp_path: Path) -> None:
    """Sealed or not: the tables are written anew without what was erased; and the ledger knows who it was."""
    person = await planted(world)
    world.storage.ledger, kept = Ledger(tmp_path / "fair.erased"), await world.kept(person)
    assert kept is not None
    async with world.storage.engine.connect() as connection:
        told = (await connection.execute(text("SELECT text FROM thread_messages"))).scalars().all()
    assert told
    assert await leaks(world, *told) == list(told)
    await person.types("/forget")
    await person.taps("Да, забыть всё")
    await world.pass_time(minutes=1)
    assert await leaks(world, *told) == []
    assert world.storage.ledger.read() == {Gone(kept.id, kept.since)}


@pytest.mark.shield("P4")
async def test_everything_of_a_person_is_erased_of_many(world: World) -> None:
    many = attacked(20, 1_000)
    async with world.storage.writing() as work:
        session = next(iter(world.storage.catalogue.sessions))
        people = [await work.people.add("paper", f"99{n:06}", "ru", world.clock.now()) for n in range(many)]
        for person in people:
            await work.questions.ask(session, person.id, f"Слово {person.user}", False, world.clock.now(), "Канарейка")
    for start in range(0, many, 50):
        async with world.storage.writing() as work:
            for person in people[start : start + 50]:
                await work.personal.erase(person, world.clock.now())
    await world.pass_time(minutes=1)
    assert await leaks(world, *(person.user for person in people)) == []


@pytest.mark.shield("P5")
async def test_a_rotation_under_load_seals_all_and_holds_nobody_up(world: World) -> None:
    many, now = attacked(2_000, 100_000), world.clock.now()
    old, both = world.storage.sealer, Sealer([OTHER_KEY, KEY])
    async with world.storage.writing() as work:
        person = await work.people.add("paper", "5", "ru", now)
        lead, _ = await work.leads.open(next(iter(world.storage.catalogue.stands)), person.id, "message", now)
    async with world.storage.transaction() as (connection, _):
        words = SealedColumns(THREAD_MESSAGES, old)
        row = {"lead_id": lead.id, "by_staff": False, "person_id": person.id, "text": STORY, "at": now}
        await connection.execute(THREAD_MESSAGES.insert(), [words.kept(n, row | {"id": n}) for n in range(1, many + 1)])
    world.storage.sealer = both
    began, waited = time.monotonic(), [0.0]
    rotating = asyncio.get_running_loop().create_task(seal_anew(world.storage, THREAD_MESSAGES.name, now))
    while not rotating.done():
        turn = time.monotonic()
        async with world.storage.writing() as work:
            await work.leads.threads.add(lead, STORY, by_staff=True, by=person.id, now=now)
        waited.append(time.monotonic() - turn)
        await asyncio.sleep(0.01)
    renewed, took = await rotating, time.monotonic() - began
    assert (renewed.rows, renewed.unreadable) == (many, 0)
    assert took < 60 * max(many / 100_000, 0.2), took
    assert max(waited) < 2.0, "nobody waits long"
    world.storage.sealer = Sealer([OTHER_KEY])
    async with world.storage.reading() as work:
        said = await work.leads.threads.of_lead(lead.id)
    assert {one.text for one in said} == {STORY}
    assert len(said) == many + len(waited) - 1


@pytest.mark.shield("P6")
@pytest.mark.both
async def test_words_of_requests_and_drafts_end_with_the_fairs_term_on_the_day(world: World) -> None:
    kept = await world.kept(await planted(world))
    assert kept is not None
    await world.time_is("2020-05-29 23:50")
    async with world.storage.reading() as work:
        [message, call] = await work.leads.of_person(kept.id)
        assert call.topic is not None
        assert await work.leads.threads.of_lead(message.id)
        assert await work.leads.notes.of_lead(call.id)
    await world.time_is("2020-05-30 00:10")
    async with world.storage.reading() as work:
        assert [one.topic for one in await work.leads.of_person(kept.id)] == [None, None]
        assert not await work.leads.threads.of_lead(message.id)
        assert not await work.leads.notes.of_lead(call.id)
        again = await work.people.load(kept.id)
    assert again is not None
    assert again.form is None
    assert await world.kept(world.person(kept.user)) == again, "nor is it in memory"


@pytest.mark.only("sqlite")
@pytest.mark.shield("P4")
async def test_who_was_erased_stays_erased_when_a_backup_is_restored(
    world: World, anna: Person, tmp_path: Path
) -> None:
    """The ledger lies beside the database; whoever came after the backup, and has the number, is somebody else."""
    file, ledger = tmp_path / "backup.db", Ledger(tmp_path / "fair.db.erased")
    url = world.storage.engine.url.render_as_string()
    await asks(world, anna, STORY)
    erased, now = await world.kept(anna), world.clock.now()
    assert erased is not None
    async with world.storage.writing() as work:
        await work.questions.mute(erased.id, None, now, erased.id)
    await back_up(url, file)
    world.storage.ledger = ledger
    late = world.person("6")
    await late.opens()
    for person in (anna, late):
        await person.types("/forget")
        await person.taps("Да, забыть всё")
    await world.tick()
    assert {one.id for one in ledger.read()} == {erased.id, erased.id + 1}
    restored = Storage(f"sqlite:///{file}", sealer=world.storage.sealer, ledger=ledger)
    await restored.refresh()
    async with restored.writing() as work:
        other = await work.people.add("paper", "7", "ru", world.clock.now() + timedelta(seconds=1))
        assert other.id == erased.id + 1
        assert await work.people.find("paper", anna.user) is not None
    assert await forget_again(restored, world.policy.questions, world.clock.now()) == 1
    assert await forget_again(restored, world.policy.questions, world.clock.now()) == 0
    async with restored.reading() as work:
        assert await work.people.find("paper", anna.user) is None
        assert await work.people.find("paper", "7") == other
        guards = work.privacy.guards
        carried = [one.kind for kind in ("mute", "erase") for one in await guards.of_person(erased, now, kind)]
    assert carried == ["mute", "erase"], "a ban goes on, and so does the count of erasures"
    await restored.close()


def test_a_torn_line_of_the_ledger_hides_no_other(tmp_path: Path) -> None:
    ledger, path = Ledger(tmp_path / "erased"), tmp_path / "erased"
    one, other = (Gone(number, datetime(2020, 4, 27, 6, number, tzinfo=UTC)) for number in (1, 2))
    ledger.add([one])
    with path.open("a") as file:
        file.write("\n17 2020-0")
    ledger.add([one, other])
    assert ledger.read() == {one, other}
    assert path.stat().st_mode & 0o077 == 0
