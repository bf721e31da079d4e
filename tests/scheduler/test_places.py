"""Letters to places: topics are kept, boards stand above the chat, and whatever becomes of a group nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.kit.event import Address
from dialogs.kit.letter import Letter
from dialogs.kit.messenger import Later
from dialogs.kit.screen import Topic
from storage.staff.places import Place
from tests.dialogs.engine.staff_room import SESSION, TOPIC_KEY, Board, Card, Fact, Room, StaffRoom, posting
from tests.groups import Group
from tests.paper import LIMITS, Person
from tests.scheduler.script import counts, run_until
from tests.world import World


class Duty:
    """A forum of moderators, bound to a cluster."""

    def __init__(self, world: World, room: StaffRoom, group: Group, cluster: int) -> None:
        self.world = world
        self.room = room
        self.group = group
        self._cluster = cluster

    async def post(self, letter: Letter, to: Address | None = None, key: str | None = None) -> None:
        """Post a letter to the group and deliver what is due."""
        async with self.world.storage.writing() as work:
            await work.outbox.put(posting(letter, self.world.clock.now(), key), to or self.group.address())
        await self.world.deliver()

    async def post_topic(self) -> None:
        await self.post(Room(SESSION), key=TOPIC_KEY)

    async def later(self, minutes: int) -> None:
        """Time passes for the letters alone."""
        self.world.clock.move(timedelta(minutes=minutes))
        await self.world.deliver()

    async def places(self) -> list[Place]:
        """Where the cluster's moderators are reached."""
        async with self.world.storage.reading() as work:
            return list(await work.staff.places.of_cluster(self._cluster))

    async def desk(self) -> Address | None:
        """Where the session's cards stand."""
        (place,) = await self.places()
        async with self.world.storage.reading() as work:
            return await work.staff.places.desk(place, SESSION)


async def bound(world: World, *, forum: bool = True) -> Duty:
    room = StaffRoom()
    await world.restart(room.feature)
    group = world.group("Модераторы", forum=forum)
    cluster = min(world.storage.catalogue.clusters)
    async with world.storage.writing() as work:
        await work.staff.places.bind(group.address(), "moderators", cluster, None, True, "bind", world.clock.now())
    return Duty(world, room, group, cluster)


@pytest.fixture
async def duty(world: World) -> Duty:
    return await bound(world)


async def test_a_topic_is_made_renamed_closed_and_opened_under_its_key(duty: Duty) -> None:
    await duty.post_topic()
    assert duty.group.topics == {"Вопросы": True}
    thread = duty.group.address("Вопросы")
    for topic in (Topic("10:00 · Вопросы"), Topic("10:00 · Вопросы", open=False), Topic("10:00 · Вопросы")):
        duty.room.topic = topic
        await duty.post_topic()
        assert duty.group.topics == {topic.title: topic.open}
    assert await duty.desk() == thread == duty.group.address("10:00 · Вопросы")
    assert await duty.world.letters() == {"delivered": 4}


async def test_a_card_stands_in_its_topic_and_is_edited_there(duty: Duty) -> None:
    await duty.post_topic()
    there = duty.group.address("Вопросы")
    await duty.post(Card(14), there, key="card-14")
    duty.room.taken[14] = "Мария"
    await duty.post(Card(14), there, key="card-14")
    (card,) = duty.group.under("Вопросы")
    assert (card.text, card.edits) == ("№14: Мария", 1)


async def test_what_is_pinned_stands_above_the_chat(duty: Duty) -> None:
    await duty.post(Card(14))
    await duty.post(Board(), key="board-7")
    await duty.post(Board(), key="board-7")
    assert duty.group.pinned == ["взято 0"]


async def test_a_topic_deleted_by_hand_is_made_again_with_its_cards(duty: Duty) -> None:
    await duty.post_topic()
    there = duty.group.address("Вопросы")
    await duty.post(Card(14), there, key="card-14")
    await duty.post(Board(), there, key="board-7")
    duty.group.deletes_topic("Вопросы")
    await duty.post(Card(14), there, key="card-14")
    assert await duty.world.letters() == {"delivered": 3, "dropped": 1}
    assert await duty.desk() is None, "its thread is forgotten"
    async with duty.world.storage.reading() as work:
        assert await work.post.standing.key_of(there.messenger, there.chat, "2") is None
    await duty.post_topic()
    assert await duty.desk() == duty.group.address("Вопросы") != there
    await duty.post(Card(14), duty.group.address("Вопросы"), key="card-14")
    assert [message.text for message in duty.group.under("Вопросы")] == ["№14: свободен"]


async def test_a_topic_deleted_by_hand_is_noticed_when_it_is_to_change_too(duty: Duty) -> None:
    await duty.post_topic()
    duty.group.deletes_topic("Вопросы")
    duty.room.topic = Topic("Вопросы", open=False)
    await duty.post_topic()
    assert await duty.desk() is None
    assert duty.group.topics == {}
    await duty.post_topic()
    assert duty.group.topics == {"Вопросы": False}


async def test_a_group_that_cannot_have_topics_goes_on_without(world: World) -> None:
    duty = await bound(world, forum=False)
    await duty.post_topic()
    assert await world.letters() == {"refused": 1}
    assert await duty.desk() == duty.group.address()


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_became_another_chat_gets_its_letters_there(world: World, told: bool) -> None:
    duty = await bound(world, forum=False)
    await duty.post(Card(14), key="card-14")
    old = duty.group.address()
    await duty.group.moves(told=told)
    if not told:
        await duty.post(Card(15), old)
    await duty.post(Card(14), key="card-14")
    assert [place.address for place in await duty.places()] == [duty.group.address()] != [old]
    assert [message.text for message in duty.group.messages][-1] == "№14: свободен"
    assert len(duty.group.messages) == (1 if told else 2)
    assert (await world.letters()).keys() == {"delivered"}


async def test_a_card_of_the_old_chat_is_no_message_of_the_new_one(world: World) -> None:
    """The messenger numbers messages anew there."""
    duty = await bound(world, forum=False)
    await duty.post(Card(14), key="card-14")
    number = duty.group.messages[0].id
    await duty.group.moves()
    await duty.post(Card(15), key="card-15")
    duty.group.messages[0].id = number
    await duty.post(Card(14), key="card-14")
    assert [message.text for message in duty.group.messages] == ["№15: свободен", "№14: свободен"]


async def test_a_group_that_shows_us_out_is_left_alone_until_it_lets_us_in(duty: Duty) -> None:
    await duty.group.shows_us_out()
    assert await duty.places() == []
    await duty.group.lets_us_in()
    assert len(await duty.places()) == 1


async def test_a_group_that_shut_us_out_unheard_is_noticed_by_a_letter(duty: Duty) -> None:
    duty.world.messenger.closed.add(duty.group.chat)
    await duty.post(Card(14))
    assert await duty.world.letters() == {"gone": 1}
    assert await duty.places() == []
    await duty.group.lets_us_in()
    assert len(await duty.places()) == 1


async def test_what_is_for_machines_is_refused_by_people_s_messengers(duty: Duty) -> None:
    await duty.post(Fact(14))
    assert await duty.world.letters() == {"refused": 1}
    assert duty.group.messages == []


async def test_a_letter_to_a_place_waits_out_a_flood_like_any_other(duty: Duty) -> None:
    duty.world.messenger.answer(duty.group.chat, Later(0.01, flood=True))
    await duty.post(Card(14))
    assert duty.group.messages == []
    await duty.later(minutes=1)
    assert [message.text for message in duty.group.messages] == ["№14: свободен"]


async def test_a_group_gets_so_many_letters_a_minute_and_edits_are_among_them(duty: Duty, anna: Person) -> None:
    duty.world.messenger.limits = replace(LIMITS, group_per_minute=3)
    person = await duty.world.kept(anna)
    assert person is not None
    async with duty.world.storage.writing() as work:
        for card in range(6):
            await work.outbox.put(posting(Card(card), duty.world.clock.now(), f"card-{card % 5}"), duty.group.address())
            await work.outbox.put(posting(Card(card), duty.world.clock.now()), person.address, person.id)

    async def enough() -> bool:
        return await counts(duty.world.storage) == {"delivered": 9, "waiting": 2}

    await run_until(duty.world.delivery(), enough)
    assert len(duty.group.messages) == 3
    assert len(anna.letters) == 6, "a person does not wait for a group"
    await duty.later(minutes=2)
    assert len(duty.group.messages) == 5
