"""What is made of what: plain arguments, in one place."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import handlers
from bot.settings import Settings
from dialogs.features import book, home
from dialogs.kit.adapter import Adapter, Desk
from dialogs.kit.bookmark import Bookmark
from dialogs.kit.clock import Clock
from dialogs.kit.dispatch import Dispatch
from dialogs.kit.library import Library
from dialogs.kit.visit import Habits
from scheduler.clock import Ticker
from scheduler.delivery import Delivery
from storage.database import Storage


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that runs."""

    storage: Storage
    adapters: tuple[Adapter, ...]
    deliveries: tuple[Delivery, ...]
    ticker: Ticker
    dispatch: Dispatch


def switched_on(settings: Settings) -> tuple[str, ...]:
    """The messengers that have a token."""
    return tuple(name for name, section in settings.messengers.items() if section.token is not None)


def put_together(settings: Settings, storage: Storage, clock: Clock, public_url: Callable[[], str | None]) -> Program:
    """Build the program; nothing runs yet.

    :raises WrongSettings: a messenger cannot be switched on as configured.
    """
    pages = book()
    owner = secrets.token_hex(8)
    rates: dict[str, float] = {}
    habits = Habits(leads=settings.reminders.leads, rates=rates)
    dispatch = Dispatch(pages, storage, clock, habits, home)
    adapters = tuple(
        handlers.connect(
            name,
            settings.messengers[name],
            Desk(dispatch, Library(storage, name), Bookmark(storage, name), public_url()),
        )
        for name in switched_on(settings)
    )
    rates.update({adapter.messenger.name: adapter.messenger.limits.letters_per_second for adapter in adapters})
    deliveries = tuple(Delivery(storage, adapter.messenger, pages.drawings, clock, owner) for adapter in adapters)
    return Program(storage, adapters, deliveries, Ticker(storage, pages.jobs, habits, clock), dispatch)
