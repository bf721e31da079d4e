"""Pictures and documents between a visitor and a stand, and words corrected where they stand, in both messengers."""

import pytest

from tests.exhibition.stand import Stand

pytestmark = pytest.mark.only("sqlite")

PRICES = b"%PDF-1.4 prices"


@pytest.mark.parametrize("messenger", ["telegram", "vk"])
async def test_pictures_and_documents_go_both_ways_and_words_are_corrected(azbuka: Stand, messenger: str) -> None:
    town, ivan = azbuka.town, azbuka.ivan
    viktor = await town.person("Виктор", messenger)
    viktor.opens("stand-azbuka")
    await viktor.taps("Написать стенду", "Мне 18 или больше, согласен")
    await viktor.sees("Напишите его одним сообщением")
    viktor.sends_photo("Есть ли скитки?")
    await azbuka.room.shows("№1 · ✉️", "Есть ли скитки?")
    await azbuka.room.shows("№1 · файл от посетителя")
    assert any(message.photo is not None for message in azbuka.room.messages)
    viktor.edits("Есть ли скитки?", "Есть ли скидки?")
    await azbuka.room.shows("№1 · ✉️", "Есть ли скидки?")

    await ivan.replies_with_file("skidki.pdf", PRICES, "Есть, до конца майя.", to="№1 · ✉️")
    await viktor.sees("Стенд отвечает", "Есть, до конца майя.")
    [document] = await viktor.receives("skidki.pdf")
    assert document.name == "skidki.pdf"
    await town.settles()
    before = len(viktor.messages)
    ivan.edits("Есть, до конца майя.", "Есть, до конца мая.")
    await viktor.sees("Стенд отвечает", "Есть, до конца мая.", "исправлено")
    await town.settles()
    assert len(viktor.messages) == before, "it is corrected where it stands"
