"""Notes of a stand's staff: one below the other, put right by who wrote them, whose name is looked up for a table."""

from datetime import timedelta

from storage.database import Storage
from storage.leads.steps import TAKE
from tests.storage.making import NOW, people

LATER = NOW + timedelta(minutes=1)


async def test_a_note_is_put_right_where_it_stands(fair: Storage) -> None:
    anna, hand = await people(fair, 2)
    async with fair.writing() as work:
        lead, _ = await work.leads.open(next(iter(fair.catalogue.stands)), anna.id, "message", NOW)
        number = await work.leads.notes.add(lead.id, "Перезвонить в тир", hand.id, NOW)
        await work.leads.notes.add(lead.id, "Просит счёт", hand.id, NOW)
        await work.leads.notes.correct(number, "Перезвонить в три", LATER)
        first, second = await work.leads.notes.of_lead(lead.id)
        assert await work.leads.notes.load(number) == first
        assert (first.text, first.at, first.edited_at) == ("Перезвонить в три", NOW, LATER)
        assert (second.text, second.edited_at) == ("Просит счёт", None)
        assert await work.leads.notes.load(second.id + 1) is None


async def test_who_took_a_request_or_noted_something_had_a_hand_in_it(fair: Storage) -> None:
    anna, taker, writer, _ = await people(fair, 4)
    async with fair.writing() as work:
        assert await work.leads.lines.hands() == []
        lead, _ = await work.leads.open(next(iter(fair.catalogue.stands)), anna.id, "message", NOW)
        await work.leads.step(lead.id, TAKE, by=taker.id, now=NOW, taken_by=taker.id)
        for by in (taker, writer):
            await work.leads.notes.add(lead.id, "Просит счёт", by.id, NOW)
        assert sorted(await work.leads.lines.hands()) == [taker.id, writer.id]
