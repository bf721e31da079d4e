"""The law of the one list of fields: whoever asks for contacts finds there what to call, to read and to need."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from dialogs.consent.fields import CONTACT_FIELDS, allows, changed, given, is_enough, needed, offered, useful
from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import LANGUAGES, speak
from storage.privacy.consents import FIELDS, Consent, Field, Purpose
from storage.privacy.contacts import ContactCard

FULL = ContactCard("Анна", "+79161234567", "anna@example.org", "Школа", "учитель", own_phone=True, email_confirmed=True)
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
NOW = datetime(2020, 4, 27, 7, tzinfo=UTC)


def consent_to(fields: tuple[Field, ...]) -> Consent:
    return Consent(1, "7f3kq9abcdef", 1, "paper", "materials", 1, "1", "0" * 64, fields, NOW, NOW, None)


def test_every_field_is_there_in_the_order_of_a_card() -> None:
    assert tuple(CONTACT_FIELDS) == FIELDS
    assert [one.name for one in CONTACT_FIELDS.values()] == list(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_called_read_and_needed_or_offered_somewhere(field: Field) -> None:
    one = CONTACT_FIELDS[field]
    for language in LANGUAGES:
        assert all(speak(name, language) for name in (one.called, one.label, one.yours, one.theirs))
    value = getattr(FULL, field)
    assert one.read(value) == value
    assert one.read(one.shown(value)) == value
    assert isinstance(one.read(" "), Trouble)
    assert one.needed or one.offered
    assert not set(one.needed) & set(one.offered)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_what_a_purpose_may_have_is_what_it_needs_and_what_it_offers(purpose: Purpose) -> None:
    assert sorted(useful(purpose)) == sorted((*needed(purpose), *offered(purpose)))
    assert useful(purpose) == tuple(field for field in FIELDS if field in useful(purpose))
    card = ContactCard()
    for field in needed(purpose):
        assert not is_enough(card, purpose)
        card = changed(card, field, getattr(FULL, field))
    assert is_enough(card, purpose)
    assert given(card) == needed(purpose)
    assert allows(consent_to(needed(purpose)), purpose)
    assert not needed(purpose) or not allows(consent_to(needed(purpose)[1:]), purpose)


def test_each_purpose_needs_and_offers_what_its_texts_say() -> None:
    assert {purpose: (needed(purpose), offered(purpose)) for purpose in PURPOSES} == {
        "card": (("name",), ("phone", "email", "organisation", "post")),
        "call": (("name", "phone"), ()),
        "materials": (("name", "email"), ("phone", "organisation", "post")),
        "message": ((), ()),
    }


@pytest.mark.parametrize("field", FIELDS)
def test_what_was_proved_of_a_value_is_not_of_another(field: Field) -> None:
    after = changed(FULL, field, "x")
    assert getattr(after, field) == "x"
    assert after.own_phone is (field != "phone")
    assert after.email_confirmed is (field != "email")
    assert changed(FULL, field, getattr(FULL, field), own=True) == FULL
