"""The walk to a contact: what is still missing, one step after another, then on to what it is for.

Every step looks at the whole again, so buttons of any age lead on from where things stand now.
"""

from dataclasses import replace

from dialogs.callback.routes import AskCallback
from dialogs.consent import age, agreement, give
from dialogs.consent.give import Document
from dialogs.contacts import rules
from dialogs.contacts.actions import form
from dialogs.contacts.actions.form import Draft
from dialogs.contacts.feature import feature
from dialogs.contacts.routes import AskAge, GiveConsent, NotNow, OpenCard, Provide, ReadConsent, SetAge
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
    """The same consent with other fields; where that is no choice any more, the walk goes on."""
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    if stand is not None and await _ends_early(visit, purpose, stand) is None:
        card = await visit.work.privacy.contacts.card(visit.person.id)
        fields = None if card is None else rules.unpacked(route.fields, card, purpose)
        if card is not None and fields is not None:
            return Reply(_ask_stand_consent(visit, purpose, stand, card, fields))
    return await _go_on(visit, purpose, stand)


@feature.on(GiveConsent, changes=True)
async def give_consent(visit: Visit, route: GiveConsent) -> Reply:
    """What is agreed to is what the pressed message says, or it is read once more.

    The message stays as a document, for the person to keep: what follows comes below it. Who presses once more, or an
    old message, consents to nothing anew: not while the same consent holds, not by what was read before a withdrawal.
    """
    purpose, stand = _wanted(visit, route.purpose, route.stand)
    to = stand if route.fields or purpose == "message" else None
    fields = await _agreed(visit, purpose, route.fields)
    if (held := await _held(visit, "card" if to is None else purpose, to, fields)) is not None:
        return await _as_it_was(visit, held)
    if purpose != "message" and form.writes_something_else(visit):
        return Reply(toast=say("You are writing something else: finish that first, then press here once more."))
    if fields is not None and await _withdrawn_since(visit, "card" if to is None else purpose, to, route.at):
        again = paragraph(say("You have withdrawn this since. Please read it once more."))
        return replace(await _go_on(visit, purpose, stand, again), anew=True)
    if fields is None or visit.person.age is None or await _ends_early(visit, purpose, stand) is not None:
        return await _go_on(visit, purpose, stand)
    document = _document(visit, purpose, to, fields)
    if document.seal(visit.person.language) != route.seal:
        changed = paragraph(say("The text has changed since. Please read it once more."))
        return await _go_on(visit, purpose, stand, changed)
    consent = await give.give(visit.work, visit.person, document, visit.now)
    reply = await _go_on(visit, purpose, stand, screens.thanks(consent.proof))
    told = say("Your consent: No. {number}", number=agreement.spelled(consent.proof))
    kept = screens.document(document.text, consent.proof, consent.id, consent.given_at, visit.catalogue.zone)
    return replace(reply, anew=True, toast=told, kept=kept)


async def _held(visit: Visit, purpose: Purpose, to: Stand | None, fields: tuple[Field, ...] | None) -> Consent | None:
    """The consent that holds to the same already, or to more."""
    live = await visit.work.privacy.consents.live(visit.person.id, purpose, None if to is None else to.id)
    return live if live is not None and fields is not None and set(fields) <= set(live.fields) else None


async def _as_it_was(visit: Visit, consent: Consent) -> Reply:
    """The message is the document of the consent that it led to; no step is taken a second time."""
    told = say("This consent is given already: No. {number}", number=agreement.spelled(consent.proof))
    text = await visit.work.privacy.consent_texts.load(consent.text_hash)
    if not text:
        return Reply(toast=told)
    paragraphs, zone = agreement.shown_again(text), visit.catalogue.zone
    return Reply(screens.document(paragraphs, consent.proof, consent.id, consent.given_at, zone), toast=told)


async def _withdrawn_since(visit: Visit, purpose: Purpose, to: Stand | None, read_at: int) -> bool:
    """Whether such a consent was withdrawn after the document was read."""
    stand = None if to is None else to.id
    mine = await visit.work.privacy.consents.of_person(visit.person.id)
    ended = (one.withdrawn_at for one in mine if (one.purpose, one.stand_id) == (purpose, stand))
    return any(at is not None and at.timestamp() > read_at for at in ended)


async def _agreed(visit: Visit, purpose: Purpose, letters: str) -> tuple[Field, ...] | None:
    """The fields that a consent is to: all of them to the organiser, to a stand those of the card that it names.

    What is written to a stand needs none.
    """
    if purpose == "message":
        return () if not letters else None
    if not letters:
        return FIELDS
    card = await visit.work.privacy.contacts.card(visit.person.id) if visit.policy.privacy.ready else None
    return None if card is None or purpose == "card" else rules.unpacked(letters, card, purpose)


async def _go_on(visit: Visit, purpose: Purpose, stand: Stand | None, *before: Paragraph) -> Reply:
    """The first thing that is missing, or what it was all for; `before` stands above the next question.

    Words to a stand that wait for its consent stay open: for them no card is needed, and so no form.
    """
    if purpose != "message":
        visit.person = replace(visit.person, form=None)
    if (ends := await _ends_early(visit, purpose, stand)) is not None:
        return ends
    if visit.person.age is None:
        return Reply(screens.age(purpose, stand))
    if purpose == "message" and stand is not None:
        return await _to_write(visit, stand, *before)
    kept_under = await visit.work.privacy.consents.live(visit.person.id, "card", None)
    if kept_under is None:
        document = _document(visit, "card", None, FIELDS)
        seal = document.seal(visit.person.language)
        return Reply(_below(before, screens.to_organiser(document.text, purpose, stand, seal, _second(visit))))
    card = await visit.work.privacy.contacts.card(visit.person.id) or ContactCard()
    number = 0 if stand is None else stand.id
    if fields := rules.to_ask(card, purpose):
        return Reply(form.begin(visit, Draft(purpose, number, fields[0], fields[1:]), *before))
    if rules.unconfirmed(card, purpose, mail=visit.policy.privacy.mail):
        return await form.begin_code(visit, Draft(purpose, number, "email"), card, kept_under)
    if stand is None or await give.shared(visit.work, visit.person.id, purpose, stand.id) is not None:
        return Reply(onward=_destination(purpose, stand))
    whole = rules.to_tell(card, purpose)
    return Reply(_below(before, _ask_stand_consent(visit, purpose, stand, card, whole)))


async def _to_write(visit: Visit, stand: Stand, *before: Paragraph) -> Reply:
    """The one consent that writing to a stand needs, or on to the words."""
    if await give.may_write(visit.work, visit.policy.privacy, visit.person, stand.id):
        return Reply(onward=WriteToStand(stand.id))
    document = _document(visit, "message", stand, ())
    seal = document.seal(visit.person.language)
    return Reply(_below(before, screens.to_write(document.text, stand, seal, _second(visit))))


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


def _ask_stand_consent(
    visit: Visit, purpose: Purpose, stand: Stand, card: ContactCard, fields: tuple[Field, ...]
) -> Screen:
    document = _document(visit, purpose, stand, fields)
    seal = document.seal(visit.person.language)
    return screens.to_stand(document.text, purpose, stand, card, fields, seal, _second(visit))


def _second(visit: Visit) -> int:
    return int(visit.now.timestamp())


def _document(visit: Visit, purpose: Purpose, stand: Stand | None, fields: tuple[Field, ...]) -> Document:
    """The consent that is read now; to the organiser without a stand."""
    catalogue, privacy = visit.catalogue, visit.policy.privacy
    if stand is None:
        return give.to_organiser(catalogue, privacy, visit.now)
    return give.to_stand(catalogue, privacy, visit.now, purpose, stand, fields)


def _below(before: tuple[Paragraph, ...], screen: Screen) -> Screen:
    return replace(screen, text=(*before, *screen.text))


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
