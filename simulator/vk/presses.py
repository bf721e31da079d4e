"""Pressed callback buttons that wait for an answer: a spinner on the page, an event_id at the bot, and a short life."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Literal

from simulator.vk.errors import wrong
from simulator.world import Chat, World


@dataclass(frozen=True, slots=True)
class Press:
    chat: Chat
    person: int
    peer: int
    message: int | None  # None: a key of the keyboard that stays
    place: tuple[int, int]


class Presses:
    """The spinner turns for `patience` seconds; an answer is accepted for `lifetime`, once."""

    def __init__(self, world: World, patience: float, lifetime: float) -> None:
        self._world = world
        self._patience = patience
        self._lifetime = lifetime
        self._waiting: dict[str, Press] = {}

    def begin(self, press: Press) -> str:
        event = secrets.token_hex(6)
        self._waiting[event] = press
        self._show(press, "waiting")
        loop = asyncio.get_running_loop()
        loop.call_later(min(self._patience, self._lifetime), self._tire, event)
        loop.call_later(self._lifetime, self._waiting.pop, event, None)
        return event

    def answer(self, event: str, person: int, peer: int) -> Press:
        press = self._waiting.get(event)
        if press is None or (press.person, press.peer) != (person, peer):
            raise wrong("invalid event_id")
        del self._waiting[event]
        self._show(press, "done")
        return press

    def _tire(self, event: str) -> None:
        if press := self._waiting.get(event):
            self._show(press, "done")

    def _show(self, press: Press, state: Literal["waiting", "done"]) -> None:
        if press.message is not None:
            self._world.show_press(press.chat, press.person, press.message, press.place, state)
