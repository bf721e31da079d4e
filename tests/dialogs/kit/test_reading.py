"""What people write of themselves: taken in every usual form, refused kindly otherwise, and never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.errors import Trouble
from dialogs.kit.phrase import LANGUAGES, speak
from dialogs.kit.reading import public_name, read_email, read_name, read_phone, read_words, shown_email, shown_phone


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("+7 916 123-45-67", "+79161234567", "+7 916 123-45-67"),
        ("8 (916) 123-45-67", "+79161234567", "+7 916 123-45-67"),
        ("9161234567", "+79161234567", "+7 916 123-45-67"),
        ("８９１６１２３４５６７", "+79161234567", "+7 916 123-45-67"),
        ("+7 (495) 123‑45‑67", "+74951234567", "+7 495 123-45-67"),
        ("+49 30 901820", "+4930901820", "+49 30 901820"),
        ("+1 650-253-0000", "+16502530000", "+1 650-253-0000"),
        ("+375 29 491-19-11", "+375294911911", "+375 29 491-19-11"),
        ("375291234567", "+375291234567", "+375 29 123-45-67"),
        ("998 90 123 45 67", "+998901234567", "+998 90 123 45 67"),
        ("+7 (495) 123-45-67, доб. 101", "+74951234567;ext=101", "+7 495 123-45-67, доб. 101"),
        ("8 916 123-45-67 доб. 12", "+79161234567;ext=12", "+7 916 123-45-67, доб. 12"),
        ("+7 495 123 45 67 ext 5", "+74951234567;ext=5", "+7 495 123-45-67, доб. 5"),
    ],
)
def test_phones_of_all_countries_are_read(written: str, kept: str, shown: str) -> None:
    assert read_phone(written) == kept
    assert shown_phone(kept) == shown


def test_a_number_without_a_country_is_of_the_home_country() -> None:
    assert read_phone("029 491-19-11", "BY") == "+375294911911"
    assert read_phone("8 701 123 45 67", "KZ") == "+77011234567"


@pytest.mark.parametrize("written", ["+7", "7", "позвоните", "+7 916", "12345678", "+99912345678", "1" * 500, "", "📞"])
def test_what_is_no_phone_is_refused(written: str) -> None:
    assert isinstance(read_phone(written), Trouble)


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("anna@example.org", "anna@example.org", "anna@example.org"),
        ("  Anna.I+fair@School.Example.ORG \n", "Anna.I+fair@school.example.org", "Anna.I+fair@school.example.org"),
        ("anna@школа.рф", "anna@xn--80atdl2c.xn--p1ai", "anna@школа.рф"),
    ],
)
def test_addresses_are_read(written: str, kept: str, shown: str) -> None:
    assert read_email(written) == kept
    assert shown_email(kept) == shown


@pytest.mark.parametrize(
    "written",
    [
        "anna",
        "anna@",
        "@example.org",
        "анна@школа.рф",
        "a b@example.org",
        "anna@localhost",
        "a@b..ru",
        "a@ex.org\x00b c",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    assert isinstance(read_email(written), Trouble)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Анна \n Иванова ", "Анна Иванова"),
        ("Жанна д'Арк", "Жанна д'Арк"),
        ("Салтыков-Щедрин М. Е.", "Салтыков-Щедрин М. Е."),
        ("李小龙", "李小龙"),
        ("O‘tkir", "O‘tkir"),
        ("Oʻtkir", "Oʻtkir"),
        ("D’Artagnan", "D’Artagnan"),
        ("สมหญิง", "สมหญิง"),
        ("प्रिया", "प्रिया"),
        ("Анна—Мария", "Анна—Мария"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("Анна\u202eИванова", "АннаИванова"),
    ],
)
def test_names_are_read(written: str, kept: str) -> None:
    assert read_name(written) == kept


@pytest.mark.parametrize(
    "written", ["", "...", "89161234567", "Анна https://example.org", "@anna", "<b>Анна</b>", "я" * 81]
)
def test_what_is_no_name_is_refused(written: str) -> None:
    assert isinstance(read_name(written), Trouble)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_words(text: str) -> None:
    for read in (read_name, read_phone, read_email, read_words):
        result = read(text)
        if isinstance(result, Trouble):
            assert all(speak(result.why, language) for language in LANGUAGES)
        else:
            assert read(result) == result
            assert result.isprintable()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Анна Иванова", "Анна Иванова"),
        ("Анна 🌸 5-А", "Анна 🌸 5-А"),
        ("О. И. Ветров", "О. И. Ветров"),
        ("Скидки: https://t.me/spamshop", ""),
        ("Пишите @spamshop", ""),
        ("spamshop.ru", ""),
        ("www.spamshop.biz", ""),
        ("+7 916 123-45-67", ""),
        ("Звони 8(916)1234567", ""),
    ],
)
def test_a_name_that_is_an_address_is_not_shown(name: str, shown: str) -> None:
    assert public_name(name) == shown
