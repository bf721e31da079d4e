"""The letters of materials: packages of files, a mail with the same, files to fetch, and news for who sent them."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from dialogs.kit.contents import Harm, harm_of
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import say
from dialogs.kit.screen import Document, Fetching, LinkButton, Mail, Package, Screen
from dialogs.materials import rules
from dialogs.materials.feature import feature
from dialogs.materials.routes import MailMaterials, TakeMaterials
from dialogs.materials.screens import materials, offers
from dialogs.news.forgetting import MAILED, NOT_MAILED
from dialogs.news.terms import A_MATERIAL, soon
from storage.database import Work
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
from storage.leads.offers import Offer
from storage.post.outbox import Posting
from storage.privacy.contacts import ContactCard


@dataclass(frozen=True, slots=True)
class Files(Letter):
    """Materials that are files, to who asked for them."""

    materials: tuple[int, ...]
    kind: ClassVar[str] = "materials"


@dataclass(frozen=True, slots=True)
class MailedMaterials(Letter):
    """All that the person may have of a stand's materials, by e-mail; to whom is known when it leaves."""

    stand: int
    kind: ClassVar[str] = MAILED


@dataclass(frozen=True, slots=True)
class NotMailed(Letter):
    """To who asked for that mail: it did not leave, for its consent was withdrawn meanwhile."""

    stand: int
    kind: ClassVar[str] = NOT_MAILED


@dataclass(frozen=True, slots=True)
class MaterialFetch(Letter):
    """A file that staff sent, to be kept."""

    offer: int
    kind: ClassVar[str] = "material-fetch"


@dataclass(frozen=True, slots=True)
class OfferNews(Letter):
    """To who sent a material: what has become of it, and what was wrong with its file, if anything."""

    offer: int
    why: str = ""
    kind: ClassVar[str] = "material-news"


@dataclass(frozen=True, slots=True)
class OfferCard(Letter):
    """To an organiser: a material that waits for them, or what was decided."""

    offer: int
    kind: ClassVar[str] = "material-offer"


@dataclass(frozen=True, slots=True)
class OfferFile(Letter):
    """To an organiser: the file of it."""

    offer: int
    kind: ClassVar[str] = "material-preview"


def posting(letter: Letter, now: datetime, *, once: str | None = None, key: str | None = None) -> Posting:
    """It comes at once, or within two days."""
    return soon(letter.kind, letter.about(), now, A_MATERIAL, once=once, key=key)


async def show_organisers(work: Work, offer: Offer, now: datetime) -> None:
    """All organisers see what waits for them, and afterwards what one of them decided."""
    for person in (await work.people.of(await work.staff.organisers())).values():
        letter = posting(OfferCard(offer.id), now, key=f"offer-{offer.id}")
        await work.outbox.put(letter, person.address, person.id)


async def tell_sender(work: Work, offer: Offer, now: datetime, found: Harm | None = None) -> None:
    """Who sent it learns what has become of it, and what was found in its file."""
    person = None if offer.person_id is None else await work.people.load(offer.person_id)
    if person is not None:
        await work.outbox.put(posting(OfferNews(offer.id, found or ""), now), person.address, person.id)


@feature.draws(Files)
async def draw_files(letter: Files, reading: Reading) -> Package | Screen | None:
    """What was withdrawn meanwhile, or whose consent was, stays behind; where that is all of it, it is asked again."""
    got: list[Material] = []
    owner, unallowed = "", None
    for number in letter.materials:
        found = rules.find(reading.catalogue, number)
        if found is None or found[0].file is None:
            continue
        if rules.is_open(found[0]) or (isinstance(found[1], Stand) and await _allowed(found[1], reading)):
            got.append(found[0])
            owner = found[1].title
        elif isinstance(found[1], Stand):
            unallowed = found[1]
    if not got:
        return None if unallowed is None else materials.not_sent(unallowed, TakeMaterials(unallowed.id))
    return Package(tuple(Document(file=one.file or "") for one in got), materials.package(owner, got))


@feature.draws(MailedMaterials)
async def draw_mail(letter: MailedMaterials, reading: Reading) -> Mail | None:
    """To the confirmed address of a card that is kept by consent at this second."""
    work, stand = reading.work, reading.catalogue.stands.get(letter.stand)
    card = await _mailbox(reading)
    if stand is None or card is None or not (given := await _given(stand, reading)):
        return None
    sizes = await work.files.sizes([one.file for one in rules.files(given) if one.file is not None])
    enclosed, left = rules.enclosed(given, sizes)
    links = tuple(LinkButton(one.title, one.url) for one in given if one.url is not None)
    return Mail(
        to=card.email,
        subject=say("Materials of «{stand}»", stand=stand.title),
        text=materials.mail(stand, enclosed, left, len(links)),
        links=links,
        documents=tuple(Document(file=one.file or "") for one in enclosed),
    )


@feature.draws(NotMailed)
async def draw_not_mailed(letter: NotMailed, reading: Reading) -> Screen | None:
    """Nothing, where the mail leaves all the same: what was withdrawn was something else, or is allowed again."""
    stand = reading.catalogue.stands.get(letter.stand)
    if stand is None or (await _mailbox(reading) is not None and await _given(stand, reading)):
        return None
    return materials.not_sent(stand, MailMaterials(stand.id))


async def _mailbox(reading: Reading) -> ContactCard | None:
    """The card with a confirmed address, as long as the reader lets us keep it."""
    if await reading.work.privacy.consents.live(reading.person.id, "card", None) is None:
        return None
    card = await reading.work.privacy.contacts.card(reading.person.id)
    return card if card is not None and card.email_confirmed else None


async def _given(stand: Stand, reading: Reading) -> list[Material]:
    return rules.given(stand, allowed=await _allowed(stand, reading))


async def _allowed(stand: Stand, reading: Reading) -> bool:
    return await reading.work.privacy.consents.live(reading.person.id, "materials", stand.id) is not None


@feature.draws(MaterialFetch)
async def draw_fetch(letter: MaterialFetch, reading: Reading) -> Fetching | None:
    offer = await reading.work.leads.offers.load(letter.offer)
    if offer is None or offer.state != "fetching" or not offer.handle:
        return None
    return Fetching(offer.handle, offer.name or "", offer.media_type or "")


@feature.draws(OfferNews)
async def draw_news(letter: OfferNews, reading: Reading) -> Screen | None:
    offer = await reading.work.leads.offers.load(letter.offer)
    if offer is None or offer.person_id != reading.person.id:
        return None
    return offers.news(offer, reading.catalogue.stands.get(offer.stand_id), harm_of(letter.why))


@feature.draws(OfferCard)
async def draw_card(letter: OfferCard, reading: Reading) -> Screen | None:
    offer = await reading.work.leads.offers.load(letter.offer)
    if offer is None or not await reading.work.staff.organises(reading.person.id):
        return None
    return offers.card(offer, reading.catalogue.stands.get(offer.stand_id))


@feature.draws(OfferFile)
async def draw_preview(letter: OfferFile, reading: Reading) -> Package | None:
    offer = await reading.work.leads.offers.load(letter.offer)
    if offer is None or offer.file is None or not await reading.work.staff.organises(reading.person.id):
        return None
    return Package((Document(file=offer.file),), offers.preview(offer))
