"""Moderation: a question becomes a card, goes from hand to hand once, and its asker always knows."""

import pytest

from dialogs.news.questions import question_changed
from storage.address import Address
from tests.dialogs.asking import BOOK, asked, receipt
from tests.dialogs.moderating import (
    NOT_YOURS,
    TOPIC,
    Desk,
    asks_and_waits,
    invitation,
    moderator,
    run_with,
    set_up,
    settle,
)
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.sheet import packed
from tests.world import World

NAMED = "«Первые шаги к чтению»"
PLAY = "Можно ли играть в шахматы с трёхлетним?"


@pytest.fixture
async def desk(world: World) -> Desk:
    """The preschool moderators' forum."""
    await run_with(world)
    return await set_up(world)


async def _with_chat(world: World) -> None:
    await run_with(world, chats={"preschool": Address(PAPER, "-900")})


@pytest.mark.both
async def test_a_question_goes_from_the_asker_to_the_chat_and_back(world: World) -> None:
    await _with_chat(world)
    desk, anna = await set_up(world), world.person("1", name="Анна")
    await asks_and_waits(desk, anna, BOOK)
    assert TOPIC in desk.group.topics
    same_as_golden("moderation/new", desk.card().drawn)
    assert await desk.tap(desk.maria, "Взять") == "№1 ваш до 09:50."
    same_as_golden("moderation/taken", desk.card().drawn)
    assert "у модератора" in receipt(anna)
    assert await desk.tap(desk.maria, "В чат") == "№1 уходит в чат."
    same_as_golden("moderation/passed", desk.card().drawn)
    assert [m.text for m in world.messenger.chats["-900"]] == [f"Вопрос №1 · {NAMED}\n{BOOK}\n\nАнна"]
    assert "передан в чат" in receipt(anna)
    assert await desk.tap(desk.peter, "Прозвучал") == "№1 прозвучал."
    assert "прозвучал" in receipt(anna)
    assert desk.card().edits >= 3
    assert len(world.messenger.chats["-900"]) == 1


async def test_the_second_hand_is_told_who_was_first(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    old = desk.card()
    take = old.find("Взять")
    await desk.maria.taps("Взять", on=old)
    assert take is not None
    await desk.peter.presses(packed(take), old)
    assert desk.peter.toast == "№1 уже в работе: Мария, до 09:50."
    await desk.world.tick()
    assert "✋ Мария, до 09:50" in desk.card().text
    assert await desk.tap(desk.peter, "В чат") == "№1 уже в работе: Мария, до 09:50."
    assert await desk.state() == "taken"


async def test_a_reply_to_the_card_answers_everybody_who_waits(desk: Desk, anna: Person, viktor: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Взять")
    await desk.tap(desk.maria, "В чат")
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других", "Мне тоже интересно")
    await desk.answer(desk.maria, "Начните с картинок.\n<b>Всё</b> остальное потом.")
    for person in (anna, viktor):
        assert any("Начните с картинок." in letter.text for letter in person.letters)
    same_as_golden("moderation/answered", desk.card().drawn)
    assert await desk.state() == "answered"


async def test_declining_takes_a_prepared_reason_or_a_typed_one(desk: Desk, anna: Person) -> None:
    world = desk.world
    await run_with(world, reasons={"preschool": ("не по теме", "реклама")})
    await asks_and_waits(desk, anna, BOOK)
    await asks_and_waits(desk, anna, PLAY)
    await desk.tap(desk.maria, "Отклонить", 1)
    same_as_golden("moderation/declining", desk.card(1).drawn)
    await desk.tap(desk.maria, "Назад", 1)
    assert desk.card(1).find("Взять")
    await desk.tap(desk.maria, "Отклонить", 1)
    assert await desk.tap(desk.maria, "не по теме", 1) == "№1 отклонён."
    assert "отклонён: не по теме" in desk.card(1).text
    await desk.tap(desk.peter, "Отклонить", 2)
    await desk.peter.replies("Спросите на стенде «Азбука»", to=desk.card(2))
    await world.tick()
    assert "отклонён: Спросите на стенде «Азбука»" in desk.card(2).text
    await desk.hold()
    assert any("Спросите на стенде" in letter.text for letter in anna.letters)


async def test_a_reason_of_a_menu_that_was_closed_opens_it_anew(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Отклонить")
    reason = desk.card().find("не по теме")
    assert reason is not None
    await desk.tap(desk.peter, "Назад")
    await desk.maria.presses(packed(reason), desk.card())
    await desk.world.tick()
    assert desk.maria.toast == "Карточка уже другая – выберите, пожалуйста, ещё раз."
    assert await desk.tap(desk.maria, "не по теме") == "№1 отклонён."


async def test_a_menu_that_somebody_else_opened_does_not_turn_an_answer_into_a_reason(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.peter, "Отклонить")
    await desk.maria.replies("С пяти.", to=desk.card())
    await desk.world.tick()
    assert desk.group.finds("Заметка к №1")
    assert await desk.state() == "new"


@pytest.mark.both
async def test_a_duplicate_is_offered_and_both_askers_hear_the_end(desk: Desk, anna: Person, viktor: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await asks_and_waits(desk, viktor, "Учить читать ребёнка с какого возраста правильно?")
    await desk.tap(desk.maria, "Дубль", 2)
    same_as_golden("moderation/duplicate", desk.card(2).drawn)
    offered = next(label for label in desk.card(2).buttons if label.startswith("№1 "))
    assert await desk.tap(desk.maria, offered, 2) == "№2 объединён с №1."
    assert "объединён с №1" in desk.card(2).text
    assert "ответа ждёт ещё 1 человек" in desk.card(1).text
    await desk.answer(desk.maria, "С пяти лет.", 1)
    assert any("С пяти лет." in letter.text for letter in anna.letters)
    assert any("С пяти лет." in letter.text for letter in viktor.letters)


async def test_a_duplicate_is_named_by_its_number(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await asks_and_waits(desk, anna, PLAY)
    await desk.tap(desk.maria, "Дубль", 2)
    await desk.maria.replies("7", to=desk.card(2))
    await desk.world.tick()
    assert desk.group.finds("Вопроса №7 здесь нет")
    await desk.maria.replies("№2", to=desk.card(2))
    await desk.world.tick()
    assert desk.group.finds("самим собой")
    assert await desk.state(2) == "new"
    await desk.maria.replies(" № 1 ", to=desk.card(2))
    await desk.world.tick()
    assert await desk.state(2) == "merged"


async def test_what_was_passed_can_be_taken_off_and_passed_again(world: World) -> None:
    await _with_chat(world)
    desk, anna = await set_up(world), world.person("1", name="Анна")
    await asks_and_waits(desk, anna, BOOK)
    for label in ("Взять", "В чат", "Снять"):
        await desk.tap(desk.maria, label)
    assert [m.text for m in world.messenger.chats["-900"]] == [f"Модератор снял вопрос №1.\n\n{NAMED}"]
    assert desk.card().find("Взять")
    for label in ("Взять", "В чат"):
        await desk.tap(desk.peter, label)
    assert [m.text for m in world.messenger.chats["-900"]] == [f"Вопрос №1 · {NAMED}\n{BOOK}\n\nАнна"]


async def test_who_asks_to_stay_nameless_is_named_to_moderators_only(world: World) -> None:
    await _with_chat(world)
    desk, anna = await set_up(world), world.person("1", name="Анна")
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    await anna.types(BOOK)
    await anna.taps("Без имени", "Отправить")
    await settle(world)
    assert "Анна · 📜 Paper · просит без имени" in desk.card().text
    await desk.tap(desk.maria, "Взять")
    await desk.tap(desk.maria, "В чат")
    assert [m.text for m in world.messenger.chats["-900"]] == [f"Вопрос №1 · {NAMED}\n{BOOK}"]
    await desk.maria.says("/air", topic=TOPIC)
    await world.tick()
    assert "Анна" not in desk.group.finds("Зачитать в эфире").text


@pytest.mark.both
async def test_a_lease_runs_out_and_the_question_waits_for_all_again(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Взять")
    await desk.world.pass_time(minutes=4)
    assert await desk.state() == "taken"
    await desk.world.pass_time(minutes=1)
    assert await desk.state() == "new"
    assert desk.card().find("Взять")
    assert await desk.tap(desk.peter, "Взять") == "№1 ваш до 09:55."
    assert await desk.tap(desk.peter, "Вернуть") == "№1 снова ждёт модератора."
    assert await desk.tap(desk.maria, "Взять") == "№1 ваш до 09:55."


async def test_answer_takes_a_new_question_and_says_how(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    word = "Ответьте на эту карточку: ваш текст получат все, кто ждёт."
    assert await desk.tap(desk.maria, "Ответить") == word
    assert "✋ Мария" in desk.card().text
    assert await desk.tap(desk.peter, "Ответить") == "№1 уже в работе: Мария, до 09:50."
    assert "Ждём слов: Мария." in desk.card().text
    await desk.peter.replies("И я отвечу", to=desk.card())
    await desk.hold()
    assert await desk.state() == "taken"
    note = desk.group.finds("Заметка к №1: её видят только коллеги")
    await desk.peter.taps("Отправить автору", on=note)
    assert desk.peter.toast == "№1 уже в работе: Мария, до 09:50."


async def test_a_changed_question_changes_its_card_until_it_is_taken(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    async with desk.world.storage.writing() as work:
        question = await asked(desk.world)
        kept = await work.people.find(PAPER, anna.user)
        assert kept is not None
        assert await work.questions.edit(question.id, kept.id, PLAY, desk.world.clock.now())
        changed = await work.questions.load(question.id)
        assert changed is not None
        await question_changed(work, changed, desk.world.clock.now())
    await desk.world.tick()
    assert PLAY in desk.card().text


@pytest.mark.both
async def test_a_muted_person_is_told_and_asks_no_more(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Ещё…")
    same_as_golden("moderation/more", desk.card().drawn)
    assert (
        await desk.tap(desk.maria, "На этом мероприятии")
        == "Больше не принимаю вопросы этого участника. Я написал ему об этом."
    )
    assert desk.card().find("Взять")
    told = len(anna.letters)
    assert told
    await desk.world.pass_time(minutes=2)
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    assert not anna.has("Отправить")
    await desk.tap(desk.maria, "Ещё…")
    assert await desk.tap(desk.maria, "Снова принимать вопросы") == "Вопросы этого участника снова принимаются."


async def test_only_moderators_move_cards_whoever_is_in_the_group(desk: Desk, anna: Person, viktor: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    visitor, other = desk.group.member(viktor), desk.group.member(await moderator(desk.world, "73", "Чужой", "college"))
    for member in (visitor, other):
        assert await desk.tap(member, "Взять") == NOT_YOURS
        await member.replies("Отвечу за всех", to=desk.card())
    stranger = desk.group.member(desk.world.person("99"))
    await desk.tap(stranger, "Взять")
    hidden = desk.group.member(desk.maria.person, anonymous=True)
    await desk.tap(hidden, "Взять")
    assert "не анонимно" in hidden.toast
    assert await desk.state() == "new"
    async with desk.world.storage.reading() as work:
        assert await work.people.find(PAPER, "99") is None


async def test_a_moderator_whose_right_was_taken_away_cannot_act_any_more(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Взять")
    async with desk.world.storage.writing() as work:
        lines = {line.user: line.id for line in await work.staff.everybody()}
        assert await work.staff.revoke(lines["71"], desk.world.clock.now())
    assert await desk.tap(desk.maria, "В чат") == NOT_YOURS
    await desk.world.pass_time(minutes=5)
    assert await desk.tap(desk.peter, "Взять") == "№1 ваш до 09:55."


async def test_chatter_and_empty_replies_change_nothing(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    before = await desk.world.letters()
    await desk.maria.says("кто возьмёт первый?", topic=TOPIC)
    await desk.world.tick()
    assert await desk.world.letters() == before
    await desk.maria.replies("\u202e \u200b…", to=desk.card())
    await desk.world.tick()
    assert desk.group.finds("В этом ответе нет слов")
    await desk.maria.replies("о" * 2001, to=desk.card())
    await desk.world.tick()
    assert desk.group.finds("не больше 2000 знаков")
    assert await desk.state() == "new"


async def test_a_press_that_the_messenger_repeats_changes_nothing_twice(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.tap(desk.maria, "Взять")
    await desk.maria.again()
    assert desk.maria.toast == "№1 ваш до 09:50."
    async with desk.world.storage.reading() as work:
        found = await asked(desk.world)
        assert found.revision == 2
        assert await work.questions.load(found.id) == found


async def test_a_link_makes_a_moderator_once(world: World, anna: Person, viktor: Person) -> None:
    code = await invitation(world, "person")
    await anna.opens(f"staff-{code}")
    same_as_golden("moderation/welcome", anna.sees)
    await viktor.opens(f"staff-{code}")
    assert "Это приглашение не действует" in viktor.reads
    await anna.opens(f"staff-{code}")
    assert "уже использована" in anna.reads
    assert "Вы модератор: «Дошкольное образование»" in anna.reads


async def test_a_code_binds_a_group_once(world: World) -> None:
    maria = await moderator(world, "71", "Мария")
    group, other = world.group("Модераторы", forum=True), world.group("Не те")
    code = await invitation(world, "place")
    await group.member(maria).says(f"/bind {code.upper()}")
    await world.tick()
    same_as_golden("moderation/bound", group.messages[0].drawn)
    await other.member(maria).says(f"/bind {code}")
    await other.member(maria).says("/bind")
    await world.tick()
    assert [message.text for message in other.messages] == [
        "Этот код не действует: он уже использован, устарел или записан с ошибкой. Попросите у организаторов новый."
    ] * 2


async def test_without_a_public_chat_the_question_waits_on_the_presenters_list(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.maria.says("/air", topic=TOPIC)
    await desk.world.tick()
    assert desk.group.finds("зачитывать нечего")
    await desk.tap(desk.maria, "Взять")
    assert await desk.tap(desk.maria, "В чат") == "№1 — в списке ведущего."
    await desk.maria.says("/air", topic=TOPIC)
    await desk.world.tick()
    listed = desk.group.finds("Зачитать в эфире")
    assert listed.thread == desk.group.here.thread(TOPIC)
    await desk.peter.taps("Прозвучал №1", on=listed)
    await desk.hold()
    assert "1. ✅ №1" in listed.text
    assert listed.buttons == ["Вернуть №1"]
    await desk.maria.taps("Вернуть №1", on=listed)
    await desk.hold()
    assert listed.buttons == ["Прозвучал №1"]


@pytest.mark.both
async def test_the_list_keeps_its_order_while_it_is_read(desk: Desk, anna: Person, viktor: Person) -> None:
    world = desk.world
    for text in (BOOK, PLAY, "Где взять методичку по рисованию?"):
        await asks_and_waits(desk, anna, text)
    for number in (1, 2):
        await desk.tap(desk.maria, "Взять", number)
        await desk.tap(desk.maria, "В чат", number)
    await desk.maria.says("/air", topic=TOPIC)
    await world.tick()
    listed = desk.group.finds("Зачитать в эфире")
    assert listed.text.index("1. №1") < listed.text.index("2. №2")
    await viktor.opens("session-reading")
    await viktor.taps("Вопросы других")
    await viktor.presses(f"metoo:{(await asked(world, 2)).id}")
    for label in ("Взять", "В чат"):
        await desk.tap(desk.maria, label, 3)
    await desk.hold()
    text = listed.text
    assert text.index("1. №1") < text.index("2. №2 (+1)") < text.index("3. №3")
    await desk.maria.says("/air", topic=TOPIC)
    await world.tick()
    anew = desk.group.finds("Зачитать в эфире")
    assert anew.id != listed.id
    assert anew.text.index("1. №2 (+1)") < anew.text.index("2. №1")
