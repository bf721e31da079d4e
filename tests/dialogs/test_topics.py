"""A group's topics: what was refused once is asked for again as soon as it may be allowed."""

from datetime import timedelta

import pytest

from bot.addresses import needs
from bot.settings import Settings
from dialogs.engine.adapter import Need
from storage.staff.places import Place
from tests.dialogs.asking import asks
from tests.dialogs.moderating import TOPIC, Desk, bring_cards, invitation, moderator, settle
from tests.paper import Person
from tests.world import World


async def bound(world: World, *, forum: bool = True, manages: bool = True) -> Desk:
    """A group is bound as it is."""
    group = world.group("Модераторы", forum=forum)
    group.here.manages = manages
    maria, peter = await moderator(world, "71", "Мария"), await moderator(world, "72", "Пётр")
    desk = Desk(world, group, group.member(maria), group.member(peter))
    await desk.maria.says(f"/bind {await invitation(world, 'place')}")
    await settle(world)
    return desk


async def place(world: World) -> Place:
    async with world.storage.reading() as work:
        [found] = await work.staff.places.everywhere()
    return found


@pytest.fixture
async def flat(world: World, anna: Person) -> Desk:
    """An ordinary member's group: no topics, and a card in the one chat that there is."""
    desk = await bound(world, manages=False)
    await asks(world, anna, "Как читать вслух?")
    await settle(world)
    await bring_cards(desk)
    assert desk.group.topics == {}
    assert desk.card().thread == ""
    return desk


@pytest.mark.both
async def test_a_bot_that_is_promoted_after_binding_opens_its_topics(flat: Desk, anna: Person) -> None:
    flat.world.clock.move(timedelta(minutes=1))
    await flat.group.allows_topics(True)
    await settle(flat.world)
    await settle(flat.world)
    assert TOPIC in flat.group.topics
    assert [message.text for message in flat.group.under(TOPIC) if message.text.startswith("№1 ·")]
    assert (await place(flat.world)).flat_at is None
    assert (await place(flat.world)).title == "Модераторы"


async def test_a_group_that_becomes_a_forum_after_binding_gets_topics(world: World, anna: Person) -> None:
    desk = await bound(world, forum=False)
    await asks(world, anna, "Как читать вслух?")
    await settle(world)
    assert desk.group.topics == {}
    desk.group.here.forum = True
    await desk.maria.taps("Я на смене")
    world.clock.move(timedelta(minutes=1))
    await settle(world)
    assert TOPIC in desk.group.topics


async def test_a_right_that_came_unheard_is_found_within_the_hour(flat: Desk) -> None:
    assert not (await place(flat.world)).topics
    await flat.group.allows_topics(True, told=False)
    await flat.world.pass_time(minutes=20)
    assert flat.group.topics == {}
    await flat.world.pass_time(minutes=15)
    assert flat.group.topics


async def test_while_it_is_refused_questions_go_on_in_one_chat_and_nothing_is_posted_twice(flat: Desk) -> None:
    await flat.world.pass_time(minutes=65)
    assert flat.group.topics == {}
    assert not (await place(flat.world)).topics
    assert flat.card().thread == ""


async def test_what_was_refused_is_looked_at_by_check(flat: Desk) -> None:
    here = await place(flat.world)
    wanted = needs(Settings(), flat.world.storage.catalogue, (here,), frozenset({"paper"}))
    assert wanted == {here.address: Need.FORUM}
