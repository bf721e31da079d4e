"""Enclosures: each is passed on once or never, and what does not go out leaves neither its row nor its bytes."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Storage, Work
from storage.fair.files import StoredFile, file_hash
from storage.people.enclosures import Enclosure
from storage.people.people import Person
from tests.storage.making import NOW, PAPER, people

PHOTO = StoredFile(file_hash(b"a photo"), "photo.jpg", "image/jpeg", b"a photo")


async def sent(work: Work, by: Person, key: str, handle: str = "a", album: str = "137") -> Enclosure:
    number = await work.enclosures.add(
        key=key,
        person_id=by.id,
        album=album,
        messenger=PAPER,
        chat=by.user,
        thread="",
        handle=handle,
        name=PHOTO.name,
        media_type=PHOTO.media_type,
        photo=True,
        at=NOW,
    )
    found = await work.enclosures.load(number)
    assert found is not None
    return found


async def test_what_was_sent_together_and_what_goes_along_with_words_is_found(storage: Storage) -> None:
    anna, viktor = await people(storage, 2)
    async with storage.writing() as work:
        first, second = await sent(work, anna, "said-1"), await sent(work, anna, "said-1", "b")
        other, alone = await sent(work, viktor, "said-2"), await sent(work, anna, "answer-1", album="")
        assert await work.enclosures.of_key("said-1") == (first, second)
        assert await work.enclosures.of_key("said-2") == (other,)
        assert await work.enclosures.of_album(anna.id, "137") == (first, second)
        assert await work.enclosures.of_album(anna.id, "") == (), "what was sent alone belongs to nothing"
        assert await work.enclosures.in_state("coming") == (first, second, other, alone)


async def test_what_is_lost_is_said_once_and_never_passed_on(storage: Storage) -> None:
    (anna,) = await people(storage, 1)
    async with storage.writing() as work:
        photo = await sent(work, anna, "said-1")
        assert await work.enclosures.lost(photo)
        assert not await work.enclosures.lost(photo)
        assert not await work.enclosures.passed(photo)
        assert await work.enclosures.load(photo.id) == replace(photo, state="lost", handle=None)


async def test_what_came_and_may_not_stay_leaves_no_bytes(storage: Storage) -> None:
    (anna,) = await people(storage, 1)
    async with storage.writing() as work:
        await work.files.keep(PHOTO)
        await work.files.remember_sent(PAPER, "a", PHOTO.hash)
        assert await work.enclosures.lost(await sent(work, anna, "said-1"), PHOTO.hash)
        assert await work.files.load(PHOTO.hash) is None
        assert await work.files.sent(PAPER, "a") is None


async def test_what_does_not_go_out_goes_with_its_bytes_unless_they_are_needed_elsewhere(storage: Storage) -> None:
    (anna,) = await people(storage, 1)
    async with storage.writing() as work:
        await work.files.keep(PHOTO)
        await work.files.remember_sent(PAPER, "a", PHOTO.hash)
        for key in ("answer-1", "answer-2"):
            assert await work.enclosures.fetched(await sent(work, anna, key), PHOTO.hash)
        assert await work.enclosures.drop("answer-1") == 1
        assert await work.files.load(PHOTO.hash) == PHOTO, "it goes along with other words as well"
        assert await work.enclosures.drop("answer-2") == 1
        assert await work.files.load(PHOTO.hash) is None
        assert await work.files.sent(PAPER, "a") is None


async def test_what_is_old_is_dropped_so_many_at_a_time(storage: Storage) -> None:
    (anna,) = await people(storage, 1)
    async with storage.writing() as work:
        for _ in range(3):
            await sent(work, anna, "said-1")
        later = NOW + timedelta(days=1)
        assert [await work.enclosures.forget(later, at_most=2) for _ in range(3)] == [2, 1, 0]
