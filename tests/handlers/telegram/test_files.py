"""What Telegram's messenger does beyond the contract with files that come and go, and with the phone's button."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from dialogs.engine.library import Library
from dialogs.kit.event import Address, Event, Opened, Shown
from dialogs.kit.messenger import Delivered, Later, Outcome, Parcel, Refused
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Button, Document, Fetching, Package, paragraph, screen
from dialogs.kit.visit import Reply
from handlers.telegram.client import open_bot
from handlers.telegram.limits import DOWNLOAD_BYTES
from handlers.telegram.messenger import TelegramMessenger
from handlers.telegram.settings import Settings
from simulator.server import TOKEN
from storage.database import Storage
from tests.handlers.telegram.harness import TelegramHarness, open_harness

FETCHING = Fetching("BQACAgIAAxk", "прайс.pdf", "application/pdf")
ASKING = screen("Ваш номер?", buttons=[(Button("Не сейчас", Nowhere()),)], asks_phone="Поделиться номером")


@pytest.fixture
async def telegram(storage: Storage) -> AsyncIterator[TelegramHarness]:
    async with open_harness(storage) as harness:
        harness.desk.calls.clear()
        yield harness


def documents(number: int) -> tuple[Document, ...]:
    return tuple(Document(f"{at}.txt", content=str(at).encode(), media_type="text/plain") for at in range(number))


async def test_one_document_goes_as_what_it_is(telegram: TelegramHarness) -> None:
    package = Package(documents(1), (paragraph("Прайс"),))
    assert isinstance(await telegram.messenger.show(Parcel(telegram.person, package, "ru")), Delivered)
    (call,) = telegram.desk.calls.of()
    assert call.method == "sendDocument"
    assert call.params["caption"] == "Прайс"
    assert str(call.params["disable_content_type_detection"]).lower() == "true"  # a film stays a file to be kept


async def test_the_words_of_an_album_stand_below_its_last_document(telegram: TelegramHarness) -> None:
    package = Package(documents(3), (paragraph("слово " * 1_000),))
    assert isinstance(await telegram.messenger.show(Parcel(telegram.person, package, "ru")), Delivered)
    assert [call.method for call in telegram.desk.calls.of()] == ["sendMediaGroup"]
    words = [seen.text for seen in telegram.chat()]
    assert words[:2] == ["", ""]
    assert len(words[2]) <= 1024
    assert words[2].endswith("слово…")


async def test_a_package_takes_the_place_of_a_message(telegram: TelegramHarness) -> None:
    there = await telegram.messenger.show(Parcel(telegram.person, screen("Собираю…"), "ru"))
    assert isinstance(there, Delivered)
    parcel = Parcel(telegram.person, Package(documents(1)), "ru", over=there.shown)
    assert isinstance(await telegram.messenger.show(parcel), Delivered)
    assert [seen.text for seen in telegram.chat()] == [""]


# --- the phone's button ----------------------------------------------------------------------------------------------


async def test_a_screen_that_asks_for_a_number_keeps_its_buttons_and_stays_editable(telegram: TelegramHarness) -> None:
    shown = await telegram.messenger.show(Parcel(telegram.person, ASKING, "ru"))
    assert isinstance(shown, Delivered)
    assert [seen.buttons for seen in telegram.chat()] == [("Не сейчас",), ()]
    assert telegram.asked_phone == "Поделиться номером"
    later = Parcel(telegram.person, screen("Спасибо"), "ru", over=shown.shown)
    assert await telegram.messenger.show(later) == shown
    keyboard = telegram.desk.world.chats[str(telegram.person)].keyboard
    assert keyboard is not None
    assert (keyboard.one_time, keyboard.resize) == (True, True)


async def test_the_button_is_put_away_without_a_trace(telegram: TelegramHarness) -> None:
    await telegram.messenger.show(Parcel(telegram.person, ASKING, "ru"))
    event = Event("1", "42", telegram.person, telegram.person.chat, Opened())
    before = telegram.chat()
    reply = Reply(screen("Спасибо"), phone_done=True)
    assert await telegram.messenger.prepare(event, reply) == reply
    assert telegram.asked_phone == ""
    assert telegram.chat() == before


async def test_in_a_group_nobody_is_asked_for_a_number(telegram: TelegramHarness) -> None:
    assert isinstance(await telegram.messenger.show(Parcel(telegram.group(), ASKING, "ru")), Delivered)
    assert [call.method for call in telegram.desk.calls.of()] == ["sendMessage"]


async def test_trouble_with_the_button_leaves_the_question(telegram: TelegramHarness) -> None:
    telegram.forbid()
    event = Event("1", "42", telegram.person, telegram.person.chat, Opened())
    await telegram.messenger.prepare(event, Reply(phone_done=True))


# --- downloads -------------------------------------------------------------------------------------------------------


@dataclass
class Server:
    """A Bot API that only has files; `status` and `size` are what comes of a download."""

    status: int = 200
    size: int = 4
    told_size: int | None = 4
    asked: list[str] = field(default_factory=list)

    async def tell(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        size = {} if self.told_size is None else {"file_size": self.told_size}
        return web.json_response({"ok": True, "result": {"file_id": "a", "file_path": "documents/file_1.pdf", **size}})

    async def give(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        return web.Response(status=self.status, body=bytes(self.size))


@pytest.fixture
async def server() -> Server:
    return Server()


@pytest.fixture
async def messenger(server: Server, storage: Storage) -> AsyncIterator[TelegramMessenger]:
    app = web.Application()
    app.add_routes([web.post("/bot{token}/getFile", server.tell), web.get("/file/bot{token}/{path:.+}", server.give)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    bot = open_bot(Settings.model_validate({"token": TOKEN, "api_url": url}))
    yield TelegramMessenger(bot, Library(storage, "telegram"))
    await bot.session.close()
    await runner.cleanup()


async def fetch(messenger: TelegramMessenger) -> Outcome:
    return await messenger.show(Parcel(Address("telegram", "5000001"), FETCHING, "ru"))


async def test_a_file_is_fetched_once(messenger: TelegramMessenger, server: Server) -> None:
    for _ in range(2):
        assert await fetch(messenger) == Delivered(Shown(""))
    assert server.asked == [f"/bot{TOKEN}/getFile", f"/file/bot{TOKEN}/documents/file_1.pdf"]


@pytest.mark.parametrize("told_size", [DOWNLOAD_BYTES + 1, None])
async def test_a_file_that_is_too_big_is_refused(
    messenger: TelegramMessenger, server: Server, told_size: int | None
) -> None:
    server.told_size, server.size = told_size, DOWNLOAD_BYTES + 1
    assert await fetch(messenger) == Refused("file is too big")


@pytest.mark.parametrize(("status", "wanted"), [(404, Refused("the file is not there any more")), (502, Later(5.0))])
async def test_a_download_that_goes_wrong_tells_no_token(
    messenger: TelegramMessenger, server: Server, status: int, wanted: Outcome, capsys: pytest.CaptureFixture[str]
) -> None:
    server.status = status
    assert await fetch(messenger) == wanted
    assert TOKEN not in repr(wanted)
    assert TOKEN not in "".join(capsys.readouterr())
