"""Loading a programme file: what changes, who is told of it, and that a second load changes nothing."""

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from dialogs.news.sessions import load_fair, reminder
from storage.database import DatabaseTrouble, Storage
from storage.importers.fair_file import FairFile
from storage.importers.loading import Change
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.plans.reminders import Audience
from storage.post.outbox import Posting
from tests.conftest import FAIRS
from tests.storage.making import NOW, PAPER, Queue, number_of, people, subscribe

SAMPLE = Path(__file__).parents[2] / "examples" / "mmso-2020" / "fair.yaml"
LEADS = (10,)


def changed(file: FairFile, part: str, ref: str, **values: Any) -> FairFile:
    """The file with one entry changed."""
    entries = (e.model_copy(update=values) if e.id == ref else e for e in getattr(file, part))
    return file.model_copy(update={part: tuple(entries)})


def without(file: FairFile, ref: str) -> FairFile:
    """The file without a session or a stand, and without what leads to it."""
    sessions = [entry for entry in file.sessions if entry.id != ref]
    stands = [entry for entry in file.stands if entry.id != ref]
    return file.model_copy(
        update={
            "sessions": tuple(s.model_copy(update={"stands": _others(s.stands, ref)}) for s in sessions),
            "stands": tuple(s.model_copy(update={"webinars": _others(s.webinars, ref)}) for s in stands),
        }
    )


def _others(refs: Iterable[str], ref: str) -> tuple[str, ...]:
    return tuple(other for other in refs if other != ref)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2020-04-27T{text}:00+03:00")


def audience(slot: datetime) -> Audience:
    """Who is reminded of a slot ten minutes before."""
    return Audience(slot, 10, (10,), (10,))


def early_reminder(slot: datetime, minutes: int) -> Posting:
    """A slot's reminder that may leave so long before its time."""
    return reminder(audience(slot), timedelta(minutes=minutes), slot + timedelta(hours=1))


async def load(storage: Storage, file: FairFile, now: datetime = NOW, *, dry: bool = False) -> list[Change]:
    return list(await load_fair(storage, file, FAIRS, now, LEADS, dry=dry))


async def told(storage: Storage) -> list[tuple[str, str]]:
    """Who waits for which kind of letter."""
    async with storage.writing() as work:
        letters = await work.post.claims.take(PAPER, 1_000, NOW + timedelta(minutes=1), 0.0, -1.0)
    return sorted((letter.kind, letter.address.chat) for letter in letters)


async def test_the_same_file_again_changes_nothing(fair: Storage, small_fair: FairFile) -> None:
    version = fair.catalogue.version
    assert await load(fair, small_fair) == []
    assert not await fair.refresh()
    assert fair.catalogue.version == version


async def test_a_dry_run_tells_the_same_and_does_nothing(fair: Storage, small_fair: FairFile) -> None:
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, "play")
    file = changed(small_fair, "sessions", "play", starts=at("12:15"))
    told_dry = await load(fair, file, dry=True)
    assert not await fair.refresh()
    assert await told(fair) == []
    assert await load(fair, file) == told_dry
    assert await fair.refresh()
    assert await told(fair) == [("change", "1")]


@pytest.mark.parametrize(
    ("values", "what", "details"),
    [
        ({"title": "Игра и дети"}, "changed", "title"),
        ({"starts": at("12:15")}, "moved", "2020-04-27 11:15 → 2020-04-27 12:15"),
        ({"starts": None}, "moved", "2020-04-27 11:15 → no time"),
        ({"status": "cancelled"}, "cancelled", ""),
        ({"stands": ("azbuka",)}, "changed", "stands"),
    ],
)
async def test_a_change_of_a_session_is_one_line(
    fair: Storage, small_fair: FairFile, values: dict[str, Any], what: str, details: str
) -> None:
    [change] = await load(fair, changed(small_fair, "sessions", "play", **values))
    assert (change.what, change.thing, change.ref, change.details) == (what, "session", "play", details)
    version = fair.catalogue.version
    assert await fair.refresh()
    assert fair.catalogue.version == version + 1


async def test_what_the_file_no_longer_names_is_withdrawn_and_comes_back(fair: Storage, small_fair: FairFile) -> None:
    number = number_of(fair, "play")
    changes = await load(fair, without(small_fair, "play"))
    assert ("withdrawn", "session", "play") in {(change.what, change.thing, change.ref) for change in changes}
    await fair.refresh()
    assert fair.catalogue.sessions[number].cancelled
    changes = await load(fair, small_fair)
    assert ("restored", "session", "play") in {(change.what, change.thing, change.ref) for change in changes}
    await fair.refresh()
    assert number_of(fair, "play") == number
    assert not fair.catalogue.sessions[number].cancelled


async def test_a_stand_and_its_links_go_and_come_back(fair: Storage, small_fair: FairFile) -> None:
    before = fair.catalogue.stand_named("azbuka")
    changes = await load(fair, without(small_fair, "azbuka"))
    assert ("withdrawn", "stand", "azbuka") in {(change.what, change.thing, change.ref) for change in changes}
    await fair.refresh()
    assert fair.catalogue.stand_named("azbuka") is None
    await load(fair, small_fair)
    await fair.refresh()
    assert fair.catalogue.stand_named("azbuka") == before
    assert await load(fair, small_fair) == []


async def test_exactly_the_subscribers_are_told(fair: Storage, small_fair: FairFile) -> None:
    anna, viktor, muted, away, _ = await people(fair, 5)
    for person in (anna, muted, away):
        await subscribe(fair, person, "play")
    await subscribe(fair, viktor, "reading")
    async with fair.writing() as work:
        await work.people.unreachable([away])
        await work.people.save(muted, replace(muted, muted=True))
    await load(fair, changed(small_fair, "sessions", "play", starts=at("12:15")))
    assert await told(fair) == [("change", anna.user)]


async def test_two_changes_before_the_news_left_are_one_letter(fair: Storage, small_fair: FairFile) -> None:
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, "play")
    await load(fair, changed(small_fair, "sessions", "play", starts=at("12:15")))
    await load(fair, changed(small_fair, "sessions", "play", starts=at("13:15")))
    assert await told(fair) == [("change", "1")]


@pytest.mark.parametrize(
    ("ref", "values"),
    [
        ("play", {"title": "Иначе"}),
        ("paints", {"starts": at("15:00")}),  # cancelled before and after
        ("breakfast", {"status": "cancelled"}),  # over
    ],
)
async def test_what_is_no_news_is_told_to_nobody(
    fair: Storage, small_fair: FairFile, ref: str, values: dict[str, Any]
) -> None:
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, ref)
    assert await load(fair, changed(small_fair, "sessions", ref, **values))
    assert await told(fair) == []


async def test_a_reminder_before_their_eyes_is_corrected_there_and_back(fair: Storage, small_fair: FairFile) -> None:
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, "reading")
    queue = Queue(fair)
    async with fair.writing() as work:
        assert await work.plans.reminders.plan(audience(at("10:00")), [anna.id], early_reminder(at("10:00"), 5)) == 1
    [shown] = await queue.claim()
    await queue.show(shown, "m1")

    moved = changed(small_fair, "sessions", "reading", starts=at("16:00"))
    for file in (moved, small_fair):
        await load(fair, file)
        letters = {letter.kind: letter for letter in await queue.claim()}
        assert letters.keys() == {"change", "reminder"}
        assert letters["reminder"].key == shown.key
        await queue.show(letters["reminder"], "m1")
        await queue.deliver([letters["change"]])


async def test_a_reminder_in_flight_is_corrected_after_it_arrived(fair: Storage, small_fair: FairFile) -> None:
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, "reading")
    queue = Queue(fair)
    async with fair.writing() as work:
        await work.plans.reminders.plan(audience(at("10:00")), [anna.id], early_reminder(at("10:00"), 5))
    [sending] = await queue.claim()
    await load(fair, changed(small_fair, "sessions", "reading", starts=at("16:00")))
    assert [letter.kind for letter in await queue.claim()] == ["change"]
    await queue.show(sending, "m1")
    assert [letter.key for letter in await queue.claim()] == [sending.key]


async def test_a_slot_that_gets_its_session_back_is_planned_again(fair: Storage, small_fair: FairFile) -> None:
    """Many reminders start leaving long before their time; one that was dropped then must not be missed at the end."""
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, "play")
    slot, queue = at("11:15"), Queue(fair)
    async with fair.writing() as work:
        await work.plans.reminders.plan(audience(slot), [anna.id], early_reminder(slot, 120))
    [early] = await queue.claim()
    async with fair.writing() as work:
        await work.post.claims.end([early], "dropped", NOW)
        assert await work.plans.reminders.unplanned(audience(slot)) == {}
    await load(fair, changed(small_fair, "sessions", "play", starts=at("16:00")))
    await load(fair, small_fair)
    async with fair.reading() as work:
        assert await work.plans.reminders.unplanned(audience(slot)) == {PAPER: [anna.id]}


async def test_a_file_that_is_not_there_loads_nothing(fair: Storage, small_fair: FairFile, tmp_path: Path) -> None:
    file = changed(small_fair, "sessions", "play", title="Иначе")
    with pytest.raises(OSError, match="logo"):
        await load_fair(fair, file, tmp_path, NOW, LEADS)
    assert not await fair.refresh()


async def test_a_database_that_fails_loads_nothing(fair: Storage, small_fair: FairFile) -> None:
    """The outbox is away: all was written but the letters, and all is undone."""
    [anna] = await people(fair, 1)
    await subscribe(fair, anna, "play")
    await _rename(fair, "outbox", "away")
    try:
        with pytest.raises((DatabaseTrouble, DBAPIError)):
            await load(fair, changed(small_fair, "sessions", "play", starts=at("16:00")))
        assert not await fair.refresh()
    finally:
        await _rename(fair, "away", "outbox")
    assert await load(fair, small_fair) == []


async def _rename(storage: Storage, table: str, name: str) -> None:
    async with storage.transaction() as (connection, _):
        await connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


async def test_a_picture_is_stored_once(fair: Storage, small_fair: FairFile) -> None:
    async with fair.reading() as work:
        before = await work.files.known()
    assert len(before) == 1
    await load(fair, changed(small_fair, "stands", "azbuka", title="Азбука и буквы"))
    async with fair.reading() as work:
        assert await work.files.known() == before


async def test_the_sample_fair_loads_in_less_than_three_seconds_of_work(storage: Storage) -> None:
    file = read_fair_file(SAMPLE)
    assert not isinstance(file, Mistakes)
    started = time.process_time()
    await load_fair(storage, file, SAMPLE.parent, NOW, LEADS)
    assert time.process_time() - started < 3
    assert await storage.refresh()
    assert len(storage.catalogue.sessions) == len(file.sessions)
    assert len(storage.catalogue.stands) == len(file.stands)
    assert await load_fair(storage, file, SAMPLE.parent, NOW, LEADS) == ()
