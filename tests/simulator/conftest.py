"""A fresh simulator for every test, and the clients that talk to it."""

from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from simulator.desk import Desk
from simulator.server import TOKEN, serve
from tests.simulator.control import PEOPLE, Control

FAIR_MORNING = datetime.fromisoformat("2020-04-27T09:45:00+03:00")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with serve(clock=FAIR_MORNING, people=PEOPLE, patience=30, press_lifetime=30) as desk:
        yield desk


@pytest.fixture
async def sim(desk: Desk) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession(desk.url) as http:
        yield Control(desk, http)


@pytest.fixture
async def bot(desk: Desk) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(desk.url))
    yield Bot(TOKEN, session=session)
    if session._session:  # the session's own close() sleeps, for the sake of TLS that is not used here
        await session._session.close()


@pytest.fixture
async def other_bot(desk: Desk) -> AsyncIterator[telegram.Bot]:
    """The same bot through python-telegram-bot."""
    bot = telegram.Bot(TOKEN, base_url=f"{desk.url}/bot", base_file_url=f"{desk.url}/file/bot")
    async with bot:
        yield bot
