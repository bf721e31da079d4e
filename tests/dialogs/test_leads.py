"""The stands' desks: a request becomes a card, one of the staff takes it, and only they learn who the visitor is."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from dialogs.kit.policy import Policy
from storage.privacy.audit import Entry
from storage.privacy.sealing import Sealer
from tests.dialogs.giving import has_card
from tests.dialogs.leading import ANNA, Desk, asks, invitation, set_up, staff, withdraws
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
from tests.world import PRIVACY, World

PHONE = "+7 916 123-45-67"


@pytest.fixture
async def desk(world: World) -> Desk:
    """The group of the stand «Азбука утра»."""
    return await set_up(world)


async def audited(world: World) -> list[Entry]:
    """What was done with contacts; how staff came to be is told elsewhere."""
    async with world.storage.reading() as work:
        return [one for one in await work.privacy.audit.entries() if one.deed in ("reveal", "export")]


@pytest.mark.both
async def test_a_call_goes_from_the_card_to_its_end(desk: Desk) -> None:
    lead = await asks(desk.world)
    same_as_golden("leads/new", desk.card().drawn)
    assert await desk.tap(desk.ivan, "Взять") == "№1 ваша. Контакт — в личном чате со мной."
    same_as_golden("leads/taken", desk.card().drawn)
    same_as_golden("leads/contact", desk.ivan.person.sees)
    (entry,) = await audited(desk.world)
    kept = await desk.world.kept(desk.ivan.person)
    assert kept is not None
    assert (entry.deed, entry.by, entry.about) == ("reveal", kept.id, f"lead {lead.id}")
    assert await desk.tap(desk.ivan, "Позвонил") == "№1: вы перезвонили. Когда всё сделано, закройте заявку."
    same_as_golden("leads/called", desk.card().drawn)
    await desk.tap(desk.ivan, "Закрыть")
    same_as_golden("leads/closing", desk.card().drawn)
    await desk.replies(desk.ivan, "Ждёт каталог в мае.")
    await desk.tap(desk.ivan, "Закрыть")
    assert await desk.tap(desk.ivan, "5") == "№1 закрыта. Спасибо!"
    same_as_golden("leads/closed", desk.card().drawn)
    assert await desk.steps() == ["open", "take", "call", "note", "close"]
    closed = await desk.lead()
    assert (closed.state, closed.rating) == ("closed", 5)
    assert await desk.notes() == ["Ждёт каталог в мае."]


async def test_nothing_in_the_group_tells_who_the_visitor_is(desk: Desk) -> None:
    await asks(desk.world)
    for label in ("Взять", "Не дозвонился", "Да, никто не ответил", "Позвонил"):
        await desk.tap(desk.ivan, label)
    told = " ".join(message.drawn for message in desk.group.messages) + " ".join(desk.olga.person.toasts)
    assert "Анна" not in told
    assert "916" not in told
    assert not any(PHONE in message.text for message in desk.olga.person.messages)


async def test_the_second_hand_is_told_who_was_first(desk: Desk) -> None:
    await asks(desk.world)
    take = desk.card().find("Взять")
    await desk.tap(desk.ivan, "Взять")
    assert take is not None
    await desk.olga.presses(packed(take), desk.card())
    assert desk.olga.toast == "№1 уже в работе: Иван."
    assert await desk.tap(desk.olga, "Позвонил") == "№1 уже в работе: Иван."
    assert await desk.tap(desk.olga, "Вернуть") == "№1 уже в работе: Иван."
    assert await desk.tap(desk.olga, "Закрыть") == "№1 уже в работе: Иван."
    assert (await desk.lead()).state == "taken"
    await desk.ivan.presses(packed(take), desk.card())
    assert desk.ivan.toast == "№1 уже ваша."


async def test_who_gives_back_sees_the_contact_no_more(desk: Desk) -> None:
    await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    assert PHONE in desk.ivan.person.reads
    assert await desk.tap(desk.ivan, "Вернуть") == "№1 ждёт коллегу."
    assert not any(PHONE in message.text for message in desk.ivan.person.messages)
    assert desk.ivan.person.reads == "№1 · 📞 звонок\n\nЗаявка больше не ваша, поэтому контакта здесь нет."
    await desk.tap(desk.olga, "Взять")
    assert PHONE in desk.olga.person.reads
    await desk.tap(desk.olga, "Вернуть")
    await desk.tap(desk.ivan, "Взять")
    assert PHONE in desk.ivan.person.reads
    assert not any(PHONE in message.text for message in desk.olga.person.messages)


@pytest.mark.both
async def test_a_withdrawal_blanks_the_contact_on_the_card_and_in_private(desk: Desk) -> None:
    lead = await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    await withdraws(desk.world, lead)
    same_as_golden("leads/withdrawn", desk.card().drawn)
    same_as_golden("leads/contact-withdrawn", desk.ivan.person.sees)
    await desk.tap(desk.ivan, "Вернуть")
    assert await desk.tap(desk.olga, "Взять") == "№1 ваша, но контакта у неё нет."
    assert len(await audited(desk.world)) == 1


async def test_what_is_allowed_again_and_withdrawn_again_is_blanked_again(desk: Desk) -> None:
    """The visitor changes their mind before the stand could hear of it."""
    lead = await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    await withdraws(desk.world, lead, told=False)
    await asks(desk.world)
    assert PHONE in desk.ivan.person.sees
    await withdraws(desk.world, lead)
    same_as_golden("leads/contact-withdrawn", desk.ivan.person.sees)


async def test_who_has_the_request_sees_the_number_that_the_visitor_has_corrected(desk: Desk) -> None:
    lead = await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    anna = desk.world.person("1")
    await has_card(anna, replace(ANNA, own_phone=False))
    await anna.types("/settings")
    await anna.taps("Моя визитка", "Телефон")
    await anna.types("8 916 765-43-21")
    await desk.world.tick()
    assert "+7 916 765-43-21" in desk.ivan.person.sees
    assert [entry.about for entry in await audited(desk.world)] == [f"lead {lead.id}"] * 2


async def test_who_works_at_the_stand_no_more_does_not_keep_what_was_shown(desk: Desk) -> None:
    """Also when the call was made already: the request ends with the one who had it."""
    await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    await desk.tap(desk.ivan, "Позвонил")
    assert [one for one in desk.ivan.person.letters if PHONE in one.text]
    async with desk.world.storage.writing() as work:
        for line in await work.staff.everybody():
            if line.user == desk.ivan.person.user:
                await work.staff.revoke(line.id, desk.world.clock.now())
    await desk.world.pass_time(minutes=1)
    assert (await desk.lead()).state == "closed"
    assert not [one for one in desk.ivan.person.letters if PHONE in one.text]


async def test_nobody_answers_twice_and_the_third_time_is_the_last(desk: Desk) -> None:
    await asks(desk.world)
    for misses in (1, 2):
        await desk.tap(desk.ivan, "Взять")
        assert await desk.missed(desk.ivan) == "№1: спрашиваю у посетителя другое время."
        lead = await desk.lead()
        assert (lead.state, lead.misses) == ("waits", misses)
        assert not desk.card().find("Не дозвонился"), "the visitor has to answer first"
        await desk.tap(desk.ivan, "Вернуть")
    await desk.tap(desk.ivan, "Взять")
    assert await desk.missed(desk.ivan) == "№1 закрыта: дозвониться так и не удалось."
    lead = await desk.lead()
    assert (lead.state, lead.misses) == ("closed", 3)
    assert desk.card().buttons == []


@pytest.mark.both
async def test_materials_and_messages_have_their_own_buttons(desk: Desk) -> None:
    await asks(desk.world, "1", "materials", topic=None)
    await asks(desk.world, "2", "message", topic="Есть ли у вас прописи?")
    await desk.tap(desk.ivan, "Взять", 1)
    same_as_golden("leads/materials", desk.card(1).drawn)
    same_as_golden("leads/contact-materials", desk.ivan.person.sees)
    assert await desk.tap(desk.olga, "Взять", 2) == "№2 ваша: ответьте на карточку, и посетитель это прочтёт."
    same_as_golden("leads/message", desk.card(2).drawn)
    await desk.tap(desk.ivan, "Закрыть", 1)
    await desk.tap(desk.ivan, "Назад", 1)
    assert desk.card(1).find("Вернуть")
    await desk.tap(desk.ivan, "Закрыть", 1)
    await desk.tap(desk.ivan, "Без оценки", 1)
    lead = await desk.lead(1)
    assert (lead.state, lead.rating) == ("closed", None)


async def test_a_step_that_its_kind_does_not_have_is_none(desk: Desk) -> None:
    lead = await asks(desk.world, "1", "materials")
    await desk.tap(desk.ivan, "Взять")
    for path in ("l.called", "l.missed", "l.spoke"):
        await desk.ivan.presses(f"{path}:{lead.id}" + (":1" if path == "l.spoke" else ""), desk.card())
    await desk.ivan.presses(f"l.rate:{lead.id}:6", desk.card())
    assert (await desk.lead()).state == "taken"
    assert await desk.steps() == ["open", "take"]


async def test_a_note_is_written_by_who_has_the_lead(desk: Desk) -> None:
    await asks(desk.world)
    await desk.replies(desk.ivan, "Позвоню после обеда")
    assert desk.group.finds("Заметку к №1 пишет тот, кто взял заявку")
    await desk.tap(desk.ivan, "Взять")
    await desk.replies(desk.olga, "А я против")
    assert desk.group.finds("№1 уже в работе: Иван.")
    await desk.replies(desk.ivan, "\u202e \u200b")
    assert desk.group.finds("В этом сообщении нет слов")
    await desk.replies(desk.ivan, "ы" * 1001)
    assert desk.group.finds("не больше 1000 знаков")
    assert await desk.notes() == []
    await desk.replies(desk.ivan, "=HYPERLINK(1)\nПозвоню после обеда")
    assert "Позвоню после обеда" in desk.card().text


async def test_a_repeated_request_stays_one_card(desk: Desk) -> None:
    await asks(desk.world)
    await asks(desk.world)
    assert desk.cards() == ["№1"]
    assert "Просили ещё 1 раз" in desk.card().text


async def test_where_contacts_are_not_shown_words_come_instead(world: World) -> None:
    await switch_off_contacts(world)
    desk = await set_up(world)
    await asks(world)
    assert await desk.tap(desk.ivan, "Взять") == "№1 ваша. Как увидеть контакт — в личном чате со мной."
    same_as_golden("leads/contact-elsewhere", desk.ivan.person.sees)
    await desk.ivan.person.taps("Показать контакт")
    assert desk.ivan.person.reads != ""
    assert not any("916" in message.text for message in desk.ivan.person.messages)
    assert await audited(world) == []


async def switch_off_contacts(world: World) -> None:
    """As in a messenger in which contacts are neither asked for nor shown."""
    privacy = PRIVACY.model_copy(update={"off_messenger": frozenset({"paper"})})
    world.policy = Policy(rates=world.policy.rates, privacy=privacy)
    await world.restart()


async def test_a_contact_whose_key_is_lost_is_said_to_be_unreadable(desk: Desk) -> None:
    world = desk.world
    await asks(world)
    world.storage.sealer = Sealer([Fernet.generate_key().decode()])
    await desk.tap(desk.ivan, "Взять")
    assert "не могу прочитать контакт" in desk.ivan.person.reads.lower()


async def test_who_blocked_the_bot_is_told_how_to_see_contacts(desk: Desk) -> None:
    await asks(desk.world)
    await desk.ivan.person.blocks()
    assert "откройте чат со мной" in await desk.tap(desk.ivan, "Взять")
    assert (await desk.lead()).state == "new"
    await desk.ivan.person.opens()
    await desk.tap(desk.ivan, "Взять")
    assert PHONE in desk.ivan.person.reads


async def test_a_reply_to_a_message_is_an_answer_to_the_visitor(desk: Desk, anna: Person) -> None:
    await asks(desk.world, anna.user, "message", topic=None)
    await desk.replies(desk.olga, "Есть, до конца мая.")
    assert "Есть, до конца мая." in anna.reads
    lead = await desk.lead()
    assert (lead.state, await desk.notes()) == ("taken", [])
    await desk.replies(desk.ivan, "И прописи тоже.")
    assert "И прописи тоже." in anna.reads
    await desk.tap(desk.olga, "Закрыть")
    await desk.tap(desk.olga, "Без оценки")
    assert "закончил" in anna.reads or "заверш" in anna.reads
    await desk.replies(desk.ivan, "Ещё одно")
    assert desk.group.finds("ваш ответ не передан")
    assert not any("Ещё одно" in message.text for message in anna.messages)


async def test_a_chat_bound_later_gets_what_waits(world: World) -> None:
    await asks(world)
    await asks(world, "2")
    desk = await set_up(world)
    await world.tick()
    same_as_golden("leads/bound", desk.group.messages[0].drawn)
    same_as_golden("leads/welcome", desk.ivan.person.messages[0].drawn)
    assert sorted(desk.cards()) == ["№1", "№2"]


async def test_a_chat_of_two_stands_names_them(desk: Desk) -> None:
    world = desk.world
    nina = desk.group.member(await staff(world, "75", "Нина", "notebook"))
    await nina.says(f"/bind {await invitation(world, 'place', 'stand', 'notebook')}")
    await asks(world, stand="notebook")
    same_as_golden("leads/named", desk.card().drawn)
    assert await desk.tap(desk.ivan, "Взять") == (
        "Здесь для вас ничего нет: с заявками работают сотрудники стенда, открывшие личную ссылку организаторов."
    )


async def test_a_miss_before_the_window_is_asked_about_and_can_be_taken_back(desk: Desk) -> None:
    anna = desk.world.person("1")
    await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    await desk.tap(desk.ivan, "Не дозвонился")
    assert "Посетитель ждёт звонка с 14:00" in desk.card().text
    await desk.tap(desk.ivan, "‹ Назад")
    assert (await desk.lead()).state == "taken"
    await desk.tap(desk.ivan, "Не дозвонился")
    await desk.tap(desk.ivan, "Да, никто не ответил")
    assert (await desk.lead()).state == "waits"
    assert await desk.tap(desk.ivan, "Это ошибка") == "№1 снова в работе: пропущенного звонка не было."
    await desk.world.pass_time(minutes=2)
    lead = await desk.lead()
    assert (lead.state, lead.misses) == ("taken", 0)
    assert not any("не дозвонились" in message.text for message in anna.messages), "what did not happen is not told"
    contact = desk.ivan.person.message
    assert contact.buttons == ["Позвонил", "Не дозвонился"]
    await desk.ivan.person.taps("Не дозвонился")
    assert "Посетитель ждёт звонка с 14:00" in desk.ivan.person.reads
    await desk.tap(desk.ivan, "Позвонил")
    assert contact.buttons == [], "what is done cannot be done once more"
