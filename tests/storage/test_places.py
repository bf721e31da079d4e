"""Groups are bound to clusters and stands; they move, lose topics, break and are mended, and nothing is lost by it."""

from datetime import timedelta

import pytest

from storage.address import Address
from storage.database import Storage
from storage.post.outbox import Lane, Posting
from storage.questions.tables import card_key
from storage.staff.places import Binding, Place, Source, topic_key
from tests.storage.making import NOW, PAPER, Queue, letter

GROUP = Address(PAPER, "-100")
SESSION = 7


@pytest.fixture
def queue(fair: Storage) -> Queue:
    return Queue(fair)


def cluster(fair: Storage, ref: str = "preschool") -> int:
    return next(one.id for one in fair.catalogue.clusters.values() if one.ref == ref)


async def bind(
    fair: Storage, address: Address = GROUP, *, ref: str = "preschool", topics: bool = False, by_file: bool = False
) -> None:
    async with fair.writing() as work:
        source: Source = "settings" if by_file else "bind"
        await work.staff.places.bind(address, "moderators", cluster(fair, ref), None, topics, source, NOW)


async def places(fair: Storage, ref: str = "preschool") -> tuple[Place, ...]:
    async with fair.reading() as work:
        return await work.staff.places.of_cluster(cluster(fair, ref))


async def show(queue: Queue, key: str, message: str, at: Address = GROUP) -> None:
    await queue.put(letter(key=key), to=at)
    await queue.show((await queue.claim())[0], message)


async def cards(fair: Storage) -> set[tuple[str, str, str, str]]:
    async with fair.engine.connect() as connection:
        found = await connection.exec_driver_sql("SELECT chat, thread, key, message FROM cards")
        return {(row.chat, row.thread, row.key, row.message) for row in found}


async def test_a_group_is_bound_once_and_may_serve_two_clusters(fair: Storage) -> None:
    await bind(fair)
    await bind(fair, topics=True)
    await bind(fair, ref="college")
    [place] = await places(fair)
    assert (place.address, place.topics, place.source, place.role) == (GROUP, True, "bind", "moderators")
    async with fair.reading() as work:
        assert len(await work.staff.places.at(Address(PAPER, "-100", "45"))) == 2
        assert await work.staff.places.at(Address(PAPER, "-101")) == ()


async def test_a_group_without_topics_is_itself_the_desk_and_one_with_topics_has_a_desk_for_each_session(
    fair: Storage, queue: Queue
) -> None:
    await bind(fair)
    [place] = await places(fair)
    async with fair.reading() as work:
        assert await work.staff.places.desk(place, SESSION) == GROUP
    await bind(fair, topics=True)
    [place] = await places(fair)
    async with fair.reading() as work:
        assert await work.staff.places.desk(place, SESSION) is None
    await show(queue, topic_key(SESSION), "45")
    async with fair.writing() as work:
        assert await work.staff.places.desk(place, SESSION) == Address(PAPER, "-100", "45")
        assert await work.staff.places.desk(place, SESSION + 1) is None
        await work.staff.places.without_topics(place.id, NOW)
    [place] = await places(fair)
    async with fair.reading() as work:
        assert await work.staff.places.desk(place, SESSION) == GROUP


async def test_a_group_that_was_refused_topics_is_asked_again_and_so_is_one_that_became_a_forum(fair: Storage) -> None:
    await bind(fair, topics=True)
    await bind(fair, Address(PAPER, "-100", "45"), ref="college")
    [place] = await places(fair)
    async with fair.writing() as work:
        await work.staff.places.without_topics(place.id, NOW)
        assert not await work.staff.places.flat_since(NOW - timedelta(minutes=1))
        assert await work.staff.places.flat_since(NOW)
    [place] = await places(fair)
    assert (place.topics, place.flat_at) == (False, NOW)
    async with fair.writing() as work:
        await work.staff.places.try_topics(NOW)
        assert not await work.staff.places.flat_since(NOW)
    [place] = await places(fair)
    assert (place.topics, place.flat_at) == (True, None)
    await bind(fair, topics=False)
    async with fair.writing() as work:
        await work.staff.places.with_topics(PAPER, "-100")
        await work.staff.places.entitle(PAPER, "-100", "Модераторы")
    [place] = await places(fair)
    assert (place.topics, place.title) == (True, "Модераторы")
    [thread] = await places(fair, "college")
    assert (thread.topics, thread.title) == (False, "Модераторы"), "a place that is one thread has none of its own"


async def test_a_group_that_becomes_another_chat_takes_everything_along(fair: Storage, queue: Queue) -> None:
    await bind(fair)
    await bind(fair, ref="college")
    await bind(fair, Address(PAPER, "-200"))  # somebody has bound the new one already
    await show(queue, card_key(1), "m1")
    await queue.put(letter(2), to=GROUP)
    done = letter(3)
    await queue.put(done, to=Address(PAPER, "-300"))
    async with fair.writing() as work:
        await work.staff.places.moved(PAPER, "-100", "-200")
    assert [place.address.chat for place in await places(fair)] == ["-200"]
    assert [place.address.chat for place in await places(fair, "college")] == ["-200"]
    assert await cards(fair) == {("-200", "", card_key(1), "")}, "the old message is in the old chat"
    assert {claimed.address.chat for claimed in await queue.claim()} == {"-200", "-300"}


async def test_a_topic_that_was_deleted_is_forgotten_with_what_stood_in_it(fair: Storage, queue: Queue) -> None:
    await bind(fair, topics=True)
    topic = Address(PAPER, "-100", "45")
    await show(queue, topic_key(SESSION), "45")
    await show(queue, topic_key(SESSION + 1), "46")
    await show(queue, card_key(1), "45")  # another message of that number, in the group itself
    await show(queue, card_key(2), "m2", topic)
    async with fair.writing() as work:
        await work.staff.places.lost(topic)
    assert await cards(fair) == {("-100", "", topic_key(SESSION + 1), "46"), ("-100", "", card_key(1), "45")}
    [place] = await places(fair)
    assert place.address == GROUP


async def test_a_place_that_was_one_topic_is_the_whole_group_when_the_topic_is_gone(fair: Storage) -> None:
    await bind(fair, Address(PAPER, "-100", "45"), by_file=True)
    async with fair.writing() as work:
        await work.staff.places.lost(Address(PAPER, "-100", "45"))
        await work.staff.places.lost(GROUP)
    assert [place.address for place in await places(fair)] == [GROUP]


async def test_nothing_is_sent_to_a_group_that_is_out_of_reach_until_it_is_mended(fair: Storage) -> None:
    await bind(fair)
    async with fair.writing() as work:
        await work.staff.places.broken(Address(PAPER, "-100", "45"), NOW)
    assert await places(fair) == ()
    async with fair.writing() as work:
        [place] = await work.staff.places.everywhere()
        assert place.broken_at == NOW
        await work.staff.places.mended(PAPER, "-100")
    assert len(await places(fair)) == 1


async def test_a_mended_group_is_told_what_it_missed_and_of_each_card_the_newest_only(fair: Storage) -> None:
    await bind(fair)
    queue = Queue(fair)
    for key in ("question-1", None, "question-1"):
        about = Posting("note", {}, Lane.SERVICE, NOW, NOW, NOW + timedelta(days=1), key=key)
        await queue.put(about, to=GROUP)
        [letter] = await queue.claim()
        async with fair.writing() as work:
            await work.post.claims.end([letter], "gone", NOW)
            await work.staff.places.broken(GROUP, NOW)
    async with fair.writing() as work:
        await work.staff.places.mended(PAPER, GROUP.chat)
        await work.staff.places.mended(PAPER, GROUP.chat)
    assert [letter.key for letter in await queue.claim()] == [None, "question-1"]


async def test_the_configuration_has_its_places_and_leaves_the_others_alone(fair: Storage) -> None:
    await bind(fair, Address(PAPER, "-1"))
    mine = Binding(Address(PAPER, "-2"), "moderators", cluster_id=cluster(fair), topics=True)
    stands = Binding(Address(PAPER, "-3"), "stand", stand_id=next(iter(fair.catalogue.stands)))

    async def settle(*bindings: Binding) -> dict[str, bool]:
        async with fair.writing() as work:
            await work.staff.places.settle(bindings, NOW)
            return {place.address.chat: place.topics for place in await work.staff.places.everywhere()}

    assert await settle(mine, stands) == {"-1": False, "-2": True, "-3": False}
    [_, learned] = await places(fair)
    async with fair.writing() as work:
        await work.staff.places.without_topics(learned.id, NOW)
    assert await settle(mine) == {"-1": False, "-2": False}, "what was learned of the group is not forgotten"
    assert await settle() == {"-1": False}


def test_an_address_on_the_web_is_one_chat() -> None:
    site = Address.read("web:https://fair.example.org/chat/45")
    assert (site.messenger, site.chat, site.thread) == ("web", "https://fair.example.org/chat/45", "")
    assert Address.read("paper:-100/45") == Address(PAPER, "-100", "45")
    assert Address.read(str(site)) == site


async def test_what_was_unbound_keeps_nothing_and_is_sent_nothing(fair: Storage, queue: Queue) -> None:
    other = Address(PAPER, "-101")
    for ref in ("preschool", "college"):
        await bind(fair, ref=ref)
    await bind(fair, other)
    await show(queue, card_key(1), "501")
    await show(queue, card_key(1), "601", other)
    await queue.put(letter(once="waits"), to=GROUP)
    for ref, left in (("college", True), ("preschool", False)):
        async with fair.writing() as work:
            [place] = [one for one in await work.staff.places.of_cluster(cluster(fair, ref)) if one.address == GROUP]
            ended = await work.staff.places.unbind(place, NOW)
            assert await work.staff.places.in_chat(PAPER, "-100") == left
            assert len(ended) == (0 if left else 1)
    assert await cards(fair) == {("-101", "", card_key(1), "601")}
    async with fair.reading() as work:
        assert await work.outbox.state_of("waits") == "dropped"
        assert await work.outbox.state_of("unheard of") is None
        assert [place.address for place in await work.staff.places.everywhere()] == [other]


async def test_a_thread_that_was_unbound_is_tidied_alone(fair: Storage, queue: Queue) -> None:
    thread = Address(PAPER, "-100", "45")
    await bind(fair)
    await bind(fair, thread, ref="college")
    await show(queue, card_key(1), "501")
    await show(queue, card_key(2), "502", thread)
    async with fair.writing() as work:
        [place] = await work.staff.places.of_cluster(cluster(fair, "college"))
        await work.staff.places.unbind(place, NOW)
    assert await cards(fair) == {("-100", "", card_key(1), "501")}
