"""Getting materials: open ones at once, the others for a contact card, all of them once more, and by mail."""

from collections.abc import Sequence

from dialogs.consent.give import shared
from dialogs.contacts.routes import ConfirmEmail, Provide
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.materials import rules
from dialogs.materials.feature import feature
from dialogs.materials.letters import Files, MailedMaterials, posting
from dialogs.materials.routes import (
    MailMaterials,
    OpenMaterials,
    OpenMyMaterials,
    SendMaterial,
    SendOpen,
    TakeMaterials,
)
from dialogs.materials.screens import materials
from dialogs.news.leads import lead_changed, lead_opened
from storage.address import Address
from storage.fair.exhibition import Stand
from storage.fair.materials import Material
from storage.privacy.consents import Consent
from storage.privacy.contacts import ContactCard

MAIL = "email"  # the messenger that carries mail; a person's mailbox is known there by their number


@feature.on(OpenMaterials, changes=True)
async def open_materials(visit: Visit, route: OpenMaterials) -> Reply:
    """Open files that the reader has not received yet follow at once."""
    stand = visit.stand(route.stand)
    allowed = await _allowed(visit, stand) is not None
    known = await visit.work.leads.received.known(visit.person.id)
    new = [material for material in stand.materials if rules.is_open(material) and material.id not in known]
    await _send(visit, new)
    shown = materials.materials(
        stand,
        route.at,
        allowed=allowed,
        sent=len(rules.files(new)),
        mail=visit.policy.privacy.mail,
        staff=await visit.work.staff.may_staff(visit.person.id, stand.id),
    )
    return Reply(shown, promises=bool(rules.files(new)))


@feature.on(SendOpen, changes=True)
async def send_open(visit: Visit, route: SendOpen) -> Reply:
    stand = visit.stand(route.stand)
    await _send(visit, rules.given(stand, allowed=False))
    return Reply(toast=say("On their way: look below."), promises=True)


@feature.on(TakeMaterials, changes=True)
async def take_materials(visit: Visit, route: TakeMaterials) -> Reply:
    """The gate: it asks once per stand. What the stand gets for its materials is one request, to which repeats add."""
    stand = visit.stand(route.stand)
    got = rules.gated(stand)
    if not got:
        word = say("The stand gives nothing in exchange for contacts any more.")
        return Reply(toast=word, onward=OpenMaterials(stand.id))
    allowed = await _allowed(visit, stand)
    if allowed is None:
        return Reply(onward=Provide("materials", stand.id))
    await _ask_stand(visit, stand, got, *allowed)
    await _send(visit, got, allowed[0])
    consent, card = allowed
    fields = [field for field in consent.fields if getattr(card, field)]
    return Reply(materials.taken(stand, got, fields, mail=visit.policy.privacy.mail), promises=True)


async def _ask_stand(visit: Visit, stand: Stand, got: Sequence[Material], consent: Consent, card: ContactCard) -> None:
    """The stand learns who takes its materials; who has all of them since long is no news to it."""
    work, person, now = visit.work, visit.person, visit.now
    known = await work.leads.received.known(person.id)
    theirs = [lead for lead in await work.leads.of_person(person.id) if lead.stand_id == stand.id]
    asked = [lead for lead in theirs if lead.kind == "materials"]
    if asked and asked[0].closed_at is not None and all(material.id in known for material in got):
        return
    lead, new = await work.leads.open(stand.id, person.id, "materials", now)
    await work.privacy.contacts.attach(lead.id, consent, card)
    if new:
        await lead_opened(work, lead, now)
    else:
        await lead_changed(work, lead, now)


@feature.on(SendMaterial, changes=True)
async def send_material(visit: Visit, route: SendMaterial) -> Screen | Reply:
    found = rules.find(visit.catalogue, route.material)
    if found is None:
        return materials.gone(None)
    material, owner = found
    allowed = None
    if not rules.is_open(material):
        if not isinstance(owner, Stand):
            raise Stale
        if (allowed := await _allowed(visit, owner)) is None:
            return Reply(onward=TakeMaterials(owner.id))
    await _send(visit, [material], None if allowed is None else allowed[0])
    if material.url is not None:
        return materials.link(material, material.url)
    return Reply(toast=say("On its way: look below."), promises=True)


@feature.on(OpenMyMaterials)
async def open_my_materials(visit: Visit, route: OpenMyMaterials) -> Screen:
    async with visit.storage.reading() as work:
        received = await work.leads.received.of_person(visit.person.id)
    shown = []
    for receipt in received:
        material, owner = rules.find(visit.catalogue, receipt.material_id) or (None, None)
        shown.append((receipt, material, owner if isinstance(owner, Stand) else None))
    return materials.mine(shown, route.at)


@feature.on(MailMaterials, changes=True)
async def mail_materials(visit: Visit, route: MailMaterials) -> Reply:
    """All that the reader may have of the stand, to the mailbox that they have confirmed."""
    stand, privacy, work = visit.stand(route.stand), visit.policy.privacy, visit.work
    if not privacy.mail:
        return Reply(toast=say("I cannot send mail at this fair."), onward=OpenMaterials(stand.id))
    allowed = await _allowed(visit, stand)
    got = rules.given(stand, allowed=allowed is not None)
    if not privacy.ready or not got:
        return Reply(onward=Provide("materials", stand.id))
    card = await work.privacy.contacts.card(visit.person.id)
    if card is None or not card.email:
        return Reply(materials.needs_email(stand, known=card is not None))
    if not card.email_confirmed:
        return Reply(onward=ConfirmEmail(stand.id))
    if allowed is not None and rules.gated(stand):
        await _ask_stand(visit, stand, rules.gated(stand), *allowed)
    letter = MailedMaterials(stand.id)
    kept_under = await work.privacy.consents.live(visit.person.id, "card", None)
    once = rules.once(visit.person.id, letter.kind, [stand.id], kept_under, visit.now)
    mailbox = Address(MAIL, str(visit.person.id))
    await work.outbox.put(posting(letter, visit.now, once=once), mailbox, visit.person.id)
    await work.leads.received.note(visit.person.id, [material.id for material in got], visit.now)
    locked = allowed is None and bool(rules.gated(stand))
    return Reply(materials.mailed(stand, locked=locked), toast=say("The letter is on its way to your mailbox."))


async def _send(visit: Visit, some: Sequence[Material], under: Consent | None = None) -> None:
    """They are noted as received; files follow as letters, links are on the screen already.

    :param under: the consent by which the visitor may have them, where they are behind the gate.
    """
    person, now = visit.person, visit.now
    for package in rules.packages(rules.files(some)):
        letter = Files(tuple(material.id for material in package))
        once = rules.once(person.id, letter.kind, letter.materials, under, now)
        await visit.work.outbox.put(posting(letter, now, once=once), person.address, person.id)
    await visit.work.leads.received.note(person.id, [material.id for material in some], now)


async def _allowed(visit: Visit, stand: Stand) -> tuple[Consent, ContactCard] | None:
    """What the stand may know of the reader in exchange for its materials; None: the gate has to ask."""
    if not visit.policy.privacy.ready:
        return None
    return await shared(visit.work, visit.person.id, "materials", stand.id)
