"""What opens no door: forged numbers, cards of a session that is other moderators' now, names after the fair."""

import pytest

from dialogs.questions.routes import JoinInstead
from tests.dialogs.asking import BOOK, asked, asks, begins
from tests.dialogs.moderating import NOT_YOURS, Desk, asks_and_waits, run_with, set_up
from tests.paper import Person
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    """The preschool moderators' group."""
    await run_with(world)
    return await set_up(world, forum=False)


async def test_a_forged_number_opens_nobodys_question(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, anna, BOOK)
    secret = await asked(world)
    await begins(viktor)
    await viktor.types("Будет ли запись мероприятия?")
    await viktor.presses(JoinInstead(secret.id).pack())
    await world.deliver()
    assert (await asked(world)).joined == 0
    assert all(BOOK not in message.text for message in viktor.messages)


@pytest.mark.both
async def test_a_session_that_changes_hands_leaves_its_old_moderators(desk: Desk, anna: Person) -> None:
    world = desk.world
    await asks_and_waits(desk, anna, BOOK)
    before = desk.card().text
    await world.imports(reading={"cluster": "college"})
    await desk.maria.taps("Взять", on=desk.card())
    assert desk.maria.toast == NOT_YOURS
    await anna.taps("Изменить")
    await anna.types("С какого возраста учить ребёнка писать?")
    await anna.taps("Отправить")
    await world.tick()
    assert desk.card().text == before


async def test_after_the_time_for_answers_nothing_names_who_asked(desk: Desk) -> None:
    world = desk.world
    anna = world.person("1", name="Анна")
    await asks_and_waits(desk, anna, BOOK)
    assert "Анна" in desk.card().text
    await anna.taps("Изменить")
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.form is not None
    await world.time_is("2020-04-29 11:01")
    await world.tick()
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.form is None
    assert "Анна" not in desk.card().text
    assert "имя не указано" in desk.card().text
