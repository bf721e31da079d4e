"""Days and hours in what people write, on Monday, 27 April 2020, 9:45."""

from datetime import date, datetime, time

import pytest

from dialogs.kit.vocabulary import vocabulary
from dialogs.search.index.moments import Moment, read_moment
from dialogs.search.index.reader import MIDNIGHT, Clocks

NOW = datetime.fromisoformat("2020-04-27T09:45:00+03:00")
DAYS = {date(2020, 4, day) for day in (26, 27, 28, 29)} | {date(2020, 5, 28)}
TODAY, TOMORROW = date(2020, 4, 27), date(2020, 4, 28)
CLOCKS = Clocks(NOW, DAYS, {9, 10, 11, 12, 14, 15, 16, 18})  # as the sample fair begins things


@pytest.mark.parametrize(
    ("said", "moment", "left"),
    [
        ("завтра в 10", Moment(TOMORROW, time(10), time(11)), ""),
        ("завтра в 10:15", Moment(TOMORROW, time(10, 15), time(10, 30)), ""),
        ("во вторник вечером", Moment(TOMORROW, time(17), MIDNIGHT), ""),
        ("28 апреля", Moment(TOMORROW), ""),
        ("28 апреля 2020 года музей", Moment(TOMORROW), "музей"),
        ("28.04", Moment(TOMORROW), ""),
        ("april 28 at 3pm", Moment(TOMORROW, time(15), time(16)), ""),
        ("в среду днём", Moment(date(2020, 4, 29), time(12), time(17)), ""),
        ("в четверг", Moment(date(2020, 4, 30)), ""),
        ("сегодня", Moment(TODAY), ""),
        ("сейчас математика", Moment(now=True), "математика"),
        ("математика послезавтра", Moment(date(2020, 4, 29)), "математика"),
        ("с 10 до 12", Moment(TODAY, time(10), time(12)), ""),
        ("после 18", Moment(TODAY, time(18), MIDNIGHT), ""),
        ("в 7 вечера", Moment(TODAY, time(19), time(20)), ""),
        ("в 9", Moment(TODAY, time(9), time(10)), ""),
        ("в 8", Moment(TOMORROW, time(8), time(9)), ""),
        ("10:30", Moment(TODAY, time(10, 30), time(10, 45)), ""),
        ("tomorrow morning robots", Moment(TOMORROW, time(5), time(12)), "robots"),
        ("в 18 часов", Moment(TODAY, time(18), time(19)), ""),
        ("121", None, "121"),
        ("9 класс", None, "9 класс"),
        ("в 9 классе", None, "в 9 классе"),
        ("31 февраля", None, "31 февраля"),
        ("с детьми до школы", None, "с детьми до школы"),
        ("первое мая", None, "первое мая"),
        ("99:99 и 45.45", None, "99:99 и 45.45"),
    ],
)
def test_times_are_read_as_people_write_them(said: str, moment: Moment | None, left: str) -> None:
    assert read_moment(said, vocabulary(), CLOCKS) == (moment, tuple(left.split()))


@pytest.mark.parametrize(
    ("said", "moment", "left"),
    [
        ("утром", Moment(TODAY, time(5), time(12)), ""),
        ("завтра вечер", Moment(TOMORROW, time(17), MIDNIGHT), ""),
        ("вечер завтра логопед", Moment(TOMORROW, time(17), MIDNIGHT), "логопед"),
        ("в среду утром", Moment(date(2020, 4, 29), time(5), time(12)), ""),
        ("среда вечер", Moment(date(2020, 4, 29), time(17), MIDNIGHT), ""),
        ("до вечера", Moment(TODAY, time(0), time(17)), ""),
        ("завтра с утра музей", Moment(TOMORROW, time(5), time(12)), "музей"),
        ("завтра после обеда музей", Moment(TOMORROW, time(13), MIDNIGHT), "музей"),
        ("робототехника до обеда", Moment(TODAY, time(0), time(13)), "робототехника"),
        ("robots in the evening", Moment(TODAY, time(17), MIDNIGHT), "robots"),
        ("this evening", Moment(TODAY, time(17), MIDNIGHT), ""),
        ("tonight", Moment(TODAY, time(17), MIDNIGHT), ""),
        ("wednesday morning", Moment(date(2020, 4, 29), time(5), time(12)), ""),
        ("вечер", Moment(TODAY, time(17), MIDNIGHT), ""),
        ("среда", Moment(date(2020, 4, 29)), ""),
        ("вечер открытых лабораторий", None, "вечер открытых лабораторий"),
        ("научный вечер", None, "научный вечер"),
        ("доброе утро сад", None, "доброе утро сад"),
        ("ночь музеев", None, "ночь музеев"),
        ("задача дня", None, "задача дня"),
        ("доступная среда", None, "доступная среда"),
        ("школа без среды обитания", None, "школа без среды обитания"),
        ("morning abc", None, "morning abc"),
        ("science evening", None, "science evening"),
        ("i am a teacher", None, "i am a teacher"),
    ],
)
def test_parts_of_the_day_are_times_where_that_is_said_of_them(said: str, moment: Moment | None, left: str) -> None:
    assert read_moment(said, vocabulary(), CLOCKS) == (moment, tuple(left.split()))


@pytest.mark.parametrize(
    "said",
    [
        *("3 года", "для 3 лет", "ребенку 3 года", "в 3 года", "с 3 лет", "до 7 лет", "от 3 до 7", "с 5 до 7 лет"),
        *("5 класс", "в 5-м классе", "в 1-4 классах", "с 1-го класса", "после 9 класса", "в 10, 11 классах"),
        *("3 дня", "игра на 2 часа", "курс 18 часов", "на 30 минут", "в 3 этапа", "в три этапа", "в пять лет"),
        *("31 апреля", "0 мая", "в 31 апреля", "апреля 31", "32.04", "в 25", "в 10:75", "24:00"),
        *("через 99999999999 часов", "через 99999999999 дней", "99999999999 апреля", "апреля 99999999999"),
        *(
            "в 99999999999",
            "9" * 200,
            "через игру",
            "через год",
            "через месяц",
            "через день",
            "in english",
            "in 5 steps",
        ),
        *("в", "с до", "от до", "через", "at", "№", "grade 5", "for 3 years", "class of 3 kids", "in english"),
    ],
)
def test_other_numbers_are_no_times(said: str) -> None:
    moment, left = read_moment(said, vocabulary(), CLOCKS)
    assert (moment, " ".join(left)) == (None, said.replace(",", ""))


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("в 3", Moment(TODAY, time(15), time(16))),
        ("в 10", Moment(TODAY, time(10), time(11))),
        ("в 6", Moment(TODAY, time(18), time(19))),
        ("в 1", Moment(TODAY, time(13), time(14))),
        ("в 3:30", Moment(TODAY, time(15, 30), time(15, 45))),
        ("03:30", Moment(TOMORROW, time(3, 30), time(3, 45))),
        ("в 3 ночи", Moment(TOMORROW, time(3), time(4))),
        ("в 3 часа дня", Moment(TODAY, time(15), time(16))),
        ("в 3 дня", Moment(TODAY, time(15), time(16))),
        ("в час дня", Moment(TODAY, time(13), time(14))),
        ("в два часа", Moment(TODAY, time(14), time(15))),
        ("завтра в десять", Moment(TOMORROW, time(10), time(11))),
        ("завтра 18 часов", Moment(TOMORROW, time(18), time(19))),
        ("в 12 ночи", Moment(TOMORROW, time(0), time(1))),
        ("в 10-30", Moment(TODAY, time(10, 30), time(10, 45))),
        ("в 10 30", Moment(TODAY, time(10, 30), time(10, 45))),
        ("в 10.30", Moment(TODAY, time(10, 30), time(10, 45))),
        ("с 2 до 4", Moment(TODAY, time(14), time(16))),
        ("с 10 до 2", Moment(TODAY, time(10), time(14))),
        ("at 3", Moment(TODAY, time(15), time(16))),
        ("at 12 pm", Moment(TODAY, time(12), time(13))),
        ("3 pm", Moment(TODAY, time(15), time(16))),
        ("at 3 o'clock", Moment(TODAY, time(15), time(16))),
        ("через час", Moment(TODAY, time(10, 30), time(11, 30))),
        ("через 2 часа", Moment(TODAY, time(11, 30), time(12, 30))),
        ("через полчаса", Moment(TODAY, time(10), time(11))),
        ("in 20 minutes", Moment(TODAY, time(9, 50), time(10, 50))),
        ("in an hour", Moment(TODAY, time(10, 30), time(11, 30))),
        ("через 2 дня", Moment(date(2020, 4, 29))),
        ("через неделю", Moment(date(2020, 5, 4))),
        ("28.04.2020", Moment(TOMORROW)),
        ("28.04.20", Moment(TOMORROW)),
        ("до среды", Moment(date(2020, 4, 29))),
    ],
)
def test_hours_are_those_at_which_a_fair_is_open(said: str, moment: Moment) -> None:
    assert read_moment(said, vocabulary(), CLOCKS) == (moment, ())


def test_a_fair_that_begins_things_at_night_has_its_hours_said_as_they_are() -> None:
    far_away = Clocks(NOW, DAYS, {1, 17, 18, 22, 23})
    assert read_moment("в 1", vocabulary(), far_away)[0] == Moment(TOMORROW, time(1), time(2))
    assert read_moment("в 10", vocabulary(), far_away)[0] == Moment(TODAY, time(22), time(23))


def test_hours_without_a_day_are_of_the_next_day_of_the_fair() -> None:
    before = Clocks(datetime.fromisoformat("2020-04-01T12:00:00+03:00"), DAYS, {10})
    assert read_moment("в 10", vocabulary(), before)[0] == Moment(date(2020, 4, 26), time(10), time(11))
