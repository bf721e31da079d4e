"""Every screen of contacts and consents, with words of the length that people and fairs have at most."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from dialogs.consent import agreement, give
from dialogs.consent.codes import Wait
from dialogs.contacts.screens import asking as papers
from dialogs.contacts.screens import card, consents, steps
from dialogs.kit.phrase import say
from dialogs.kit.policy import PrivacyPolicy
from dialogs.kit.screen import Screen
from storage.fair.catalogue import Catalogue
from storage.privacy.consents import FIELDS, Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

NOW = datetime(2020, 4, 27, 7, tzinfo=UTC)
LONG_CARD = ContactCard("Ж" * 80, "+79161234567", "anna@" + "long" * 15 + ".org", "Ш" * 120, "Д" * 120)
SHORT_CARD = ContactCard("Анна", "+79161234567", "anna@example.org", own_phone=True, email_confirmed=True)
PRIVACY = PrivacyPolicy(
    ready=True,
    operator="Автономная некоммерческая организация «Дирекция салона», ИНН 7700000000",
    address="101000, Москва, ул. Примерная, дом 1, строение 2",
    contact="personal-data@example.org",
    mail=True,
)


def screens_of_contacts(catalogue: Catalogue) -> Iterator[tuple[str, Screen]]:
    """All of them."""
    yield from _walk(catalogue)
    yield from _questions()
    for kept in (LONG_CARD, SHORT_CARD):
        yield "contact card", card.card(kept, mail=True)
    yield "no contact card", card.none()
    yield "delete the contact card", card.ask_delete(2)
    for stands in (0, 5):
        yield "contact card deleted", card.deleted(stands)
    yield from _consents(catalogue)


def _walk(catalogue: Catalogue) -> Iterator[tuple[str, Screen]]:
    longest = max(catalogue.stands.values(), key=lambda stand: len(stand.title))
    links = ("https://example.org/fairway?start=menu", "https://example.net/fairway?ref=menu")
    on_writing: tuple[Purpose, ...] = ("call", "message")
    for stand in (None, longest):
        for purpose in on_writing:
            yield "age", steps.age("card" if stand is None else purpose, stand)
        for child in (True, False):
            for purpose in on_writing:
                yield "contacts by parents", steps.for_parents(purpose, stand, links, child=child)
            yield "no contacts", steps.closed(stand, over=child)
            yield "no messages", steps.closed(stand, over=True, shares=False)
        yield "contacts not now", steps.not_now(stand)
        yield "age tomorrow", steps.age_again(stand, PRIVACY.contact)
    chosen: list[tuple[Purpose, tuple[Field, ...]]] = [
        ("card", FIELDS),
        ("call", ("name", "phone")),
        ("materials", FIELDS),
        ("materials", ("name", "email")),
        ("message", ()),
    ]
    for purpose, fields in chosen:
        for kept, of_age, whole in product((True, False), repeat=3):
            stand = None if purpose == "card" else longest
            document = give.in_chat(catalogue, PRIVACY, NOW, purpose, stand, fields, kept=kept)[-1]
            asked = papers.Asking(purpose, stand, LONG_CARD, fields, 2**48 - 1, 2**32, of_age)
            yield f"consent for {purpose}", papers.consent(asked, document.short, document.text, whole=whole)
    given = [_consent(90, None), _consent(2, longest.id)]
    document = give.in_chat(catalogue, PRIVACY, NOW, "call", longest, ("name", "phone"), kept=False)[-1]
    yield "receipt of consents", papers.document(document.short, given, ZoneInfo("Europe/Moscow"), document.text)
    for one in (_consent(1, longest.id), replace(_consent(1, longest.id), purpose="message", fields=())):
        yield "consent that holds", steps.holds(one, longest)
        yield "withdraw what holds", consents.ask_withdraw(catalogue, one, 3)


def _questions() -> Iterator[tuple[str, Screen]]:
    for field in FIELDS:
        for edited in (True, False):
            asked = steps.question(field, "card", "Анна Константиновна " * 4, edited=edited, more=True)
            yield f"contact field {field}", asked
    for email in ("", LONG_CARD.email):
        yield "code of an address", steps.ask_code(email)
    wait = Wait(NOW + timedelta(hours=5)).why(NOW, ZoneInfo("Europe/Moscow"))
    yield "no code yet", steps.no_code(wait)


def _consents(catalogue: Catalogue) -> Iterator[tuple[str, Screen]]:
    stands = list(catalogue.stands.values())[:12]
    given = [_consent(number, stand.id) for number, stand in enumerate(stands, 1)]
    all_of_them = [*given, _consent(90, None), _consent(91, 10**9)]
    yield "consents", consents.consents(catalogue, all_of_them, 0, say("It has been withdrawn already."))
    yield "no consents", consents.consents(catalogue, [], 0)
    yield "withdraw everything", consents.ask_withdraw_all(21, 3)
    for one in (given[0], given[1], all_of_them[-2]):
        text = agreement.plain(agreement.to_stand(catalogue, PRIVACY, NOW, "materials", stands[0], FIELDS), "ru")
        yield "one consent", consents.consent(catalogue, one, text, 3)
        yield "withdraw a consent", consents.ask_withdraw(catalogue, one, 3)


def _consent(number: int, stand: int | None) -> Consent:
    return Consent(
        id=number,
        proof="7f3kq9abcdef",
        person_id=1,
        messenger="paper",
        purpose="card" if stand is None else "materials",
        stand_id=stand,
        version=agreement.VERSION,
        text_hash="0" * 64,
        fields=FIELDS,
        given_at=NOW,
        until=NOW + timedelta(days=30),
        withdrawn_at=NOW if number % 2 else None,
    )
