"""Words that have to go: Telegram deletes its bots' messages for 48 hours; what is older is blanked by an edit."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Parcel
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Button, Document, Package, Picture, Removal, What, screen
from storage.database import Storage
from tests.handlers.telegram.harness import TelegramHarness, open_harness

AWAY = Removal("Посетитель забрал это сообщение.")
WORDS = screen("Анна, 8 912 000-11-22", buttons=((Button("Взять", Nowhere()),),))


@pytest.fixture
async def telegram(storage: Storage) -> AsyncIterator[TelegramHarness]:
    async with open_harness(storage) as harness:
        yield harness


async def shows(telegram: TelegramHarness, what: What, over: Shown | None = None) -> Shown:
    outcome = await telegram.messenger.show(Parcel(telegram.person, what, "ru", over=over))
    assert isinstance(outcome, Delivered), outcome
    return outcome.shown


async def test_two_days_later_words_are_blanked_and_lose_their_buttons(telegram: TelegramHarness) -> None:
    there = await shows(telegram, WORDS)
    telegram.desk.clock.advance(timedelta(hours=49))
    for _ in range(2):  # a letter may come twice
        await shows(telegram, AWAY, there)
        (message,) = telegram.chat()
        assert (message.text, message.buttons) == ("Посетитель забрал это сообщение.", ())


async def test_two_days_later_pictures_and_files_give_way(telegram: TelegramHarness, storage: Storage) -> None:
    async with storage.reading() as work:
        (logo,) = await work.files.known()
    file = Document("Анна.pdf", content=b"%PDF-1.4 Anna")
    sent = [
        await shows(telegram, screen("Анна", photo=Picture(file=logo))),
        await shows(telegram, Package((file,), screen("Файл Анны").text)),
    ]
    telegram.desk.clock.advance(timedelta(hours=49))
    for there in sent:
        await shows(telegram, AWAY, there)
    assert [(message.text, message.photo) for message in telegram.chat()] == [(AWAY.instead, False)] * 2
    assert not any("Анна" in name or b"Anna" in content for name, content in telegram.documents())


async def test_until_then_it_is_deleted(telegram: TelegramHarness) -> None:
    there = await shows(telegram, WORDS)
    telegram.desk.clock.advance(timedelta(hours=47))
    await shows(telegram, AWAY, there)
    assert telegram.chat() == []
