"""What goes along with a moderator's answer, and words that are corrected where they stand, in both messengers."""

import pytest

from tests.town.people import BOOK, Member, Phone
from tests.town.town import Town

pytestmark = pytest.mark.only("sqlite")


async def test_an_answer_with_a_picture_reaches_who_asked_in_both_messengers_and_is_corrected(town: Town) -> None:
    anna, viktor = await town.person("Анна"), await town.person("Виктор", "vk")
    town.time_is("10:00:01")
    for asker, number, words in ((anna, 1, BOOK), (viktor, 2, "Можно ли прийти без записи?")):
        await asker.asks(words)
        await answered_with_picture(town.maria, town, number)
        town.pass_time(seconds=30)
        await gets_picture(asker)
        before = len(asker.messages)
        town.maria.edits(f"Вот схемма {number}", f"Вот схема {number}")
        await asker.sees("Исправленный ответ на ваш вопрос", f"Вот схема {number}")
        await town.settles()
        assert len(asker.messages) == before, "it is corrected where it stands"


async def answered_with_picture(maria: Member, town: Town, number: int) -> None:
    card = f"№{number}"
    await maria.taps("Ответить", at=card)
    await town.forum.shows(f"{card} ·", "Ждём слов")
    await maria.replies_with_photo(f"Вот схемма {number}", to=f"{card} ·")
    await maria.lets_go(card)
    await town.forum.shows(f"{card} · ✅ есть ответ")


async def gets_picture(asker: Phone) -> None:
    await asker.sees("К ответу на вопрос")
    assert any(message.photo is not None for message in asker.messages)


async def test_a_note_is_corrected_in_a_group_of_either_messenger(town: Town) -> None:
    anna, pavel = await town.person("Анна"), await town.moderator("Павел", "vk")
    there = Member(pavel, town.group("Модераторы в VK", pavel))
    there.says(f"/bind {await town.invitation('moderator', 'preschool', place=True)}")
    await there.room.shows("Дошкольное образование")
    town.time_is("10:00:01")
    await anna.asks()
    for who in (town.maria, there):
        await who.room.shows("№1 · 🆕 новый")
        await who.replies("Спросим у методисста", to="№1 ·")
        await who.room.shows("Заметка к №1")
        who.edits("Спросим у методисста", "Спросим у методиста")
        await town.settles()
        await who.taps("Отправить автору", at="Заметка к №1")
        await who.room.shows("№1: уйдёт автору", "Спросим у методиста")
        await who.taps("Это заметка", at="№1: уйдёт автору")
        await who.room.shows("Заметка к №1")
