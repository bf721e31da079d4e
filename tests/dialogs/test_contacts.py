"""Sharing contacts: asked once, at the first need, step by step, each use under a consent that was read."""

import pytest

from tests.dialogs.sharing import (
    EMAIL,
    begins,
    code,
    mails,
    opens_fair,
)
from tests.paper import Person
from tests.world import World


@pytest.fixture
async def anna(world: World, anna: Person) -> Person:
    """A teacher whose messenger knows her name."""
    await opens_fair(world)
    anna.name = "Анна"
    return anna


async def test_walk(world: World, anna: Person) -> None:
    await mails(world)
    await begins(anna, "materials")
    print(anna.sees)
    await anna.taps("18 и больше")
    print(anna.sees)
    await anna.taps("Даю согласие")
    print(anna.sees, anna.toast)
    await anna.taps("Анна")
    print(anna.sees)
    await anna.types(EMAIL)
    print(anna.sees)
    c = await code(world)
    print(world.mailbox)
    await anna.types("111111")
    print(anna.sees)
    await anna.types(c)
    print(anna.sees, anna.asked_phone)
    await anna.shares("79161234567")
    print(anna.sees)
    await anna.taps("Пропустить остальное")
    print(anna.sees)
    await anna.taps("Без телефона")
    print(anna.sees)
    await anna.taps("Даю согласие")
    print(anna.sees)
    from dialogs.contacts.routes import OpenCard, OpenConsents

    await anna.presses(OpenCard().pack())
    print(anna.sees)
    await anna.presses(OpenConsents().pack())
    print(anna.sees)
    await anna.taps("Визитка")
    print(anna.sees)
    assert 0
