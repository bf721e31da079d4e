"""The exhibition: floors, stands, cards, products, webinars."""

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


@pytest.mark.both
async def test_the_exhibition_is_walked_from_floors_to_a_card(anna: Person) -> None:
    await anna.taps("Выставка")
    assert anna.buttons == ["Издательства · 10", "Онлайн-платформы · 2", "Мой маршрут", "Мои заявки", "Меню"]
    await anna.taps("Онлайн-платформы · 2", "301 · Школьный дневник")
    assert "Электронный журнал для всей школы." in anna.reads
    assert anna.buttons == ["В мой маршрут", "Назад", "Меню"]
    await anna.taps("Назад", "Назад")
    assert anna.reads.startswith("Выставка")


async def test_a_card_shows_all_that_a_stand_tells_and_no_dead_buttons(anna: Person) -> None:
    await anna.opens("stand-azbuka")
    same_as_golden("stand", anna.sees.replace(_logo(anna.sees), "logo"))


def _logo(drawn: str) -> str:
    return drawn.partition("(photo ")[2].partition(")")[0]


async def test_long_floors_page_and_back_leads_to_the_same_page(anna: Person) -> None:
    await anna.taps("Выставка", "Издательства · 10")
    assert "1 из 2" in anna.buttons
    await anna.taps("›", "Обложка", "Назад")
    assert "2 из 2" in anna.buttons
    assert "55 · Мел" in anna.buttons


async def test_products_are_a_gallery_with_next_and_previous(anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Продукты: 3")
    assert anna.reads.startswith("Букварь\nИздательство «Азбука утра»\n\nСорок уроков")
    assert anna.sees.startswith("(photo https://files.example.org/primer.jpg)")
    await anna.taps("›")
    assert anna.reads.startswith("Прописи")
    assert "(photo" not in anna.sees
    await anna.taps("‹", "‹")
    assert anna.reads.startswith("Кубики")
    assert anna.buttons == ["‹", "3 из 3", "›", "Назад", "Меню"]
    await anna.taps("Назад")
    assert anna.reads.startswith("Издательство «Азбука утра»")
    assert len([message for message in anna.messages if "Азбука утра" in message.text]) == 1


async def test_webinars_open_as_cards_and_lead_back_to_the_stand(anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Вебинары: 2", "Вебинар пн, 27 апр, 11:15")
    assert anna.reads.startswith("Игра как язык детства")
    await anna.taps("Напоминать", "Назад")
    assert anna.reads.startswith("Вебинары\nИздательство «Азбука утра»")
    await anna.taps("Вебинар: Сад на крыше", "Назад", "Назад")
    assert anna.reads.startswith("Издательство «Азбука утра»")


async def test_a_stand_that_has_left_is_gone_from_old_buttons_and_links(world: World, anna: Person) -> None:
    await anna.taps("Выставка", "Онлайн-платформы · 2")
    stands = tuple(stand for stand in world.fair.stands if stand.id != "diary")
    await world.imports(world.fair.model_copy(update={"stands": stands}))
    await anna.taps("301 · Школьный дневник")
    assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."
    assert anna.has("Выставка")
    await anna.opens("stand-diary")
    assert anna.reads.startswith("Здравствуйте!")
