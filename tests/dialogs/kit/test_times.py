"""Times in words, and texts that have to be shortened."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say, speak
from dialogs.kit.times import DayName, dated, minutes_until, moment, when, zone_named
from dialogs.kit.words import ELLIPSIS, fit
from dialogs.kit.zones import zone_beside

MOSCOW = ZoneInfo("Europe/Moscow")
TEN = datetime(2020, 4, 27, 7, tzinfo=UTC)


def test_ones_own_time_stands_beside_the_fairs_where_it_differs() -> None:
    assert speak(when(TEN, MOSCOW, None), "ru") == "10:00 МСК"
    assert speak(when(TEN, MOSCOW, MOSCOW.key), "ru") == "10:00 МСК"
    assert speak(when(TEN, MOSCOW, "Asia/Kamchatka"), "ru") == "19:00 у вас · 10:00 МСК"
    assert speak(when(TEN, MOSCOW, "Pacific/Honolulu"), "ru") == "вс, 26 апр, 21:00 у вас · 10:00 МСК"
    assert speak(when(TEN, ZoneInfo("Asia/Novosibirsk"), None), "en") == "14:00 Novosibirsk"


def test_a_span_says_both_ends_on_both_clocks() -> None:
    until = TEN + timedelta(minutes=45)
    assert speak(when(TEN, MOSCOW, None, until), "ru") == "10:00–10:45 МСК"
    assert speak(when(TEN, MOSCOW, "Asia/Kamchatka", until), "ru") == "19:00–19:45 у вас · 10:00–10:45 МСК"
    assert speak(when(TEN, MOSCOW, "Asia/Kamchatka", until), "en") == "19:00–19:45 your time · 10:00–10:45 MSK"


def test_the_day_is_said_where_it_is_another_one_there() -> None:
    six, until = TEN + timedelta(hours=8), TEN + timedelta(hours=9)
    assert speak(dated(six, MOSCOW, None, until), "ru") == "понедельник, 27 апреля, 18:00–19:00 МСК"
    assert (
        speak(dated(six, MOSCOW, "Asia/Omsk", until), "ru")
        == "понедельник, 27 апреля, 21:00–22:00 у вас · 18:00–19:00 МСК"
    )
    assert (
        speak(dated(six, MOSCOW, "Asia/Kamchatka", until), "ru")
        == "вт, 28 апр, 03:00–04:00 у вас · пн, 27 апр, 18:00–19:00 МСК"
    )
    assert speak(when(six, MOSCOW, "Asia/Kamchatka"), "ru") == "вт, 28 апр, 03:00 у вас · 18:00 МСК"


def test_clocks_change_where_they_do() -> None:
    before, after = (datetime(2020, 10, day, 7, tzinfo=UTC) for day in (24, 26))
    assert speak(when(before, MOSCOW, "Europe/Berlin"), "ru") == "09:00 у вас · 10:00 МСК"
    assert speak(when(after, MOSCOW, "Europe/Berlin"), "ru") == "08:00 у вас · 10:00 МСК"


@pytest.mark.parametrize("name", ["Europe/Moskva", "America", "../../etc/passwd", "", "МСК", "A" * 300, "Etc/GMT-15"])
def test_a_zone_that_does_not_exist_is_as_if_nothing_were_told(name: str) -> None:
    assert zone_named(name) is None
    assert speak(when(TEN, MOSCOW, name), "ru") == "10:00 МСК"


@pytest.mark.parametrize("fair", ["Europe/Moscow", "Asia/Novosibirsk", "Europe/Berlin"])
def test_every_distance_from_the_fair_has_a_zone_where_clocks_are_so_far(fair: str) -> None:
    here = ZoneInfo(fair)
    for minutes in range(-14 * 60, 8 * 60, 60):
        there = zone_named(zone_beside(here, minutes, TEN))
        assert there is not None
        apart = TEN.astimezone(there).replace(tzinfo=None) - TEN.astimezone(here).replace(tzinfo=None)
        assert apart == timedelta(minutes=minutes)
    assert zone_beside(here, 27 * 60, TEN) is None
    assert zone_beside(ZoneInfo("Europe/Moscow"), 540, TEN) == "Asia/Kamchatka"


def test_quotes_inside_of_quotes_are_others() -> None:
    said = say("A question for “{title}”", title="«Почему?» сто раз на дню")
    assert speak(said, "ru") == "Вопрос к мероприятию «„Почему?“ сто раз на дню»"
    assert speak(said, "en") == "A question for “«Почему?» сто раз на дню”"


def test_days_are_named_without_a_stray_full_stop() -> None:
    assert speak(DayName(date(2020, 4, 27)), "ru") == "понедельник, 27 апреля"
    assert speak(DayName(date(2020, 4, 27), short=True), "ru") == "пн, 27 апр"
    assert speak(DayName(date(2020, 4, 27), short=True), "en") == "Mon, 27 Apr"


def test_a_begun_minute_counts_before_the_start_and_a_whole_one_after() -> None:
    def left(seconds: int) -> int:
        return minutes_until(TEN, TEN - timedelta(seconds=seconds))

    assert [left(seconds) for seconds in (601, 600, 599, 1, 0, -1, -59, -60, -120)] == [11, 10, 10, 1, 0, 0, 0, -1, -2]


@given(st.text(max_size=200), st.integers(0, 100))
def test_a_shortened_text_fits_and_is_a_beginning(text: str, room: int) -> None:
    def units(words: str) -> int:
        return len(words.encode("utf-16-le", "surrogatepass")) // 2

    cut = fit(text, room, units)
    assert units(cut) <= room
    assert cut in (text, "") or text.startswith(cut.removesuffix(ELLIPSIS))


def test_words_are_not_cut_in_the_middle() -> None:
    assert fit("Первые шаги к чтению", 14) == "Первые шаги к…"
    assert fit("Первые шаги к чтению", 13) == "Первые шаги…"
    assert fit("Первые шаги к чтению", 20) == "Первые шаги к чтению"


def test_the_minutes_of_a_button_are_a_moment_or_the_button_is_stale() -> None:
    assert moment(int(TEN.timestamp()) // 60) == TEN
    for never in (10**9, 10**15, 10**30, -(10**15)):
        with pytest.raises(Stale):
            moment(never * 60)


@pytest.mark.parametrize("sign", ["й", "👩‍👩‍👧", "👍🏽", "🇷🇺", "सि", "❤️", "한"])
def test_no_sign_that_people_see_as_one_is_cut(sign: str) -> None:
    for room in range(1, 4 * len(sign)):
        kept = fit(sign * 6, room).removesuffix(ELLIPSIS)
        assert len(kept) % len(sign) == 0
