"""Packages of documents and files to fetch, kept by paper and by every messenger that shows screens."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from dialogs.kit.event import Address
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Parcel, Refused
from dialogs.kit.phrase import say
from dialogs.kit.screen import Bold, Document, Fetching, Mail, Package, Topic, What, paragraph, screen
from storage.database import Storage
from storage.fair.files import StoredFile, file_hash
from tests.handlers.harness import Forums, Harness, Trouble, Wired
from tests.handlers.test_messenger_contract import FORUMS, carried, opener
from tests.measuring import SHOWING

FILES = [(f"прайс {number}.pdf", f"%PDF {number}".encode()) for number in (1, 2, 3)]
WORDS = (paragraph(Bold("Материалы стенда"), "Их <три> & больше не будет."),)
GREETING = Document("привет.txt", content="Здравствуйте!".encode(), media_type="text/plain")


@pytest.fixture(params=[*SHOWING, "paper"])
async def harness(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Harness]:
    async with opener(request.param)(storage) as harness:
        yield harness


@pytest.fixture(params=SHOWING)
async def wired(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Wired]:
    async with opener(request.param)(storage) as harness:
        yield harness


@pytest.fixture(params=[*FORUMS, "paper"])
async def forums(request: pytest.FixtureRequest, storage: Storage) -> AsyncIterator[Forums]:
    async with opener(request.param)(storage) as harness:
        yield harness


@pytest.fixture
async def documents(storage: Storage) -> tuple[Document, ...]:
    """Three files of the fair's."""
    async with storage.writing() as work:
        for name, content in FILES:
            await work.files.keep(StoredFile(file_hash(content), name, "application/pdf", content))
    return tuple(Document(file=file_hash(content)) for _, content in FILES)


async def brings(harness: Harness, *documents: Document, to: Address | None = None, mark: int = 0) -> Outcome:
    package = Package(documents, WORDS)
    (outcome,) = await harness.messenger.carry([Parcel(to or harness.person, package, "ru", mark=mark)])
    return outcome


async def test_a_package_arrives_with_its_words(harness: Harness, documents: tuple[Document, ...]) -> None:
    outcome = await brings(harness, *documents)
    assert harness.documents() == FILES
    texts = [seen.text for seen in harness.chat() if seen.text]
    assert texts == ["Материалы стенда\nИх <три> & больше не будет."]
    assert isinstance(outcome, Delivered)
    assert outcome.shown.message == harness.chat()[0].id
    assert not outcome.shown.photo


@pytest.mark.parametrize("number", [1, 2, 10])
async def test_as_many_as_the_messenger_takes_at_once(wired: Wired, storage: Storage, number: int) -> None:
    files = [
        StoredFile(file_hash(bytes([n])), f"{n}.bin", "application/octet-stream", bytes([n])) for n in range(number)
    ]
    async with storage.writing() as work:
        for file in files:
            await work.files.keep(file)
    assert isinstance(await brings(wired, *(Document(file=file.hash) for file in files)), Delivered)
    assert wired.documents() == [(file.name, file.content) for file in files]


async def test_a_stored_file_goes_up_once(wired: Wired, documents: tuple[Document, ...]) -> None:
    friend = wired.newcomer()
    for to in (wired.person, friend, wired.person):
        assert isinstance(await brings(wired, *documents, to=to), Delivered)
    assert isinstance(await brings(wired, documents[1], to=friend), Delivered)
    assert wired.documents() == [*FILES, *FILES]
    assert wired.documents(friend) == [*FILES, FILES[1]]
    assert wired.uploads() == len(FILES)


async def test_who_asks_at_the_same_time_waits_for_one_upload(wired: Wired, documents: tuple[Document, ...]) -> None:
    people = [wired.person, *(wired.newcomer() for _ in range(3))]
    outcomes = await asyncio.gather(*(brings(wired, *documents, to=person) for person in people))
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert wired.uploads() == len(FILES)


async def test_a_file_that_the_messenger_forgot_goes_up_again(wired: Wired, documents: tuple[Document, ...]) -> None:
    await brings(wired, *documents)
    await wired.mistake_file(documents[1].file, "document")
    for _ in range(2):
        assert isinstance(await brings(wired, *documents), Delivered)
    assert wired.documents() == FILES * 3
    assert len(FILES) < wired.uploads() <= 2 * len(FILES)


async def test_what_one_reader_gets_is_not_kept(wired: Wired, storage: Storage) -> None:
    for _ in range(2):
        assert isinstance(await brings(wired, GREETING), Delivered)
    assert wired.documents() == [("привет.txt", GREETING.content)] * 2
    assert wired.uploads() == 2
    async with storage.reading() as work:
        assert await work.files.handle(wired.messenger.name, file_hash(GREETING.content), "document") is None


async def test_stored_files_and_one_for_this_reader_come_together(
    wired: Wired, documents: tuple[Document, ...]
) -> None:
    for _ in range(2):
        assert isinstance(await brings(wired, documents[0], GREETING), Delivered)
    assert wired.documents() == [FILES[0], ("привет.txt", GREETING.content)] * 2


async def test_words_may_be_missing(harness: Harness, documents: tuple[Document, ...]) -> None:
    (outcome,) = await harness.messenger.carry([Parcel(harness.person, Package(documents), "ru")])
    assert isinstance(outcome, Delivered)
    assert harness.documents() == FILES


async def test_more_than_a_package_holds_is_refused(wired: Wired, documents: tuple[Document, ...]) -> None:
    assert isinstance(await brings(wired, *documents, *documents, *documents, *documents), Refused)
    assert isinstance(await brings(wired), Refused)
    assert wired.chat() == []


async def test_a_file_that_is_not_stored_refuses_its_package(harness: Harness, documents: tuple[Document, ...]) -> None:
    assert isinstance(await brings(harness, documents[0], Document(file="0" * 64)), Refused)
    assert harness.chat() == []


async def test_who_blocked_us_is_gone(harness: Harness, documents: tuple[Document, ...]) -> None:
    harness.forbid()
    assert await brings(harness, *documents) == Gone()


async def test_packages_and_screens_leave_by_one_call(harness: Harness, documents: tuple[Document, ...]) -> None:
    people = [harness.person, *(harness.newcomer() for _ in range(3))]
    menu, package = screen(say("Menu")), Package(documents, WORDS)
    what: list[What] = [menu, package, menu, package]
    parcels = [
        Parcel(person, one, "ru", mark=70 + n % 2) for n, (person, one) in enumerate(zip(people, what, strict=True))
    ]
    assert all(isinstance(outcome, Delivered) for outcome in await carried(harness, parcels))
    assert [harness.chat(person)[0].text for person in people[::2]] == ["Меню", "Меню"]
    assert [harness.documents(person) for person in people] == [[], FILES, [], FILES]


async def test_a_package_sent_again_under_its_mark_is_recognised_where_the_messenger_can(
    harness: Harness, documents: tuple[Document, ...]
) -> None:
    for _ in range(2):
        await brings(harness, *documents, mark=7)
    assert harness.documents() == FILES * (1 if harness.messenger.limits.recognises else 2)


async def test_a_package_stands_in_its_topic(forums: Forums, documents: tuple[Document, ...]) -> None:
    group = forums.group(forum=True)
    topic = await forums.messenger.show(Parcel(group, Topic("Материалы"), "ru"))
    assert isinstance(topic, Delivered)
    there = replace(group, thread=topic.shown.message)
    forums.close_topic(there)
    assert isinstance(await brings(forums, *documents, to=there), Delivered)
    assert forums.chat(there)
    assert forums.chat(group) == []


@pytest.mark.parametrize(
    ("trouble", "flood", "unsure"),
    [("flood", True, False), ("server error", False, True), ("refused connection", False, False)],
)
async def test_trouble_that_may_pass_is_told(
    wired: Wired, documents: tuple[Document, ...], trouble: Trouble, flood: bool, unsure: bool
) -> None:
    await wired.suffer(trouble)
    outcome = await brings(wired, *documents)
    assert isinstance(outcome, Later)
    assert (outcome.flood, outcome.unsure) == (flood, unsure)


async def test_a_file_that_nobody_sent_is_not_fetched(harness: Harness) -> None:
    fetching = Fetching("a-handle-of-another-bot", "прайс.pdf", "application/pdf")
    (outcome,) = await harness.messenger.carry([Parcel(harness.person, fetching, "ru")])
    assert isinstance(outcome, Refused)


async def test_mail_is_for_mailboxes(harness: Harness) -> None:
    mail = Mail("anna@example.org", "Материалы", WORDS)
    (outcome,) = await harness.messenger.carry([Parcel(harness.person, mail, "ru")])
    assert isinstance(outcome, Refused)
    assert harness.chat() == []
