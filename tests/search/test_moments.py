"""Days and hours in what people write, on Monday, 27 April 2020, 9:45."""

from datetime import date, datetime, time

import pytest

from dialogs.kit.vocabulary import vocabulary
from dialogs.search.index.moments import MIDNIGHT, Moment, read_moment

NOW = datetime.fromisoformat("2020-04-27T09:45:00+03:00")
DAYS = {date(2020, 4, day) for day in (26, 27, 28, 29)} | {date(2020, 5, 28)}
TODAY, TOMORROW = date(2020, 4, 27), date(2020, 4, 28)


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
    assert read_moment(said, vocabulary(), NOW, DAYS) == (moment, tuple(left.split()))
