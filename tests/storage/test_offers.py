"""Materials that staff send: each step by one hand, shown by every catalogue, left alone by imports."""

from datetime import UTC, datetime, timedelta

from dialogs.news.sessions import load_fair
from storage.database import Storage
from storage.fair.exhibition import Stand
from storage.fair.files import StoredFile, file_hash
from storage.importers.fair_file import FairFile
from storage.leads.offers import Offer
from tests.conftest import FAIRS

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)
PDF = StoredFile(file_hash(b"%PDF"), "Прайс.pdf", "application/pdf", b"%PDF")


def azbuka(storage: Storage) -> Stand:
    return next(iter(storage.catalogue.stands.values()))


async def offered(storage: Storage) -> Offer:
    """A file that is fetched already."""
    async with storage.writing() as work:
        ivan = await work.people.add("paper", "9", "ru", NOW)
        sent = ("paper", "file-1", PDF.name, PDF.media_type)
        offer = await work.leads.offers.add(azbuka(storage).id, ivan.id, "Прайс", "contacts", NOW, sent=sent)
        await work.files.keep(PDF)
        assert [one.id for one in await work.leads.offers.fetching()] == [offer.id]
        assert await work.leads.offers.fetched(offer, PDF.hash, NOW)
        assert not await work.leads.offers.fetched(offer, PDF.hash, NOW)
        kept = await work.leads.offers.load(offer.id)
    assert kept is not None
    assert (kept.state, kept.handle) == ("waiting", None)
    return kept


async def publish(storage: Storage, offer: Offer) -> bool:
    async with storage.writing() as work:
        done = await work.leads.offers.publish(offer, NOW)
    await storage.refresh()
    return done


async def test_what_is_published_is_in_every_running_catalogue_once(fair: Storage) -> None:
    offer = await offered(fair)
    assert await publish(fair, offer)
    assert not await publish(fair, offer)
    new = azbuka(fair).materials[-1]
    assert (new.title, new.file, new.gate, new.ref) == ("Прайс", PDF.hash, "contacts", f"staff-{offer.id}")
    assert [material.ref for material in azbuka(fair).materials].count(new.ref) == 1


async def test_an_import_leaves_it_alone(fair: Storage, small_fair: FairFile) -> None:
    await publish(fair, await offered(fair))
    assert await load_fair(fair, small_fair, FAIRS, NOW, (10,)) == ()
    without = small_fair.model_copy(
        update={"stands": tuple(stand.model_copy(update={"materials": ()}) for stand in small_fair.stands)}
    )
    changes = await load_fair(fair, without, FAIRS, NOW, (10,))
    await fair.refresh()
    assert [(change.what, change.ref) for change in changes] == [("withdrawn", "price")]
    assert [material.title for material in azbuka(fair).materials] == ["Прайс"]


async def test_what_is_taken_back_is_there_no_more(fair: Storage) -> None:
    offer = await offered(fair)
    await publish(fair, offer)
    async with fair.writing() as work:
        kept = await work.leads.offers.load(offer.id)
        assert kept is not None
        assert not await work.leads.offers.end(kept, "declined", NOW)
        assert await work.leads.offers.end(kept, "taken_back", NOW, kept.person_id)
        assert not await work.leads.offers.end(kept, "taken_back", NOW)
        assert await work.leads.offers.of_stand(kept.stand_id) == ()
    await fair.refresh()
    assert [material.ref for material in azbuka(fair).materials] == ["price"]


async def test_what_came_to_a_person_is_known_and_goes_with_them(fair: Storage) -> None:
    (price,) = azbuka(fair).materials
    async with fair.writing() as work:
        anna = await work.people.add("paper", "1", "ru", NOW)
        later = NOW + timedelta(minutes=1)
        for now in (NOW, later):
            await work.leads.received.note(anna.id, [price.id], now)
        assert await work.leads.received.known(anna.id) == {price.id}
        (one,) = await work.leads.received.of_person(anna.id)
        assert (one.material_id, one.title, one.at) == (price.id, "Каталог и цены", later)
        assert await work.files.sizes([PDF.hash]) == {}
        await work.personal.erase(anna, NOW)
        assert await work.leads.received.known(anna.id) == frozenset()
