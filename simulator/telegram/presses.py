"""Pressed buttons that wait for an answer: a spinner on the page, a query id at the bot, and a short life."""

import asyncio
import random
from dataclasses import dataclass

from simulator.telegram.errors import QUERY_TOO_OLD, bad_request
from simulator.world import Chat, World


@dataclass(frozen=True, slots=True)
class Press:
    chat: Chat
    person: int
    message: int
    place: tuple[int, int]


class Presses:
    def __init__(self, world: World, patience: float) -> None:
        self._world = world
        self._patience = patience
        self._waiting: dict[str, Press] = {}

    def begin(self, press: Press) -> str:
        query = str(random.getrandbits(62) | 1 << 61)
        self._waiting[query] = press
        self._world.show_press(press.chat, press.person, press.message, press.place, "waiting")
        asyncio.get_running_loop().call_later(self._patience, self._end, query)
        return query

    def answer(self, query: str, text: str, *, alert: bool) -> None:
        press = self._end(query)
        if press is None:
            raise bad_request(QUERY_TOO_OLD)
        if text:
            self._world.toast(press.chat, press.person, text, alert=alert)

    def _end(self, query: str) -> Press | None:
        press = self._waiting.pop(query, None)
        if press:
            self._world.show_press(press.chat, press.person, press.message, press.place, "done")
        return press
