"""Mail and notices on paper: letters by other ways than a chat arrive too, and can be read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest

from dialogs.kit.event import Address
from dialogs.kit.feature import Feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.messenger import Later, Refused
from dialogs.kit.screen import Bold, Document, LinkButton, Mail, Notice, Screen, paragraph, screen
from storage.fair.files import StoredFile, file_hash
from storage.post.outbox import Lane, Posting
from tests.paper import PAPER, Person
from tests.post import Enclosed, PaperMail
from tests.world import World

PRICES = b"%PDF-1.7 prices"
CRM = Address("http", "https://crm.example.org/leads")


@dataclass(frozen=True, slots=True)
class Papers(Letter):
    """A mail with a stored file and one made for its reader."""

    kind: ClassVar[str] = "test.papers"


@dataclass(frozen=True, slots=True)
class Asked(Letter):
    """A machine is told."""

    kind: ClassVar[str] = "test.asked"
    number: int


@dataclass(frozen=True, slots=True)
class Word(Letter):
    """A screen, which no mailbox takes."""

    kind: ClassVar[str] = "test.word"


def office() -> Feature:
    """A feature that writes by every way."""
    feature = Feature("office")

    @feature.draws(Papers)
    async def papers(_letter: Papers, reading: Reading) -> Mail:
        return Mail(
            to=f"{reading.person.user}@example.org",
            subject="Материалы стенда",
            text=(paragraph("Здравствуйте!", Bold("Вот они.")),),
            links=(LinkButton("Сайт", "https://example.org"),),
            documents=(Document(file=file_hash(PRICES)), Document("ваше.txt", content=b"1", media_type="text/plain")),
        )

    @feature.draws(Asked)
    async def asked(letter: Asked, _reading: Reading) -> Notice:
        return Notice("lead.created", (("lead", letter.number),))

    @feature.draws(Word)
    async def word(_letter: Word, _reading: Reading) -> Screen:
        return screen("Слово")

    return feature


async def posts(world: World, letter: Letter, to: Address, person: Person | None = None) -> None:
    """The letter is in the outbox."""
    now = world.clock.now()
    day = now + timedelta(days=1)
    posting = Posting(letter.kind, letter.about(), Lane.SERVICE, now, now, day)
    async with world.storage.writing() as work:
        kept = None if person is None else await work.people.find(PAPER, person.user)
        await work.outbox.put(posting, to, None if kept is None else kept.id)


@pytest.fixture
async def mailing(world: World, anna: Person) -> World:
    """Anna is known, and her stand's prices are stored."""
    assert anna.reads
    await world.restart(office())
    async with world.storage.writing() as work:
        await work.files.keep(StoredFile(file_hash(PRICES), "Цены.pdf", "application/pdf", PRICES))
    return world


async def test_mail_lies_in_the_mailbox(mailing: World, anna: Person) -> None:
    await posts(mailing, Papers(), Address("email", "1"), anna)
    await mailing.deliver()
    assert mailing.mailbox == [
        PaperMail(
            to="1@example.org",
            subject="Материалы стенда",
            text="Здравствуйте!\nВот они.",
            links={"Сайт": "https://example.org"},
            documents=(
                Enclosed("Цены.pdf", PRICES, "application/pdf"),
                Enclosed("ваше.txt", b"1", "text/plain"),
            ),
            chat="1",
        )
    ]
    assert await mailing.letters() == {"delivered": 1}


async def test_machines_are_told(mailing: World) -> None:
    await posts(mailing, Asked(14), CRM)
    await mailing.deliver()
    (told,) = mailing.notices
    assert (told.url, told.event, told.about) == (CRM.chat, "lead.created", {"lead": 14})


async def test_what_could_not_leave_goes_later(mailing: World, anna: Person) -> None:
    mailing.post.answer(Later(90))
    await posts(mailing, Papers(), Address("email", "1"), anna)
    await mailing.deliver()
    assert mailing.mailbox == []
    await mailing.pass_time(minutes=2)
    assert len(mailing.mailbox) == 1


async def test_a_refused_mail_leaves_its_reader_reachable(mailing: World, anna: Person) -> None:
    mailing.post.answer(Refused("there is no such mailbox"))
    await posts(mailing, Papers(), Address("email", "1"), anna)
    await mailing.deliver()
    assert await mailing.letters() == {"refused": 1}
    kept = await mailing.kept(anna)
    assert kept is not None
    assert kept.reachable


@pytest.mark.both
async def test_mail_goes_to_whom_left_the_chat(mailing: World, anna: Person) -> None:
    """Whoever asked for papers by mail gets them there, whatever becomes of the chat."""
    await posts(mailing, Papers(), Address("email", "1"), anna)
    await anna.blocks()
    await mailing.deliver()
    assert len(mailing.mailbox) == 1


@pytest.mark.parametrize("to", [Address("email", "1"), CRM])
async def test_a_screen_goes_to_chats_only(mailing: World, anna: Person, to: Address) -> None:
    await posts(mailing, Word(), to, anna)
    await mailing.deliver()
    assert (mailing.mailbox, mailing.notices) == ([], [])
    assert await mailing.letters() == {"refused": 1}
