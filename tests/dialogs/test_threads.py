"""A visitor and a stand write to each other: to the right side, in a measure, and nothing goes to anybody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.kit.reading import holds_contacts, without_contacts
from dialogs.news.threads import thread_ended
from dialogs.threads.routes import EndThread, SendToThread, WriteToStand
from dialogs.threads.rules import seal
from storage.leads.steps import Step
from storage.leads.tables import OPEN, Lead
from tests.dialogs.leading import Desk, allows_writing, named, set_up, staff
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.world import PRIVACY, World

ASKED = "Есть ли скидки для школ?"


@pytest.fixture
async def azbuka(world: World, anna: Person) -> Desk:
    """The stand 47 with its group; Anna may write to it, and to the stand beside it."""
    await allows_writing(anna, "azbuka", "notebook")
    return await set_up(world)


async def writes(person: Person, text: str = ASKED, ref: str = "azbuka") -> None:
    """Write to a stand by its button, and let the message come."""
    await person.presses(WriteToStand(named(person.world, ref).id).pack())
    await person.types(text)
    await person.world.deliver()


async def thread(world: World, person: Person) -> Lead:
    """The newest open thread."""
    kept = await world.kept(person)
    assert kept is not None
    async with world.storage.reading() as work:
        return (await work.leads.threads.open_of(kept.id))[0]


async def later(world: World, seconds: int = 10) -> None:
    world.clock.move(timedelta(seconds=seconds))
    await world.tick()


@pytest.mark.both
async def test_words_go_to_the_stand_and_the_answer_comes_back(azbuka: Desk, anna: Person) -> None:
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    same_as_golden("thread-prompt", anna.sees)
    await anna.types(f"{ASKED}\u202e\nСпасибо!")
    same_as_golden("thread-sent", anna.sees)
    await azbuka.world.deliver()
    came = azbuka.group.finds(ASKED)
    same_as_golden("thread-at-the-stand", came.drawn)
    await azbuka.ivan.replies("Есть, до конца мая.", to=came)
    await azbuka.world.deliver()
    same_as_golden("thread-answer", anna.sees)
    lead = await thread(azbuka.world, anna)
    assert lead.state == "taken"
    await later(azbuka.world)
    await anna.replies("А на прописи?", to=anna.message)
    await azbuka.world.deliver()
    assert "А на прописи?" in azbuka.card().text
    assert (await thread(azbuka.world, anna)).id == lead.id


async def test_words_that_are_just_typed_are_asked_about_first(azbuka: Desk, anna: Person) -> None:
    await writes(anna)
    await later(azbuka.world, 100)
    await anna.types("А на прописи?")
    same_as_golden("thread-whose", anna.sees)
    before = len(azbuka.group.messages)
    await anna.taps("Да, отправить")
    assert "передано стенду 47" in anna.reads
    await azbuka.world.deliver()
    assert len(azbuka.group.messages) == before + 1
    kept = await azbuka.world.kept(anna)
    assert kept is not None
    assert kept.form is None


async def test_of_several_threads_one_is_chosen(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    notebook = await set_up(world, "notebook", 81)
    await writes(anna)
    await later(world)
    await writes(anna, "Здравствуйте!", "notebook")
    await later(world, 100)
    await anna.types("Какая бумага?")
    assert "Кому это?" in anna.reads
    assert anna.buttons == ["48 · Тетрадная фабрика", "47 · Издательство «Азбука утра»", "Отмена"]
    await anna.taps("48 · Тетрадная фабрика")
    await world.deliver()
    assert "Какая бумага?" in notebook.group.messages[-1].text
    assert "Какая бумага?" not in azbuka.group.messages[-1].text


async def test_without_a_thread_words_are_looked_for(anna: Person) -> None:
    await anna.types("Есть кто?")
    assert "Такие слова есть везде" in anna.reads


async def test_either_side_ends_it_and_the_other_is_told(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await writes(anna)
    await anna.taps("Закончить переписку")
    assert "Вы закончили эту переписку." in anna.reads
    await world.deliver()
    said = azbuka.group.finds(ASKED)
    assert "посетитель закончил переписку" in azbuka.group.messages[-1].text
    await azbuka.ivan.replies("Есть.", to=said)
    await world.deliver()
    assert "ваш ответ не передан" in azbuka.group.messages[-1].text
    await later(world)
    await anna.taps("Написать снова")
    await anna.types("Передумала: есть?")
    lead = await thread(world, anna)
    assert lead.number == 2
    async with world.storage.writing() as work:
        await work.leads.step(lead.id, Step("close", OPEN, "closed"), by=None, now=world.clock.now())
        await thread_ended(work, lead, by_staff=True, now=world.clock.now())
    await world.deliver()
    assert "Стенд закончил эту переписку." in anna.reads
    await anna.presses(EndThread(lead.id).pack())
    assert "Стенд закончил эту переписку." in anna.reads


async def test_nobody_is_flooded(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    for number in range(5):
        await writes(anna, f"Вопрос {number}")
        assert "передано стенду" in anna.reads
    await writes(anna, "И ещё вопрос")
    assert "Чуть медленнее" in anna.reads
    await later(world, 40)
    await anna.taps("Отправить")
    assert "передано стенду" in anna.reads
    for number in range(4):
        await later(world)
        await writes(anna, f"Ещё {number}")
    assert "передано стенду" in anna.reads
    await later(world, 40)
    await writes(anna, "Одиннадцатое")
    same_as_golden("thread-enough", anna.sees)
    await azbuka.ivan.replies("Отвечаю на всё сразу.", to=azbuka.group.messages[-1])
    await later(world)
    await writes(anna, "Спасибо!")
    assert "передано стенду" in anna.reads


@pytest.mark.parametrize(("said", "why"), [("🙂", "словами"), ("а" * 1001, "лишний 1 знак")])
async def test_what_cannot_be_sent_is_asked_for_again(azbuka: Desk, anna: Person, said: str, why: str) -> None:
    await writes(anna, said)
    assert why in anna.reads
    await anna.types(ASKED)
    assert "передано стенду" in anna.reads


async def test_staff_hear_why_their_words_did_not_go(azbuka: Desk, anna: Person) -> None:
    await writes(anna)
    said = azbuka.group.finds(ASKED)
    for reply, why in (("🙂", "только слова"), ("а" * 1001, "слишком длинный")):
        await azbuka.ivan.replies(reply, to=said)
        await azbuka.world.deliver()
        assert why in azbuka.group.messages[-1].text
    assert "Стенд отвечает" not in anna.reads


async def test_a_stand_without_staff_says_how_else_it_is_reached(world: World, anna: Person) -> None:
    await anna.presses(WriteToStand(named(world, "azbuka").id).pack())
    same_as_golden("thread-nobody", anna.sees)
    await anna.presses(WriteToStand(named(world, "notebook").id).pack())
    assert "Загляните позже" in anna.reads


async def test_staff_without_a_group_are_written_to_in_private(azbuka: Desk, anna: Person) -> None:
    world, ivan = azbuka.world, azbuka.ivan.person
    async with world.storage.writing() as work:
        for place in await work.staff.places.of_stand(azbuka.stand.id):
            await work.staff.places.broken(place.address, world.clock.now())
    await anna.opens("stand-azbuka")
    await anna.taps("Написать стенду")
    await anna.types(ASKED)
    await world.deliver()
    came = next(letter for letter in ivan.letters if ASKED in letter.text)
    await ivan.replies("Да, есть скидка.", to=came)
    await world.deliver()
    assert "Да, есть скидка." in anna.letters[-1].text


async def test_nobody_else_reads_or_writes_there(azbuka: Desk, anna: Person, viktor: Person) -> None:
    world = azbuka.world
    stranger, neighbour = world.person("3"), await staff(world, "82", "Пётр", "notebook")
    await stranger.opens()
    await writes(anna)
    lead, came = await thread(world, anna), azbuka.group.finds(ASKED)
    for person in (stranger, neighbour):
        await azbuka.group.member(person).replies("Это я, стенд.", to=came)
    for person in (viktor, neighbour, azbuka.ivan.person):
        await person.presses(EndThread(lead.id).pack())
        await person.presses(SendToThread(lead.id, seal("Я")).pack())
        await person.presses(SendToThread(99, seal("Я")).pack())
        assert ASKED not in person.reads
    await world.deliver()
    assert [message.text for message in anna.letters] == []
    assert (await thread(world, anna)).state == "new"


async def test_a_group_that_is_the_stands_no_more_is_told_nothing(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    await anna.presses(WriteToStand(azbuka.stand.id).pack())
    await anna.types(ASKED)
    async with world.storage.writing() as work:
        (place,) = await work.staff.places.everywhere()
        notebook = named(world, "notebook")
        await work.staff.places.bind(place.address, "stand", None, notebook.id, False, "bind", place.since)
    async with world.storage.transaction() as (connection, _):
        await connection.exec_driver_sql(f"DELETE FROM places WHERE stand_id = {azbuka.stand.id}")
    await world.deliver()
    assert not any(ASKED in message.text for message in azbuka.group.messages)


async def test_where_contacts_are_shared_elsewhere_messages_hold_none(azbuka: Desk, anna: Person) -> None:
    world = azbuka.world
    privacy = PRIVACY.model_copy(update={"off_messenger": frozenset({PAPER})})
    world.policy = replace(world.policy, privacy=privacy)
    await world.restart()
    await writes(anna, "Позвоните мне: 8 916 123-45-67")
    assert "Телефоны, адреса и имена с @ в переписке не передаю" in anna.reads
    assert not any("123-45-67" in message.text for message in (*anna.messages, *azbuka.group.messages))
    await anna.types(ASKED)
    await later(world)
    await anna.types("anna@example.org")
    assert "Телефоны, адреса и имена с @ в переписке не передаю" in anna.reads
    assert not any("anna@" in message.text for message in (*anna.messages, *azbuka.group.messages))


def test_contacts_in_words_are_recognised() -> None:
    held = ("тел. +7 (916) 123-45-67", "8-916-123-45-67", "пишите на a.b@школа.рф", "+49 30 901820")
    assert all(map(holds_contacts, held))
    assert all(map(holds_contacts, ("я @anna_ivanova", "https://t.me/anna", "vk.com/id12345", "wa.me/79161234567")))
    behind = (
        "28.04.2026 8 912 000 11 22",
        "в 2026 8 912 000-11-22",
        "№ 12 8 912 000 11 22",
        "912 000 11 22",
        "89120001122",
    )
    assert all(map(holds_contacts, behind))
    figures = (
        "28.04.2026, 12:30–14:45",
        "28.04.2026 10 20",
        "15 000 000 000 рублей",
        "ИНН 7701234567",
        "ИНН 770123456789",
    )
    assert not any(map(holds_contacts, figures))
    free = ("стенд 47, с 10:00 до 18:00", "нужно 1000 прописей к 2020 году", "@азбука", "сайт https://school5.ru/about")
    assert not any(map(holds_contacts, free))


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("Я Аня, +7 916 123-45-67, жду", "Я Аня, …, жду"),
        ("Пишите: anna@example.org или @anna_ivanova", "Пишите: … или …"),
        ("a@b.ru;c@d.ru, (e@f.ru)", "…;…, (…)"),
        ("28.04.2026 8 912 000 11 22", "28.04.2026 …"),
        ("https://vk.com/id79161234567 и t.me/anna.", "… и …"),
        ("Есть ли скидки?", "Есть ли скидки?"),
    ],
)
def test_contacts_are_left_out_of_words(words: str, rest: str) -> None:
    assert without_contacts(words) == rest
    assert not holds_contacts(rest)
