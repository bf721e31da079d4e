"""Who blocks the bot is not written to, until they come back."""

import pytest

from dialogs.kit.event import Opened, Pressed, Typed
from dialogs.kit.messenger import Gone, Later, Refused
from tests.paper import Person
from tests.world import World


async def _choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("Напоминать")


@pytest.mark.both
async def test_a_block_ends_waiting_letters_as_gone_and_makes_no_more(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "play")
    await world.tick()
    await anna.blocks()
    assert await world.letters() == {"gone": 2}, "ten minutes before, and at the start"
    await world.imports(play={"status": "cancelled"})
    await world.pass_time(minutes=20)
    assert await world.letters() == {"gone": 2}
    assert anna.letters == []


@pytest.mark.both
async def test_who_turns_out_to_be_gone_is_remembered_as_unreachable(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "play")
    world.messenger.answer(anna.user, Gone())
    await world.pass_time(minutes=5)
    kept = await world.kept(anna)
    assert kept is not None
    assert not kept.reachable
    await world.time_is("11:05")
    assert (await world.letters()).get("gone") == sum((await world.letters()).values())
    assert anna.letters == []


async def test_start_makes_one_reachable_again(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await anna.blocks()
    await anna.opens()
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.reachable
    await world.time_is("11:05")
    assert anna.reads.startswith("Через 10 минут")


async def test_who_comes_back_in_time_is_reminded_of_what_was_planned_before_the_block(
    world: World, anna: Person
) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=2)
    await anna.blocks()
    await anna.opens()
    await world.pass_time(minutes=3)
    assert anna.reads.startswith("Через 10 минут")


async def test_letting_the_bot_in_without_a_word_is_enough(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await anna.blocks()
    messages = len(anna.messages)
    await anna.unblocks()
    assert len(anna.messages) == messages
    await world.time_is("11:05")
    assert anna.reads.startswith("Через 10 минут")


async def test_a_stranger_who_blocks_is_not_remembered(world: World) -> None:
    stranger = world.person("9")
    await stranger.blocks()
    await stranger.unblocks()
    assert await world.kept(stranger) is None


async def test_a_letter_that_cannot_leave_now_leaves_later(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    world.messenger.answer(anna.user, Later(30.0), Later(30.0))
    await world.pass_time(minutes=5)
    assert anna.letters == []
    await world.pass_time(minutes=3)
    assert len(anna.letters) == 1
    assert "Через 8 минут" in anna.reads or "Через 7 минут" in anna.reads


async def test_a_refused_letter_ends_and_hurts_nobody_else(world: World, anna: Person, viktor: Person) -> None:
    await _choose(anna, "reading")
    await _choose(viktor, "reading")
    world.messenger.answer(anna.user, *[Refused("unreadable")] * 3)  # whole, without links, as words
    await world.pass_time(minutes=10)
    assert await world.letters() == {"refused": 1, "delivered": 1, "waiting": 2}
    assert anna.letters == []
    assert len(viktor.letters) == 1


async def test_the_first_promise_is_told_as_one(world: World, anna: Person) -> None:
    sessions = [session.id for session in world.storage.catalogue.sessions.values() if session.starts is not None]
    promises = []
    for data in (f"remind:{sessions[0]}", f"remind:{sessions[0]}", f"remind:{sessions[5]}"):
        async with world.dispatch.handling(anna.event(Pressed(data))) as reply:
            assert reply is not None
            promises.append(reply.promises)
    assert promises == [True, False, False]


@pytest.mark.both
async def test_what_a_client_can_draw_is_kept_until_another_is_told(world: World) -> None:
    anna = world.person("1")
    for told, kept in ((None, ""), ("text", "text"), (None, "text"), ("text", "text"), ("", ""), ("below", "below")):
        anna.client = told
        await anna.types("/now")
        person = await world.kept(anna)
        assert person is not None
        assert person.client == kept
        async with world.dispatch.handling(anna.event(Typed("…"))) as reply:
            assert reply is not None
            assert (reply.client, reply.first) == (kept, False)


async def test_who_is_met_for_the_first_time_is_told_so_with_what_their_client_can_draw(world: World) -> None:
    anna = world.person("1")
    anna.client = "below"
    async with world.dispatch.handling(anna.event(Opened())) as reply:
        assert reply is not None
        assert (reply.first, reply.client) == (True, "below")


async def test_a_client_told_again_and_again_is_written_once(world: World, anna: Person) -> None:
    anna.client = "text"
    for wrote in (True, False, False):
        await anna.types("/now")
        assert anna._last is not None
        async with world.storage.writing() as work:
            assert await work.post.events.first_time("paper", "bot", anna._last.id, world.clock.now()) is not wrote
