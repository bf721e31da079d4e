"""The first screen: what of the fair is worth seeing now, for whoever arrives or comes back, in every phase of it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.menu.glance import SHOWN, glance
from storage.fair.catalogue import NO_FAIR, Catalogue
from storage.fair.programme import Cluster, Session
from storage.people.people import Person as Kept
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

PHASES = {
    "before": "2020-04-20 12:00",
    "today": "2020-04-27 09:46",
    "evening": "2020-04-27 21:00",
    "over": "2020-05-03 12:00",
}


@pytest.mark.parametrize("phase", PHASES)
async def test_the_first_screen_changes_with_the_phase(world: World, phase: str) -> None:
    await world.time_is(PHASES[phase])
    anna = world.person("1", name="Анна")
    await anna.opens()
    same_as_golden(f"first-{phase}", anna.sees)


@pytest.mark.both
async def test_two_taps_lead_from_start_to_a_reminder(world: World) -> None:
    anna = world.person("1")
    await anna.opens()  # 1
    await anna.taps("Профессия за одно лето")  # 2
    assert anna.toast == "⭐ В плане. Напомню в 09:50 и в начале."
    assert anna.reads.endswith("У вас сейчас 09:45?")
    await anna.taps("Да")
    assert "10:00–11:00 МСК · круглый стол ⭐\nПрофессия за одно лето" in anna.reads
    assert len(anna.messages) == 1
    await world.pass_time(minutes=5)
    assert anna.reads.startswith("Через 10 минут")


async def test_who_comes_back_sees_their_next_session_first(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    await anna.types("/menu")
    assert anna.buttons[0] == "11:15 Игра как язык детства"
    await anna.taps("11:15 Игра как язык детства", "Назад")
    assert anna.reads.startswith("Салон «Школа» · 26–29 апреля\n\nСейчас идёт 1 встреча, через 15 минут начнутся")
    await world.time_is("11:20")
    await anna.opens()
    assert anna.buttons[0] == "▶️ Смотреть: Игра как язык детства"
    await world.time_is("2020-04-27 22:00")
    await anna.opens("session-song")
    await anna.taps("Напоминать")
    await anna.types("меню")
    assert anna.buttons[0] == "09:00 Песня дня"
    assert "09:00–09:30 МСК · лекция ⭐\nПесня дня" in anna.reads


async def test_a_session_that_is_starred_too_late_is_said_to_be_over(world: World, anna: Person) -> None:
    star = anna.message.find("Teaching young engineers")
    assert star is not None
    await world.time_is("12:00")
    await anna.taps("Teaching young engineers")
    assert anna.toast == "Это мероприятие уже прошло."
    assert anna.has("Подобрать за меня")
    await anna.presses("star:99999:menu0")
    assert "устарела" in anna.reads


async def test_what_is_offered_can_be_seen_beside_the_plan(world: World, anna: Person) -> None:
    await anna.taps("Профессия за одно лето", "Да")
    assert anna.has("11:15 Игра как язык детства"), "the others start at the same minute"


async def test_between_two_stages_the_next_one_and_the_recordings_are_offered(world: World) -> None:
    first = world.fair.stages[0]
    second = first.model_copy(update={"id": "second", "first_day": date(2020, 5, 28), "last_day": date(2020, 5, 31)})
    moved: dict[str, object] = {"starts": datetime(2020, 5, 28, 15, tzinfo=UTC)}
    await world.imports(world.fair.model_copy(update={"stages": (first, second)}), last=moved)
    await world.time_is("2020-05-03 12:00")
    anna = world.person("1")
    await anna.opens()
    assert "28–31 мая" in anna.reads
    assert "Этот этап закончился. Следующий — четверг, 28 мая, 18:00 МСК: в первый день 1 встреча." in anna.reads
    assert "🎬 Записи" in anna.buttons
    assert "Сейчас и скоро" not in str(anna.buttons)


async def test_a_fair_of_which_no_time_is_known_opens_its_doors(world: World) -> None:
    fair = world.storage.catalogue
    anna = world.person("1")
    untimed = {number: replace(one, starts=None) for number, one in fair.sessions.items()}
    for sessions in (untimed, {}):
        world.storage.catalogue = replace(fair, sessions=sessions)
        await anna.opens()
        assert "Время встреч ещё уточняется" in anna.reads
        assert anna.buttons[:2] == ["📅 Программа", "🏛 Выставка"]
    world.storage.catalogue = NO_FAIR
    await anna.types("/menu")
    assert anna.buttons == ["⚙️ Настройки"]


async def test_who_reads_another_language_still_sees_the_fair(world: World) -> None:
    anneliese = world.person("4", "de")
    await anneliese.opens()
    assert len([label for label in anneliese.buttons if label.startswith("⭐ ") and ":" in label]) == SHOWN - 1
    assert anneliese.buttons[-2:] == ["Русский", "English"]
    assert len(anneliese.buttons) <= 10, "so many VK has room for"


def _fair(clusters: int) -> Catalogue:
    starts = datetime(2020, 4, 27, 10, tzinfo=UTC)
    known = {n: Cluster(n, f"c{n}", f"Кластер {n}", None, "cluster") for n in range(1, clusters + 1)}
    sessions = {}
    for number in range(1, 121):
        cluster = known[(number - 1) % clusters + 1]
        plain = (None, "lecture", starts + timedelta(hours=number // 61), 45, "ru", None, None, None, (), None, None)
        sessions[number] = Session(number, f"s{number}", cluster, f"Лекция {number}", *plain, cancelled=False)
    return replace(NO_FAIR, version=1, clusters=known, sessions=sessions)


@pytest.mark.parametrize("clusters", [1, 60])
def test_no_cluster_is_the_first_for_everybody_and_nobody_sees_another_order_twice(clusters: int) -> None:
    fair, now = _fair(clusters), datetime(2020, 4, 27, 9, 50, tzinfo=UTC)
    people = [Kept(number, "paper", str(number), "ru", now) for number in range(200)]
    seen = [glance(fair, person, now) for person in people]
    assert seen == [glance(fair, person, now) for person in people]
    assert all(len(one.others) == SHOWN and one.coming == 60 for one in seen)
    often = Counter(session.id for one in seen for session in one.others)
    assert len(often) > 50
    assert max(often.values()) < 30
    if clusters > 1:
        assert all(len({session.cluster.id for session in one.others}) == SHOWN for one in seen)
