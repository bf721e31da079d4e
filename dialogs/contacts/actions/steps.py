"""The walk to a contact: what is still missing, one step after another, then on to what it is for.

Every step looks at the whole again, so buttons of any age lead on from where things stand now.
"""

from dataclasses import replace

from dialogs.callback.routes import AskCallback
from dialogs.consent import age, agreement, give
from dialogs.consent.give import Document
from dialogs.contacts import rules
from dialogs.contacts.actions import asking, form
from dialogs.contacts.actions.form import Draft
from dialogs.contacts.feature import feature
from dialogs.contacts.routes import (
    AskAge,
    CorrectField,
    GiveConsent,
    NotNow,
    OpenCard,
    Provide,
    ReadConsent,
    SayYounger,
    SetAge,
)
from dialogs.contacts.screens import asking as papers
from dialogs.contacts.screens import steps as screens
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Paragraph, Screen, paragraph
from dialogs.kit.visit import Reply, Visit
from dialogs.materials.routes import TakeMaterials
from dialogs.privacy.routes import OpenOffMessenger
from dialogs.threads.routes import WORDS, WriteToStand
from storage.fair.exhibition import Stand
from storage.people.tables import Age
from storage.privacy.consents import FIELDS, Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

_AGES: dict[str, Age] = {"minor": "minor", "adult": "adult"}


@feature.on(Provide, changes=True)
async def provide(visit: Visit, route: Provide) -> Reply:
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    return await _go_on(visit, purpose, stand)


@feature.on(SetAge, changes=True)
async def set_age(visit: Visit, route: SetAge) -> Reply:
    """Of a child nothing is kept but this answer, until midnight, so that the next press does not undo it."""
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    if await age.is_child(visit.work, visit.person, visit.now):
        return Reply(screens.age_again(stand, visit.policy.privacy.contact))
    if route.age == "child":
        await age.remember_child(visit.work, visit.catalogue, visit.person, visit.now)
        visit.person = replace(visit.person, age=None, form=None)
        return Reply(screens.for_parents(purpose, stand, visit.policy.links.values(), child=True))
    if route.age not in _AGES:
        raise Stale
    visit.person = replace(visit.person, age=_AGES[route.age])
    return await _go_on(visit, purpose, stand)


@feature.on(AskAge, changes=True)
async def ask_age(visit: Visit, route: AskAge) -> Reply:
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    if await age.is_child(visit.work, visit.person, visit.now):
        return Reply(screens.age_again(stand, visit.policy.privacy.contact))
    visit.person = replace(visit.person, age=None)
    return await _go_on(visit, purpose, stand)


@feature.on(SayYounger, changes=True)
async def say_younger(visit: Visit, route: SayYounger) -> Reply:
    """Who is no adult is asked how old they are; what they have told waits meanwhile."""
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    if visit.person.age is not None or await _ends_early(visit, purpose, stand) is not None:
        return await _go_on(visit, purpose, stand)
    return Reply(screens.age(purpose, stand))


@feature.on(NotNow, changes=True)
async def not_now(visit: Visit, route: NotNow) -> Reply:
    """Nothing is given, unless it was before; what else the person is writing stays open."""
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    form.leave(visit, purpose, route.stand)
    if purpose == "message":
        _leave_words(visit, route.stand)
    consent = await visit.work.privacy.consents.live(visit.person.id, purpose, None if stand is None else stand.id)
    if consent is not None:
        return Reply(screens.holds(consent, stand), anew=True)
    return Reply(screens.not_now(stand))


@feature.on(ReadConsent, changes=True)
async def read_consent(visit: Visit, route: ReadConsent) -> Reply:
    """The same consent with other fields, or with every word; where that is no choice any more, the walk goes on."""
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    fields = await _agreed(visit, purpose, stand, route.fields)
    if fields is None or await _ends_early(visit, purpose, stand) is not None:
        return await _go_on(visit, purpose, stand)
    if (held := await _held(visit, purpose, stand, fields)) is not None and route.whole:
        return await _as_it_was(visit, held)
    card = await _told_or_kept(visit, purpose, stand) or ContactCard()
    return Reply(asking.ask(visit, purpose, stand, card, fields, kept=await _is_kept(visit), whole=route.whole))


@feature.on(CorrectField, changes=True)
async def correct_field(visit: Visit, route: CorrectField) -> Reply:
    """Write anew what the consent shows; then it is read again."""
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    field = rules.field_of(route.field)
    if field is None or stand is None or rules.optional(field, purpose):
        raise Stale
    told = form.told(visit, purpose, stand.id)
    nothing = told is None and not await _is_kept(visit)
    if nothing or await _ends_early(visit, purpose, stand) is not None:
        return await _go_on(visit, purpose, stand)
    return Reply(form.begin(visit, Draft(purpose, stand.id, field, told=told or ContactCard())))


@feature.on(GiveConsent, changes=True)
async def give_consent(visit: Visit, route: GiveConsent) -> Reply:
    """What is agreed to is what the pressed message says, or it is read once more.

    The message stays as a document, for the person to keep: what follows comes below it. Who presses once more, or an
    old message, consents to nothing anew: not while the same consent holds, not by what was read before a withdrawal.
    """
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    to = stand if route.fields or purpose == "message" else None
    what: Purpose = "card" if to is None else purpose
    fields = await _agreed(visit, what, to, route.fields)
    if (held := await _held(visit, what, to, fields)) is not None:
        return await _as_it_was(visit, held)
    if purpose != "message" and form.writes_something_else(visit):
        return Reply(toast=say("You are writing something else: finish that first, then press here once more."))
    kept = await _is_kept(visit)
    documents = () if fields is None else asking.documents(visit, what, to, fields, kept=kept)
    if await _withdrawn_since(visit, documents, route.at):
        again = paragraph(say("You have withdrawn this since. Please read it once more."))
        return replace(await _go_on(visit, purpose, stand, again), anew=True)
    unsaid = visit.person.age is None and not route.adult
    if not documents or unsaid or await _ends_early(visit, purpose, stand) is not None:
        return await _go_on(visit, purpose, stand)
    if documents[-1].seal(visit.person.language) != route.seal:
        changed = paragraph(say("The text has changed since. Please read it once more."))
        return await _go_on(visit, purpose, stand, changed)
    visit.person = replace(visit.person, age=visit.person.age or "adult")
    return await _agree(visit, purpose, stand, documents)


async def _agree(visit: Visit, purpose: Purpose, stand: Stand | None, documents: tuple[Document, ...]) -> Reply:
    """Every document is given; what was told becomes a card."""
    told = form.told(visit, purpose, 0 if stand is None else stand.id)
    given = [await give.give(visit.work, visit.person, document, visit.now) for document in documents]
    if told is not None and given[0].stand_id is None:
        await form.keep_told(visit, given[0], told)
    proof = given[-1].proof
    reply = await _go_on(visit, purpose, stand, papers.thanks(proof))
    word = say("Your consent: No. {number}", number=agreement.spelled(proof))
    asked = documents[-1]
    stays = papers.document(asked.short, given, visit.catalogue.zone, asked.text)
    return replace(reply, anew=True, toast=word, kept=stays)


async def _is_kept(visit: Visit) -> bool:
    """Whether a card may be kept already."""
    return await visit.work.privacy.consents.live(visit.person.id, "card", None) is not None


async def _told_or_kept(visit: Visit, purpose: Purpose, stand: Stand | None) -> ContactCard | None:
    """What is known of the person: the card that is kept, or what waits for the consent to keep it."""
    if not visit.policy.privacy.ready:
        return None
    kept = await visit.work.privacy.contacts.card(visit.person.id)
    return kept or form.told(visit, purpose, 0 if stand is None else stand.id)


async def _held(visit: Visit, purpose: Purpose, to: Stand | None, fields: tuple[Field, ...] | None) -> Consent | None:
    """The consent that holds to the same already, or to more; with a card behind it, where a stand gets one."""
    live = await visit.work.privacy.consents.live(visit.person.id, purpose, None if to is None else to.id)
    if live is None or fields is None or not set(fields) <= set(live.fields):
        return None
    return live if purpose == "message" or await _is_kept(visit) else None


async def _as_it_was(visit: Visit, consent: Consent) -> Reply:
    """The message is the document of the consent that it led to; no step is taken a second time."""
    told = say("This consent is given already: No. {number}", number=agreement.spelled(consent.proof))
    text = await visit.work.privacy.consent_texts.load(consent.text_hash)
    if not text:
        return Reply(toast=told)
    mine = await visit.work.privacy.consents.of_person(visit.person.id)
    same = [one for one in reversed(mine) if one.text_hash == consent.text_hash and one.withdrawn_at is None]
    seen, folded = agreement.folded(agreement.shown_again(text), consent.version)
    return Reply(papers.document(seen, same or [consent], visit.catalogue.zone, folded), toast=told)


async def _withdrawn_since(visit: Visit, documents: tuple[Document, ...], read_at: int) -> bool:
    """Whether such a consent was withdrawn after the document was read."""
    same = {(one.purpose, None if one.stand is None else one.stand.id) for one in documents}
    mine = await visit.work.privacy.consents.of_person(visit.person.id)
    ended = (one.withdrawn_at for one in mine if (one.purpose, one.stand_id) in same)
    return any(at is not None and at.timestamp() > read_at for at in ended)


async def _agreed(visit: Visit, purpose: Purpose, stand: Stand | None, letters: str) -> tuple[Field, ...] | None:
    """The fields that a consent is to: all of them to the organiser, to a stand those of the card that it names.

    What is written to a stand needs none.
    """
    if purpose == "message":
        return () if not letters else None
    if purpose == "card":
        return FIELDS if not letters else None
    card = await _told_or_kept(visit, purpose, stand)
    return None if card is None else rules.unpacked(letters, card, purpose)


async def _go_on(visit: Visit, purpose: Purpose, stand: Stand | None, *before: Paragraph) -> Reply:
    """The first thing that is missing, or what it was all for; `before` stands above the next question.

    Words to a stand that wait for its consent stay open: for them no card is needed, and so no form.
    """
    number = 0 if stand is None else stand.id
    told = form.told(visit, purpose, number)
    if purpose != "message":
        visit.person = replace(visit.person, form=None)
    if (ends := await _ends_early(visit, purpose, stand)) is not None:
        return ends
    if purpose == "message" and stand is not None:
        return await _to_write(visit, stand, *before)
    kept_under = await visit.work.privacy.consents.live(visit.person.id, "card", None)
    if kept_under is None:
        return Reply(_of_newcomer(visit, purpose, stand, told, *before))
    card = await visit.work.privacy.contacts.card(visit.person.id) or ContactCard()
    name = rules.messenger_name(visit.event.name)
    if stand is not None and not card.name and name:
        card = replace(card, name=name)
        await form.keep_told(visit, kept_under, card)
    if fields := rules.to_ask(card, purpose):
        return Reply(form.begin(visit, Draft(purpose, number, fields[0], fields[1:]), *before))
    if stand is None or await give.shared(visit.work, visit.person.id, purpose, stand.id) is not None:
        return Reply(onward=_destination(purpose, stand))
    whole = rules.to_tell(card, purpose)
    return Reply(asking.ask(visit, purpose, stand, card, whole, *before, kept=True))


def _of_newcomer(
    visit: Visit, purpose: Purpose, stand: Stand | None, told: ContactCard | None, *before: Paragraph
) -> Screen:
    """What the stand needs is asked, then the one consent; the messenger knows the name. A card of one's own needs
    its consent first.
    """
    if stand is None:
        return asking.ask(visit, "card", None, ContactCard(), FIELDS, *before, kept=False)
    card = told or ContactCard(name=rules.messenger_name(visit.event.name))
    if fields := rules.to_ask(card, purpose):
        return form.begin(visit, Draft(purpose, stand.id, fields[0], fields[1:], told=card), *before)
    return form.wait(visit, purpose, stand.id, card, *before)


async def _to_write(visit: Visit, stand: Stand, *before: Paragraph) -> Reply:
    """The one consent that writing to a stand needs, or on to the words."""
    if await give.may_write(visit.work, visit.policy.privacy, visit.person, stand.id):
        return Reply(onward=WriteToStand(stand.id))
    return Reply(asking.ask(visit, "message", stand, ContactCard(), (), *before, kept=True))


def _leave_words(visit: Visit, stand: int) -> None:
    """Give up words that wait for the consent to pass them on; what else the person is writing stays open."""
    opened = visit.person.form
    if opened is not None and opened.name == WORDS and opened.draft.get("stand") == stand:
        visit.person = replace(visit.person, form=None)


async def _ends_early(visit: Visit, purpose: Purpose, stand: Stand | None) -> Reply | None:
    """Where nothing is asked: nothing has to be, nothing may be, not here, or not of so young a reader."""
    privacy, shares = visit.policy.privacy, purpose != "message"
    if visit.person.age is None and await age.is_child(visit.work, visit.person, visit.now):
        return Reply(screens.for_parents(purpose, stand, visit.policy.links.values(), child=True))
    if shares and not privacy.ready:
        return Reply(screens.closed(stand, over=False))
    if shares and visit.person.messenger in privacy.off_messenger:
        if stand is not None and await give.shared(visit.work, visit.person.id, purpose, stand.id) is not None:
            return Reply(onward=_destination(purpose, stand))
        return Reply(onward=OpenOffMessenger(purpose, 0 if stand is None else stand.id))
    if agreement.is_over(visit.catalogue, privacy, visit.now):
        return Reply(screens.closed(stand, over=True, shares=shares))
    if visit.person.age == "minor" and not privacy.asks_minors:
        if stand is not None and not shares:
            _leave_words(visit, stand.id)
        return Reply(screens.for_parents(purpose, stand, visit.policy.links.values(), child=False))
    return None


def _wanted(visit: Visit, word: str, number: int) -> tuple[Purpose, Stand | None]:
    """What a button says is wanted.

    :raises Stale: there is no such purpose, or no such stand.
    """
    found = give.wanted(visit.catalogue, word, number)
    if found is None:
        raise Stale
    return found


def _destination(purpose: Purpose, stand: Stand | None) -> Route:
    if stand is None:
        return OpenCard()
    match purpose:
        case "call":
            return AskCallback(stand.id)
        case "materials":
            return TakeMaterials(stand.id)
        case _:
            return WriteToStand(stand.id)
