"""Opening packs: every question can be read, one reply handles many, and they come once more in the morning."""

import pytest

from tests.dialogs.asking import asked, asks
from tests.dialogs.moderating import Desk, crowd_asks, run_with, set_up, settle
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import Message, packed
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    """The preschool moderators' forum, with a pack of 28 questions."""
    await run_with(world)
    desk = await set_up(world)
    await crowd_asks(world, "play", 28)
    await settle(world)
    return desk


def pack_of(desk: Desk) -> Message:
    """The newest pack."""
    return desk.group.finds("До начала задано")


async def states(desk: Desk, *numbers: int) -> list[str]:
    """What has become of these questions."""
    return [await desk.state(number, "play") for number in numbers]


async def test_all_questions_can_be_read_page_by_page(desk: Desk) -> None:
    pack = pack_of(desk)
    read = pack.text
    for page in range(2, 5):
        await desk.maria.taps("›", on=pack)
        await desk.hold()
        assert f"Страница {page} из 4" in pack.text
        read += pack.text
    assert all(f"Вопрос {number}-й из зала?" in read for number in range(1, 29))
    await desk.maria.taps("№28", on=pack)
    await settle(desk.world)
    await desk.hold()
    assert desk.group.finds("Вопрос 28-й").text.startswith("№28 · 🆕")
    assert "Страница 4 из 4" in pack.text, "the page stays open"
    await desk.maria.taps("›", on=pack)
    await desk.hold()
    assert "Страница 1 из 4" in pack.text


@pytest.mark.both
async def test_one_reply_declines_many_and_one_press_takes_it_back(desk: Desk) -> None:
    pack = pack_of(desk)
    await desk.peter.presses(f"q.pass:{(await asked(desk.world, 5, 'play')).id}", pack)
    await desk.maria.replies("3 5 9, 21 — не по теме", to=pack)
    await settle(desk.world)
    said = desk.group.finds("Отклонены")
    same_as_golden("moderation/declined-many", said.drawn)
    assert await states(desk, 3, 5, 9, 21) == ["declined", "passed", "declined", "declined"]
    await desk.hold()
    assert "До начала задано 24 вопроса" in pack.text
    undo = said.find("Отменить")
    await desk.peter.taps("Отменить", on=said)
    await settle(desk.world)
    assert await states(desk, 3, 5, 9, 21) == ["new", "passed", "new", "new"]
    assert "Снова ждут: №3, №9, №21." in said.text
    await desk.hold()
    assert "До начала задано 27 вопросов" in pack.text
    await desk.peter.presses(packed(undo), said)
    assert desk.peter.toast == "Это уже отменили."


async def test_one_reply_merges_many(desk: Desk) -> None:
    pack = pack_of(desk)
    await desk.maria.replies("12 14 = 13", to=pack)
    await settle(desk.world)
    assert await states(desk, 12, 13, 14) == ["merged", "new", "merged"]
    said = desk.group.finds("Объединены с №13: №12, №14.")
    await desk.maria.taps("Отменить", on=said)
    await settle(desk.world)
    assert await states(desk, 12, 13, 14) == ["new", "new", "new"]
    await desk.maria.replies("12 = 99", to=pack)
    await desk.world.tick()
    assert desk.group.finds("Вопроса №99 здесь нет")


async def test_who_asked_is_told_of_the_refusal_when_it_was_not_taken_back(world: World, anna: Person) -> None:
    await run_with(world)
    desk = await set_up(world)
    await asks(world, anna, "Где купить диплом?", "play")
    await crowd_asks(world, "play", 3, first=2)
    await settle(world)
    await desk.maria.replies("1 — реклама", to=pack_of(desk))
    await world.tick()
    assert not any("реклама" in letter.text for letter in anna.letters)
    await desk.hold()
    assert any("Причина: реклама" in letter.text for letter in anna.letters)


@pytest.mark.both
async def test_the_pack_comes_once_more_in_the_morning_of_its_day(world: World) -> None:
    await run_with(world)
    desk = await set_up(world)
    await crowd_asks(world, "tale", 3)
    await settle(world)
    first = pack_of(desk)
    await world.time_is("2020-04-28 07:59")
    assert pack_of(desk).id == first.id
    await world.time_is("2020-04-28 08:00")
    await settle(world)
    again = pack_of(desk)
    assert again.id != first.id
    assert "Вопрос 3-й" in again.text
    await world.pass_time(minutes=2)
    assert pack_of(desk).id == again.id
    await desk.maria.replies("2 — реклама", to=first)
    await settle(world)
    assert await desk.state(2, "tale") == "declined", "the old message is still understood"
    await desk.hold()
    assert "До начала задано 2 вопроса" in again.text
