"""The client: through a proxy, and what a failed call means for what was sent."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    RestartingTelegram,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import CreateForumTopic, GetFile, GetMe, SendMessage
from aiohttp import web
from pydantic import ValidationError

from dialogs.engine.library import Library
from dialogs.kit.event import Address, Event
from dialogs.kit.messenger import ChatMoved, Gone, Later, Lost, Outcome, Parcel, Refused
from dialogs.kit.screen import screen
from handlers.telegram.client import open_bot
from handlers.telegram.limits import TOAST
from handlers.telegram.messenger import TelegramMessenger
from handlers.telegram.outcomes import outcome_of
from handlers.telegram.settings import Settings
from handlers.telegram.updates import read_update
from simulator.desk import Desk
from simulator.server import TOKEN
from storage.database import Storage
from tests.simulator.control import ANNA, Control
from tests.simulator.receiver import run_app

CALL = SendMessage(chat_id=1, text="…")


@pytest.fixture
async def messenger(desk: Desk, storage: Storage) -> AsyncIterator[TelegramMessenger]:
    bot = open_bot(Settings.model_validate({"token": TOKEN, "api_url": desk.url + "/"}))
    yield TelegramMessenger(bot, Library(storage, "telegram"))
    await bot.session.close()


def lost(cause: Exception) -> TelegramNetworkError:
    trouble = TelegramNetworkError(CALL, "lost")
    trouble.__cause__ = cause
    return trouble


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (TelegramRetryAfter(CALL, "Too Many Requests", 209), Later(209.0, flood=True)),
        (TelegramRetryAfter(GetFile(file_id="f"), "Too Many Requests", 9), Later(9.0, flood=True, whole=True)),
        (
            TelegramRetryAfter(CreateForumTopic(chat_id=-1, name="…"), "Too Many Requests", 300),
            Later(300.0, flood=True, alike=True),
        ),
        (TelegramForbiddenError(CALL, "Forbidden: bot was blocked by the user"), Gone()),
        (TelegramForbiddenError(CALL, "Forbidden: user is deactivated"), Gone()),
        (TelegramForbiddenError(CALL, "Forbidden: bot can't initiate conversation with a user"), Gone()),
        (TelegramForbiddenError(CALL, "Forbidden: bot was kicked from the supergroup chat"), Gone()),
        (TelegramBadRequest(CALL, "Bad Request: chat not found"), Gone()),
        (TelegramBadRequest(CALL, "Bad Request: PEER_ID_INVALID"), Gone()),
        (TelegramBadRequest(CALL, "Bad Request: BUTTON_DATA_INVALID"), Refused("Bad Request: BUTTON_DATA_INVALID")),
        (TelegramEntityTooLarge(CALL, "Request Entity Too Large"), Refused("Request Entity Too Large")),
        (RestartingTelegram(CALL, "Internal Server Error: restart"), Later(5.0, whole=True)),
        (TelegramServerError(CALL, "Bad Gateway"), Later(3.0, unsure=True, whole=True)),
        (ClientDecodeError("no JSON", ValueError(), "<html>"), Later(3.0, unsure=True, whole=True)),
        (lost(TimeoutError()), Later(2.0, unsure=True, whole=True)),
        (lost(aiohttp.ServerDisconnectedError()), Later(2.0, unsure=True, whole=True)),
        (TelegramUnauthorizedError(CALL, "Unauthorized"), Later(30.0, whole=True, token=True)),
        (TelegramConflictError(CALL, "Conflict"), Later(30.0)),
        (TelegramNotFound(CALL, "Not Found: method not found"), Later(30.0, whole=True, token=True)),
        (TelegramMigrateToChat(CALL, "Bad Request: group chat was upgraded", -1005), ChatMoved("-1005")),
        (TelegramBadRequest(CALL, "Bad Request: not enough rights to send text messages to the chat"), Gone()),
        (TelegramBadRequest(CALL, "Bad Request: CHAT_WRITE_FORBIDDEN"), Gone()),
        (TelegramBadRequest(CALL, "Bad Request: message thread not found"), Lost()),
        (TelegramBadRequest(CALL, "Bad Request: TOPIC_DELETED"), Lost()),
        (TelegramBadRequest(CALL, "Bad Request: TOPIC_ID_INVALID"), Lost()),
        (
            TelegramBadRequest(CALL, "Bad Request: the chat is not a forum"),
            Refused("Bad Request: the chat is not a forum"),
        ),
        (
            TelegramBadRequest(CALL, "Bad Request: not enough rights to create a topic"),
            Refused("Bad Request: not enough rights to create a topic"),
        ),
        (AiogramError("new"), Refused("AiogramError")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_refusal_is_an_outcome(trouble: AiogramError, outcome: Outcome) -> None:
    assert outcome_of(trouble) == outcome


async def test_a_toast_of_any_length_is_shown(messenger: TelegramMessenger, desk: Desk, sim: Control) -> None:
    await sim.act("start")
    event = await pressed(messenger, sim)
    await messenger.toast(event, "слово " * 100)
    (call,) = desk.calls.of("answerCallbackQuery")
    assert call.status == 200
    assert TOAST - 10 < len(call.params["text"]) <= TOAST


async def test_an_answer_to_a_press_may_be_empty_late_or_repeated(
    messenger: TelegramMessenger, desk: Desk, sim: Control
) -> None:
    await sim.act("start")
    event = await pressed(messenger, sim)
    for text in ("", "ещё раз", ""):
        await messenger.toast(event, text)
    await messenger.toast(replace(event, ticket="777"), "")
    assert [call.status for call in desk.calls.of("answerCallbackQuery")] == [200, 400, 400, 400]


async def pressed(messenger: TelegramMessenger, sim: Control) -> Event:
    from dialogs.kit.route import Nowhere
    from dialogs.kit.screen import Button

    menu = screen("Меню", buttons=[(Button("Да", Nowhere()),)])
    await messenger.show(Parcel(Address("telegram", str(ANNA)), menu, "ru"))
    chat = await sim.chat()
    await sim.act("press", message=chat["messages"][-1]["id"], row=0, column=0)
    (*_, update) = await sim.updates()
    event = read_update(update, "42")
    assert event is not None
    return event


async def test_calls_go_through_a_proxy() -> None:
    asked: list[str] = []

    async def forward(request: web.Request) -> web.Response:
        asked.append(f"{request.url} {request.headers.get('Proxy-Authorization', '')}")
        return web.json_response({"ok": True, "result": {"id": 42, "username": "by_proxy"}})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", forward)
    async for url in run_app(app):
        proxy = url.replace("http://", "http://fair:secret@").removesuffix("/hook")
        api = "http://telegram.example"
        bot = open_bot(Settings.model_validate({"token": TOKEN, "api_url": api, "proxy": proxy}))
        messenger = TelegramMessenger(bot, None)  # type: ignore[arg-type]  # no file is sent here
        try:
            async with asyncio.timeout(60):
                assert (await messenger.call(GetMe()))["username"] == "by_proxy"
        finally:
            await bot.session.close()
    assert asked == [f"http://telegram.example/bot{TOKEN}/getMe Basic ZmFpcjpzZWNyZXQ="]


@pytest.mark.parametrize(
    "wrong", [{"api_url": "telegram.example"}, {"proxy": "socks5://127.0.0.1:9"}, {"mode": "push"}, {"tokens": "42:T"}]
)
def test_settings_that_cannot_work_are_refused_by_name(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Settings.model_validate({"token": TOKEN} | wrong)


@pytest.mark.parametrize("token", [None, "", "  "])
def test_without_a_token_telegram_is_off(token: str | None) -> None:
    assert Settings.model_validate({"token": token}).token is None
