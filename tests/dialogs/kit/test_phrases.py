"""Phrases: every one has its words in every language, with the same places for values."""

import re
import string
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.messages import path, update, written
from dialogs.kit.phrase import LANGUAGES, say, say_n, speak

FORMS = {"ru": 3, "en": 2}


def _catalogue(language: str) -> Catalog:
    return read_po(BytesIO(path(language).read_bytes()), locale=language)


def _messages(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


def _forms(string_or_forms: object) -> tuple[str, ...]:
    return tuple(string_or_forms) if isinstance(string_or_forms, list | tuple) else (str(string_or_forms),)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_hold_exactly_the_phrases_of_the_code(language: str) -> None:
    assert written(update(language)) == path(language).read_bytes(), "run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_translated_in_all_its_forms(language: str) -> None:
    for message in _messages(language):
        forms = _forms(message.string)
        assert all(form.strip() for form in forms), message.id
        if isinstance(message.id, list | tuple):
            assert len(forms) == FORMS[language], message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_places_of_the_original(language: str) -> None:
    for message in _messages(language):
        places = _places(_forms(message.id)[-1])
        for form in _forms(message.string):
            assert _places(form) == places, message.id


def test_russian_words_are_russian() -> None:
    for message in _messages("ru"):
        for original, form in zip(_forms(message.id), _forms(message.string), strict=False):
            if re.search("[A-Za-z]{3}", re.sub(r"{\w+}", "", original)):
                assert re.search("[А-Яа-яё]", form), original
            assert "  " not in form, original
            assert '"' not in form, f"«ёлочки» instead: {form}"


def test_russian_counts_as_russians_do() -> None:
    said = {count: speak(say_n("{n} session", "{n} sessions", count), "ru") for count in (1, 2, 5, 11, 21, 112)}
    assert said == {
        1: "1 мероприятие",
        2: "2 мероприятия",
        5: "5 мероприятий",
        11: "11 мероприятий",
        21: "21 мероприятие",
        112: "112 мероприятий",
    }


def test_values_are_spoken_in_the_readers_language_and_never_read_as_places() -> None:
    phrase = say("It starts {soon}.", soon=say_n("in {n} minute", "in {n} minutes", 3))
    assert speak(phrase, "ru") == "Начнётся через 3 минуты."
    assert speak(phrase, "en") == "It starts in 3 minutes."
    assert speak(say("Webinar: {title}", title="{n} %s {title}"), "ru") == "Вебинар: {n} %s {title}"
