"""Texts of questions: cleaned, measured, compared."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.reading import one_line
from dialogs.kit.similar import SIMILAR, alike, most_alike, stems
from dialogs.questions.rules import has_words, signs, spoken_name, too_many

SAME = (
    ("Будет ли запись?", "Запись будет?"),
    ("Будет ли запись вебинара?", "Подскажите, а запись вебинара потом можно будет посмотреть?"),
    ("Где найти презентацию?", "Где можно скачать презентацию спикера?"),
    ("С какого возраста учить ребёнка читать?", "С какого возраста начинать учить детей чтению?"),
    ("С какого возраста учить ребенка читать", "Скажите пожалуйста, в каком возрасте учить ребёнка чтению?"),
    ("Как выбрать первую книгу для малыша?", "Какую первую книгу выбрать малышу?"),
    ("Выдаёте ли вы сертификат участника?", "Будут ли сертификаты участникам?"),
    ("Когда пришлют сертификаты?", "Здравствуйте! Когда придут сертификаты об участии?"),
    ("Что делать, если ребёнок не хочет читать?", "Ребенок не хочет читать, что делать?"),
    ("Что делать, если ребёнок отказывается читать вслух?", "Как быть, если ребёнок не хочет читать вслух?"),
    (
        "Сколько времени в день ребёнку можно проводить за экраном?",
        "Сколько времени в день можно проводить ребёнку у экрана?",
    ),
    ("Какие документы нужны для поступления в колледж?", "Документы для поступления в колледж — какие?"),
    (
        "Можно ли поступить в колледж после 9 класса без ОГЭ?",
        "Возможно поступление в колледж после девятого класса без ОГЭ?",
    ),
    ("Как заинтересовать подростка математикой?", "Как заинтересовать подростков математикой, если им скучно?"),
    ("Как мотивировать учителей пользоваться платформой?", "Чем мотивировать педагогов использовать платформу?"),
    ("Будет ли платформа бесплатной после карантина?", "Останется ли платформа бесплатной после окончания карантина?"),
    ("Сколько стоит подписка для школы?", "Какова стоимость подписки для школ?"),
    ("Как оценивать детей на дистанционном обучении?", "Как выставлять оценки при дистанционном обучении?"),
    ("Нужна ли лицензия на дополнительное образование?", "Требуется ли лицензия для дополнительного образования?"),
    ("Презентация будет доступна?", "Будет ли доступна призентация?"),
    ("Как совмещать учёбу и работу?", "Как совместить учебу с работой студенту?"),
    ("Will there be a recording?", "Will the recording be available?"),
    ("How do you motivate students online?", "How to motivate online students?"),
    ("Поддерживает ли программа детей с ОВЗ?", "Подходит ли программа для детей с ОВЗ?"),
)
OTHER = (
    ("Будет ли запись?", "Будет ли сертификат?"),
    ("Будет ли запись вебинара?", "Когда следующий вебинар?"),
    ("Где найти презентацию?", "Где найти расписание?"),
    ("С какого возраста учить ребёнка читать?", "С какого возраста учить ребёнка плавать?"),
    ("Как выбрать первую книгу для малыша?", "Как выбрать кружок для малыша?"),
    ("Когда пришлют сертификаты?", "Сколько стоит подписка для школы?"),
    ("Что делать, если ребёнок не хочет читать?", "Что делать, если ребёнок боится темноты?"),
    ("Сколько времени в день ребёнку можно проводить за экраном?", "Сколько книг в месяц читать ребёнку?"),
    ("Какие документы нужны для поступления в колледж?", "Какие экзамены сдают в колледже?"),
    ("Можно ли поступить в колледж после 9 класса без ОГЭ?", "Есть ли общежитие у колледжа?"),
    ("Как заинтересовать подростка математикой?", "Как подготовиться к ЕГЭ по математике?"),
    ("Как мотивировать учителей пользоваться платформой?", "Как зарегистрироваться на платформе?"),
    ("Будет ли платформа бесплатной после карантина?", "Работает ли платформа на телефоне?"),
    ("Как оценивать детей на дистанционном обучении?", "Как организовать перемены на дистанционном обучении?"),
    ("Нужна ли лицензия на дополнительное образование?", "Сколько стоит дополнительное образование?"),
    ("Как совмещать учёбу и работу?", "Где найти работу студенту?"),
    ("Will there be a recording?", "Will there be a certificate?"),
    ("How do you motivate students online?", "How do you grade online exams?"),
    ("Поддерживает ли программа детей с ОВЗ?", "Сколько длится программа?"),
    ("Как вы относитесь к гаджетам в детском саду?", "Как попасть на работу в детский сад?"),
    ("Да?", "Нет?"),
    ("Спасибо!", "Вопрос"),
    ("Можно ли включить субтитры?", "Можно ли задать вопрос спикеру голосом?"),
    ("Как поступить на бюджет?", "Как составить бюджет школы?"),
)


def test_most_questions_that_ask_the_same_are_found_and_few_others() -> None:
    found = [pair for pair in SAME if alike(*pair) >= SIMILAR]
    wrong = [pair for pair in OTHER if alike(*pair) >= SIMILAR]
    assert len(found) >= 0.85 * len(SAME), [pair for pair in SAME if pair not in found]
    assert len(wrong) <= 0.15 * len(OTHER), wrong


@pytest.mark.parametrize("pair", SAME)
def test_likeness_goes_both_ways_and_is_greatest_with_itself(pair: tuple[str, str]) -> None:
    one, other = pair
    assert alike(one, other) == pytest.approx(alike(other, one))
    assert alike(one, one) == 100
    assert alike(one, other) <= 100


def test_case_yo_endings_stop_words_and_order_make_no_difference() -> None:
    assert stems("Подскажите, пожалуйста: будет ли ПРЕЗЕНТАЦИЯ занятия для ребёнка?") == stems(
        "презентации занятий ребенку будет?"
    )
    assert stems("как и что?")  # of nothing but such words they all count
    assert stems("?!") == ""
    assert alike("?!", "?!") == 0.0


def test_three_hundred_questions_are_compared_while_nobody_notices() -> None:
    dice = random.Random(1)
    words = [word for pair in (*SAME, *OTHER) for text in pair for word in text.split()]
    questions = [(number, " ".join(dice.choices(words, k=20))) for number in range(300)]
    most_alike("", questions)  # their stems are kept
    took = []
    for number in range(20):
        begun = time.process_time()
        most_alike(f"{SAME[number][0]} {number}", questions)
        took.append(time.process_time() - begun)
    assert min(took) < 0.005  # a busy machine may be slower now and then


def test_the_nearest_come_first() -> None:
    questions = [(1, "Будет ли сертификат?"), (2, "Будет ли запись вебинара?"), (3, "Запись будет?")]
    assert most_alike("Будет ли запись?", questions) == [3, 2]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  а \n\t б  ", "а б"),
        ("и\u0306", "й"),
        ("\u202eабв\u202c", "абв"),
        ("а\u200bб\u2060в\ufeff", "абв"),
        ("\u3164\u2800", ""),
        ("а\u200dб", "аб"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("\ud83d", ""),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_texts_are_cleaned_of_what_is_not_seen(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once_and_can_always_be_kept(text: str) -> None:
    cleaned = one_line(text)
    assert one_line(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "count"),
    [("абв", 3), ("и\u0306", 1), ("👍🏽", 1), ("👨\u200d👩\u200d👧", 1), ("❤\ufe0f", 1), ("👩\u200d🏫а", 2), ("", 0)],
)
def test_signs_are_counted_as_people_do(text: str, count: int) -> None:
    assert signs(text) == count


def test_five_hundred_signs_fit_whatever_they_are_made_of() -> None:
    assert too_many("я" * 500) == 0
    assert too_many("👍" * 500) == 0
    assert too_many("я" * 503) == 3
    assert too_many("👨\u200d👩\u200d👧" * 400) > 0  # few signs, but very many parts


@pytest.mark.parametrize(
    "text", ["?", "123", "😀😀", "https://example.org/вопрос", "www.example.org", "example.ru/a?b"]
)
def test_what_has_no_words_is_no_question(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize("text", ["а?", "Где https://example.org?", "Why?", "為什麼"])
def test_what_has_words_is_one(text: str) -> None:
    assert has_words(text)


def test_names_are_cleaned_too() -> None:
    assert spoken_name(" Анна\u202e \n Петрова ") == "Анна Петрова"
    assert spoken_name("🌸🌸") == ""
    assert len(spoken_name("а" * 300)) == 80
