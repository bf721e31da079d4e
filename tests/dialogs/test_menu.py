"""Arriving, the menu, and what cannot be understood."""

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

MENU = [
    *("✨ Подобрать за меня", "▶️ Сейчас и скоро", "📅 Программа", "🏛 Выставка"),
    *("⭐ Мой план", "🔎 Поиск", "⚙️ Настройки"),
]


def doors(person: Person) -> list[str]:
    """The buttons below the sessions of the first screen."""
    return person.buttons[-len(MENU) :]


@pytest.mark.both
async def test_who_opens_the_bot_is_welcomed_with_the_menu(world: World) -> None:
    anna = world.person("1")
    await anna.opens()
    assert anna.reads.startswith("Здравствуйте! Это Салон «Школа», а я ваш помощник.")
    assert doors(anna) == MENU


@pytest.mark.parametrize("name", ["Анна", "  Анна\n", "Анна\x00\u202e", "Анна\u200b"])
async def test_whose_name_is_told_is_greeted_by_it(world: World, name: str) -> None:
    anna = world.person("1", name=name)
    await anna.opens()
    assert anna.reads.startswith("Здравствуйте, Анна! Это Салон «Школа», а я ваш помощник.")
    await anna.opens("session-reading")
    newcomer = world.person("8", "en", name)
    await newcomer.opens("session-reading")
    assert newcomer.reads.startswith("Hello, Анна! This is")
    async with world.storage.reading() as work:
        for person in ("1", "8"):
            assert "Анна" not in repr(await work.people.find("paper", person))


@pytest.mark.parametrize("name", ["", " ", "\u202e\x00", "🦊", "...", "x" * 41, "{fair}" * 9])
async def test_what_is_no_name_is_not_said(world: World, name: str) -> None:
    somebody = world.person("1", name=name)
    await somebody.opens()
    assert somebody.reads.startswith("Здравствуйте! Это Салон «Школа», а я ваш помощник.")


async def test_signs_in_a_name_are_only_signs(world: World) -> None:
    somebody = world.person("1", name="{fair} <b>")
    await somebody.opens()
    assert somebody.reads.startswith("Здравствуйте, {fair} <b>! Это Салон")


async def test_the_welcome_speaks_english_to_who_reads_english(world: World) -> None:
    john = world.person("3", "en-GB")
    await john.opens()
    assert john.reads.startswith("Hello!")
    assert "📅 Programme" in john.buttons


async def test_who_reads_another_language_chooses_one_of_ours(world: World) -> None:
    anneliese = world.person("4", "de")
    await anneliese.opens()
    assert anneliese.reads.startswith("Hello!")
    await anneliese.taps("Русский")
    assert anneliese.reads.startswith("Здравствуйте!")
    await anneliese.types("/menu")
    assert doors(anneliese) == MENU


@pytest.mark.parametrize("language", ["ru", "ru-RU", "be", "uk", "kk", "sah", "sah_RU", ""])
async def test_where_russian_is_read_nobody_is_asked(world: World, language: str) -> None:
    reader = world.person("5", language)
    await reader.opens()
    assert doors(reader) == MENU


@pytest.mark.both
async def test_a_link_to_a_session_opens_its_card_at_once_with_a_greeting(world: World) -> None:
    anna = world.person("1")
    await anna.opens("session-reading")
    same_as_golden("first-by-link", anna.sees)
    await anna.opens("session-reading")
    assert anna.reads.startswith("Первые шаги к чтению")
    assert anna.has("Напоминать")


async def test_a_link_to_a_stand_opens_its_card_at_once(world: World, anna: Person) -> None:
    await anna.opens("stand-azbuka")
    assert anna.reads.startswith("Издательство «Азбука утра»")
    newcomer = world.person("7")
    await newcomer.opens("stand-azbuka")
    assert newcomer.reads.startswith("Здравствуйте! Это Салон «Школа», а я ваш помощник.")
    assert "Издательство «Азбука утра»" in newcomer.reads


async def test_who_comes_by_a_link_chooses_the_language_under_the_card(world: World) -> None:
    anneliese = world.person("4", "de")
    await anneliese.opens("session-reading")
    assert anneliese.reads.startswith("Hello!")
    await anneliese.taps("Русский")
    card, welcome = anneliese.messages
    assert "Первые шаги к чтению" in card.text
    assert welcome.text.startswith("Здравствуйте!")


async def test_a_link_to_what_is_gone_says_so(world: World) -> None:
    anna = world.person("1")
    for _ in range(2):
        await anna.opens("session-gone")
        assert anna.reads.startswith("Здравствуйте!")
        assert "Ссылка устарела" in anna.reads
        assert doors(anna) == MENU
    await anna.opens("newsletter-april")
    assert "ссылка" not in anna.reads


@pytest.mark.parametrize(
    "payload", ["session-gone", "stand-", "session", "lead-12", "-", "%D0%9F", "session-reading-", "x" * 64]
)
async def test_a_link_that_leads_nowhere_is_a_welcome(world: World, payload: str) -> None:
    anna = world.person("1")
    await anna.opens(payload)
    assert anna.reads.startswith("Здравствуйте!")
    assert doors(anna) == MENU


async def test_browsing_edits_one_message(anna: Person) -> None:
    await anna.taps("Программа", "Дошкольное образование", "Сегодня, пн, 27 апр", "Первые шаги к чтению", "Назад")
    await anna.taps("Меню", "Выставка", "Меню", "Мой план", "Меню", "Настройки", "Меню")
    assert len(anna.messages) == 1
    assert anna.message.edits == 12
    assert doors(anna) == MENU


async def test_a_command_that_nobody_knows_gets_the_menu(anna: Person) -> None:
    for nonsense in ("/nonsense", "/вперёд"):
        await anna.types(nonsense)
        assert "Этого я не понял" in anna.reads
        assert doors(anna) == MENU


async def test_typed_nonsense_is_looked_for_in_vain_and_leads_to_the_menu(anna: Person) -> None:
    for nonsense in ("чепуха", "🎈" * 4096, " ", "a" * 4096, "{name} %s"):
        await anna.types(nonsense)
        assert "ничего не нашлось" in anna.reads or "Слов я тут не вижу" in anna.reads
        assert anna.has("Меню")


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("Меню", "Салон «Школа»"),
        ("сейчас", "Начнутся в течение часа"),
        ("▶️ Сейчас и скоро", "Начнутся в течение часа"),
        ("что идёт?", "Начнутся в течение часа"),
        ("план", "Мой план"),
        ("мой план!", "Мой план"),
        ("Программа", "Программа"),
        ("📅 Программа", "Программа"),
        ("записи", "Записи"),
        ("выставка", "Выставка"),
        ("мой маршрут", "Мой маршрут"),
        ("мои вопросы", "Мои вопросы"),
        ("Мои заявки", "Мои заявки"),
        ("настройки", "Настройки"),
        ("помощь", "Как пользоваться"),
        ("мои данные", "Что я о вас храню"),
        ("стенд 47", "Издательство «Азбука утра»"),
        ("Стенд №47", "Издательство «Азбука утра»"),
        ("47", "Издательство «Азбука утра»"),
        ("привет", "Здравствуйте! Что вам показать?"),
        ("Спасибо!!!", "Пожалуйста!"),
        ("стенд 4747", "По запросу «стенд 4747» ничего не нашлось"),
        ("my plan", "Мой план"),
        ("now", "Начнутся в течение часа"),
        ("thank you", "Пожалуйста!"),
    ],
)
async def test_words_are_as_good_as_buttons(anna: Person, typed: str, begins: str) -> None:
    await anna.types(typed)
    assert anna.reads.startswith(begins)
    assert len(anna.messages) == 2, "what is typed is answered below"


async def test_who_asks_for_the_link_gets_the_nearest_session_of_the_plan(world: World, anna: Person) -> None:
    await anna.types("ссылка")
    assert anna.reads.startswith("Начнутся в течение часа")
    for session in ("play", "reading"):
        await anna.opens(f"session-{session}")
        await anna.taps("Напоминать")
    await anna.types("Когда начало?")
    assert anna.reads.startswith("Первые шаги к чтению")
    await world.time_is("11:10")
    await anna.types("не открывается")
    assert anna.reads.startswith("Игра как язык детства")
    assert anna.has("Смотреть")


async def test_words_of_a_form_are_its_own_but_the_menu_always_opens(world: World, anna: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    await anna.types("программа")
    assert "«программа»" in anna.reads
    await anna.types("меню")
    assert anna.reads.startswith("Салон «Школа»")


@pytest.mark.parametrize("kind", ["sticker", "voice", "location", "photo"])
async def test_what_is_not_words_gets_the_menu(anna: Person, kind: str) -> None:
    await anna.sends(kind)
    assert anna.reads.startswith("Голос и картинки я пока не разбираю")
    assert doors(anna) == MENU


async def test_who_writes_before_opening_is_welcomed(world: World) -> None:
    stranger = world.person("6")
    await stranger.types("есть кто?")
    assert stranger.reads.startswith("Здравствуйте!")
    assert await world.kept(stranger) is not None


async def test_a_group_is_none_of_our_business(world: World, anna: Person) -> None:
    from dialogs.kit.event import Opened, Pressed, Typed

    before = len(anna.messages)
    for act in (Typed("всем привет"), Opened(), Pressed("menu")):
        await anna.does(act, private=False)
    assert world.messenger.chats.get("-100") is None
    assert len(anna.messages) == before


async def test_before_the_first_import_the_bot_asks_for_patience(world: World) -> None:
    from storage.fair.catalogue import NO_FAIR

    world.storage.catalogue = NO_FAIR
    anna = world.person("1")
    await anna.opens()
    assert "Программа ещё не опубликована" in anna.reads
    await anna.taps("Настройки", "Меню")
    assert "Программа ещё не опубликована" in anna.reads
