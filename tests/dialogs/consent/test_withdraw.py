"""Withdrawing: what stands ends once, with all that hangs on it, and the log says why."""

from datetime import timedelta

import pytest

from dialogs.consent.withdraw import alike, live, withdraw
from tests.paper import PAPER, Person
from tests.planting import CARD, agrees
from tests.world import World


@pytest.mark.both
@pytest.mark.parametrize("deed", ["withdraw", "purge"])
async def test_a_consent_ends_once_with_the_contact_that_hung_on_it(world: World, anna: Person, deed: str) -> None:
    kept, now, stand = await world.kept(anna), world.clock.now(), next(iter(world.storage.catalogue.stands))
    assert kept is not None
    by = kept.id if deed == "withdraw" else None
    term = now + timedelta(days=30)
    async with world.storage.writing() as work:
        other = await agrees(world, work, kept, "call", stand)
        older = await work.privacy.consents.give(
            kept.id, PAPER, "materials", stand, version="1", text_hash="b" * 64, fields=["name"], now=now, until=term
        )
        newer = await agrees(world, work, kept, "materials", stand)
        lead, _ = await work.leads.open(stand, kept.id, "materials", now)
        await work.privacy.contacts.attach(lead.id, newer, CARD)
        both = await alike(work, kept.id, older)
        assert [one.id for one in both] == [newer.id, older.id]
        done = await withdraw(work, both, now, by=by)
        assert (done.ended, done.leads) == (2, (lead,))
        assert await live(work, kept.id) == [other]
        assert await work.privacy.contacts.of_lead(lead.id) is None
        again = await withdraw(work, await alike(work, kept.id, older), now, by=by)
        assert (again.ended, again.leads) == (0, ())
    assert [(one.deed, one.by) for one in await world.audited()] == [(deed, by)] * 2
