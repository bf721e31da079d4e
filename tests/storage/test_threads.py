"""Threads: what a visitor and a stand write to each other goes to the other side, and is counted and forgotten."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from dialogs.news.leads import lead_opened
from dialogs.news.threads import thread_ended, thread_said
from storage.address import Address
from storage.database import Storage, Work
from storage.leads.steps import Step
from storage.leads.tables import OPEN, Lead
from storage.leads.threads import ENDED, FROM_STAND, said_key
from storage.post.outbox import OUTBOX

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)
CHAT = Address("paper", "-100")


async def thread(storage: Storage, work: Work, user: str = "1") -> tuple[Lead, int]:
    """A visitor's open thread with the first stand, whose staff work in a chat."""
    stand = next(iter(storage.catalogue.stands))
    await work.staff.places.bind(CHAT, "stand", None, stand, False, "bind", NOW)
    person = await work.people.add("paper", user, "ru", NOW)
    lead, _ = await work.leads.open(stand, person.id, "message", NOW)
    return lead, person.id


async def posted(storage: Storage) -> list[tuple[str, str, str | None]]:
    query = select(OUTBOX.c.kind, OUTBOX.c.chat, OUTBOX.c.key).order_by(OUTBOX.c.id)
    async with storage.engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(query)]


async def test_what_the_visitor_writes_goes_to_the_stands_chat_and_back(fair: Storage) -> None:
    async with fair.writing() as work:
        lead, anna = await thread(fair, work)
        await lead_opened(work, lead, NOW)
        await thread_said(work, lead, "Есть ли скидки?", by_staff=False, by=anna, now=NOW)
        ivan = await work.people.add("paper", "9", "ru", NOW)
        told = await thread_said(work, lead, "Есть.", by_staff=True, by=ivan.id, now=NOW)
    assert await posted(fair) == [
        ("lead-card", "-100", f"lead-{lead.id}"),
        (FROM_STAND, "1", said_key(told.id)),
    ]
    async with fair.reading() as work:
        assert [message.text for message in await work.leads.threads.of_lead(lead.id)] == ["Есть ли скидки?", "Есть."]
        taken = await work.leads.load(lead.id)
        assert taken is not None
        assert (taken.state, taken.taken_by) == ("taken", ivan.id)


async def test_messages_without_an_answer_are_counted_over_all_threads_with_the_stand(fair: Storage) -> None:
    async with fair.writing() as work:
        lead, anna = await thread(fair, work)
        for minute in range(3):
            now = NOW + timedelta(minutes=minute)
            await thread_said(work, lead, "?", by_staff=False, by=anna, now=now)
        await work.leads.step(lead.id, Step("cancel", OPEN, "cancelled"), by=None, now=NOW)
        lead, _ = await work.leads.open(lead.stand_id, anna, "message", NOW)
        await thread_said(work, lead, "?", by_staff=False, by=anna, now=NOW + timedelta(minutes=3))
        assert await work.leads.threads.unanswered(anna, lead.stand_id, NOW) == 4
        assert await work.leads.threads.unanswered(anna, lead.stand_id, NOW + timedelta(minutes=2)) == 2
        (last,) = await work.leads.threads.said_since(anna, NOW + timedelta(minutes=3))
        assert last.at == NOW + timedelta(minutes=3)
        await thread_said(work, lead, "!", by_staff=True, by=anna, now=NOW)
        assert await work.leads.threads.unanswered(anna, lead.stand_id, NOW) == 0


async def test_an_end_is_told_to_the_other_side_and_the_thread_is_open_no_more(fair: Storage) -> None:
    async with fair.writing() as work:
        lead, anna = await thread(fair, work)
        assert [one.id for one in await work.leads.threads.open_of(anna)] == [lead.id]
        await work.leads.step(lead.id, Step("cancel", OPEN, "cancelled"), by=None, now=NOW)
        await thread_ended(work, lead, by_staff=False, now=NOW)
        await thread_ended(work, lead, by_staff=True, now=NOW)
        assert await work.leads.threads.open_of(anna) == ()
    assert [(kind, chat) for kind, chat, _ in await posted(fair)] == [(ENDED, "-100"), (ENDED, "1")]


async def test_erasing_a_visitor_takes_all_words_of_their_threads_and_of_no_others(fair: Storage) -> None:
    async with fair.writing() as work:
        lead, anna = await thread(fair, work)
        other, viktor = await thread(fair, work, "2")
        await thread_said(work, lead, "Меня зовут Анна", by_staff=False, by=anna, now=NOW)
        await thread_said(work, lead, "Здравствуйте, Анна", by_staff=True, by=viktor, now=NOW)
        await thread_said(work, other, "Добрый день", by_staff=False, by=viktor, now=NOW)
        person = await work.people.load(anna)
        assert person is not None
        await work.personal.erase(person, NOW)
        assert await work.leads.threads.of_lead(lead.id) == ()
        assert [message.text for message in await work.leads.threads.of_lead(other.id)] == ["Добрый день"]


async def test_what_is_between_a_visitor_and_a_stand_can_be_erased_alone(fair: Storage) -> None:
    async with fair.writing() as work:
        (lead, anna), (other, _) = await thread(fair, work), await thread(fair, work, "2")
        assert [one.id for one in await work.leads.threads.between(anna, lead.stand_id)] == [lead.id], "it is open"
        for one, by in ((lead, anna), (other, other.person_id)):
            await thread_said(work, one, "Добрый день", by_staff=False, by=by, now=NOW)
        await work.leads.step(lead.id, Step("cancel", OPEN, "cancelled"), by=None, now=NOW)
        assert [one.id for one in await work.leads.threads.between(anna, lead.stand_id)] == [lead.id], "it holds words"
        await work.leads.threads.erase(lead.id)
        assert await work.leads.threads.between(anna, lead.stand_id) == ()
        assert await work.leads.threads.of_lead(lead.id) == ()
        assert len(await work.leads.threads.of_lead(other.id)) == 1
