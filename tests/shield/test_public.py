"""What a hall reads of a question: words that nobody can press, and a signature that is a name.

A question with an address, an account and a phone used to stand in the chat of a session as three things to be pressed,
signed «Админ ММСО ✅ https://evil.tld».
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.kit.links import clickable, unclickable
from dialogs.kit.reading import public_name
from dialogs.kit.screen import paragraph, screen
from handlers.telegram import renderer as telegram
from handlers.vk import renderer as vk
from simulator.telegram.found import find_entities
from simulator.telegram.html import parse_html
from simulator.vk.formatting import with_addresses
from storage.address import Address
from tests.amount import attacked
from tests.dialogs.asking import begins
from tests.dialogs.moderating import asks_and_waits, run_with, set_up
from tests.paper import PAPER
from tests.shield.hostile import SLOW
from tests.world import World

PHISHING = "Сертификат на https://mmso-sertifikat.evil.tld/login, пишите @support_mmso_fake или +7 916 123-45-67"
SHOWN = "Сертификат на https[:]//mmso-sertifikat[.]evil[.]tld/login, пишите [@]support_mmso_fake или +7 9•• •••-••-67"
ADMIN = "Админ ММСО ✅ https://evil.tld"
CHAT = Address(PAPER, "-900")


@pytest.mark.shield("S7")
async def test_what_can_be_pressed_is_passed_on_at_the_second_press_and_cannot_be_pressed(world: World) -> None:
    await run_with(world, chats={"preschool": CHAT})
    desk, anna = await set_up(world), world.person("1", name=ADMIN)
    await asks_and_waits(desk, anna, PHISHING)
    card = desk.card().text
    for warning in ("в вопросе ссылка", "в вопросе чей-то аккаунт", "в вопросе номер телефона"):
        assert f"⚠️ Внимание: {warning}." in card
    assert SHOWN in card
    assert (
        await desk.tap(desk.maria, "В чат") == "Внимание: это прочтут все. Взгляните на карточку ещё раз и подтвердите."
    )
    assert await desk.state() == "new"
    assert "-900" not in world.messenger.chats
    assert await desk.tap(desk.maria, "Всё равно показать") == "№1 уходит в чат."
    [said] = world.messenger.chats["-900"]
    assert said.text == f"Вопрос №1 · «Первые шаги к чтению»\n{SHOWN}"
    assert "Внимание" not in desk.card().text


@pytest.mark.shield("S7")
async def test_what_is_confirmed_is_what_was_seen(world: World) -> None:
    """An asker who changes the words behind the moderator's back has them looked at anew."""
    await run_with(world, chats={"preschool": CHAT})
    desk, anna = await set_up(world), world.person("1", name="Анна")
    await asks_and_waits(desk, anna, "Это на example.org?")
    await desk.tap(desk.maria, "В чат")
    confirm = desk.card().find("Всё равно показать")
    await anna.edits("Это на evil.example?")
    assert confirm is not None
    await desk.maria.presses("q.choose:1:pass:0")
    assert await desk.state() == "new"
    assert "-900" not in world.messenger.chats


@pytest.mark.shield("S7")
async def test_an_innocent_question_goes_in_one_press(world: World) -> None:
    await run_with(world, chats={"preschool": CHAT})
    desk, anna = await set_up(world), world.person("1", name="Анна")
    await asks_and_waits(desk, anna, "Что читал А.С.Пушкин в 1811–1817 гг.?")
    assert await desk.tap(desk.maria, "В чат") == "№1 уходит в чат."
    assert "А.С.Пушкин в 1811–1817 гг.?\n\nАнна" in world.messenger.chats["-900"][0].text


@pytest.mark.shield("S7")
async def test_neither_other_visitors_nor_the_presenter_get_anything_to_press(world: World) -> None:
    await run_with(world)
    desk, anna, viktor = await set_up(world), world.person("1", name=ADMIN), world.person("2", name="Виктор")
    await begins(anna)
    await anna.types(PHISHING)
    assert "Админ" not in anna.reads
    await anna.taps("Отправить")
    await asks_and_waits(desk, viktor, "Когда запись?")
    await desk.tap(desk.maria, "В чат")
    await desk.tap(desk.maria, "Всё равно показать")
    await desk.maria.taps("Что зачитать", on=desk.board())
    await world.tick()
    listed = desk.group.finds("1. №1")
    assert SHOWN[:40] in listed.text
    assert "Админ" not in listed.text
    session = world.storage.catalogue.session_named("reading")
    assert session is not None
    await viktor.presses(f"questions:{session.id}")
    assert SHOWN[:40] in viktor.reads
    assert clickable(viktor.reads) == ()


@pytest.mark.shield("S7")
@pytest.mark.parametrize(
    "name",
    [
        ADMIN,
        *("Админ", "Aдмин", "аdmin", "А Д М И Н", "Администратор салона", "Модератор", "Mодepатоp", "𝐀𝐝𝐦𝐢𝐧 𝐀𝐧𝐧𝐚"),
        *(
            "Организатор",
            "Oргкомитет",
            "ММСО",
            "MMCO",
            "ММС0",
            "mmso",
            "М\u0301МСО",
            "ММСО-2020",
            "Техподдержка",
            "Support",
        ),
        *("evil.tld", "пишите@мне", "t.me/evil", "www.evil", "8 (916) 123", "@evil"),
    ],
)
def test_who_plays_staff_or_advertises_has_no_name(name: str) -> None:
    assert public_name(name, "ММСО-2020") == ""


@pytest.mark.shield("S7")
@pytest.mark.parametrize("name", ["Анна", "О. И. Ветров", "Владимир", "Moderna", "Анна 🌸 5-А", "李小龙", "Ада Минина"])
def test_other_people_keep_theirs(name: str) -> None:
    assert public_name(f"{name} ✅", "ММСО-2020") == name


PRESSED = (
    *(
        "evil.tld",
        "EVIL.COM",
        "пример.рф",
        "xn--80ak6aa92e.com",
        "аррӏе.com",
        "www.1x",
        "t.me/x",
        "a.b.c.evil.shop:8080/?q=1",
    ),
    *(
        "https://evil.tld",
        "tg://resolve?domain=evil",
        "HTTP://1.2.3.4",
        "10.0.0.1",
        "evil。com",
        "a@evil.tld",
        "@evil_bot",
    ),
    *(
        "+7 (916) 123-45-67",
        "89161234567",
        "8-916-123-45-67",
        "+49 30 901820",
        "123-45-67",
        "[club1|evil]",
        "*id1 (evil)",
    ),
)


@pytest.mark.parametrize("words", ["с 9.00 до 18.00 12.05.2026", "в 2023 2024 2025 годах", "2020 год, 12.30 и 14:45"])
def test_dates_times_and_years_are_no_phones(words: str) -> None:
    assert clickable(words) == ()
    assert unclickable(words) == words


@pytest.mark.shield("S7")
@pytest.mark.parametrize("said", [PHISHING, *PRESSED, *SLOW.values()])
def test_no_messenger_makes_anything_to_press_of_it(said: str) -> None:
    """As the simulators find it, which read as the messengers do."""
    words = unclickable(said[:1_000].encode("utf-8", "replace").decode().replace("\x00", ""))
    assert clickable(words) == ()
    drawn = parse_html(telegram.draw(screen(paragraph(words)), "ru").html)
    kinds = {entity.type for entity in find_entities(drawn.text)}
    assert not kinds & {"url", "mention", "email", "phone_number", "text_link"}
    assert with_addresses(vk.draw(screen(paragraph(words)), "ru").text) == ()


@pytest.mark.shield("S7")
@settings(max_examples=attacked(200, 20_000))
@given(st.lists(st.sampled_from([*PRESSED, " ", ",", "и", "1", "."]), max_size=8).map("".join))
def test_nor_of_whatever_is_put_together(said: str) -> None:
    assert clickable(unclickable(said)) == ()
