"""Who can mend a trouble is told of it in private: one message, from its beginning to its end."""

from datetime import timedelta

import pytest

from dialogs.kit.policy import Policy
from dialogs.kit.weather import Weather
from dialogs.news.leads import asked_in_vain
from storage.leads.attempts import How
from tests.dialogs import leading, moderating
from tests.dialogs.asking import asks
from tests.dialogs.moderating import Desk, settle
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.world import World


@pytest.fixture
async def olga(world: World) -> Person:
    """An organiser."""
    return await leading.organiser(world)


@pytest.fixture
async def desk(world: World, olga: Person) -> Desk:
    """The preschool moderators' forum."""
    return await moderating.set_up(world)


async def stand_of(world: World, ref: str = "azbuka") -> int:
    stand = world.storage.catalogue.stand_named(ref)
    assert stand is not None
    return stand.id


async def wants(world: World, person: Person, *, how: How = "call", ref: str = "azbuka") -> None:
    """What a visitor's screen does where nobody is there."""
    kept = await world.kept(person)
    assert kept is not None
    async with world.storage.writing() as work:
        await asked_in_vain(work, await stand_of(world, ref), kept.id, how, world.clock.now())


def troubles(person: Person, words: str) -> list[str]:
    return [message.text for message in person.messages if words in message.text]


@pytest.mark.both
async def test_a_lost_group_is_told_at_once_to_who_can_mend_it_and_is_over_when_mended(
    desk: Desk, olga: Person, anna: Person
) -> None:
    world = desk.world
    await desk.group.shows_us_out()
    await world.tick()
    for reader in (olga, desk.maria.person):
        assert reader.reads.startswith("Я больше не в группе «Модераторы»\n\nВопросы 1 кластера никто не видит:")
        assert "«Дошкольное образование»" in reader.reads
    assert olga.buttons == ["Как вернуть", "Связать другую группу"]
    same_as_golden("troubles/group", olga.sees)
    assert desk.maria.person.buttons == ["Как вернуть"], "only organisers invite"
    await world.pass_time(minutes=5)
    assert len(troubles(olga, "Я больше не в группе")) == 1
    await olga.taps("Как вернуть")
    assert "администратором" in olga.reads
    await desk.group.lets_us_in()
    await world.pass_time(minutes=1)
    [told] = troubles(olga, "Я больше не в группе")
    assert told.startswith("✓ Прошло в")


async def test_the_code_below_a_lost_group_binds_another_one(desk: Desk, olga: Person) -> None:
    world = desk.world
    world.policy = Policy(rates=world.policy.rates, links={PAPER: "https://paper.example/bot?start=menu"})
    await world.restart()
    await desk.group.shows_us_out()
    await world.tick()
    await olga.taps("Связать другую группу")
    assert "https://paper.example/bot?start=staff-" in olga.reads
    command = olga.reads.rpartition("/bind ")[2]
    link = olga.reads.partition("start=")[2].partition("\n")[0]
    other = world.group("Запасная")
    await other.member(desk.maria.person).says(f"/bind {command}")
    await world.tick()
    assert "Готово" in other.messages[0].text
    newcomer = world.person("90", name="Нина")
    await newcomer.opens(link)
    assert "модератор" in newcomer.reads


async def test_the_asker_is_told_the_truth_while_nobody_sees_the_question_and_after(
    desk: Desk, olga: Person, anna: Person
) -> None:
    world = desk.world
    await asks(world, anna, "Как читать вслух?")
    await settle(world)
    assert "принят, ждёт модератора" in anna.messages[-1].text
    await desk.group.shows_us_out()
    await world.pass_time(minutes=1)
    assert "модераторы пока недоступны" in anna.messages[-1].text
    await desk.group.lets_us_in()
    await world.pass_time(minutes=1)
    assert "принят, ждёт модератора" in anna.messages[-1].text


async def test_who_asks_where_there_is_no_group_is_not_told_that_moderators_have_it(world: World, anna: Person) -> None:
    await asks(world, anna, "Как читать вслух?")
    assert any("Модераторы пока недоступны" in message.text for message in anna.messages)
    await world.tick()
    assert "модераторы пока недоступны" in anna.reads


async def test_clusters_without_group_or_moderators_are_told_of_an_hour_before(world: World, olga: Person) -> None:
    await world.tick()
    assert "а его вопросы никто не увидит" in olga.reads or "а их вопросы никто не увидит" in olga.reads
    same_as_golden("troubles/clusters", olga.sees)
    await moderating.set_up(world, forum=False)
    await world.pass_time(minutes=1)
    assert not any("Дошкольное образование»: нет" in message.text for message in olga.messages)


async def test_questions_that_nobody_takes_reach_all_moderators_and_then_organisers(
    desk: Desk, olga: Person, anna: Person
) -> None:
    world, maria = desk.world, desk.maria.person
    await asks(world, anna, "Как читать вслух?")
    await world.time_is("10:00")
    assert "1 вопрос ждёт модератора дольше 5 мин" in maria.reads, "nobody is on shift, so all are asked"
    assert maria.has("№1")
    await world.pass_time(minutes=4)
    assert not troubles(olga, "1 вопрос никто не берёт")
    await world.pass_time(minutes=2)
    assert "1 вопрос никто не берёт" in olga.reads
    same_as_golden("troubles/questions", olga.sees)
    await olga.taps("№1")
    await world.tick()
    assert olga.reads.startswith("№1 ·")
    await olga.taps("Взять")
    await world.pass_time(minutes=1)
    [told] = troubles(olga, "1 вопрос никто не берёт")
    assert told.startswith("✓ Прошло в")
    assert "Марина" in desk.card().text


async def test_where_nobody_moderates_organisers_are_told_as_soon_as_moderators_would_be(
    world: World, olga: Person, anna: Person
) -> None:
    desk = await moderating.set_up(world)
    async with world.storage.writing() as work:
        for line in await work.staff.everybody():
            if line.role == "moderator":
                await work.staff.revoke(line.id, world.clock.now())
    await asks(world, anna, "Как читать вслух?")
    await world.time_is("10:00")
    await world.pass_time(minutes=1)
    assert "1 вопрос никто не берёт" in olga.reads
    assert "У кластера нет модераторов" in olga.reads
    assert desk.card().find("Взять")


async def test_a_card_in_private_comes_to_moderators_only(desk: Desk, anna: Person) -> None:
    world = desk.world
    await asks(world, anna, "Как читать вслух?")
    await settle(world)
    before = len(anna.messages)
    await anna.presses("q.card:1")
    await world.tick()
    assert not [message for message in anna.messages[before:] if message.text.startswith("№1 ·")]


async def test_a_stand_asked_in_vain_is_told_with_its_count_until_somebody_is_there(
    world: World, olga: Person, anna: Person
) -> None:
    boris = world.person("2")
    await boris.opens()
    await wants(world, anna)
    await wants(world, anna)
    await wants(world, boris, how="message")
    await world.tick()
    [told] = troubles(olga, "обратились к стенду, где никого нет")
    assert told.startswith("2 посетителя обратились к стенду, где никого нет")
    assert "Хотели, чтобы им позвонили: 1" in told
    same_as_golden("troubles/in-vain", olga.sees)
    await wants(world, boris)
    await world.pass_time(minutes=1)
    [told] = troubles(olga, "обратились к стенду, где никого нет")
    assert told.startswith("3 посетителя")
    await olga.taps("Позвать сотрудников стенда")
    assert "/bind " in olga.reads
    await leading.staff(world, "83", "Пётр")
    await world.pass_time(minutes=1)
    [told] = troubles(olga, "обратились к стенду, где никого нет")
    assert told.startswith("✓ Прошло в")


async def test_a_messenger_that_is_away_or_refuses_the_token_is_told(world: World, olga: Person) -> None:
    now = world.clock.now()
    weather = {"vk": Weather(away_since=now), "telegram": Weather(refused_since=now)}
    world.policy = Policy(rates=world.policy.rates, weather=weather)
    await world.restart()
    await world.tick()
    assert len(troubles(olga, "VK не отвечает")) == len(troubles(olga, "Telegram не принимает токен бота")) == 1
    weather["vk"].away_since = None
    weather["vk"].refusals |= {"shut", "chats"}
    weather["telegram"].refusals.add("rival")
    await world.pass_time(minutes=1)
    assert len(troubles(olga, "VK не разрешает мне писать людям")) == 1
    assert len(troubles(olga, "VK не разрешает мне писать в группы")) == 1
    assert len(troubles(olga, "Telegram: мои сообщения забирает другая программа")) == 1
    weather["vk"].refusals.clear()
    await world.pass_time(minutes=1)
    assert troubles(olga, "VK не разрешает мне писать людям")[0].startswith("✓ Прошло в")
    assert troubles(olga, "VK не отвечает")[0].startswith("✓ Прошло в")
    assert troubles(olga, "Telegram не принимает токен бота")[0].startswith("Telegram не принимает")


async def test_a_group_that_refuses_topics_is_told(world: World, olga: Person, anna: Person) -> None:
    group = world.group("Модераторы", forum=True)
    group.here.manages = False
    maria = await moderating.moderator(world, "71", "Мария")
    await group.member(maria).says(f"/bind {await moderating.invitation(world, 'place')}")
    await asks(world, anna, "Как читать вслух?")
    await settle(world)
    world.clock.move(timedelta(seconds=10))
    await world.tick()
    assert troubles(olga, "В группе «Модераторы» тем нет: у меня нет права управлять темами")


async def test_who_becomes_an_organiser_later_is_told_too(world: World) -> None:
    desk = await moderating.set_up(world)
    await desk.group.shows_us_out()
    await world.tick()
    olga = await leading.organiser(world)
    await world.pass_time(minutes=1)
    assert len(troubles(olga, "Я больше не в группе")) == 1
    await world.pass_time(minutes=2)
    assert olga.messages[-1].edits == 0


async def test_who_organises_no_more_is_told_nothing(desk: Desk, olga: Person) -> None:
    async with desk.world.storage.writing() as work:
        for line in await work.staff.everybody():
            if line.role == "organiser":
                await work.staff.revoke(line.id, desk.world.clock.now())
    await desk.group.shows_us_out()
    await desk.world.tick()
    assert not troubles(olga, "Я больше не в группе")
