"""A plan in the calendar: the file, the address that calendars ask, what moves and is cancelled, and who may look."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from structlog.testing import capture_logs

from dialogs.calendar.events import calendar, wanted
from dialogs.calendar.pages import Calendars
from dialogs.calendar.routes import OpenCalendar, SetAlarm
from dialogs.kit.callers import BURST
from storage.database import DatabaseTrouble
from storage.importers.words import Worded
from storage.plans.keys import PlanKeys
from tests.dialogs.sharing import opens_fair
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

Client = TestClient[Request, Application]
PAGES = "https://fair.example.org"
TAKE = "📅 В календарь, на почту, коллеге"
NASTY = "Урок; «мир, труд», \\ и ещё: " + "очень длинное название " * 5 + "🎈"


@pytest.fixture
async def web(world: World) -> AsyncIterator[Client]:
    await opens_fair(world, pages=PAGES)
    app = Application()
    app.add_routes(Calendars(world.storage, world.clock).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("В план" if person.has("В план") else "Напоминать")


async def address(person: Person) -> str:
    """The path of a new address."""
    await person.types("/plan")
    await person.taps(TAKE, "Адрес для календаря")
    [url] = re.findall(rf"<{PAGES}(\S+)>", person.reads)
    return str(url)


def events_of(content: bytes) -> dict[str, Any]:
    """The events by the organiser's ids, as one library reads them; another one finds the same."""
    lines = content.split(b"\r\n")
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    read = icalendar.Calendar.from_ical(content)
    assert isinstance(read, icalendar.Calendar)
    assert (read["VERSION"], str(read["METHOD"])) == ("2.0", "PUBLISH")
    assert "PRODID" in read
    found: dict[str, Any] = {str(event["UID"]).split("@")[0]: event for event in read.walk("VEVENT")}
    assert all(not event.errors for event in read.walk())
    second = vobject.readOne(content.decode())
    other = {event.uid.value.split("@")[0]: event for event in getattr(second, "vevent_list", [])}
    assert found.keys() == other.keys()
    for ref, event in found.items():
        assert str(event["SUMMARY"]) == other[ref].summary.value
        assert event.start == other[ref].dtstart.value
        assert event.end == other[ref].dtend.value
        assert int(event["SEQUENCE"]) == int(other[ref].sequence.value)
    return found


@pytest.mark.both
async def test_the_file_comes_into_the_chat_and_two_libraries_read_it(world: World, anna: Person) -> None:
    await choose(anna, "play", "reading", "roof", "sand")
    await anna.types("/plan")
    await anna.taps(TAKE)
    same_as_golden("calendar", anna.sees)
    await anna.taps("Файл для календаря")
    assert anna.toast == "Отправляю: смотрите ниже."
    await world.deliver()
    assert "Ваш план: 3 мероприятия." in anna.reads
    found = events_of(anna.files["plan.ics"])
    assert found.keys() == {"play", "reading", "sand"}  # the roof has no time yet
    play = found["play"]
    assert play.start == datetime.fromisoformat("2020-04-27T11:15:00+03:00")
    assert play.start.tzinfo is not None
    assert play.end - play.start == timedelta(minutes=45)
    assert (str(play["STATUS"]), str(play["URL"])) == ("CONFIRMED", "https://live.example.org/play")
    assert str(play["LOCATION"]) == "https://live.example.org/play"
    [alarm] = play.walk("VALARM")
    assert (str(alarm["ACTION"]), alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(minutes=-10))
    [zone] = icalendar.Calendar.from_ical(anna.files["plan.ics"]).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Europe/Moscow"
    assert b"DTSTART;TZID=Europe/Moscow:20200427T111500" in anna.files["plan.ics"]


async def test_an_address_shows_moved_and_cancelled_sessions_as_the_same_events(
    world: World, anna: Person, web: Client
) -> None:
    await choose(anna, "play", "reading")
    path = await address(anna)
    same_as_golden("calendar-address", re.sub(r"calendar/[\w-]+", "calendar/…", anna.sees))
    answer = await web.get(path)
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/calendar", "utf-8")
    first = events_of(await answer.read())
    same = await web.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status, await same.read()) == (304, b"")
    await world.imports(
        play={"starts": datetime.fromisoformat("2020-04-28T12:30:00+03:00"), "title": NASTY},
        reading={"status": "cancelled"},
    )
    changed = await web.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    second = events_of(await changed.read())
    assert {ref: str(one["UID"]) for ref, one in first.items()} == {ref: str(one["UID"]) for ref, one in second.items()}
    assert [int(one["SEQUENCE"]) for one in (*first.values(), *second.values())] == [0, 0, 1, 1]
    assert second["play"].start == datetime.fromisoformat("2020-04-28T12:30:00+03:00")
    assert str(second["play"]["SUMMARY"]) == NASTY
    assert (str(second["reading"]["STATUS"]), str(second["reading"]["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert str(second["reading"]["SUMMARY"]) == "Отменено: Первые шаги к чтению"
    assert second["reading"].walk("VALARM") == []
    await world.imports(reading={"status": "scheduled"})
    assert int(events_of(await (await web.get(path)).read())["reading"]["SEQUENCE"]) == 2


async def test_what_leaves_the_plan_or_is_left_for_its_recording_leaves_the_calendar(anna: Person, web: Client) -> None:
    await choose(anna, "reading", "circle")
    await anna.taps("«Утренний круг без скуки»")
    path = await address(anna)
    assert events_of(await (await web.get(path)).read()).keys() == {"circle"}
    await anna.opens("session-circle")
    await anna.taps("Убрать из плана")
    empty = icalendar.Calendar.from_ical(await (await web.get(path)).read())
    assert empty.walk("VEVENT") == []


async def test_the_alarm_is_ones_own_choice(world: World, anna: Person, web: Client) -> None:
    await choose(anna, "play")
    path = await address(anna)
    await anna.presses(OpenCalendar().pack())
    for label, trigger in (("напомнит за час", "-PT1H"), ("напомнит за день", "-P1D"), ("не напоминает", "")):
        await anna.taps(next(label for label in anna.buttons if "Календарь" in label))
        assert anna.has(f"Календарь {label}")
        content = (await (await web.get(path)).read()).decode()
        assert re.findall(r"TRIGGER:(\S+)", content) == ([trigger] if trigger else [])
    await anna.presses(SetAlarm(7).pack())
    assert "устарела" in anna.toast or "другого времени" in anna.reads + anna.toast


async def test_closed_and_guessed_addresses_are_answered_alike(world: World, anna: Person, web: Client) -> None:
    await choose(anna, "play")
    first, second = await address(anna), await address(anna)
    assert [(await web.get(path)).status for path in (first, second)] == [200, 200]
    await anna.taps("Назад")
    assert "К вашему плану ведут 2 адреса." in anna.reads
    await anna.taps("Закрыть адреса")
    with capture_logs() as said:
        answers = [
            await web.get(path) for path in (first, "/calendar/" + "x" * 22 + ".ics", "/calendar/x", "/calendar/%00")
        ]
    assert {one.status for one in answers} == {404}
    assert len({(await one.text(), one.headers["Cache-Control"], one.content_type) for one in answers}) == 1
    assert not [one for one in said if first[10:20] in str(one)]
    assert (await web.post(second)).status == 405


async def test_a_head_has_no_body_and_an_erased_person_no_calendar(world: World, anna: Person, web: Client) -> None:
    await choose(anna, "play")
    path = await address(anna)
    head = await web.head(path)
    assert (head.status, await head.read()) == (200, b"")
    assert head.headers["ETag"].startswith('W/"')
    assert head.headers["Cache-Control"] == "private, no-cache"
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    assert (await web.get(path)).status == 404


async def test_who_tries_keys_is_told_to_wait_while_calendars_go_on(world: World, anna: Person, web: Client) -> None:
    await choose(anna, "play")
    path = await address(anna)
    tries = [(await web.get(f"/calendar/{number}.ics")).status for number in range(int(BURST) + 5)]
    assert tries[0] == 404
    assert tries[-1] == 429
    answer = await web.get(path)
    assert answer.status == 200
    known = {"If-None-Match": answer.headers["ETag"]}
    asked = [(await web.get(path, headers=known)).status for _ in range(int(BURST) * 2)]
    assert (asked[0], asked[-1]) == (304, 429)


async def test_where_the_database_is_away_a_calendar_asks_later(
    anna: Person, web: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> int:
        raise DatabaseTrouble("away")

    monkeypatch.setattr(PlanKeys, "owner", away)
    with capture_logs() as said:
        answer = await web.get("/calendar/abc.ics")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "120")
    assert [one["event"] for one in said] == ["calendar.database"]


async def test_without_an_address_of_its_own_the_bot_gives_the_file_alone(anna: Person) -> None:
    await choose(anna, "roof")
    await anna.types("/plan")
    await anna.taps(TAKE)
    assert not any("Адрес" in label for label in anna.buttons)
    await anna.taps("Файл для календаря")
    assert "В плане пока нет ничего с известным временем" in anna.reads


async def test_a_calendar_speaks_its_readers_language(world: World, anna: Person) -> None:
    await choose(anna, "play")
    person = await world.kept(anna)
    assert person is not None
    told = wanted(world.storage.catalogue, person, 10)
    english = wanted(world.storage.catalogue, replace(person, language="en"), 10)
    assert told.tag != english.tag
    assert "X-WR-CALNAME:My plan: Салон «Школа»" in calendar(english, world.clock.now()).decode()


async def test_an_address_speaks_its_readers_language_too(world: World, web: Client) -> None:
    john = world.person("3", "en")
    title = Worded("Игра как язык детства")
    title.others = {"en": "Play is a language"}
    await world.imports(play={"title": title})
    await john.opens("session-play")
    await john.taps("Remind me")
    await john.types("/plan")
    await john.taps("📅 To calendar, mail, colleague", "Address for the calendar")
    [path] = re.findall(rf"<{PAGES}(\S+)>", john.reads)
    event = events_of(await (await web.get(path)).read())["play"]
    assert (str(event["SUMMARY"]), int(event["SEQUENCE"])) == ("Play is a language", 1)


async def test_a_calendar_says_its_readers_time_first(world: World, anna: Person) -> None:
    await choose(anna, "play")
    person = await world.kept(anna)
    assert person is not None
    told = wanted(world.storage.catalogue, person, 10)
    far = wanted(world.storage.catalogue, replace(person, zone="Asia/Kamchatka"), 10)
    assert told.tag != far.tag
    [event] = events_of(calendar(far, world.clock.now())).values()
    assert str(event["DESCRIPTION"]).startswith("20:15–21:00 у вас · 11:15–12:00 МСК")
