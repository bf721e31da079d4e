"""Who may bind, who hears of it, and how rights end: attacks by strangers, former staff and strange groups."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.kit.event import Commanded, Returned
from dialogs.kit.policy import Policy, QuestionPolicy
from dialogs.news.staff import end_right, no_more_theirs
from storage.address import Address
from storage.leads.keys import lead_card_key
from storage.staff.places import Place, PlaceRole
from storage.staff.staff import Role
from tests.dialogs import leading, moderating
from tests.dialogs.leading import Desk
from tests.golden import same_as_golden
from tests.groups import Group
from tests.paper import PAPER, Person
from tests.world import World


@pytest.fixture
async def olga(world: World) -> Person:
    return await leading.organiser(world)


@pytest.fixture
async def desk(world: World, olga: Person) -> Desk:
    assert olga.messages
    return await leading.set_up(world)


async def revoke(world: World, user: str) -> list[Place]:
    """As `fairway staff revoke` does it; the groups to leave."""
    async with world.storage.writing() as work:
        line = next(one for one in await work.staff.everybody() if one.user == user)
        right = await work.staff.right(line.id)
        assert right is not None
        groups = await end_right(work, world.storage.catalogue, right, None, world.clock.now())
    assert groups is not None
    return groups


async def places(world: World) -> list[str]:
    async with world.storage.reading() as work:
        return [str(place.address) for place in await work.staff.places.everywhere()]


def says(group: Group | Person, words: str) -> list[str]:
    return [message.text for message in group.messages if words in message.text]


# --- a code that leaked ----------------------------------------------------------------------------------------------


@pytest.mark.shield("S5", "S12")
@pytest.mark.both
async def test_a_leaked_code_gives_a_stranger_nothing_and_stays_good_for_the_staff(world: World, desk: Desk) -> None:
    code = await leading.invitation(world, "place")
    stranger, theirs = world.person("66", name="Чужой"), world.group("Логово")
    await stranger.opens()
    await theirs.member(stranger).says(f"/bind {code}")
    await world.tick()
    assert theirs.messages == []
    assert "Группу привязывает тот, для чьей роли выдан код" in stranger.reads
    assert "стенд" not in stranger.reads.lower()
    same_as_golden("staff/may_not_bind", stranger.sees)
    right = stranger.reads
    await theirs.member(stranger).says("/bind 23456789abcdefghjkmnpqrstu")
    await world.tick()
    assert stranger.reads == right, "whether a code is one is not told either"
    await leading.asks(world, "1", "message")
    await leading.asks(world, "2")
    assert theirs.messages == []
    assert await places(world) == [str(desk.group.address())]
    spare = world.group("Запасная")
    await spare.member(desk.olga.person).says(f"/bind {code}")
    await world.tick()
    assert says(spare, "Готово")


@pytest.mark.shield("S12")
async def test_staff_of_another_stand_bind_nothing_by_it(world: World, desk: Desk) -> None:
    code = await leading.invitation(world, "place")
    other, theirs = await leading.staff(world, "83", "Пётр", "notebook"), world.group("Соседи")
    await theirs.member(other).says(f"/bind {code}")
    await world.tick()
    assert theirs.messages == []
    assert "Группу привязывает тот" in other.reads
    assert await places(world) == [str(desk.group.address())]


@pytest.mark.shield("S12")
async def test_administrators_without_a_name_bind_nothing(world: World, desk: Desk) -> None:
    code, group = await leading.invitation(world, "place"), world.group("Стенд 2")
    await group.member(desk.ivan.person, anonymous=True)._does(Commanded("bind", code), group.address())
    await world.tick()
    assert await places(world) == [str(desk.group.address())]


@pytest.mark.shield("S12")
@pytest.mark.both
async def test_a_new_place_is_told_to_organisers_and_to_the_one_before_who_take_it_back(
    world: World, desk: Desk, olga: Person
) -> None:
    other = world.group("Гараж")
    await other.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.tick()
    for told in (olga, desk.group):
        [news] = says(told, "Группа «Гараж» принимает заявки стенда")
        assert "Кто привязал: Иван" in news
        assert "Не вы?" in news
    same_as_golden("staff/group", olga.sees)
    lead = await leading.asks(world)
    assert says(other, "№1")
    await olga.taps("Отвязать")
    assert "Отвязал" in olga.toast
    await world.restart()
    await world.tick()
    assert "Группа «Гараж» отвязана" in olga.reads
    assert "Кто отменил: Марина" in olga.reads
    assert not olga.has("Отвязать")
    assert says(desk.group, "Группа «Гараж» отвязана")
    assert other.chat in world.messenger.closed, "it was left"
    before = len(other.messages)
    await leading.asks(world, "2")
    assert len(other.messages) == before
    assert await places(world) == [str(desk.group.address())]
    async with world.storage.reading() as work:
        assert await work.post.standing.places(lead_card_key(lead.id)) == [desk.group.address()]
        deeds = [entry.deed for entry in await work.privacy.audit.entries()]
    assert deeds.count("bind") == 2
    assert deeds.count("unbind") == 1


@pytest.mark.shield("S12")
async def test_the_old_place_unbinds_only_by_hands_that_hold_its_role(world: World, desk: Desk) -> None:
    other, stranger = world.group("Гараж"), world.person("66")
    await stranger.opens()
    await other.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.tick()
    await desk.group.member(stranger).taps("Отвязать")
    assert len(await places(world)) == 2
    assert "Здесь для вас ничего нет" in stranger.toast
    await desk.olga.taps("Отвязать")
    assert await places(world) == [str(desk.group.address())]
    await world.tick()
    [again] = [message for message in desk.group.messages if "«Гараж» отвязана" in message.text]
    await desk.olga.presses("st.unbind:5", again)
    assert desk.olga.toast == "Эта группа уже отвязана."


@pytest.mark.shield("S12")
async def test_where_the_bot_may_not_leave_organisers_are_asked_to_help(world: World, desk: Desk, olga: Person) -> None:
    other = world.group("Гараж")
    other.here.lets_go = False
    await other.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.tick()
    await olga.taps("Отвязать")
    await world.tick()
    await world.pass_time(minutes=1)
    assert "выйти из неё не могу" in olga.reads
    assert f"{PAPER}:{other.chat}" in olga.reads


@pytest.mark.shield("S12")
async def test_a_group_that_became_another_chat_is_unbound_there(world: World, desk: Desk, olga: Person) -> None:
    other = world.group("Гараж")
    await other.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.tick()
    await other.moves()
    assert str(other.address()) in await places(world)
    await olga.taps("Отвязать")
    await world.tick()
    assert await places(world) == [str(desk.group.address())]
    assert other.chat in world.messenger.closed


@pytest.mark.shield("S12")
async def test_a_group_with_other_work_is_not_left(world: World, desk: Desk, olga: Person) -> None:
    person = await leading.staff(world, "83", "Пётр", "notebook")
    await desk.group.member(person).says(f"/bind {await leading.invitation(world, 'place', stand='notebook')}")
    await world.tick()
    await leading.asks(world)
    await olga.taps("Отвязать")
    await world.tick()
    assert await places(world) == [str(desk.group.address())]
    assert desk.group.chat not in world.messenger.closed
    await desk.tap(desk.ivan, "Взять")
    assert "ваша" in desk.ivan.toast


# --- strange groups --------------------------------------------------------------------------------------------------


@pytest.mark.shield("S12")
@pytest.mark.both
async def test_a_group_that_nobody_binds_is_left_with_one_word(world: World, desk: Desk) -> None:
    strange = world.group("Чужая")
    await strange.lets_us_in()
    await world.pass_time(minutes=14)
    assert strange.messages == []
    await world.restart()
    await leading.asks(world)
    await world.pass_time(minutes=2)
    [word] = strange.messages
    assert "Эту группу никто не привязал" in word.text
    assert strange.chat in world.messenger.closed
    assert desk.group.chat not in world.messenger.closed


@pytest.mark.shield("S12")
async def test_where_something_was_said_before_we_knew_the_group_it_is_left_too(world: World, desk: Desk) -> None:
    strange = world.group("Давняя")
    await strange.member(desk.ivan.person).says("привет")
    await world.pass_time(minutes=16)
    assert strange.chat in world.messenger.closed


@pytest.mark.shield("S12")
async def test_a_group_is_given_time_and_public_chats_of_the_configuration_stay(world: World, desk: Desk) -> None:
    late, public = world.group("Новая"), world.group("Зал")
    chats = {"preschool": public.address()}
    world.policy = Policy(rates=world.policy.rates, questions=QuestionPolicy(chats=chats))
    await world.restart()
    for group in (late, public):
        await group.lets_us_in()
    await world.pass_time(minutes=10)
    await late.member(desk.ivan.person).says(f"/bind {await leading.invitation(world, 'place')}")
    await world.pass_time(minutes=10)
    assert not {late.chat, public.chat} & world.messenger.closed


# --- rights that end -------------------------------------------------------------------------------------------------


@pytest.mark.shield("S12")
async def test_a_used_link_is_told_and_taken_back_by_a_button(world: World, desk: Desk, olga: Person) -> None:
    viktor = await leading.staff(world, "75", "Виктор")
    await world.tick()
    same_as_golden("staff/person", olga.sees)
    assert says(desk.group, "Виктор теперь работает на стенде")
    assert not desk.group.finds("Виктор теперь").buttons, "members give no rights and take none"
    await leading.asks(world)
    await olga.taps("Отозвать")
    await desk.tap(desk.group.member(viktor), "Взять")
    assert "для вас ничего нет" in viktor.toast, "denied at once"
    assert "Виктор больше не работает на стенде" in olga.reads
    assert desk.group.here.out == ["75"]
    await olga.presses("st.revoke:999999")
    assert "ничего нет" in olga.toast


@pytest.mark.shield("S12")
@pytest.mark.both
async def test_all_contacts_that_were_ever_shown_go_with_the_right(world: World, desk: Desk) -> None:
    for number in (1, 2):
        await leading.asks(world, str(number), card=replace(leading.ANNA, name=f"Анна {number}"))
        await desk.tap(desk.ivan, "Взять", number)
    await desk.tap(desk.ivan, "Позвонил", 1)
    await desk.tap(desk.ivan, "Закрыть", 1)
    await desk.tap(desk.ivan, "Без оценки", 1)
    assert (await desk.lead(1)).state == "closed"
    assert len(says(desk.ivan.person, "+7 916")) == 2
    assert [str(place.address) for place in await revoke(world, "71")] == [str(desk.group.address())]
    world.clock.move(timedelta(seconds=10))
    await world.tick()
    assert says(desk.ivan.person, "+7 916") == []
    assert desk.group.here.out == ["71"]
    world.clock.move(timedelta(seconds=40))
    await world.tick()
    assert not says(desk.group, "Исключите")
    async with world.storage.reading() as work:
        revoked = [entry.about for entry in await work.privacy.audit.entries() if entry.deed == "revoke"]
    [deed] = revoked
    assert deed.startswith("stand azbuka ")


@pytest.mark.shield("S12")
async def test_where_the_bot_may_not_remove_people_they_are_asked_to(world: World, desk: Desk, olga: Person) -> None:
    desk.group.here.bans = False
    await revoke(world, "71")
    await world.tick()
    world.clock.move(timedelta(seconds=31))
    await world.tick()
    [here] = says(desk.group, "Исключите")
    same_as_golden("staff/by_hand", olga.sees)
    assert "Иван больше не работает на стенде" in here
    assert "Исключите этого человека из групп" in olga.reads
    assert "Стенд" in olga.reads


@pytest.mark.shield("S12")
async def test_who_has_other_work_in_the_group_stays(world: World, desk: Desk) -> None:
    await desk.ivan.person.opens(f"staff-{await leading.invitation(world, 'person', 'organiser')}")
    assert await revoke(world, "71") == []
    await world.tick()
    assert desk.group.here.out == []


@pytest.mark.shield("S12")
def test_groups_are_left_where_no_other_role_has_its_work(world: World) -> None:
    now = world.clock.now()

    def place(number: int, chat: str, cluster: int | None, stand: int | None) -> Place:
        role: PlaceRole = "moderators" if cluster else "stand"
        return Place(number, Address(PAPER, chat), role, cluster, stand, False, "bind", now, None, None, "")

    both = [place(1, "-1", 1, None), place(2, "-1", 2, None), place(3, "-2", None, 1)]
    first, second, stand = Role("moderator", 1), Role("moderator", 2), Role("stand", None, 1)
    assert [one.id for one in no_more_theirs(both, first, ())] == [1]
    assert no_more_theirs(both, first, (second,)) == []
    assert [one.id for one in no_more_theirs(both, Role("organiser"), ())] == [1, 3]
    assert [one.id for one in no_more_theirs(both, Role("organiser"), (stand,))] == [1]


@pytest.mark.shield("S12")
async def test_a_moderators_group_that_is_unbound_loses_its_topics(world: World, olga: Person) -> None:
    desk = await moderating.set_up(world)
    person = world.person("1")
    await person.opens()
    await moderating.asks_and_waits(desk, person, "Как читать вслух?")
    assert desk.group.topics
    await olga.taps("Отвязать")
    await world.tick()
    async with world.storage.engine.connect() as connection:
        left = await connection.exec_driver_sql(f"SELECT key FROM cards WHERE chat = '{desk.group.chat}'")
        assert left.all() == []
    assert desk.group.chat in world.messenger.closed


@pytest.mark.shield("S12")
async def test_in_a_strange_group_nothing_of_ours_is_known(world: World, desk: Desk) -> None:
    """Whatever a member of the staff writes there, only what a group may know comes back."""
    strange = world.group("Чужая")
    await leading.asks(world)
    await strange._tells(Returned())
    for words in ("/leads", "/desk", "/air", "/bind", "/bind 23456789"):
        await strange.member(desk.ivan.person).says(words)
    await world.tick()
    assert not [text for text in says(strange, "") if "Анна" in text or "№1" in text or "Азбука" in text]
