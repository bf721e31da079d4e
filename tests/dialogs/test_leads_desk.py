"""The stands' desks as time passes: alarms, reminders, the question afterwards; and rights, tables, machines."""

import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import load_workbook

from dialogs.kit.messenger import Later
from dialogs.kit.policy import Policy, StaffPolicy
from storage.address import Address
from storage.leads.keys import SPOKEN
from storage.post.outbox import OUTBOX
from storage.privacy.contacts import ContactCard
from tests.dialogs.leading import ANNA, Desk, asks, organiser, set_up, staff, withdraws
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.world import World

PHONE = "+7 916 123-45-67"
NOTHING = "Здесь для вас ничего нет: с заявками работают сотрудники стенда, открывшие личную ссылку организаторов."


@pytest.fixture
async def desk(world: World) -> Desk:
    """The group of the stand «Азбука утра»."""
    return await set_up(world)


def requests(person: Person) -> list[str]:
    """What an organiser was told of requests that nobody takes."""
    return [letter.text for letter in person.letters if "На стенде никто не берёт" in letter.text]


@pytest.mark.both
async def test_what_nobody_takes_is_shown_again_and_then_told_to_the_organisers(desk: Desk) -> None:
    world, marina = desk.world, await organiser(desk.world)
    await asks(world)
    await world.later(minutes=14)
    assert desk.cards() == ["№1"]
    await world.pass_time(minutes=2)
    assert desk.cards() == ["№1", "№1"]
    same_as_golden("leads/overlooked", desk.card().drawn)
    await world.later(minutes=13)
    assert requests(marina) == []
    await world.pass_time(minutes=2)
    same_as_golden("leads/untaken", marina.sees)
    for _ in range(8):
        await world.later(minutes=5)
    assert (desk.cards(), len(requests(marina))) == (["№1", "№1"], 1)
    await desk.tap(desk.ivan, "Взять")
    await desk.tap(desk.ivan, "Вернуть")
    await world.later(minutes=16)
    assert desk.cards() == ["№1", "№1", "№1"], "who gives it back lets it wait anew"


async def test_what_is_taken_or_was_only_materials_alarms_nobody(desk: Desk) -> None:
    world, marina = desk.world, await organiser(desk.world)
    await asks(world)
    await asks(world, "2", "materials")
    await desk.tap(desk.ivan, "Взять")
    for _ in range(12):
        await world.later(minutes=5)
    assert desk.cards() == ["№1", "№2"]
    assert requests(marina) == []


@pytest.mark.both
async def test_organisers_are_told_at_once_of_a_stand_where_nobody_is(world: World) -> None:
    marina = await organiser(world)
    await asks(world)
    same_as_golden("leads/no-chat", marina.sees)
    await asks(world, "2")
    assert len(requests(marina)) == 1, "one message says how many"
    assert requests(marina)[0].startswith("На стенде никто не берёт 2 заявки")
    nobody = world.group("Стенд")
    async with world.storage.writing() as work:
        stand = world.storage.catalogue.stand_named("notebook")
        assert stand is not None
        address = nobody.address()
        await work.staff.places.bind(address, "stand", None, stand.id, False, "settings", world.clock.now())
    await asks(world, stand="notebook")
    assert len(requests(marina)) == 2
    assert "Личную ссылку для сотрудников стенда ещё никто не открыл." in marina.reads


async def test_the_taker_is_reminded_with_the_contact_once(desk: Desk) -> None:
    world = desk.world
    await asks(world)
    await desk.tap(desk.ivan, "Взять")
    before = len(desk.ivan.person.messages)
    await world.time_is("13:49")
    assert len(desk.ivan.person.messages) == before
    await world.time_is("13:50")
    same_as_golden("leads/soon", desk.ivan.person.sees)
    await world.pass_time(minutes=5)
    assert len(desk.ivan.person.messages) == before + 1
    assert desk.olga.person.letters == []


async def test_who_takes_a_call_that_comes_at_once_needs_no_reminder(desk: Desk) -> None:
    await asks(desk.world)
    await desk.world.time_is("13:52")
    await desk.tap(desk.ivan, "Взять")
    before = len(desk.ivan.person.messages)
    await desk.world.pass_time(minutes=5)
    assert len(desk.ivan.person.messages) == before


async def test_a_reminder_after_a_withdrawal_has_no_contact(desk: Desk) -> None:
    lead = await asks(desk.world)
    await desk.tap(desk.ivan, "Взять")
    await withdraws(desk.world, lead)
    await desk.world.time_is("13:51")
    assert "отозвал согласие" in desk.ivan.person.reads
    assert not any(PHONE in message.text for message in desk.ivan.person.messages)


@pytest.mark.both
async def test_both_sides_are_asked_once_whether_they_spoke(desk: Desk) -> None:
    world = desk.world
    await asks(world)
    await desk.tap(desk.ivan, "Взять")
    await desk.tap(desk.ivan, "Позвонил")
    await world.time_is("15:00")
    same_as_golden("leads/over", desk.ivan.person.sees)
    async with world.storage.engine.connect() as connection:
        kinds = (await connection.execute(OUTBOX.select().where(OUTBOX.c.kind == SPOKEN))).all()
    assert len(kinds) == 1
    await desk.ivan.person.taps("Да")
    assert desk.ivan.person.reads == "№1: отмечено, что созвонились. Спасибо!"
    await world.pass_time(minutes=10)
    assert "Созвонились: стенд — да" in desk.card().text
    assert sum("Созвонились?" in message.text for message in desk.ivan.person.messages) == 0


@pytest.mark.both
async def test_former_staff_do_nothing_and_what_they_had_goes_back(desk: Desk) -> None:
    world = desk.world
    await asks(world)
    await desk.tap(desk.ivan, "Взять")
    await revoke(world, desk.ivan.person)
    await desk.ivan.taps("Позвонил", on=desk.card())
    assert desk.ivan.toast == NOTHING
    await desk.ivan.replies("Я ещё здесь", to=desk.card())
    await world.tick()
    lead = await desk.lead()
    assert (lead.state, lead.taken_by, await desk.notes()) == ("new", None, [])
    assert not any(PHONE in message.text for message in desk.ivan.person.messages)
    await desk.tap(desk.olga, "Взять")
    await desk.tap(desk.olga, "Позвонил")
    await revoke(world, desk.olga.person)
    await world.tick()
    assert (await desk.lead()).state == "closed"


async def revoke(world: World, person: Person) -> None:
    """All rights of that person are taken away."""
    async with world.storage.writing() as work:
        for line in await work.staff.everybody():
            if line.user == person.user:
                assert await work.staff.revoke(line.id, world.clock.now())


PATHS = ("take", "back", "called", "missed", "close", "rate", "spoke")


@pytest.mark.both
async def test_another_stands_requests_and_missing_ones_look_the_same(desk: Desk, anna: Person) -> None:
    world = desk.world
    await asks(world)
    other = await asks(world, stand="notebook")
    lead = await desk.lead()
    await desk.tap(desk.olga, "Взять")
    nina = await staff(world, "80", "Нина", "notebook")
    before = await whole(world)
    words = set()
    for person, number in ((nina, lead.id), (nina, 999), (anna, lead.id), (desk.ivan.person, other.id), (anna, 999)):
        member = desk.group.member(person)
        for path in PATHS:
            more = ":1" if path in ("rate", "spoke") else ""
            await member.presses(f"l.{path}:{number}{more}")
            words.add(member.toast)
            await person.presses(f"l.{path}:{number}{more}")
            words.add(person.toast)
        await member.replies("Я тут главная", to=desk.card())
    for person in (nina, anna):
        await person.presses(f"l.table:{desk.stand.id}")
        words.add(person.toast)
        await person.presses("l.table:999")
        words.add(person.toast)
    await world.tick()
    assert words == {NOTHING}
    assert await whole(world) == before
    assert not any(PHONE in message.text for person in (nina, anna) for message in person.messages)


async def whole(world: World) -> list[object]:
    """All leads, their steps and the audit log."""
    async with world.storage.reading() as work:
        numbers = sorted(await work.leads.numbers())
        leads = [await work.leads.load(number) for number in numbers]
        return [*leads, *[await work.leads.steps(number) for number in numbers], *await world.audited()]


# --- counts and tables -----------------------------------------------------------------------------------------------

HOSTILE = ContactCard("=HYPERLINK(1)", "+79161234567", "anna@example.org", "https://evil.example.org", "@SUM(A1)")


async def test_counts_stand_above_the_chat_and_come_below_when_asked(desk: Desk) -> None:
    world = desk.world
    await asks(world)
    await asks(world, "2", "materials")
    await desk.tap(desk.ivan, "Взять", 1)
    await world.pass_time(minutes=1)
    assert [text.partition("\n")[0] for text in desk.group.pinned] == ["новых 1 · в работе 1 · ждут нового времени 0"]
    await desk.olga.says("/leads")
    await world.tick()
    same_as_golden("leads/board", desk.group.messages[-1].drawn)
    stranger = desk.group.member(await staff(world, "80", "Нина", "notebook"))
    count = len(desk.group.messages)
    await stranger.says("/leads")
    await world.tick()
    assert "/leads — для чата стенда" in desk.group.messages[-1].text
    assert len(desk.group.messages) == count + 1


@pytest.mark.both
async def test_the_spreadsheet_comes_in_private_with_what_consents_allow(desk: Desk) -> None:
    world = desk.world
    await asks(world, "1", "materials", topic="=1+1", card=HOSTILE)
    gone = await asks(world, "2", "materials", card=replace(ANNA, name="Виктор Ушедший"))
    await asks(world, "3", stand="notebook", card=replace(ANNA, name="Чужой Человек"))
    await desk.tap(desk.ivan, "Взять", 1)
    await withdraws(world, gone)
    await desk.olga.says("/leads")
    await world.tick()
    maria = desk.group.member(await staff(world, "79", "Мария", role="head"))
    await maria.taps("Скачать таблицу")
    assert maria.toast == "Таблица придёт в ваш личный чат со мной."
    await world.tick()
    ((name, content),) = maria.person.files.items()
    assert name == "requests-azbuka-2020-04-27.xlsx"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        inside = b"".join(book.read(part) for part in book.namelist())
    assert b"<f>" not in inside
    assert b"hyperlink" not in inside
    header, first, second = sheet(content)
    assert header[:3] == ["№", "О чём заявка", "Состояние"]
    line = dict(zip(header, first, strict=True))
    assert (line["Имя"], line["Телефон"], line["Согласие"]) == ("=HYPERLINK(1)", "+79161234567", "есть")
    assert (line["Тема"], line["Должность"], line["Кто взял"]) == ("=1+1", "@SUM(A1)", "Иван")
    line = dict(zip(header, second, strict=True))
    assert (line["Имя"], line["Телефон"], line["Согласие"]) == ("", "", "отозвано")
    assert [(e.deed, e.about) for e in await world.audited()][-1] == ("export", "stand azbuka")
    assert not any(message.files for message in desk.group.messages)


def sheet(content: bytes) -> list[list[str]]:
    """The rows of a spreadsheet, all of which are texts."""
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert all(isinstance(cell, str) for row in rows for cell in row)
    return [[str(cell) for cell in row] for row in rows]


async def test_no_table_where_contacts_are_not_shown(world: World) -> None:
    privacy = world.policy.privacy.model_copy(update={"off_messenger": frozenset({PAPER})})
    world.policy = Policy(rates=world.policy.rates, privacy=privacy)
    await world.restart()
    desk = await set_up(world)
    await asks(world)
    await desk.ivan.presses(f"l.table:{desk.stand.id}")
    assert "контакты не показываются" in desk.ivan.toast
    await world.tick()
    assert desk.ivan.person.letters == []
    assert await world.audited() == []


# --- machines --------------------------------------------------------------------------------------------------------


MACHINE = Address("http", "https://crm.example.org/hook")


async def with_machine(world: World) -> Desk:
    """The stand has a machine of its own."""
    world.policy = replace(world.policy, staff=StaffPolicy(crm={"azbuka": MACHINE, "nobody": MACHINE}))
    await world.restart()
    return await set_up(world)


def noted(world: World) -> list[str]:
    """The notes in the newest event."""
    notes = world.notices[-1].about["notes"]
    assert isinstance(notes, tuple)
    return [note.text for note in notes]


@pytest.mark.shield("P9")
async def test_a_stands_machine_is_told_no_phone_of_the_fairs_country(world: World) -> None:
    world.policy = replace(world.policy, privacy=world.policy.privacy.model_copy(update={"phone_country": "BY"}))
    desk = await with_machine(world)
    await asks(world, topic="Наберите 8 029 123-45-67")
    await desk.tap(desk.ivan, "Взять")
    await desk.replies(desk.ivan, "Другой номер: 8 029 765-43-21")
    await desk.replies(desk.ivan, "Просит каталог")
    assert noted(world) == ["Просит каталог"]
    assert world.notices[-1].about["topic"] == "Наберите …"


@pytest.mark.both
async def test_a_stands_machine_is_told_what_the_consent_allows(world: World) -> None:
    desk = await with_machine(world)
    lead = await asks(world)
    await asks(world, "2", stand="notebook")
    await desk.tap(desk.ivan, "Взять")
    assert [(told.event, told.url) for told in world.notices] == [
        ("lead.created", MACHINE.chat),
        ("lead.changed", MACHINE.chat),
    ]
    facts = world.notices[-1].about
    assert (facts["stand"], facts["number"], facts["kind"], facts["state"]) == ("azbuka", 1, "call", "taken")
    assert (facts["name"], facts["phone"], facts["starts"]) == (
        *("Анна Иванова", "+79161234567"),
        "2020-04-27T11:00:00+00:00",
    )
    assert "email" not in facts, "the consent to be called names no address"
    assert facts["notes"] == ()
    await desk.ivan.replies("Просит католог", to=desk.card())
    first = desk.ivan.person.wrote
    await desk.ivan.replies("Другой номер: +7 903 123-45-67", to=desk.card())
    await world.tick()
    assert noted(world) == ["Просит католог"]
    desk.ivan.person.wrote = first
    await desk.ivan.edits("Просит каталог")
    await world.tick()
    assert noted(world) == ["Просит каталог"]
    told = len(world.notices)
    await withdraws(world, lead)
    await world.tick()
    assert world.notices[-1].event == "lead.withdrawn"
    assert world.notices[-1].about == {"stand": "azbuka", "number": 1, "kind": "call", "state": "taken"}
    await world.pass_time(minutes=2)
    assert len(world.notices) == told + 1, "nothing is told twice"


async def test_what_a_machine_did_not_take_in_time_has_no_contact_after_a_withdrawal(world: World) -> None:
    await with_machine(world)
    world.machines.answer(Later(30), Later(30))
    lead = await asks(world)
    await withdraws(world, lead)
    await world.pass_time(minutes=2)
    assert sorted(told.event for told in world.notices) == ["lead.created", "lead.withdrawn"]
    assert not any("phone" in told.about for told in world.notices)
