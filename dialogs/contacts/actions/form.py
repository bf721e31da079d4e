"""Filling the card in: one field after another, each sealed at once under the consent to keep a card.

Who has not given that yet has told something and reads the consent to it: it waits in the open form, sealed with it, as
words to a stand do, and is gone with it. An address is proved by a code where a letter is to go there.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from dialogs.consent import codes, phones, proving
from dialogs.consent.codes import Wait
from dialogs.consent.fields import changed, needed, read_field
from dialogs.contacts import rules
from dialogs.contacts.actions import asking
from dialogs.contacts.feature import feature
from dialogs.contacts.routes import (
    ChangeEmail,
    ConfirmEmail,
    EditField,
    OpenCard,
    Provide,
    RemoveField,
    SendCodeAgain,
    SkipField,
    UseMessengerName,
)
from dialogs.contacts.screens import steps as screens
from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.event import SharedPhone
from dialogs.kit.form import Form, FormStep, with_word
from dialogs.kit.phrase import say
from dialogs.kit.screen import Paragraph, Screen, paragraph
from dialogs.kit.times import clocks_of
from dialogs.kit.visit import Reply, Visit
from dialogs.materials.routes import MailMaterials
from dialogs.news.leads import contacts_changed
from storage.database import Work
from storage.people.people import Person
from storage.privacy.consents import Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

WAITS = timedelta(minutes=30)  # what was told, for its consent
_NOTHING = ContactCard()


@dataclass(frozen=True, slots=True)
class Draft:
    """Where we are: the field that is asked (or its `code`), and the fields after it.

    `edited`: only this one is written anew. `value` and `own` are an answer on its way onto the card, never kept here.
    `told` is what `waits` for its consent; what is typed then takes the place of the field. `proves`: the address gets
    a code, and then the materials of the stand.
    """

    purpose: Purpose
    stand: int
    field: Field
    after: tuple[Field, ...] = ()
    edited: bool = False
    code: bool = False
    value: str = ""
    own: bool = False
    told: ContactCard = _NOTHING
    waits: bool = False
    proves: bool = False


def _ask(visit: Visit, draft: Draft) -> Screen:
    if draft.waits:
        fields = rules.to_tell(draft.told, draft.purpose)
        return asking.ask(visit, draft.purpose, visit.stand(draft.stand), draft.told, fields, kept=False)
    if draft.code:
        return screens.ask_code("")
    name = rules.messenger_name(visit.event.name)
    return screens.question(draft.field, draft.purpose, name, edited=draft.edited, more=bool(draft.after))


def _read(visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    home = visit.policy.privacy.phone_country
    value = codes.read_code(text) if draft.code else read_field(draft.field, text, home)
    return value if isinstance(value, Trouble) else replace(draft, value=value)


def _take_phone(_visit: Visit, draft: Draft, shared: SharedPhone) -> Draft | Trouble:
    if not shared.own:
        return Trouble(say("This is somebody else's number. Please share your own, or write it in figures."))
    value = rules.own_phone(shared.phone)
    return value if isinstance(value, Trouble) else replace(draft, value=value, own=True)


async def _finish(visit: Visit, draft: Draft) -> Reply:
    """An answer has come: the code is looked at, anything else goes onto the card."""
    if draft.code:
        return await _code_came(visit, draft)
    return await _keep(visit, draft, draft.value, own=draft.own)


_CLOSED = say("This question is closed already.")

words = Form("contacts", 1, Draft, (FormStep(_ask, _read),), _finish)
phone = Form("contacts-phone", 1, Draft, (FormStep(_ask, _read, phone=_take_phone),), _finish)
feature.forms += [words, phone]


def begin(visit: Visit, draft: Draft, *before: Paragraph) -> Screen:
    """Ask for a field; `before` stands above the question."""
    form = phone if draft.field == "phone" and not draft.waits else words
    asked = form.begin(visit, replace(draft, value="", own=False))
    return replace(asked, text=(*before, *asked.text))


def wait(visit: Visit, purpose: Purpose, stand: int, card: ContactCard, *before: Paragraph) -> Screen:
    """Ask for the consent to what was told; until it is given, what was told stays in the open form."""
    field = needed(purpose)[-1]
    return begin(visit, Draft(purpose, stand, field, told=card, waits=True), *before)


def told(visit: Visit, purpose: Purpose, stand: int) -> ContactCard | None:
    """What was told for that purpose and waits for its consent."""
    draft = _draft(visit)
    known = draft is not None and (draft.purpose, draft.stand) == (purpose, stand) and draft.told != _NOTHING
    return draft.told if draft is not None and known else None


async def forget_told(work: Work, person: Person) -> None:
    """Its time is over: what was told is gone with the form, if that is still open."""
    await work.privacy.waiting.end(person.id)
    form = person.form
    if form is not None and form.name in (words.name, phone.name) and any((form.draft.get("told") or {}).values()):
        await work.people.save(person, replace(person, form=None))


async def keep_told(visit: Visit, consent: Consent, card: ContactCard) -> None:
    """The consent is given: what was told becomes a card."""
    if card.phone:
        await phones.phone_changed(visit.work, visit.person, card.phone, visit.now)
    await contacts_changed(
        visit.work, await visit.work.privacy.contacts.keep(visit.person.id, consent, card, visit.now), visit.now
    )


async def begin_code(visit: Visit, draft: Draft, card: ContactCard, consent: Consent) -> Reply:
    """Ask for the code of the card's address; it is mailed, unless one is on its way already."""
    proof = await visit.work.privacy.email_proofs.of(visit.person.id)
    begin(visit, replace(draft, code=True))
    if not codes.is_awaited(proof, card.email, visit.now):
        mailed = await proving.mail_code(visit.work, visit.person, consent, card.email, visit.now)
        if isinstance(mailed, Wait):
            return Reply(screens.no_code(mailed.why(visit.now, clocks_of(visit.person.zone, visit.catalogue.zone))))
    return Reply(screens.ask_code(card.email))


async def _keep(visit: Visit, draft: Draft, value: str, *, own: bool = False) -> Reply:
    """Seal the answer into the card, or let it wait for the consent to that, and go on."""
    consent = await visit.work.privacy.consents.live(visit.person.id, "card", None)
    if consent is None and draft.purpose == "card":
        return _consent_is_gone(visit, draft)
    kept = await visit.work.privacy.contacts.card(visit.person.id)
    card = (kept or ContactCard()) if consent is not None else draft.told
    calls = draft.field == "phone" and value != card.phone
    if calls and value and not own and not await phones.may_type(visit.work, visit.person):
        vouches = visit.policy.vouches(visit.person.messenger)
        return Reply(begin(visit, draft, paragraph(screens.share_instead(sharable=vouches))))
    card = changed(card, draft.field, value, own=own)
    if consent is None:
        await visit.work.privacy.waiting.note(visit.person.id, visit.now + WAITS)
        return _go_on(visit, replace(draft, told=card))
    visit.person = replace(visit.person, form=None)
    if calls:
        await phones.phone_changed(visit.work, visit.person, value, visit.now)
    told = await visit.work.privacy.contacts.keep(visit.person.id, consent, card, visit.now)
    await contacts_changed(visit.work, told, visit.now)
    if draft.proves and card.email and not card.email_confirmed:
        return await begin_code(visit, draft, card, consent)
    return _go_on(visit, draft)


def _go_on(visit: Visit, draft: Draft, *before: Paragraph) -> Reply:
    """The next field, or what the contacts were asked for."""
    if draft.after:
        further = replace(draft, field=draft.after[0], after=draft.after[1:], code=False)
        return Reply(begin(visit, further, *before))
    if draft.told != _NOTHING:
        wait(visit, draft.purpose, draft.stand, draft.told)
        return Reply(onward=Provide(draft.purpose, draft.stand))
    visit.person = replace(visit.person, form=None)
    if draft.proves and draft.stand:
        return Reply(onward=MailMaterials(draft.stand))
    return Reply(onward=OpenCard() if draft.edited else Provide(draft.purpose, draft.stand))


def _consent_is_gone(visit: Visit, draft: Draft) -> Reply:
    """The card was deleted while it was filled in: what it was for asks for all of it again."""
    visit.person = replace(visit.person, form=None)
    return Reply(onward=MailMaterials(draft.stand) if draft.proves and draft.stand else Provide("card", 0))


async def _code_came(visit: Visit, draft: Draft) -> Reply:
    """A code is right once, while it is fresh, for the address that the card has now."""
    person, now = visit.person.id, visit.now
    card = await visit.work.privacy.contacts.card(person)
    consent = await visit.work.privacy.consents.live(person, "card", None)
    if card is None or consent is None or not card.email:
        return _consent_is_gone(visit, draft)
    confirmed = await proving.take_code(visit.work, visit.person, consent, card, draft.value, now)
    if isinstance(confirmed, Trouble):
        return Reply(with_word(begin(visit, draft), confirmed.why))
    return _go_on(visit, draft, paragraph(say("Thank you, the address is confirmed.")))


@feature.on(UseMessengerName, changes=True)
async def use_messenger_name(visit: Visit, _route: UseMessengerName) -> Reply:
    draft, name = _draft(visit), rules.messenger_name(visit.event.name)
    if draft is None or draft.field != "name":
        return Reply(toast=_CLOSED)
    return await _keep(visit, draft, name) if name else Reply(begin(visit, draft))


@feature.on(SkipField, changes=True)
async def skip_field(visit: Visit, route: SkipField) -> Reply:
    draft = _draft(visit)
    other = draft is not None and route.field not in ("", draft.field)
    if draft is None or other or draft.edited or draft.code or not rules.optional(draft.field, draft.purpose):
        return Reply(toast=_CLOSED)
    return _go_on(visit, replace(draft, after=() if route.all_others else draft.after))


@feature.on(SendCodeAgain, changes=True)
async def send_code_again(visit: Visit, _route: SendCodeAgain) -> Reply:
    draft = _draft(visit)
    card = await visit.work.privacy.contacts.card(visit.person.id)
    consent = await visit.work.privacy.consents.live(visit.person.id, "card", None)
    if draft is None or not draft.code or card is None or not card.email or consent is None:
        return Reply(toast=_CLOSED)
    mailed = await proving.mail_code(visit.work, visit.person, consent, card.email, visit.now)
    if isinstance(mailed, Wait):
        return Reply(toast=mailed.why(visit.now, clocks_of(visit.person.zone, visit.catalogue.zone)))
    sent = say("I have mailed another code; the one before holds no more.")
    return Reply(screens.ask_code(card.email), toast=sent)


@feature.on(ChangeEmail, changes=True)
async def change_email(visit: Visit, _route: ChangeEmail) -> Reply:
    draft = _draft(visit)
    if draft is None or not draft.code:
        return Reply(toast=_CLOSED)
    return Reply(begin(visit, replace(draft, field="email", code=False, proves=True)))


@feature.on(EditField, changes=True)
async def edit_field(visit: Visit, route: EditField) -> Reply:
    field = _field(route.field)
    if not await _editable(visit):
        return Reply(onward=OpenCard())
    return Reply(begin(visit, Draft("card", 0, field, edited=True)))


@feature.on(RemoveField, changes=True)
async def remove_field(visit: Visit, route: RemoveField) -> Reply:
    field = _field(route.field)
    if field == "name":
        raise Stale
    if not await _editable(visit):
        return Reply(onward=OpenCard())
    return await _keep(visit, Draft("card", 0, field, edited=True), "")


@feature.on(ConfirmEmail, changes=True)
async def confirm_email(visit: Visit, route: ConfirmEmail) -> Reply:
    if not await _editable(visit):
        return Reply(onward=OpenCard())
    card = await visit.work.privacy.contacts.card(visit.person.id)
    consent = await visit.work.privacy.consents.live(visit.person.id, "card", None)
    if card is None or consent is None or not card.email or card.email_confirmed or not visit.policy.privacy.mail:
        return Reply(onward=OpenCard())
    draft = Draft("card", route.stand, "email", edited=True, proves=True)
    return await begin_code(visit, draft, card, consent)


async def _editable(visit: Visit) -> bool:
    """Whether there is a card to change, here and now."""
    privacy = visit.policy.privacy
    if not privacy.ready or visit.person.messenger in privacy.off_messenger:
        return False
    return await visit.work.privacy.contacts.card(visit.person.id) is not None


def _field(word: str) -> Field:
    field = rules.field_of(word)
    if field is None:
        raise Stale
    return field


def leave(visit: Visit, purpose: Purpose, stand: int) -> None:
    """Give up what is being asked for that purpose; what else the person is writing stays open."""
    draft = _draft(visit)
    if draft is not None and (draft.purpose, draft.stand) == (purpose, stand):
        visit.person = replace(visit.person, form=None)


def writes_something_else(visit: Visit) -> bool:
    """Whether a form is open that is none of ours."""
    return visit.person.form is not None and _draft(visit) is None


def _draft(visit: Visit) -> Draft | None:
    """Where we are; None: nothing is being asked."""
    for form in (words, phone):
        with suppress(Stale):
            return form.draft(visit)
    return None
