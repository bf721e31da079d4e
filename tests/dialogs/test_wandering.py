"""Somebody who taps whatever there is: no button that is shown leads nowhere."""

import random
from collections import Counter

import pytest

from dialogs.kit.screen import Button
from dialogs.programme.routes import Subscribe
from tests.dialogs.asking import BOOK, asks, passes
from tests.screens_of_first import tagged
from tests.world import World

TAPS = 2100
POSTERS = ("stand-azbuka", "session-reading", "session-english")  # there is more to see than elsewhere
ENDS = {"erase.yes"}  # who is forgotten is somebody else, whom none of the old messages knows
RARE = {"leave", "speak", "slot", "askslot", "myown", "findtyped"}
RARE |= {"asktime", "goon", "city.is"}  # where other answers lead, and what only a city's name brings
RARE |= {"sametime"}  # asked until the clocks are known, which any city tells, too
RARE |= {"slot.again", "noplay.which", "notforme"}  # under some letters only, which have stories of their own
RARE |= {"noplay.all", "noplay.mended"}  # for organisers
RARE |= {"recordingsof", "letters"}  # where there are more recordings and speakers than at this fair
RARE |= {"planpast", "clash", "clash.of"}  # where old buttons lead, and answers that send onward
RARE |= {"share.new", "share.off", "shared", "shared.take"}  # the bot has no address here
# What is for staff, or goes on only where the right words are written, has stories of its own.
TOLD_APART = {"moderation", "leads", "contacts", "callback", "materials", "threads", "privacy"}
TOLD_APART |= {"staff", "team", "troubles", "calendar"}
SOUGHT = ("лекция", "алтайский край", "клинопись")
SAID = (BOOK, "Сколько книг читать ребёнку в месяц?", "Где найти презентацию?", "Will there be a recording?")


@pytest.mark.only("sqlite")  # buttons are the same on every database
@pytest.mark.parametrize(("language", "room"), [("ru", None), ("en", 2)])
async def test_no_button_that_is_shown_leads_nowhere(world: World, language: str, room: int | None) -> None:
    dice = random.Random(language)
    world.messenger.room = room
    world.storage.catalogue = tagged(world.storage.catalogue)
    wanderer = world.person("1", language, "Анна")
    await wanderer.opens()
    oleg = world.person("2", name="Олег")
    for session in ("reading", "english", "circle", "play", "roof"):
        await asks(world, oleg, "С какого возраста начинать учить ребёнка читать?", session)
        await passes(world, 1, session)
    play = world.storage.catalogue.session_named("play")
    assert play is not None
    assert play.ends is not None
    opened: Counter[str] = Counter()
    for tap in range(TAPS):
        message = wanderer.messages[-1] if dice.random() < 0.9 else dice.choice(wanderer.messages)
        buttons = [
            button
            for row in message.rows
            for _, button in row
            if isinstance(button, Button) and button.to.path not in ENDS
        ]
        if not buttons:
            await wanderer.types("/menu")
            continue
        button = min(dice.sample(buttons, min(5, len(buttons))), key=lambda button: opened[button.to.path])
        opened[button.to.path] += 1
        toasts = len(wanderer.toasts)
        await wanderer.presses(button.to.pack(), on=message)
        said = " ".join([wanderer.reads, *wanderer.toasts[toasts:]])
        for apology in ("Что-то сломалось", "Something went wrong", "устарела", "from another time"):
            assert apology not in said, f"{button.to} after {tap} taps"
        kept = await world.kept(wanderer)
        if kept is not None and kept.form is not None and dice.random() < 0.7:
            await wanderer.types(dice.choice(SAID))
        if tap % 40 == 0:
            if world.clock.now() < play.ends:  # chosen until it is over, so that the plan has a past
                await wanderer.presses(Subscribe(play.id).pack())
            await world.later(minutes=5)
            await wanderer.types("/plan")
        if tap % 40 == 10:
            await wanderer.types(dice.choice(SOUGHT))
        if tap % 40 == 20:
            await wanderer.opens(dice.choice(POSTERS))
    of_all = (route for route in world.registry.routes if route.__module__.split(".")[1] not in TOLD_APART)
    everywhere = {route.path for route in of_all}
    assert everywhere - set(opened) <= RARE, "some routes were never come upon"
