"""Who may moderate: links and codes that work once, and everybody in the group who has no such right."""

import pytest

from bot.staff import invite
from simulator.messenger import Hand
from simulator.telegram.people import Telegram
from tests.town.people import BOOK, Member, Phone
from tests.town.town import Town
from tests.town.waiting import until

# These are stories of messengers; how the databases differ is told in tests/dialogs and beside this file.
pytestmark = pytest.mark.only("sqlite")

NOT_MET, NO_RIGHT = "Мы ещё не знакомы", "Вы здесь не модератор"
TRADE = "Профессия за одно лето"


@pytest.mark.parametrize("messenger", ["telegram", "vk"])
async def test_a_link_makes_one_person_a_moderator_once(
    town: Town, messenger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await invite(town.settings, town.storage, "moderator", "preschool")
    said = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    payload = said[messenger].rpartition("=")[2]
    nina, other = town.stranger("Нина", messenger), town.stranger("Пётр", messenger)
    nina.opens(payload)
    await nina.sees("Вы модератор: «Дошкольное образование»")
    other.opens(payload)
    await other.sees("Это приглашение не действует")


@pytest.mark.parametrize("where", ["forum", "group", "vk"])
async def test_a_code_makes_a_group_the_moderators_once(town: Town, where: str) -> None:
    nina = await town.moderator("Нина", "vk" if where == "vk" else "telegram", cluster="college")
    group = town.group("Колледжи", nina, forum=where == "forum")
    other = town.group("Не колледжи", nina)
    here, there = Member(nina, group), Member(nina, other)
    here.says("/bind abcdefghjk")
    await group.shows("Этот код не действует")
    code = await town.invitation("moderator", "college", place=True)
    here.says(f"/bind {code}")
    await group.shows("Готово", "Среднее профессиональное образование")
    there.says(f"/bind {code}")
    await other.shows("Этот код не действует")
    anna = await town.person("Анна")
    await anna.asks(BOOK, session="trade")
    card = await group.shows("№1 · 🆕 новый", BOOK)
    if where == "forum":
        assert card.thread == (await group.has_topic(f"10:00 · Колледжи · {TRADE}")).id
    else:
        assert TRADE in card.text
    await here.taps("Взять", at="№1")
    await nina.hears("№1 ваш до 09:36")
    await group.shows("№1 · ✋ Нина")
    assert len(other.messages) == 1
    assert not town.forum.cards(1)


async def test_whoever_has_no_right_changes_nothing(town: Town) -> None:
    anna = await town.person("Анна")
    await anna.asks()
    await town.forum.shows("№1 · 🆕 новый")
    foreign = await town.moderator("Чужая", cluster="college")
    stranger = town.stranger("Никто")
    for phone, word in ((stranger, NOT_MET), (anna, NO_RIGHT), (foreign, NO_RIGHT)):
        town.forum.here.groups.join(town.forum.chat, phone.id, admin=True)
        phone.heard.clear()
        member = Member(phone, town.forum)
        await member.taps("Взять", at="№1")
        await member.hears(word)
        await member.replies("Я отвечу!", to="№1")
    await town.settles()
    question = await town.question()
    assert (question.state, question.answer) == ("new", None)
    assert await town.steps() == [("ask", None)]


async def test_a_moderator_removed_meanwhile_presses_in_vain(town: Town) -> None:
    anna = await town.person("Анна")
    await anna.asks()
    await town.oleg.taps("Взять", at="№1")
    await town.oleg.hears("№1 ваш")
    async with town.storage.writing() as work:
        (number,) = (one.id for one in await work.staff.everybody() if one.user == str(town.oleg.phone.id))
        assert await work.staff.revoke(number, town.program_now())
    await town.oleg.taps("В чат", at="№1")
    await until(lambda: town.oleg.phone.heard, lambda: "nothing was said")
    assert (await town.question()).state == "taken"
    town.pass_time(minutes=5)
    await town.maria.taps("Взять", at="№1 · 🆕")
    await town.maria.hears("№1 ваш")
    assert town.public.texts == []


async def test_an_administrator_without_a_name_presses_but_does_not_answer(town: Town) -> None:
    anna = await town.person("Анна")
    await anna.asks()
    await town.forum.shows("№1 · 🆕 новый")
    town.forum.forums.hide(town.forum.chat, town.maria.phone.id, anonymous=True)
    await town.maria.taps("Взять", at="№1")
    await town.maria.hears("№1 ваш")
    await town.maria.replies("Отвечаю.", to="№1")
    await town.forum.shows("Не вижу, кто вы")
    assert (await town.question()).state == "taken"
    town.forum.forums.hide(town.forum.chat, town.maria.phone.id, anonymous=False)
    await town.maria.replies("Отвечаю.", to="№1")
    await town.maria.lets_go("№1")
    await anna.sees("Ответ на ваш вопрос №1", "Отвечаю.")


async def test_what_people_say_to_each_other_leaves_no_trace(town: Town) -> None:
    anna = await town.person("Анна")
    town.time_is("10:00:01")
    await anna.asks()
    card = await town.forum.shows("№1 · 🆕 новый")
    nina = await town.moderator("Нина", "vk")
    talk = town.group("Болтовня", nina)
    guest = town.stranger("Гость")
    town.forum.here.groups.join(town.forum.chat, guest.id, admin=False)
    await town.settles()
    before, seen = await town.counts(), (town.forum.texts, talk.texts)
    for member in (town.maria, Member(guest, town.forum), Member(nina, talk)):
        for words in ("Кто возьмёт первый?", "/menu", "/start", "меню", "№1", "/bindweed", "🙂" * 200):
            member.says(words, card.thread if member.room is town.forum else None)
    own = next(one for one in town.forum.chat.messages.values() if one.text == "№1")
    town.forum.here.text(town.forum.chat, "Я возьму.", own.id, Hand(town.oleg.phone.id, card.thread))
    await town.oleg.taps("Взять", at="№1")  # the last of all that is heard
    await town.oleg.hears("№1 ваш")
    await _all_heard(town, nina)
    after = await town.counts()
    assert {name for name in before if before[name] != after[name]} == {"events", "outbox", "steps"}
    assert (after["events"] - before["events"], after["steps"] - before["steps"]) == (2, 1)
    assert [len(now) for now in (town.forum.texts, talk.texts)] == [len(then) for then in seen]


async def _all_heard(town: Town, last: Phone) -> None:
    """VK's chatter has been heard when what was done after it is answered."""
    telegram = town.desk.messengers["telegram"]
    assert isinstance(telegram, Telegram)
    await until(lambda: not telegram.account.updates.waiting(), lambda: "chatter was not heard")
    last.opens()
    await last.last("Напишите, что ищете")
    await town.settles()
