"""Who blocks the bot is not written to, until they come back."""

from dialogs.kit.messenger import Gone, Later, Refused
from tests.paper import Person
from tests.world import World


async def _choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("Напоминать")


async def test_a_block_ends_waiting_letters_as_gone_and_makes_no_more(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "play")
    await world.tick()
    await anna.blocks()
    assert await world.letters() == {"gone": 1}
    await world.imports(play={"status": "cancelled"})
    await world.pass_time(minutes=20)
    assert await world.letters() == {"gone": 1}
    assert anna.letters == []


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
    assert anna.reads.startswith("Мероприятие начнётся через 10 минут")


async def test_who_comes_back_in_time_is_reminded_of_what_was_planned_before_the_block(
    world: World, anna: Person
) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=2)
    await anna.blocks()
    await anna.opens()
    await world.pass_time(minutes=3)
    assert anna.reads.startswith("Мероприятие начнётся через 10 минут")


async def test_letting_the_bot_in_without_a_word_is_enough(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await anna.blocks()
    messages = len(anna.messages)
    await anna.unblocks()
    assert len(anna.messages) == messages
    await world.time_is("11:05")
    assert anna.reads.startswith("Мероприятие начнётся через 10 минут")


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
    assert "через 8 минут" in anna.reads or "через 7 минут" in anna.reads


async def test_a_refused_letter_ends_and_hurts_nobody_else(world: World, anna: Person, viktor: Person) -> None:
    await _choose(anna, "reading")
    await _choose(viktor, "reading")
    world.messenger.answer(anna.user, Refused("unreadable"))
    await world.pass_time(minutes=10)
    assert await world.letters() == {"refused": 1, "delivered": 1}
    assert anna.letters == []
    assert len(viktor.letters) == 1
