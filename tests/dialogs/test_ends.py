"""Ends of rights: attacks by who worked here and goes, by /forget, by links of their own, and by wrong codes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from dialogs.kit.policy import QuestionPolicy, StaffPolicy
from dialogs.kit.screen import Button
from dialogs.news.staff import end_right
from dialogs.team.routes import InviteColleague
from dialogs.threads.routes import WriteToStand
from storage.staff.staff import Goal, RoleName
from tests.dialogs import leading
from tests.dialogs.leading import Desk
from tests.dialogs.test_forgotten import forgets, writes
from tests.dialogs.test_who_may import places, revoke, says
from tests.paper import PAPER, Person
from tests.world import World

LINK = "https://paper.example.org/fair?start=menu"


@pytest.fixture
async def olga(world: World) -> Person:
    return await leading.organiser(world)


@pytest.fixture
async def desk(world: World, olga: Person) -> Desk:
    """The group of the stand."""
    assert olga.messages
    world.policy = replace(world.policy, links={PAPER: LINK})
    await world.restart()
    return await leading.set_up(world)


@pytest.fixture
async def busy(world: World, desk: Desk) -> Desk:
    """Ivan has taken the first request and closed the second."""
    for number in (1, 2):
        await leading.asks(world, str(number))
        await desk.tap(desk.ivan, "Взять", number)
    await desk.tap(desk.ivan, "Позвонил", 2)
    await desk.tap(desk.ivan, "Закрыть", 2)
    await desk.tap(desk.ivan, "Без оценки", 2)
    return desk


async def waits(world: World, seconds: int) -> None:
    world.clock.move(timedelta(seconds=seconds))
    await world.tick()


async def kept_of(world: World, user: str) -> list[str]:
    """The tables in which the private chat of that user is named, or somebody is about to leave."""
    queries = {
        "outbox": f"SELECT 1 FROM outbox WHERE chat = '{user}'",
        "cards": f"SELECT 1 FROM cards WHERE chat = '{user}'",
        "departures": "SELECT 1 FROM departures",
    }
    async with world.storage.engine.connect() as connection:
        return [name for name, query in queries.items() if (await connection.execute(text(query))).first()]


# --- /forget ---------------------------------------------------------------------------------------------------------


@pytest.mark.shield("S12", "P4")
@pytest.mark.both
async def test_who_forgets_themselves_takes_no_contact_along_and_stays_in_no_group(
    world: World, busy: Desk, olga: Person
) -> None:
    desk, ivan = busy, busy.ivan.person
    assert len(says(ivan, "+7 916")) == 2
    await ivan.types("/forget")
    assert "Из рабочих групп я вас исключу" in ivan.reads
    await ivan.taps("Да, забыть всё")
    await world.restart()
    await waits(world, 5)
    await waits(world, 35)
    await waits(world, 35)
    assert says(ivan, "+7 916") == []
    assert desk.group.here.out == ["71"]
    assert not says(desk.group, "Исключите")
    assert says(olga, "Иван больше не работает на стенде") == [], "nothing is left for organisers to do"
    assert await kept_of(world, "71") == []
    entries = [one for one in await world.audited() if one.deed in ("revoke", "erase")]
    assert [one.deed for one in entries] == ["revoke", "erase"]
    assert entries[0].about.startswith("stand azbuka ")
    assert {one.who.get("user") for one in entries} == {"71"}, "who goes is still known to the log"


@pytest.mark.shield("S12", "P4")
async def test_where_the_bot_may_not_remove_who_was_forgotten_people_are_told_whom(
    world: World, busy: Desk, olga: Person
) -> None:
    busy.group.here.bans = False
    await forgets(busy.ivan.person)
    assert "Иван больше не работает на стенде" in says(busy.group, "Исключите")[0]
    assert "Иван" in says(olga, "Исключите этого человека из групп")[0]
    await waits(world, 35)
    assert await kept_of(world, "71") == []


@pytest.mark.shield("S12", "P4")
async def test_contacts_too_old_to_be_deleted_are_written_over(world: World, busy: Desk) -> None:
    world.messenger.old = True
    await forgets(busy.ivan.person)
    assert says(busy.ivan.person, "+7 916") == []
    assert len(says(busy.ivan.person, "больше не работаете")) == 2


@pytest.mark.shield("S12")
async def test_who_is_revoked_and_forgets_at_once_is_put_out_all_the_same(world: World, busy: Desk) -> None:
    """The letters were posted while there were rows to draw them from, which are gone when they leave."""
    await revoke(world, "71")
    await busy.ivan.person.types("/forget")
    await busy.ivan.person.taps("Да, забыть всё")
    await waits(world, 40)
    assert busy.group.here.out == ["71"]
    assert says(busy.ivan.person, "+7 916") == []


@pytest.mark.shield("S12", "P4")
async def test_who_comes_back_and_forgets_again_loses_the_contacts_too(world: World, busy: Desk) -> None:
    ivan = busy.ivan.person
    for _ in range(2):
        await ivan.types("/forget")
        await ivan.taps("Да, забыть всё")
        await ivan.opens()
    await waits(world, 40)
    await waits(world, 40)
    assert says(ivan, "+7 916") == []
    assert busy.group.here.out == ["71"]
    async with world.storage.reading() as work:
        assert await work.staff.departures.all() == ()


@pytest.mark.shield("S12", "P7")
@pytest.mark.both
async def test_nobody_is_revoked_by_the_number_of_who_was_erased(world: World, desk: Desk, olga: Person) -> None:
    """The log, keys and letters know rights by their numbers: the next who is let in gets none of them."""
    gone = await leading.staff(world, "76", "Павел")
    async with world.storage.reading() as work:
        number = (await work.staff.everybody())[-1].id
    await forgets(gone)
    await leading.staff(world, "77", "Пётр")
    async with world.storage.reading() as work:
        assert (await work.staff.everybody())[-1].id > number
        assert await work.staff.right(number) is None
    assert [one.about for one in await world.audited() if one.deed == "revoke"] == [f"stand azbuka {number}"]


# --- requests that came in private ----------------------------------------------------------------------------------

SAID = "Меня зовут Анна Петрова, школа № 912"


@pytest.fixture
async def alone(world: World) -> Person:
    """Ivan of a stand that has no group: requests come to him in private."""
    return await leading.staff(world, "71", "Иван")


async def writes_twice_and_sends(world: World, anna: Person) -> None:
    """Two messages that make two cards, a file, and a call with a topic."""
    await writes(anna, SAID)
    await world.pass_time(minutes=2)
    await writes(anna, f"Ещё раз: {SAID}")
    await anna.presses(WriteToStand(leading.named(world, "azbuka").id).pack())
    await anna.sends_file("схема.pdf", content=b"%PDF-1.4", media_type="application/pdf")
    await leading.asks(world, anna.user, topic=SAID)
    for _ in range(3):
        await world.pass_time(minutes=1)


def seen(person: Person) -> str:
    """All that can be read of visitors in somebody's private chat."""
    told = [one.text + " ".join(one.files) for one in person.messages if one.letter]
    return "\n".join(one for one in told if "Петрова" in one or "схема" in one or "+7 916" in one)


@pytest.mark.both
async def test_staff_without_a_group_read_every_message_in_private(world: World, alone: Person, anna: Person) -> None:
    await writes_twice_and_sends(world, anna)
    assert says(alone, f"Ещё раз: {SAID}")
    assert says(alone, "пишет посетитель")
    assert "схема.pdf" in seen(alone)
    assert says(alone, f"Тема: {SAID}")


@pytest.mark.shield("S12", "P2")
@pytest.mark.both
@pytest.mark.parametrize("old", [False, True])
async def test_former_staff_keep_no_card_and_no_word_in_private(
    world: World, alone: Person, anna: Person, old: bool
) -> None:
    """A card stood there for good: it was not drawn again, not even when its visitor was forgotten."""
    await writes_twice_and_sends(world, anna)
    call = next(one for one in alone.messages if one.find("Взять") and "звонок" in one.text)
    take = call.find("Взять")
    assert isinstance(take, Button)
    await alone.presses(take.to.pack(), call)
    await world.tick()
    assert "+7 916" in seen(alone)
    world.messenger.old = old
    await revoke(world, alone.user)
    await world.pass_time(minutes=1)
    assert seen(alone) == ""
    await forgets(anna)
    assert seen(alone) == ""


@pytest.mark.shield("S12", "P2")
async def test_what_could_not_be_taken_back_goes_when_its_visitor_is_forgotten(
    world: World, alone: Person, anna: Person
) -> None:
    """The letters ended without being read, as where the messenger was away for long."""
    await writes_twice_and_sends(world, anna)
    await revoke(world, alone.user)
    async with world.storage.engine.begin() as connection:
        await connection.execute(text("UPDATE outbox SET state = 'expired', ended_at = not_before WHERE chat = '71'"))
    assert "Петрова" in seen(alone)
    await forgets(anna)
    assert seen(alone) == ""


@pytest.mark.shield("S12", "P4")
@pytest.mark.both
async def test_who_forgets_themselves_takes_no_card_along(world: World, alone: Person, anna: Person) -> None:
    await writes_twice_and_sends(world, anna)
    await forgets(alone)
    await waits(world, 40)
    assert seen(alone) == ""
    assert await kept_of(world, alone.user) == []


@pytest.mark.shield("S12")
async def test_colleagues_keep_what_they_see_and_visitors_their_answers(
    world: World, alone: Person, anna: Person
) -> None:
    olga = await leading.staff(world, "72", "Ольга")
    await writes_twice_and_sends(world, anna)
    card = next(one for one in reversed(olga.messages) if "Ещё раз" in one.text)
    await olga.replies("Каталог вышлем", to=card)
    await world.tick()
    before = seen(olga)
    await revoke(world, alone.user)
    await world.pass_time(minutes=1)
    assert seen(olga) == before
    assert says(anna, "Каталог вышлем")


# --- a way back ------------------------------------------------------------------------------------------------------


async def invites(desk: Desk, person: Person) -> str:
    """The code of a link that somebody makes for a colleague and keeps."""
    await person.presses(InviteColleague(desk.stand.id).pack())
    return person.reads.partition("staff-")[2].split()[0]


@pytest.mark.shield("S5", "S12")
@pytest.mark.both
@pytest.mark.parametrize("role", ["head", "organiser"])
async def test_nobody_comes_back_by_a_link_that_they_made_before(world: World, desk: Desk, role: RoleName) -> None:
    going = await leading.staff(world, "74", "Мария", role=role) if role == "head" else await organiser_two(world)
    staying = await leading.staff(world, "77", "Пётр", role="head")
    theirs, others = await invites(desk, going), await invites(desk, staying)
    await revoke(world, going.user)
    await going.opens(f"staff-{theirs}")
    assert "Это приглашение не действует" in going.reads
    friend = world.person("78", name="Друг")
    await friend.opens(f"staff-{others}")
    assert "Вы сотрудник стенда" in friend.reads, "what others made still holds"
    gone = [one.about for one in await world.audited() if one.about.startswith("invitation ")]
    assert len(gone) == 1
    assert gone[0].endswith(" stand azbuka")


async def organiser_two(world: World) -> Person:
    return await leading.organiser(world, "91")


@pytest.mark.shield("S5", "S12")
@pytest.mark.both
@pytest.mark.parametrize("how", ["revoked", "forgotten"])
async def test_the_link_for_the_other_messenger_is_no_way_back(
    world: World, desk: Desk, olga: Person, how: str
) -> None:
    world.policy = replace(world.policy, links={PAPER: LINK, "vk": LINK})
    await world.restart()
    here, there = await two_links(desk, olga)
    others, _ = await two_links(desk, olga)
    going = world.person("75", name="Виктор")
    await going.opens(f"staff-{here}")
    assert "Вы сотрудник стенда" in going.reads
    await (revoke(world, going.user) if how == "revoked" else forgets(going))
    again = world.person("575", name="Виктор")
    await again.opens(f"staff-{there}")
    assert "Это приглашение не действует" in again.reads
    friend = world.person("78", name="Друг")
    await friend.opens(f"staff-{others}")
    assert "Вы сотрудник стенда" in friend.reads, "what others were given still holds"
    gone = [one.about for one in await world.audited() if one.about.startswith("invitation ")]
    assert len(gone) == 1


async def two_links(desk: Desk, person: Person) -> list[str]:
    """The codes of an invitation, one for each messenger."""
    await person.presses(InviteColleague(desk.stand.id).pack())
    return [after.split()[0] for after in person.reads.split("staff-")[1:]]


@pytest.mark.shield("S5")
async def test_who_forgets_themselves_leaves_no_link_behind(world: World, desk: Desk) -> None:
    maria = await leading.staff(world, "74", "Мария", role="head")
    code = await invites(desk, maria)
    await forgets(maria)
    await maria.opens(f"staff-{code}")
    assert "Это приглашение не действует" in maria.reads


async def test_who_heads_a_stand_still_keeps_the_links_to_it(world: World, desk: Desk) -> None:
    """Somebody who organised and heads a stand loses only what an organiser may."""
    person = await leading.staff(world, "74", "Мария", role="head")
    await person.opens(f"staff-{await leading.invitation(world, 'person', 'organiser')}")
    kept = await world.kept(person)
    assert kept is not None
    code, head = await invites(desk, person), await made_by(world, kept.id, "head", "person")
    async with world.storage.writing() as work:
        right = next(one for one in await work.staff.rights_of(kept.id) if one.role.role == "organiser")
        await end_right(work, world.storage.catalogue, right, None, world.clock.now())
    for link, works in ((code, True), (head, False)):
        friend = world.person(f"8{int(works)}", name="Друг")
        await friend.opens(f"staff-{link}")
        assert ("Это приглашение не действует" in friend.reads) is not works


async def made_by(world: World, person: int, role: RoleName, goal: Goal) -> str:
    now, stand = world.clock.now(), leading.named(world, "azbuka").id
    async with world.storage.writing() as work:
        return await work.staff.invite(role, None, stand, goal, now, now + timedelta(days=1), person)


# --- groups that the configuration names -----------------------------------------------------------------------------


@pytest.mark.shield("S12")
@pytest.mark.parametrize("section", ["questions", "staff"])
async def test_a_wrong_bind_that_is_undone_leaves_the_bot_where_the_configuration_has_it(
    world: World, desk: Desk, olga: Person, section: str
) -> None:
    hall = world.group("Зал")
    if section == "questions":
        policy = replace(world.policy, questions=QuestionPolicy(chats={"preschool": hall.address()}))
    else:
        policy = replace(world.policy, staff=StaffPolicy(chats={"nobody": hall.address()}))
    world.policy = policy
    await world.restart()
    await hall.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.tick()
    await olga.taps("Отвязать")
    assert "остаюсь" in olga.toast
    await world.pass_time(minutes=1)
    assert hall.chat not in world.messenger.closed
    assert await places(world) == [str(desk.group.address())]


@pytest.mark.shield("S12")
async def test_a_bind_in_a_place_of_the_configuration_makes_it_not_unbindable(
    world: World, desk: Desk, olga: Person
) -> None:
    """Otherwise an undone mistake would leave the stand without the chat that the configuration gives it."""
    chat = world.group("Стенд 2")
    async with world.storage.writing() as work:
        now = world.clock.now()
        await work.staff.places.bind(chat.address(), "stand", None, desk.stand.id, False, "settings", now)
    await chat.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.tick()
    await olga.taps("Отвязать")
    assert "записана в настройках" in olga.toast
    assert str(chat.address()) in await places(world)
