"""What a moderator writes or presses by mistake harms nobody: notes, held answers, steps that are taken back."""

from datetime import timedelta

import pytest

from storage.address import Address
from tests.dialogs.asking import BOOK, asked, receipt
from tests.dialogs.moderating import Desk, asks_and_waits, run_with, set_up, settle
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.sheet import packed
from tests.world import World

JOKE = "лол, Пётр, глянь какой бред"


@pytest.fixture
def anna(world: World) -> Person:
    """Somebody with a name."""
    return world.person("1", name="Анна")


@pytest.fixture
async def desk(world: World) -> Desk:
    """The preschool moderators' forum."""
    await run_with(world, chats={"preschool": Address(PAPER, "-900")})
    return await set_up(world)


def told(person: Person, words: str) -> bool:
    """Whether a letter says this now."""
    return any(words in letter.text for letter in person.letters)


async def test_words_under_a_card_that_nobody_took_are_a_note_between_colleagues(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.maria.replies(JOKE, to=desk.card())
    await desk.hold()
    assert await desk.state() == "new"
    assert not told(anna, "лол")
    note = desk.group.finds("Заметка к №1")
    same_as_golden("moderation/note", note.drawn)
    await desk.maria.replies("№7", to=desk.card())
    await desk.hold()
    assert await desk.state() == "new", "a number merges from its menu only"


@pytest.mark.both
async def test_an_answer_is_held_and_can_be_cancelled_or_become_a_note(
    desk: Desk, anna: Person, viktor: Person
) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Взять")
    await desk.tap(desk.maria, "В чат")
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других", "Мне тоже интересно")
    await desk.tap(desk.maria, "Ответить")
    same_as_golden("moderation/awaited", desk.card().drawn)
    await desk.maria.replies("С пяти.", to=desk.card())
    await desk.world.tick()
    held = desk.group.finds("уйдёт автору и ещё 1 ждущему")
    same_as_golden("moderation/held", held.drawn)
    await desk.maria.taps("Отменить", on=held)
    await desk.hold()
    assert "ничего не отправлено" in held.text
    assert not told(anna, "С пяти.")
    await desk.answer(desk.maria, "С шести.")
    assert told(anna, "С шести.")
    assert told(viktor, "С шести.")


async def test_a_note_can_be_sent_after_all_and_an_answer_become_a_note(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Взять")
    await desk.maria.replies(JOKE, to=desk.card())
    await desk.world.tick()
    said = desk.group.finds("уйдёт автору")
    cancel = said.find("Отменить")
    await desk.maria.taps("Это заметка", on=said)
    assert desk.maria.toast == "Останется между коллегами."
    await desk.hold()
    assert not told(anna, "лол")
    await desk.maria.taps("Отправить автору", on=said)
    desk.world.clock.move(timedelta(seconds=14))
    await desk.world.tick()
    assert not told(anna, "лол")
    await desk.hold()
    assert told(anna, "лол")
    await desk.maria.presses(packed(cancel), said)
    assert desk.maria.toast == "Уже ушло. Исправить или вернуть можно на карточке."


@pytest.mark.both
async def test_an_answer_is_corrected_where_it_stands_and_can_be_taken_back(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.answer(desk.maria, "Всё в корзену.")
    letter = next(one for one in anna.letters if one.text.startswith("Ответ на"))
    await desk.tap(desk.peter, "Исправить ответ")
    await desk.peter.replies("Всё в корзину.", to=desk.card())
    await desk.world.tick()
    await desk.hold()
    assert "Исправленный ответ на ваш вопрос №1" in letter.text
    assert "корзину" in letter.text
    assert "корзину" in desk.card().text
    assert "корзину" in receipt(anna)
    await desk.tap(desk.maria, "Вернуть")
    assert desk.maria.toast == "№1 снова ждёт модератора."
    assert "Ответ на ваш вопрос №1 отозван" in letter.text
    assert "корзину" not in letter.text
    assert "ждёт модератора" in receipt(anna)
    await desk.answer(desk.maria, "С пяти лет.")
    new = next(one for one in anna.letters if one.text.startswith("Ответ на ваш вопрос №1\n"))
    assert new.id != letter.id, "an answer after one that was taken back is news"


async def test_a_refusal_is_told_when_the_wrong_button_could_be_taken_back(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Отклонить")
    await desk.tap(desk.maria, "грубость")
    assert not told(anna, "грубость")
    await desk.tap(desk.maria, "Вернуть")
    await desk.hold()
    assert not told(anna, "грубость")
    assert "ждёт модератора" in receipt(anna)
    await desk.tap(desk.maria, "Отклонить")
    await desk.tap(desk.maria, "вопрос неясен")
    await desk.hold()
    letter = next(one for one in anna.letters if "Причина: вопрос неясен" in one.text)
    assert "отклонён: вопрос неясен" in receipt(anna)
    await desk.tap(desk.peter, "Вернуть")
    await desk.world.tick()
    assert "Ваш вопрос №1 снова у модераторов" in letter.text


async def test_a_declined_question_may_be_asked_in_other_words(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Отклонить")
    await desk.tap(desk.maria, "вопрос неясен")
    await desk.hold()
    await anna.taps("Спросить иначе")
    assert "Напишите его одним сообщением" in anna.reads


@pytest.mark.both
async def test_a_wrong_merging_is_undone_with_what_had_followed(desk: Desk, anna: Person, viktor: Person) -> None:
    texts = (BOOK, "Где взять методичку по рисованию?", "А есть ли методичка по рисованию?")
    for person, text in zip((anna, viktor, viktor), texts, strict=True):
        await asks_and_waits(desk, person, text)
    await desk.tap(desk.maria, "Дубль", 3)
    await desk.maria.replies("2", to=desk.card(3))
    await desk.world.tick()
    await desk.tap(desk.maria, "Дубль", 2)
    await desk.maria.replies("1", to=desk.card(2))
    await desk.world.tick()
    await desk.answer(desk.maria, "С пяти лет.", 1)
    assert told(viktor, "С пяти лет.")
    await desk.tap(desk.peter, "Разъединить", 2)
    await desk.hold()
    assert [await desk.state(number) for number in (1, 2, 3)] == ["answered", "new", "merged"]
    assert (await asked(desk.world, 3)).merged_into == (await asked(desk.world, 2)).id
    assert not told(viktor, "С пяти лет.")
    assert told(viktor, "оказалось, ваш вопрос о другом")
    assert told(anna, "С пяти лет.")


async def test_who_asked_hears_that_it_is_read_out_and_that_it_was_a_slip(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    assert await desk.tap(desk.maria, "В чат") == "№1 уходит в чат.", "in one press"
    await desk.tap(desk.peter, "Прозвучал")
    letter = anna.letters[-1]
    assert letter.text.startswith("Сейчас звучит ваш вопрос №1")
    assert "Смотреть" in letter.buttons
    (public,) = desk.world.messenger.chats["-900"]
    assert "🎙 прозвучал" in public.text
    await desk.tap(desk.peter, "Не прозвучал")
    assert desk.peter.toast == "№1 снова в чате и ещё не прозвучал."
    assert "ещё не прозвучал: это была ошибка" in letter.text
    assert "прозвучал" not in public.text
    assert "● передан в чат" in receipt(anna)


@pytest.mark.both
async def test_a_text_is_corrected_and_a_name_hidden_before_anybody_sees_them(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, "Мой сын Петя Иванов, +79161234567, не читает. Что делать?")
    await desk.tap(desk.maria, "Ещё…")
    await desk.tap(desk.maria, "Поправить текст")
    await desk.maria.replies("Сын не читает. Что делать?", to=desk.card())
    await desk.world.tick()
    assert "Петя" not in desk.card().text
    await desk.tap(desk.maria, "Ещё…")
    await desk.tap(desk.maria, "Без имени")
    assert "просит без имени" in desk.card().text
    assert "Модератор поправил текст вопроса." in receipt(anna)
    await desk.tap(desk.maria, "В чат")
    (public,) = desk.world.messenger.chats["-900"]
    assert "Сын не читает" in public.text
    assert "Анна" not in public.text
    async with desk.world.storage.reading() as work:
        question = await asked(desk.world)
        assert not await work.questions.amends.reword(question.id, "Поздно", 1, desk.world.clock.now())


async def test_a_name_that_the_asker_hides_stays_hidden(desk: Desk, anna: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    await anna.types(BOOK)
    await anna.taps("Без имени", "Отправить")
    await settle(desk.world)
    await desk.tap(desk.maria, "Взять")
    await desk.maria.presses(f"q.name:{(await asked(desk.world)).id}:1", desk.card())
    assert desk.maria.toast == "Автор №1 сам попросил без имени."
    assert (await asked(desk.world)).anonymous


async def test_an_answer_that_is_held_leaves_after_a_restart(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Ответить")
    await desk.maria.replies("С пяти.", to=desk.card())
    await desk.world.restart()
    await desk.hold()
    assert told(anna, "С пяти.")
