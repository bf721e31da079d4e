"""My route: choosing stands, the order in which they stand, ticking what was visited."""

import pytest

from dialogs.tour.routes import TickStand
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
from tests.world import World


async def _wants(person: Person, *stands: str) -> None:
    for stand in stands:
        await person.opens(f"stand-{stand}")
        await person.taps("В мой маршрут")


async def test_an_empty_route_says_how_to_fill_it(anna: Person) -> None:
    await anna.taps("Выставка", "Мой маршрут")
    assert "Маршрут пока пуст" in anna.reads
    assert anna.buttons == ["🏛 Выставка", "Меню"]


@pytest.mark.both
async def test_a_stand_is_put_on_the_route_from_its_card_and_taken_off_there(anna: Person) -> None:
    await _wants(anna, "azbuka")
    assert anna.toast == "Стенд в вашем маршруте."
    assert anna.reads.startswith("Издательство «Азбука утра»")
    await anna.opens("stand-azbuka")
    assert anna.has("В маршруте ✓")
    await anna.taps("В маршруте ✓")
    assert anna.toast == "Стенда в маршруте больше нет."
    assert anna.has("В мой маршрут")
    await anna.taps("Назад", "Назад", "Мой маршрут")
    assert "Маршрут пока пуст" in anna.reads


@pytest.mark.both
async def test_the_route_leads_by_floors_and_numbers_with_what_was_visited_ticked(anna: Person) -> None:
    await _wants(anna, "diary", "p10", "p09", "azbuka", "notebook")
    await anna.opens()
    await anna.taps("Выставка", "Мой маршрут")
    await anna.presses(packed(anna.message.rows[1][1][1]))
    assert anna.toast == "Отмечено."
    same_as_golden("route", anna.sees)


async def test_a_tick_is_taken_back(anna: Person) -> None:
    await _wants(anna, "azbuka")
    await anna.opens()
    await anna.taps("Выставка", "Мой маршрут", "Загляну")
    assert "Вы обошли весь маршрут" in anna.reads
    await anna.taps("✓")
    assert anna.toast == "Отметка снята."
    assert anna.has("Загляну")


async def test_a_stand_opened_from_the_route_leads_back_to_it(anna: Person) -> None:
    await _wants(anna, "azbuka", "diary")
    await anna.opens()
    await anna.taps("Выставка", "Мой маршрут", "301 · Школьный дневник", "Назад")
    assert anna.reads.startswith("Мой маршрут · 2 стенда")
    await anna.taps("301 · Школьный дневник", "В маршруте ✓", "Назад")
    assert anna.reads.startswith("Мой маршрут · 1 стенд")


async def test_a_long_route_pages(world: World, anna: Person) -> None:
    world.messenger.room = 3
    await _wants(anna, "azbuka", "notebook", "p03", "p04", "diary")
    await anna.opens()
    await anna.taps("Выставка", "Мой маршрут", "›")
    assert anna.has("301 · Школьный дневник")
    await anna.taps("301 · Школьный дневник", "Назад")
    assert anna.has("301 · Школьный дневник")


async def test_a_stand_that_has_left_is_no_longer_on_the_route(world: World, anna: Person) -> None:
    await _wants(anna, "diary", "azbuka")
    add = f"route.add:{_stand(world, 'diary')}"
    stands = tuple(stand for stand in world.fair.stands if stand.id != "diary")
    await world.imports(world.fair.model_copy(update={"stands": stands}))
    await anna.opens()
    await anna.taps("Выставка", "Мой маршрут")
    assert anna.reads.startswith("Мой маршрут · 1 стенд")
    await anna.presses(add)
    assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."


async def test_routes_are_ones_own(world: World, anna: Person, viktor: Person) -> None:
    await _wants(anna, "azbuka")
    for data in (TickStand(_stand(world, "azbuka"), on=True), TickStand(999_999, on=True)):
        await viktor.presses(data.pack())
        assert viktor.toast == "Этого стенда нет в вашем маршруте."
        assert "Маршрут пока пуст" in viktor.reads
    await viktor.opens("stand-azbuka")
    assert viktor.has("В мой маршрут")
    await anna.opens()
    await anna.taps("Выставка", "Мой маршрут")
    assert anna.has("Загляну")


def _stand(world: World, ref: str) -> int:
    found = world.storage.catalogue.stand_named(ref)
    assert found is not None
    return found.id


@pytest.mark.parametrize("payload", ["stand-azbuka"])
async def test_who_comes_by_a_link_can_choose_at_once(world: World, payload: str) -> None:
    oleg = world.person("3")
    await oleg.opens(payload)
    await oleg.taps("В мой маршрут")
    assert oleg.has("В маршруте ✓")
