"""The law of consents: what is kept is what was read, whatever fairs, stands and operators are called."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dialogs.consent import agreement
from dialogs.kit.phrase import LANGUAGES
from dialogs.kit.policy import PrivacyPolicy
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Floor, Stand
from storage.fair.programme import Stage
from storage.privacy.consent_texts import text_hash
from storage.privacy.consents import FIELDS, Field, Purpose

NOW = datetime(2020, 4, 27, 7, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
FAIR = Catalogue(1, "fair", "Салон", ZONE, None, (Stage(1, "main", "Салон", date(2020, 4, 26), date(2020, 4, 29)),))
STAND = Stand(
    id=1,
    ref="azbuka",
    floor=Floor(1, "books", "Издательства"),
    number=47,
    title="Азбука утра",
    short=None,
    summary=None,
    logo=None,
    site=None,
    video=None,
    phone=None,
    email=None,
    opens=time(10),
    closes=time(18),
    products=(),
    materials=(),
    webinars=(),
)
words = st.text(max_size=60)
to_stands = st.sampled_from([purpose for purpose in get_args(Purpose) if purpose != "card"])
some_fields = st.lists(st.sampled_from(FIELDS), unique=True).map(tuple)


@given(words, words, words, to_stands, some_fields, st.sampled_from(LANGUAGES))
def test_what_is_shown_again_is_word_by_word_what_was_agreed_to(
    operator: str, fair: str, stand: str, purpose: Purpose, fields: tuple[Field, ...], language: str
) -> None:
    privacy, catalogue = PrivacyPolicy(ready=True, operator=operator, contact=operator), replace(FAIR, title=fair)
    for text in (
        agreement.to_organiser(catalogue, privacy, NOW),
        agreement.to_stand(catalogue, privacy, NOW, purpose, replace(STAND, title=stand), fields),
    ):
        kept = agreement.plain(text, language)
        again = agreement.plain(agreement.shown_again(kept), language)
        assert text_hash(again) == text_hash(kept)
        assert agreement.seal(again) == agreement.seal(kept) < 2**53


@given(some_fields, some_fields, st.sampled_from(("call", "materials")), st.sampled_from(LANGUAGES))
def test_two_consents_are_the_same_only_where_the_same_is_told(
    one: tuple[Field, ...], other: tuple[Field, ...], purpose: Purpose, language: str
) -> None:
    texts = [
        agreement.plain(agreement.to_stand(FAIR, PrivacyPolicy(), NOW, purpose, STAND, fields), language)
        for fields in (one, other)
    ]
    assert (texts[0] == texts[1]) == (set(one) == set(other))


@given(st.integers(0, 3650))
def test_a_consent_holds_through_the_day_that_it_names(days: int) -> None:
    privacy = PrivacyPolicy(term_days=days)
    until = agreement.term(FAIR, privacy, NOW)
    last = date(2020, 4, 29) + timedelta(days=days)
    assert (until - timedelta(seconds=1)).astimezone(ZONE).date() == last
    text = agreement.plain(agreement.to_organiser(FAIR, privacy, NOW), "ru")
    assert agreement.FullDate(last).speak("ru") in text
