"""How often the database is asked before an event is answered: not at all where that is known, else once."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from dialogs.kit.feature import Feature
from dialogs.kit.screen import Screen, screen
from dialogs.kit.visit import Visit
from storage.database import Work
from storage.people.people import Person as Kept
from tests.paper import Person
from tests.world import World

Opens = Callable[[], AbstractAsyncContextManager[Work]]
echo = Feature("echo")


async def waits(work: Work, person: Kept) -> bool:
    return await work.people.find(person.messenger, person.user) is not None


@echo.words(waits, changes=True)
async def say_again(_visit: Visit, text: str) -> Screen:
    return screen(text)


@pytest.fixture
async def begun(world: World, anna: Person, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The transactions that have begun since Anna was met and something listens to words."""
    await anna.opens()
    await world.restart(echo)
    noted: list[str] = []

    def noting(name: str, opens: Opens) -> Opens:
        @asynccontextmanager
        async def opened() -> AsyncIterator[Work]:
            noted.append(name)
            async with opens() as work:
                yield work

        return opened

    for name in ("reading", "writing"):
        monkeypatch.setattr(world.storage, name, noting(name, getattr(world.storage, name)))
    return noted


async def test_a_press_of_somebody_in_memory_asks_nothing(begun: list[str], world: World, anna: Person) -> None:
    await anna.taps("Программа")
    begun.clear()
    await anna.taps("Меню")
    assert begun == ([] if world.storage.memory is not None else ["reading"])


async def test_words_that_somebody_may_wait_for_ask_once(begun: list[str], anna: Person) -> None:
    for words in ("раз", "два"):
        await anna.replies(words, anna.message)
        assert anna.reads == words
        assert begun == ["reading", "writing"]
        begun.clear()


async def test_words_of_a_stranger_ask_once(begun: list[str], world: World) -> None:
    await world.person("99").types("раз")
    assert begun == ["reading", "writing"]
