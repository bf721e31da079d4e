"""Whatever a person sends is answered: pressed, opened or written, none of it is an error or holds others up."""

import random
import statistics
import time
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from dialogs.kit.event import Act, Edited, Opened, Pressed, Sent, SentFile, SharedPhone, Typed
from dialogs.kit.route import SEPARATOR
from tests.amount import attacked
from tests.dialogs.leading import organiser, staff
from tests.dialogs.moderating import moderator
from tests.paper import Person
from tests.shield.hostile import SLOW
from tests.world import World

SLOWEST = 0.05  # seconds of the processor's: of a hundred events the slowest but one
NUMBERS = ("0", "1", "-1", "7", "999999999999999", "9" * 40, "1.5", "٣", "", "1e9", "0x1", " 1")
WORDS = ("", "a", "preschool", "azbuka", "да", "a" * 41, "../etc", "%00", "null", "\x00", "x'--", "\u202e", "№1", "😀")
Thrown = Callable[[random.Random, World], Act]


def data(dice: random.Random, world: World) -> str:
    """What a button of ours carries, what one might have carried, or nothing of the kind."""
    path = dice.choice([route.path for route in world.registry.routes])
    if dice.random() < 0.1:
        path = dice.choice((path + "x", path.upper(), "", dice.choice(WORDS)))
    values = [
        dice.choice((*NUMBERS, *WORDS, str(dice.randrange(200)))) for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 5)))
    ]
    return SEPARATOR.join([path, *values])


def payload(dice: random.Random, world: World) -> str:
    """A deep link of ours, what one might have been, or nothing of the kind."""
    catalogue = world.storage.catalogue
    refs = [one.ref for group in (catalogue.sessions, catalogue.stands, catalogue.clusters) for one in group.values()]
    prefix = dice.choice([*world.registry.links, "", "staff", dice.choice(WORDS)])
    return f"{prefix}{dice.choice('--_:')}{dice.choice((*refs, *NUMBERS, *WORDS))}"[: dice.choice((64, 64, 200))]


def words(dice: random.Random, world: World) -> str:
    """Words that mean something to some feature, hostile ones, and both together."""
    del world
    some = (*WORDS, *NUMBERS, "меню", "стенд 47", "Анна Иванова", "+7 916 123-45-67", "anna@example.org", "123456")
    text = dice.choice((*some, *SLOW.values()))[: dice.choice((30, 400, 4096))]
    return text if dice.random() < 0.7 else f"{text} {dice.choice(some)}"


def pressed(dice: random.Random, world: World) -> Act:
    return Pressed(data(dice, world))


def opened(dice: random.Random, world: World) -> Act:
    return Opened(payload(dice, world))


def written(dice: random.Random, world: World) -> Act:
    text = words(dice, world).encode("utf-8", "replace").decode().replace("\x00", "")  # so it comes past the edge
    match dice.randrange(10):
        case 0:
            return SharedPhone(text[:40], own=dice.random() < 0.5)
        case 1:
            return Sent(dice.choice(("voice", "sticker", "contact")), text)
        case 2:
            return SentFile("handle", text[:100] or "файл", "application/pdf", 1, text)
        case 3:
            return Edited(text)
    return Typed(text)


async def wanders(person: Person, dice: random.Random) -> None:
    """Press some button that the person sees, so that forms open and are left."""
    found = [
        button.to.pack()
        for message in person.messages[-3:]
        for row in message.rows
        for _, button in row
        if hasattr(button, "to")
    ]
    await (person.presses(dice.choice(found)) if found else person.opens())


async def throws(world: World, act: Thrown, count: int) -> tuple[list[float], list[object]]:
    """So many acts of several people; the processor's seconds for each, and what was logged as an error."""
    dice = random.Random(7)
    visitors = [world.person(str(number), dice.choice(("ru", "en")), "Анна") for number in range(16)]
    for visitor in visitors:
        await visitor.opens()
    ivan, maria = await staff(world, "71", "Иван"), await moderator(world, "72", "Мария")
    people = [*visitors, await organiser(world, "91"), ivan, maria]
    took: list[float] = []
    with capture_logs() as logs:
        for number in range(count):
            person = dice.choice(people)
            if number % 5 == 0:
                await wanders(person, dice)
            begun = time.process_time()
            await person.does(act(dice, world))
            took.append(time.process_time() - begun)
            del person.messages[:-5]
    return took, [line for line in logs if line["log_level"] in ("error", "critical")]


@pytest.mark.shield("S4")
@pytest.mark.parametrize("act", [pressed, opened, written])
async def test_nothing_that_people_send_is_an_error(world: World, act: Thrown) -> None:
    took, errors = await throws(world, act, attacked(1_000, 100_000))
    assert errors == []
    assert statistics.quantiles(took, n=100)[-1] < SLOWEST
