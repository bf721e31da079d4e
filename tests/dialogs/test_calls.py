"""Ordering a call from a stand, and what the visitor sees of it until they have spoken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.callback.actions import order
from dialogs.callback.routes import AskCallback
from dialogs.contacts.routes import Provide
from dialogs.kit.event import Pressed
from dialogs.kit.policy import PrivacyPolicy
from dialogs.kit.visit import Visit
from dialogs.news.leads import call_missed, lead_receipt
from dialogs.news.terms import TAKE_BACK
from storage.privacy.contacts import ContactCard
from tests.dialogs.calling import CARD, agrees, asked_for, is_asked, orders, receipt, staffs, stand_id, steps, story
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
from tests.world import World

TWO = "18–19 (14–15)"


@pytest.fixture
async def ivan(world: World) -> Person:
    """Somebody who works at the stand, whose group is bound."""
    return await staffs(world)


@pytest.fixture
async def anna(world: World, ivan: Person) -> Person:
    """A visitor who has agreed to be called and told her number."""
    del ivan
    anna = world.person("1", name="Анна")
    await anna.opens()
    await agrees(world, anna)
    return anna


async def test_a_call_is_ordered_from_a_stands_card(world: World, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок")
    same_as_golden("call-window", anna.sees)
    await anna.taps("Другое время")
    same_as_golden("call-zone", anna.sees)
    await anna.taps("МСК+4")
    same_as_golden("call-window-elsewhere", anna.sees)
    chat = len(anna.messages)
    await anna.taps(TWO)
    assert anna.toast == "Готово! «Азбука утра» позвонит сегодня 18:00–19:00 у вас · 14:00–15:00 МСК."
    ordered = anna.sees
    await world.deliver()
    assert (receipt(anna), anna.sees, len(anna.messages)) == (anna.message, ordered, chat), "one message stays true"
    await anna.taps("Добавить тему")
    same_as_golden("call-topic", anna.sees)
    await anna.types("Учебники  для\nпервого класса")
    same_as_golden("call-topic-told", anna.sees)
    await world.deliver()
    same_as_golden("call-receipt", receipt(anna).drawn)
    lead = await asked_for(world)
    assert (lead.kind, lead.state, lead.topic) == ("call", "new", "Учебники для первого класса")
    kept = await world.kept(anna)
    assert kept is not None
    assert (kept.zone, kept.form) == ("Asia/Krasnoyarsk", None)
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.of_lead(lead.id) == {"name": CARD.name, "phone": CARD.phone}


async def test_who_lives_by_moscow_time_sees_one_time_and_is_not_asked_again(world: World, anna: Person) -> None:
    await orders(anna, "Завтра", "10–11")
    assert "вторник, 28 апреля, 10:00–11:00 МСК\n" in receipt(anna).text
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок", "Отменить", "Заказать звонок снова")
    assert anna.reads.startswith("Стенд 47\nИздательство «Азбука утра»\n\nКогда удобно")


@pytest.mark.both
async def test_another_zone_is_found_by_a_city(world: World, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок", "Другое время", "Другой город")
    await anna.types("дели")
    await anna.taps("16:30–17:30 (14–15)")
    assert anna.toast == "Готово! «Азбука утра» позвонит сегодня 16:30–17:30 у вас · 14:00–15:00 МСК."
    await anna.taps("Добавить тему")
    assert "О чём хотите поговорить?" in anna.reads


async def test_the_receipt_tells_every_step(world: World, anna: Person, ivan: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    assert story(anna) == ["● ждём, кто из сотрудников возьмёт"]
    await steps(world, ivan, "take")
    assert story(anna) == ["✓ принята", "● заявкой занимается Иван"]
    await steps(world, ivan, "call")
    assert story(anna) == ["✓ принята", "✓ заявкой занимается Иван", "● перезвонили"]
    await world.time_is("15:01")
    await is_asked(world)
    same_as_golden("call-spoken", anna.letters[-1].drawn)
    await anna.taps("Да")
    assert anna.reads == "Отлично! Спасибо, что ответили."
    await world.deliver()
    assert story(anna) == ["✓ принята", "✓ заявкой занимается Иван", "● созвонились"]
    assert (await asked_for(world)).visitor_says is True
    await steps(world, ivan, "close")
    assert story(anna) == ["✓ принята", "✓ заявкой занимается Иван", "✓ созвонились", "● закрыта"]


async def a_slip_could_be_taken_back(world: World) -> None:
    """So long nobody is told that a call was missed."""
    world.clock.move(TAKE_BACK + timedelta(seconds=1))
    await world.deliver()


async def test_who_did_not_answer_chooses_another_time_and_the_taker_is_told(
    world: World, anna: Person, ivan: Person
) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await world.time_is("14:20")
    await steps(world, ivan, "take", "miss")
    await a_slip_could_be_taken_back(world)
    same_as_golden("call-missed", anna.letters[-1].drawn)
    assert story(anna)[-1] == "● не дозвонились; выберите новое время"
    await anna.taps("Выбрать другое время", "20–21 (16–17)")
    assert anna.toast == "Перенесено."
    assert "позвонит сегодня 20:00–21:00 у вас · 16:00–17:00 МСК" in anna.reads
    await world.deliver()
    lead = await asked_for(world)
    assert (lead.state, lead.misses, lead.reminded_at, lead.asked_at) == ("taken", 1, None, None)
    assert story(anna) == ["✓ принята", "● заявкой занимается Иван"]
    same_as_golden("call-moved", ivan.letters[-1].drawn)


async def test_after_too_many_misses_it_is_closed_kindly(world: World, anna: Person, ivan: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take", "miss", "close")
    async with world.storage.writing() as work:
        await call_missed(work, replace(await asked_for(world), misses=3), world.clock.now())
    await a_slip_could_be_taken_back(world)
    same_as_golden("call-given-up", anna.letters[-1].drawn)


async def test_a_stale_letter_of_a_miss_is_not_sent(world: World, anna: Person, ivan: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take")
    letters = len(anna.letters)
    async with world.storage.writing() as work:
        await call_missed(work, await asked_for(world), world.clock.now())
    await world.deliver()
    assert len(anna.letters) == letters


async def test_who_was_not_called_says_so_and_chooses_another_time(world: World, anna: Person, ivan: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take")
    await world.time_is("15:01")
    await is_asked(world)
    await anna.taps("Нет, не позвонили")
    assert anna.reads.startswith("Простите, что так вышло. Стенд теперь об этом знает.")
    assert (await asked_for(world)).visitor_says is False
    await anna.taps("Завтра", "14–15 (10–11)")
    lead = await asked_for(world)
    assert (lead.state, lead.visitor_says) == ("taken", None)
    assert anna.reads.startswith("«Азбука утра» позвонит: завтра, 14:00–15:00 у вас · 10:00–11:00 МСК")


async def test_where_nobody_took_it_the_visitor_learns_it_after_the_window(world: World, anna: Person) -> None:
    await orders(anna, "10–11")
    await world.time_is("10:59")
    assert len(anna.letters) == 1
    await world.time_is("11:00")
    same_as_golden("call-unanswered", anna.letters[-1].drawn)
    await world.time_is("11:05")
    assert len(anna.letters) == 2
    await anna.taps("Выбрать другое время", "12–13")
    assert (await asked_for(world)).state == "new"


@pytest.mark.both
async def test_one_open_request_at_a_stand_which_is_moved_and_cancelled(
    world: World, anna: Person, ivan: Person
) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take")
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок")
    same_as_golden("call-open", anna.sees)
    await anna.taps("Перенести", "16–17 (12–13)")
    await world.deliver()
    assert "понедельник, 27 апреля, 16:00–17:00 у вас · 12:00–13:00 МСК" in receipt(anna).text
    assert "12:00–13:00 МСК" in ivan.letters[-1].text
    await anna.taps("Мои заявки", "Стенд 47 · звонок №1", "Отменить")
    assert anna.toast == "Заявка №1 отменена."
    assert anna.reads.endswith("✓ принята\n✓ заявкой занимается Иван\n● отменена")
    await world.deliver()
    assert story(anna)[-1] == "● отменена"
    assert receipt(anna).buttons == []
    same_as_golden("call-cancelled", ivan.letters[-1].drawn)
    await orders(anna, TWO)
    assert (await asked_for(world, number=2)).state == "new"


@pytest.mark.both
async def test_from_the_receipt_a_call_is_moved_below_and_cancelled_in_place(world: World, anna: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    paper = receipt(anna)
    await anna.taps("Перенести")
    assert receipt(anna) is paper
    assert "Когда удобно?" in anna.reads
    cancel = paper.find("Отменить")
    await anna.presses(packed(cancel), on=paper)
    assert anna.toast == "Заявка №1 отменена."
    await world.deliver()
    assert story(anna)[-1] == "● отменена"
    await anna.presses(packed(cancel), on=paper)
    assert anna.toast.startswith("С заявкой за это время кое-что произошло")


async def test_staff_who_left_are_not_told(world: World, anna: Person, ivan: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take")
    async with world.storage.writing() as work:
        for line in await work.staff.everybody():
            await work.staff.revoke(line.id, world.clock.now())
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок", "Отменить")
    await world.deliver()
    assert ivan.letters == []


async def test_a_window_that_has_gone_meanwhile_is_chosen_anew(world: World, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок")
    await world.time_is("11:50")
    await anna.taps("12–13")
    assert anna.reads.startswith("Это время уже прошло. Выберите другое, пожалуйста.")
    async with world.storage.reading() as work:
        assert await work.leads.of_stand(stand_id(world)) == ()
    await anna.taps("13–14")
    assert anna.reads.startswith("Заявка №1 · звонок")


async def test_a_topic_of_nothing_or_too_long_is_asked_again(anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок", "14–15", "Добавить тему")
    await anna.types("…")
    assert anna.reads.startswith("Здесь нет слов.")
    await anna.types("а" * 301)
    assert "О чём хотите поговорить?" in anna.reads
    await anna.types("а" * 300)
    assert anna.reads.startswith("Теперь стенд знает, о чём вы хотите поговорить.")
    assert not anna.has("Добавить тему")


async def test_where_contacts_are_shared_elsewhere_a_topic_holds_none(world: World, anna: Person) -> None:
    privacy = world.policy.privacy.model_copy(update={"off_messenger": frozenset({"glass"})})
    world.policy = replace(world.policy, privacy=privacy)
    await world.restart()
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок", "14–15", "Добавить тему")
    await anna.types("Скидки, мой второй номер 8 916 123-45-67")
    assert "Тему читает вся команда стенда" in anna.reads
    assert (await asked_for(world)).topic is None


async def test_a_second_press_of_skip_shows_what_was_ordered(world: World, anna: Person) -> None:
    await orders(anna, "14–15")
    await anna.presses(f"call.skip:{stand_id(world)}")
    assert anna.reads.startswith("Заявка №1 · звонок")
    async with world.storage.reading() as work:
        assert len(await work.leads.of_stand(stand_id(world))) == 1


@pytest.mark.parametrize("card", [None, ContactCard("Анна", ""), ContactCard("", "+79161234567")])
async def test_what_is_missing_is_asked_first(world: World, ivan: Person, card: ContactCard | None) -> None:
    del ivan
    viktor = world.person("2")
    await viktor.opens()
    if card is not None:
        await agrees(world, viktor, card=card)
    kept = await world.kept(viktor)
    assert kept is not None
    async with world.storage.writing() as work:
        event, catalogue = viktor.event(Pressed("")), world.storage.catalogue
        visit = Visit(event, kept, world.clock.now(), catalogue, world.policy, world.storage, work)
        reply = await order.ask_callback(visit, AskCallback(stand_id(world)))
    assert reply.onward == Provide("call", stand_id(world))


async def test_a_stand_without_hours_calls_at_the_fairs_own(world: World, anna: Person) -> None:
    await staffs(world, "diary")
    await agrees(world, anna, "diary")
    await anna.opens("stand-diary")
    await anna.taps("Заказать звонок", "Завтра")
    assert anna.buttons[0] == "8–9"
    assert anna.buttons[-1] == "Меню"


async def test_a_stand_without_staff_tells_how_it_is_reached(world: World, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    assert anna.has("Заказать звонок")
    async with world.storage.writing() as work:
        for place in await work.staff.places.of_stand(stand_id(world)):
            await work.staff.places.broken(place.address, world.clock.now())
        for line in await work.staff.everybody():
            await work.staff.revoke(line.id, world.clock.now())
    await anna.taps("Заказать звонок")
    same_as_golden("call-unable", anna.sees)
    await anna.taps("Назад")
    assert not anna.has("Заказать звонок")
    assert not anna.has("Написать стенду")
    assert "Связаться:\nazbuka.example.org <https://azbuka.example.org>\nТелефон: +7 000 000-00-47" in anna.reads


async def test_staff_without_a_group_get_the_request_in_private(world: World, ivan: Person, anna: Person) -> None:
    async with world.storage.writing() as work:
        for place in await work.staff.places.of_stand(stand_id(world)):
            await work.staff.places.broken(place.address, world.clock.now())
    await orders(anna, "Другое время", "МСК+4", TWO, topic="учебники")
    card = next(one for one in ivan.letters if "учебники" in one.text)
    assert card.rows
    await ivan.taps("Взять")
    await world.deliver()
    assert any("+7 916 123-45-67" in one.text for one in ivan.letters)
    assert "заявкой занимается" in receipt(anna).text


async def test_when_the_fair_is_over_nobody_calls(world: World, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    await anna.taps("Заказать звонок")
    await world.time_is("2020-04-29 16:46")
    await anna.taps("17–18")
    assert "Часов для звонка на этом салоне у стенда больше не осталось." in anna.reads
    await anna.opens("stand-azbuka")
    assert not anna.has("Заказать звонок")
    assert anna.has("Написать стенду")


async def test_without_a_key_no_call_is_ordered(world: World, anna: Person) -> None:
    world.policy = replace(world.policy, privacy=PrivacyPolicy())
    await world.restart()
    await anna.opens("stand-azbuka")
    assert not anna.has("Заказать звонок")
    await anna.presses(AskCallback(stand_id(world)).pack())
    assert "Заказать звонок через меня сейчас нельзя." in anna.reads


async def test_my_requests_lists_all_kinds(world: World, anna: Person, ivan: Person) -> None:
    await anna.taps("Выставка", "Мои заявки")
    assert "Заявок пока нет." in anna.reads
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take")
    kept, now = await world.kept(anna), world.clock.now()
    assert kept is not None
    async with world.storage.writing() as work:
        await work.leads.open(stand_id(world, "p10"), kept.id, "materials", now)
        message, _ = await work.leads.open(stand_id(world, "diary"), kept.id, "message", now)
        await lead_receipt(work, message, now)
    await world.deliver()
    assert [one.text.split("\n")[0] for one in anna.letters] == ["Заявка №1 · звонок", "Заявка №1 · сообщение"]
    await anna.opens()
    await anna.taps("Выставка", "Мои заявки")
    same_as_golden("my-requests", anna.sees)
    await anna.taps("Стенд 301 · сообщение №1", "Мои заявки")
    assert anna.reads.startswith("Мои заявки · 3 заявки")


async def test_requests_of_others_cannot_be_seen_or_changed(world: World, anna: Person, viktor: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    lead, stand = await asked_for(world), stand_id(world)
    starts = int(lead.starts.timestamp()) // 60 + 60 if lead.starts else 0
    for number in (lead.id, 999_999):
        for data in (
            f"request:{number}",
            f"call.move:{number}",
            f"call.cancel:{number}",
            f"call.said:{number}:1",
            f"call.said:{number}:0",
            f"call.at:{stand}:{starts}:{number}",
        ):
            await viktor.presses(data)
            assert viktor.toast == "Эта кнопка устарела: с тех пор кое-что изменилось.", data
    assert await asked_for(world) == lead
    await viktor.presses("requests")
    assert "Заявок пока нет." in viktor.reads


async def test_numbers_that_no_button_carries_do_no_harm(world: World, anna: Person) -> None:
    stand = stand_id(world)
    for data in (
        "call:999999",
        "call.zone:999999:0",
        f"call.zone:{stand}:7",
        f"call.zone:{stand}:99999",
        f"call.day:{stand}:0",
        f"call.day:{stand}:99999999",
        f"call.at:{stand}:9007199254740992",
        "call.skip:999999",
        f"call.skip:{stand}",
    ):
        await anna.presses(data)
        assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось.", data
    await anna.presses(f"call.day:{stand}:5")
    assert anna.reads.startswith("Это время уже прошло.")
    await anna.presses(f"call.at:{stand}:5")
    assert anna.reads.startswith("Это время уже прошло.")


async def test_no_contact_is_in_any_letter(world: World, anna: Person, ivan: Person) -> None:
    await orders(anna, "Другое время", "МСК+4", TWO)
    await steps(world, ivan, "take", "miss")
    await anna.taps("Выбрать другое время", "20–21 (16–17)")
    await world.deliver()
    said = " ".join(one.text for one in (*anna.letters, *ivan.letters))
    assert not any(part in said for part in ("9161234567", "example.org", "Иванова"))
