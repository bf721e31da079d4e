"""Lists that are the same for many are made once, and still tell everybody their own truth."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from dialogs.kit.kept import MOST, drawn, kept
from dialogs.kit.screen import Screen, screen
from storage.fair.catalogue import Catalogue
from tests.paper import Person
from tests.world import World

FAIR = Catalogue(1, "fair", "Салон", ZoneInfo("Europe/Moscow"), None)
DAY = ("Программа", "Дошкольное образование", "Сегодня, пн, 27 апр")


async def test_a_day_is_told_by_the_clocks_and_the_plan_of_who_looks(world: World, anna: Person) -> None:
    oleg = world.person("7")
    await oleg.opens()
    await oleg.presses("city.is:Asia.Omsk")
    for person in (anna, oleg, anna):
        await person.opens()
        await person.taps(*DAY)
        assert ("у вас" in person.reads) == (person is oleg)
    plain = anna.reads
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    await anna.opens()
    await anna.taps(*DAY)
    assert "⭐" in anna.reads
    viktor = world.person("8")
    await viktor.opens()
    await viktor.taps(*DAY)
    assert viktor.reads == plain


async def test_a_day_is_told_as_it_is_now(world: World, anna: Person) -> None:
    await anna.taps(*DAY)
    assert "10:00–10:45 МСК · идёт" not in anna.reads
    await world.time_is("2020-04-27 10:10")
    await anna.opens()
    await anna.taps(*DAY)
    assert "10:00–10:45 МСК · идёт" in anna.reads
    await world.time_is("2020-04-28 09:00")
    await anna.opens()
    await anna.taps("Программа", "Дошкольное образование")
    assert "Сегодня, вт, 28 апр" in anna.buttons


async def test_who_reads_another_language_reads_the_same_list_in_it(world: World, anna: Person) -> None:
    john = world.person("3", "en")
    await anna.taps("Программа")
    await john.opens()
    await john.taps("Programme")
    assert "Choose a cluster or a special project:" in john.reads
    assert "Выберите кластер или спецпроект:" in anna.reads


def test_a_screen_is_made_once_for_a_catalogue_and_drawn_once_for_a_messenger() -> None:
    catalogue = replace(FAIR)
    made: list[int] = []
    told: list[str] = []

    def make(at: int) -> Screen:
        made.append(at)
        return screen(f"Страница {at}")

    def draw(one: Screen) -> str:
        told.append(str(one.text))
        return told[-1]

    shown = [kept(catalogue, ("list", at), partial(make, at)) for at in (1, 2, 1)]
    assert made == [1, 2]
    first, second, again = (drawn(one, "paper", partial(draw, one)) for one in shown)
    assert told == [first, second]
    assert again is first


def test_no_more_screens_are_kept_than_a_fair_needs() -> None:
    catalogue = replace(FAIR)
    for at in range(2 * MOST):
        kept(catalogue, ("list", at), partial(screen, "Список"))
        assert len(catalogue.made) <= MOST


def test_a_changed_copy_is_drawn_anew() -> None:
    page = screen("Список").kept()
    assert drawn(page, "paper", partial(str, 1)) == "1"
    assert drawn(replace(page, text=()), "paper", partial(str, 2)) == "2"
    assert drawn(page, "paper", partial(str, 3)) == "1"
