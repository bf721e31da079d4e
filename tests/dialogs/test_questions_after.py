"""What becomes of questions: receipts that stay true, answers, everybody's questions and one's own."""

import pytest

from dialogs.news.terms import A_QUESTION
from tests.dialogs.asking import BOOK, asked, asks, moderates, passes, receipt
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
from tests.world import World

UNSEEN = "● принят; модераторы пока недоступны: увидят вопрос, как только появятся"  # there is no group here


@pytest.fixture
async def anna(world: World) -> Person:
    """A teacher with a name."""
    anna = world.person("1", name="Анна")
    await anna.opens()
    return anna


@pytest.fixture
async def viktor(world: World) -> Person:
    """A father with a name."""
    viktor = world.person("2", name="Виктор")
    await viktor.opens()
    return viktor


def _story(person: Person, number: int = 1) -> list[str]:
    return receipt(person, number).split("\n\n")[2].split("\n")


async def test_the_receipt_tells_every_step(world: World, anna: Person) -> None:
    await asks(world, anna)
    assert _story(anna) == [UNSEEN]
    await moderates(world, 1, "take")
    assert _story(anna) == ["✓ принят", "● у модератора"]
    await moderates(world, 1, "pass")
    assert _story(anna) == ["✓ принят", "✓ у модератора", "● передан в чат мероприятия"]
    await moderates(world, 1, "air")
    assert _story(anna)[-2:] == ["✓ передан в чат мероприятия", "● прозвучал в эфире"]
    assert len(anna.letters) == 1
    same_as_golden("question-aired", anna.letters[-1].drawn)


async def test_a_lease_that_ends_and_a_question_taken_back_are_told_truly(world: World, anna: Person) -> None:
    await asks(world, anna)
    await moderates(world, 1, "take", "release")
    assert _story(anna) == [UNSEEN]
    await moderates(world, 1, "take", "pass", "retract")
    assert _story(anna) == [UNSEEN]


async def test_an_answer_comes_as_news_to_who_asked_and_who_joined(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, anna)
    await passes(world, 1)
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других", "Мне тоже интересно")
    await moderates(world, 1, "answer", answer="Когда ему самому станет интересно, обычно с пяти лет.")
    same_as_golden("question-answered", anna.letters[-1].drawn)
    assert viktor.letters[-1].text.startswith("Ответ на вопрос №1\n")
    assert _story(anna)[-1] == "● ответ: Когда ему самому станет интересно, обычно с пяти лет."
    assert _story(viktor) == _story(anna)
    assert len(anna.letters) == 2
    await anna.taps("Вопрос №1")
    assert anna.message.letter is False
    assert anna.reads.startswith("Ваш вопрос №1")


async def test_a_refusal_comes_with_its_reason(world: World, anna: Person) -> None:
    await asks(world, anna)
    await moderates(world, 1, "decline", reason="не по теме")
    await world.pass_time(minutes=1)
    same_as_golden("question-declined", anna.letters[-1].drawn)
    assert _story(anna) == ["✓ принят", "● отклонён: не по теме"]


async def test_what_is_merged_shares_the_fate_of_the_other(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, viktor, "Когда начинать читать с малышом?")
    await asks(world, anna)
    await moderates(world, 2, "merge", merged_into=(await asked(world, 1)).id)
    assert _story(anna, 2) == ["✓ принят", "● объединён с №1"]
    await moderates(world, 1, "take", "pass", "air")
    assert _story(anna, 2)[1:] == [
        "✓ объединён с №1",
        "✓ у модератора",
        "✓ передан в чат мероприятия",
        "● прозвучал в эфире",
    ]
    await moderates(world, 1, "answer", answer="С пяти лет.")
    assert _story(anna, 2)[-1] == "● ответ: С пяти лет."
    assert anna.letters[-1].text.startswith("Ответ на вопрос №1")
    assert viktor.letters[-1].text.startswith("Ответ на ваш вопрос №1")


async def test_what_is_merged_into_an_answered_question_brings_the_answer(
    world: World, anna: Person, viktor: Person
) -> None:
    await asks(world, viktor, "Когда начинать читать с малышом?")
    await moderates(world, 1, "answer", answer="С пяти лет.")
    await asks(world, anna)
    await moderates(world, 2, "merge", merged_into=(await asked(world, 1)).id)
    assert "С пяти лет." in anna.letters[-1].text
    assert len([m for m in viktor.letters if m.text.startswith("Ответ")]) == 1


async def test_words_can_be_changed_until_somebody_takes_the_question(world: World, anna: Person) -> None:
    await asks(world, anna)
    paper = anna.message
    await anna.taps("Изменить")
    await anna.types("С какого возраста учить ребёнка писать?")
    assert "Модераторы увидят новый текст вместо прежнего." in anna.reads
    await anna.taps("Отправить")
    assert anna.reads.startswith("Вопрос №1 изменён.")
    await world.deliver()
    assert "учить ребёнка писать" in paper.text
    await anna.taps("Мои вопросы", "Первые шаги к чтению · №1", "Изменить")
    await anna.types("Совсем другое слово?")
    await moderates(world, 1, "take")
    await anna.taps("Отправить")
    assert "взял вопрос в работу" in anna.reads
    assert (await asked(world)).text == "С какого возраста учить ребёнка писать?"


async def test_an_old_button_of_a_receipt_says_why_it_does_nothing(world: World, anna: Person) -> None:
    await asks(world, anna)
    paper = anna.message
    edit, take_back = (paper.find(label) for label in ("Изменить", "Снять вопрос"))
    await moderates(world, 1, "take")
    for button in (edit, take_back):
        await anna.presses(packed(button), on=paper)
        assert anna.toast == "Вопрос уже у модератора, изменить его нельзя."


@pytest.mark.both
async def test_a_question_can_be_taken_back(world: World, anna: Person) -> None:
    await asks(world, anna)
    take_back = anna.message.find("Снять вопрос")
    await anna.taps("Снять вопрос")
    assert anna.toast == "Вопрос №1 снят."
    await world.deliver()
    assert _story(anna) == ["✓ принят", "● вы сняли вопрос"]
    await anna.presses(packed(take_back))
    assert anna.toast == "Этот вопрос вы уже сняли."


async def test_who_joined_can_leave_and_come_back(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, anna)
    await passes(world, 1)
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других", "Мне тоже интересно")
    assert viktor.toast == "Ответ придёт и вам."
    assert "+1" in viktor.reads
    await world.deliver()
    await viktor.taps("Больше не ждать")
    assert "+1" not in viktor.reads
    await world.deliver()
    paper = viktor.letters[-1]
    assert paper.text.startswith("Вы больше не ждёте ответа на вопрос №1.")
    await viktor.presses(packed(paper.find("Ждать ответа")), on=paper)
    await world.deliver()
    assert "● передан в чат мероприятия" in paper.text
    assert (await asked(world)).joined == 1


@pytest.mark.both
async def test_everybody_sees_what_was_passed_on_and_nothing_else(world: World, anna: Person, viktor: Person) -> None:
    oleg = world.person("3", name="Олег")
    await asks(world, anna)
    await asks(world, viktor, "Будет ли запись?")
    await asks(world, oleg, "Где найти презентацию?")
    await passes(world, 3)
    await passes(world, 1)
    await moderates(world, 1, "air")
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других")
    same_as_golden("questions", viktor.sees)
    await viktor.taps("Назад")
    assert viktor.reads.startswith("Первые шаги к чтению")


async def test_who_asks_without_a_name_is_not_named(world: World, anna: Person, viktor: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    await anna.types(BOOK)
    await anna.taps("Без имени", "Отправить")
    await passes(world, 1)
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других")
    assert "Анна" not in viktor.reads
    assert "№1 · без имени" in viktor.reads


async def test_ones_own_question_is_not_joined(world: World, anna: Person) -> None:
    await asks(world, anna)
    await passes(world, 1)
    await anna.opens("session-reading")
    await anna.taps("Вопросы других")
    assert anna.has("№1 · ваш вопрос")
    await anna.presses(f"metoo:{(await asked(world)).id}")
    assert anna.toast == "Это ваш собственный вопрос."


async def test_my_questions_lists_them_with_their_states(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, viktor)
    await passes(world, 1)
    await anna.opens("session-reading")
    await anna.taps("Вопросы других", "Мне тоже интересно")
    await asks(world, anna, "Будет ли запись?", "circle")
    await anna.types("мои вопросы")
    same_as_golden("my-questions", anna.sees)
    await anna.taps("Утренний круг без скуки · №1", "Назад")
    assert anna.reads.startswith("Мои вопросы · 2 вопроса")
    await anna.taps("Первые шаги к чтению · №1", "Больше не ждать ответа")
    assert anna.toast == "Больше не ждёте этого ответа."
    assert anna.has("Ждать ответа")


async def test_questions_of_others_that_are_not_public_cannot_be_looked_up(
    world: World, anna: Person, viktor: Person
) -> None:
    await asks(world, anna)
    number = (await asked(world)).id
    for data in (
        f"question:{number}",
        f"metoo:{number}",
        f"await:{number}:1",
        f"editquestion:{number}",
        f"withdraw:{number}",
    ):
        await viktor.presses(data)
        assert viktor.toast == "Эта кнопка устарела: с тех пор кое-что изменилось.", data
    assert (await asked(world)).joined == 0


async def test_who_turned_everything_off_finds_the_answer_in_the_receipt(world: World, anna: Person) -> None:
    await asks(world, anna)
    await anna.types("/stop")
    await moderates(world, 1, "answer", answer="С пяти лет.")
    assert len(anna.letters) == 1
    assert _story(anna)[-1] == "● ответ: С пяти лет."


async def test_who_blocked_us_gets_no_letters_and_the_others_do(world: World, anna: Person, viktor: Person) -> None:
    await asks(world, anna)
    await passes(world, 1)
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других", "Мне тоже интересно")
    await world.deliver()
    await anna.blocks()
    await moderates(world, 1, "answer", answer="С пяти лет.")
    assert len(anna.letters) == 1
    assert viktor.letters[-1].text.startswith("Ответ на вопрос №1")


@pytest.mark.both
async def test_when_the_link_is_erased_nothing_leads_back(world: World, anna: Person) -> None:
    await asks(world, anna)
    paper = anna.message
    async with world.storage.writing() as work:
        assert len((await work.questions.erase(world.clock.now() + A_QUESTION)).questions) == 1
    await anna.presses(f"question:{(await asked(world)).id}:0:letter", on=paper)
    assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."
    await anna.types("мои вопросы")
    assert "Вы пока ничего не спрашивали" in anna.reads
    assert (await asked(world)).asker_name is None
