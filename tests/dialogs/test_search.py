"""Writing what one looks for: what is found, turned over, narrowed down, and what is said where there is nothing."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest

from dialogs.engine.dispatch import Dispatch
from dialogs.features import home
from dialogs.kit.phrase import speak
from dialogs.kit.screen import screen
from dialogs.search.routes import Find, NarrowTo, TellMissed
from storage.importers.fair_file import FairFile
from storage.importers.reading import read_fair_file
from tests.conftest import FAIRS
from tests.golden import same_as_golden
from tests.paper import Person, read
from tests.world import World


@pytest.mark.both
async def test_a_typed_thing_is_in_the_plan_with_three_taps(world: World) -> None:
    anna = world.person("1")
    await anna.opens()
    await anna.types("чтение")
    same_as_golden("search/found", anna.sees)
    await anna.taps("⭐1")
    assert anna.toast.startswith("⭐ В плане.")
    await anna.taps("Да")
    assert anna.has("✓1")
    await anna.taps("✓1")
    assert anna.toast == "Убрано из плана."


async def test_a_speaker_is_found_as_a_person_with_all_their_sessions(anna: Person) -> None:
    await anna.types("ветров")
    assert "Олег Ветров" in anna.reads
    found = anna.reads
    await anna.taps("Олег Ветров")
    assert anna.reads.startswith("Олег Ветров\nдетский писатель")
    await anna.taps("Назад")
    assert anna.reads == found


async def test_one_comes_back_from_a_card_to_the_page_one_was_on(anna: Person) -> None:
    await anna.types("дошкольное")
    assert anna.reads.startswith("Нашлось: 15 · дошкольное")
    await anna.taps("Ещё 12")
    page = anna.sees
    await anna.taps("6", "Назад")
    assert anna.sees == page
    await anna.taps("Назад")
    assert anna.has("Ещё 12")


async def test_a_stand_is_opened_from_the_results_and_back(anna: Person) -> None:
    await anna.types("дневник")
    assert "Школьный дневник" in anna.reads
    results = anna.sees
    await anna.taps("1", "Назад")
    assert anna.sees == results


async def test_results_are_narrowed_by_what_there_is(anna: Person) -> None:
    await anna.types("лекция")
    everything = anna.reads
    await anna.taps("Уточнить")
    same_as_golden("search/narrow", anna.sees)
    await anna.taps("День")
    same_as_golden("search/narrow-day", anna.sees)
    await anna.taps("пн, 27 апр · 1")
    assert "Утренний круг без скуки" in anna.reads
    assert anna.reads.startswith("Нашлось: 1 · лекция · пн, 27 апр")
    assert everything != anna.reads


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("запись завтрака с методистом", "Завтрак с методистом"),
        ("ветров", "Олег Ветров"),
        ("букварь", "Букварь"),
        ("каталог и цены", "Каталог и цены"),
        ("издательства", "Издательства"),
        ("алтай", "Первые шаги к чтению"),
        ("english", "Teaching young engineers"),
        ("часовой пояс", "Настройки: язык, часовой пояс, напоминания"),
        ("xntybt", "Первые шаги к чтению"),
        ("pervye shagi", "Первые шаги к чтению"),
        ("утреннй крук", "Утренний круг без скуки"),
        ("глина завтра", "Глина"),
    ],
)
async def test_what_people_write_finds_what_they_mean(anna: Person, said: str, first: str) -> None:
    await anna.types(said)
    assert anna.reads.split("1. ", 1)[1].startswith(first), anna.reads


async def test_a_time_alone_shows_what_is_on_then(anna: Person) -> None:
    await anna.types("завтра в 10")
    same_as_golden("search/time", anna.sees)
    await anna.types("сегодня вечером")
    assert "ничего не нашлось" in anna.reads
    assert "Вот самое близкое:\n\n1. Песня дня\nлекция · вт, 28 апр, 09:00–09:30 МСК" in anna.reads
    await anna.types("глина сегодня")
    assert "В это время (Понедельник, 27 апреля) такого нет" in anna.reads
    assert "1. Глина" in anna.reads


async def test_hours_are_of_the_clocks_of_who_writes(anna: Person) -> None:
    await anna.types("настройки")
    await anna.taps("Мой часовой пояс", "МСК+4 Красноярск")
    await anna.types("завтра в 14")
    assert "Песочница мира" in anna.reads


async def test_numbers_are_stands_and_questions(anna: Person) -> None:
    await anna.types("47")
    assert anna.reads.startswith("Издательство «Азбука утра»")
    await anna.types("№47")
    assert anna.reads.startswith("Издательство «Азбука утра»")


async def test_a_stand_that_is_not_there_is_answered_by_those_of_numbers_like_it(anna: Person) -> None:
    await anna.types("стенд 4")
    assert anna.reads.startswith("По запросу «стенд 4» ничего не нашлось.\n\nВот самое близкое:")
    assert "Стенд 47 · " in anna.reads


async def test_what_was_found_by_its_speaker_or_its_subject_says_so(anna: Person) -> None:
    await anna.types("писатель")
    assert "Олег Ветров, детский писатель" in anna.reads


@pytest.mark.both
async def test_what_is_missing_is_told_once_and_without_a_name(world: World, anna: Person) -> None:
    await anna.types("Квантовая криптография 89161112233")
    same_as_golden("search/nothing", anna.sees)
    await anna.taps("Рассказать организаторам")
    assert "без вашего имени" in anna.reads
    await anna.presses(TellMissed(_number(await _kept(world, anna))).pack())
    async with world.storage.reading() as work:
        (missed,) = await work.missed.all()
    assert (missed.words, missed.asked) == ("квантовая криптография", 1)


async def test_a_search_of_last_week_says_kindly_that_one_may_write_again(anna: Person) -> None:
    for forged in (Find(77, 4), NarrowTo(77, "day", 5), TellMissed(77)):
        await anna.presses(forged.pack())
        assert "Этот поиск я уже не помню" in anna.reads
    await anna.types("лекция")
    await anna.taps("Уточнить", "День")
    await anna.presses(NarrowTo(_number(await _kept(anna.world, anna)), "day", 10**12).pack())
    assert "Нашлось" in anna.reads


async def test_the_last_searches_are_kept_sealed_and_forgotten_with_the_person(world: World, anna: Person) -> None:
    for said in ("глина", "песня", "сказка", "танец", "вечер"):
        await anna.types(said)
    kept = await world.kept(anna)
    assert kept is not None
    assert [one.text for one in kept.searches] == ["вечер", "танец", "сказка", "песня"]
    async with world.storage.engine.connect() as connection:
        (lies,) = (await connection.exec_driver_sql("SELECT searches FROM people")).one()
    assert "вечер" not in str(lies)
    async with world.storage.writing() as work:
        await work.personal.erase(kept, world.clock.now())
    assert await world.kept(anna) is None


async def test_search_is_explained_by_examples_of_this_fair(anna: Person) -> None:
    await anna.types("поиск")
    same_as_golden("search/explained", anna.sees)
    await anna.types("/search глина")
    assert "1. Глина" in anna.reads
    john = anna.world.person("3", "en")
    await john.opens()
    await john.types("/search")
    same_as_golden("search/explained-english", john.sees)


@pytest.mark.parametrize(
    "bad",
    [
        "🦊" * 2048,
        "'; DROP TABLE people; --",
        'чтение" OR 1=1 NEAR(* AND "',
        "(чтение|.*)+$ [",
        " ".join(f"слово{number}" for number in range(200)),
        "\u202eеинетч\u202c",
        "ч\u200bт\u200bе\u200bн\u200bи\u200bе",
        "\u0301" * 300,
        "где и когда это будет",
        "а" * 4096,
        "...",
        "{words} %s \\x00",
    ],
)
async def test_whatever_is_written_gets_a_kind_answer(anna: Person, bad: str) -> None:
    await anna.types(bad)
    assert anna.buttons
    assert "пошло не так" not in anna.reads
    assert len(anna.reads) < 1500
    if "200" in bad or "DROP" in bad:
        assert "ничего не нашлось" in anna.reads


async def test_of_very_many_words_it_is_said_which_were_looked_for(anna: Person) -> None:
    await anna.types(" ".join(f"слово{number}" for number in range(200)))
    assert "ничего не нашлось" in anna.reads
    assert "Это сразу много. Я искал: слово0 слово1 слово2 слово3 слово4 слово5 слово6 слово7" in anna.reads
    await anna.types("глина " * 200)
    assert "1. Глина" in anna.reads


async def test_three_hundred_things_are_turned_over_to_the_last(world: World, anna: Person) -> None:
    (one, *others) = world.fair.sessions
    lessons = (one.model_copy(update={"id": f"lesson-{n}", "title": f"Сольфеджио {n}"}) for n in range(1, 301))
    await world.imports(world.fair.model_copy(update={"sessions": (one, *others, *lessons)}))
    await world.tick()
    await anna.types("сольфеджио")
    assert anna.reads.startswith("Нашлось 300 или больше · сольфеджио")
    assert anna.has("Ещё 297")
    number = _number(await _kept(world, anna))
    await anna.presses(Find(number, 297).pack())
    assert "300. " in anna.reads
    assert anna.has("Назад")
    await anna.presses(Find(number, 999).pack())
    assert "300. " in anna.reads


async def test_what_is_a_time_in_no_calendar_is_looked_for_as_words(anna: Person) -> None:
    for typed in ("31 апреля", "в 25", "через 99999999999 часов", "99999999999 апреля", "24:00", "апреля 0"):
        await anna.types(typed)
        assert "ничего не нашлось" in anna.reads, typed
        assert anna.has("Рассказать организаторам")


async def test_the_names_of_things_are_no_times(anna: Person) -> None:
    for typed, first in (("песня дня", "Песня дня"), ("утренний круг", "Утренний круг"), ("тихий час", "Тихий час")):
        await anna.types(typed)
        assert anna.reads.partition("1. ")[2].startswith(first), anna.reads
        assert "В это время" not in anna.reads
    await anna.types("завтра в 2")
    assert "1. Прогулка" in anna.reads


async def test_words_that_are_everywhere_and_no_words_are_told_apart(anna: Person) -> None:
    await anna.types("где и когда это будет")
    assert "Такие слова есть везде" in anna.reads
    await anna.types("🦊🦊")
    assert "Слов я тут не вижу" in anna.reads
    await anna.types("ч\u200bт\u200bение")
    assert "1. Первые шаги к чтению" in anna.reads


async def test_a_changed_fair_is_found_as_it_is_now(world: World, anna: Person) -> None:
    await anna.types("глина")
    await world.imports(clay={"title": "Фарфор"})
    await world.tick()
    await anna.types("фарфор")
    assert "1. Фарфор" in anna.reads


def changed(folder: Path, words: Mapping[str, str]) -> FairFile:
    """The small fair with other words in it."""
    text = (FAIRS / "small.yaml").read_text("utf-8")
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    copy(FAIRS / "logo.png", folder)
    (folder / "fair.yaml").write_text(text, "utf-8")
    file = read_fair_file(folder / "fair.yaml")
    assert isinstance(file, FairFile)
    return file


async def test_everything_found_is_called_as_the_reader_speaks(world: World, tmp_path: Path) -> None:
    words = {
        "title: Издательство «Азбука утра»": "title: {ru: Издательство «Азбука утра», en: Morning ABC Press}",
        "title: Букварь, text": "title: {ru: Букварь, en: Primer}, text",
        "title: Каталог и цены": "title: {ru: Каталог и цены, en: Catalogue and prices}",
        "summary: Книги и": 'summary: {en: Books for those who begin to read., ru: "Книги и',
        "начинает читать.": 'начинает читать."}',
    }
    await world.imports(changed(tmp_path, words))
    john, anna = world.person("3", "en"), world.person("1")
    await john.opens()
    await john.types("букварь")
    assert "1. Primer\nMorning ABC Press" in john.reads
    await john.types("каталог и цены")
    assert "1. Catalogue and prices\nMorning ABC Press" in john.reads
    await john.types("азбука утра")
    assert "Morning ABC Press\nStand 47 · Books for those who begin to read." in john.reads
    for typed in ("primer", "catalogue", "begin to read"):
        await john.types(typed)
        assert "Morning ABC Press" in john.reads
    await anna.opens()
    await anna.types("primer")
    assert "1. Букварь\nИздательство «Азбука утра»" in anna.reads


async def test_results_never_show_what_things_were_called_before(world: World, tmp_path: Path, anna: Person) -> None:
    await anna.types("глина")  # the search of the fair as it was
    before = {
        "title: Глина": "title: Фарфор",
        "Издательство «Азбука утра»": "Издательский дом",
        "title: Букварь": "title: Читалка",
        "title: Прописи, text: Тетрадь для правой и для левой руки.}\n      - {title: Кубики": "title: Пропись",
        "title: Каталог и цены": "title: Прайс",
        "title: Презентация": "title: Слайды",
        "Книги и пособия для тех": "Книжки для тех",
        "post: детский писатель": "post: сказочник",
    }
    await world.imports(changed(tmp_path, before))
    for typed in ("глина", "азбука утра", "букварь", "прописи", "кубики", "каталог и цены", "презентация", "писатель"):
        await anna.types(typed)
        assert typed not in anna.reads.partition("\n")[2].casefold(), anna.reads
    await anna.types("глина")
    assert "1. Фарфор" in anna.reads
    await anna.types("букварь")
    assert "1. Читалка\nИздательский дом" in anna.reads


@pytest.fixture
def known(world: World) -> World:
    """A world in which it is known how the bot is opened."""
    world.policy = replace(world.policy, links={"paper": "https://paper.example.org/?start=menu"})
    world.dispatch = Dispatch(world.registry, world.storage, world.clock, world.policy, home)
    return world


async def test_from_another_chat_sessions_stands_and_the_plan_are_offered(known: World) -> None:
    anna = known.person("1")
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    (plan, *soon) = await anna.asks("")
    assert (plan.id, speak(plan.title, "ru"), len(soon) > 2) == ("plan", "Мой план", True)
    assert "Первые шаги к чтению <https://paper.example.org/?start=session-reading>" in read(screen(*plan.text), "ru")
    (clay, *_) = await anna.asks("глина")
    assert clay.way.url == "https://paper.example.org/?start=session-clay"
    assert "Мастер-класс · вт, 28 апр, 10:00–10:30 МСК" in read(screen(*clay.text), "ru")
    (stand, *_) = await anna.asks("азбука утра")
    assert stand.id == "stand-azbuka"
    assert await anna.asks("мой план") == [plan, *(await anna.asks("мой план"))[1:]]
    (clay, *_) = await anna.asks("глина " + "где " * 62)  # as long as such a query may be
    assert clay.way.url == "https://paper.example.org/?start=session-clay"
    for bad in ("🦊" * 256, "'; DROP TABLE people", "где", "клинопись", "в 25", "а" * 256, "\u202eеинетч"):
        assert await anna.asks(bad) == []
    assert await anna.asks("\u200b") == [plan, *soon]  # nothing that is seen is nothing written


async def test_who_asks_from_another_chat_has_not_come_in_by_that(known: World) -> None:
    stranger = known.person("9", "en")
    (clay, *_) = await stranger.asks("глина")
    assert "Master class · Tue, 28 Apr" in read(screen(*clay.text), "en")
    assert await known.kept(stranger) is None
    assert stranger.messages == []


async def test_cards_are_passed_on_by_their_links(known: World) -> None:
    anna = known.person("1")
    await anna.opens("session-reading")
    assert anna.message.links["Поделиться"] == "https://paper.example.org/?start=session-reading"
    await anna.types("47")
    assert anna.message.links["Поделиться"] == "https://paper.example.org/?start=stand-azbuka"


async def _kept(world: World, person: Person) -> list[int]:
    kept = await world.kept(person)
    assert kept is not None
    return [one.number for one in kept.searches]


def _number(numbers: list[int]) -> int:
    return numbers[0]
