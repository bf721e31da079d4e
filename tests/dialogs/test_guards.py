"""What protects others outlasts `/forget`: bans, pauses and counts go on for who comes back as if never met."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from dialogs.callback.routes import AskCallback, CancelCall
from dialogs.callback.rules import Bound, bound
from dialogs.contacts.routes import EditField
from dialogs.kit.limits import may_try_at
from dialogs.threads.routes import WriteToStand
from storage.privacy.contacts import ContactCard
from tests.dialogs import leading, moderating
from tests.dialogs.asking import asks, begins
from tests.dialogs.calling import CARD, agrees, asked_for, staffs, stand_id
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.sheet import Message
from tests.world import World

BANNED = "Модераторы больше не принимают от вас вопросы"


async def forgets(person: Person) -> None:
    await person.types("/forget")
    await person.taps("Да, забыть всё")


@pytest.mark.shield("S10")
@pytest.mark.both
async def test_a_ban_of_moderators_outlasts_forgetting_until_its_own_end(world: World) -> None:
    desk = await moderating.set_up(world)
    anna = world.person("1")
    await moderating.asks_and_waits(desk, anna, "Как читать вслух?")
    await desk.tap(desk.maria, "Ещё…")
    await desk.tap(desk.maria, "До конца салона")
    await begins(anna)
    assert BANNED in anna.reads
    await forgets(anna)
    for session in ("reading", "clay"):
        await begins(anna, session)
        assert BANNED in anna.reads
    await forgets(anna)
    await world.time_is("2020-04-28 09:00")
    await begins(anna, "dance")
    assert BANNED in anna.reads


@pytest.mark.shield("S10")
async def test_forgetting_begins_no_pause_and_no_count_of_questions_anew(world: World, anna: Person) -> None:
    await asks(world, anna, "Как читать вслух?")
    await forgets(anna)
    await begins(anna)
    await anna.types("С чего начать?")
    await anna.taps("Отправить")
    assert "через 60 секунд" in anna.toast
    for words in ("С чего начать?", "Чем закончить?"):
        world.clock.move(timedelta(seconds=61))
        await asks(world, anna, words)
    await forgets(anna)
    world.clock.move(timedelta(seconds=61))
    await begins(anna)
    assert "уже ждут 3 ваших вопроса" in anna.reads
    async with world.storage.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM questions"))).scalar_one() == 3
    world.clock.move(timedelta(hours=1))
    await begins(anna)
    assert anna.has("Отмена")


@pytest.mark.shield("S10")
async def test_who_forgets_many_times_a_day_is_asked_to_wait(world: World, anna: Person) -> None:
    for _ in range(3):
        await forgets(anna)
        assert "Готово: я вас забыл" in anna.reads
        await anna.opens()
        await anna.taps("Настройки")
    await forgets(anna)
    assert "Сегодня я забывал вас уже 3 раза. Смогу снова завтра в 09:45." in anna.reads
    assert "data@example.org" in anna.reads
    assert anna.has("Мои согласия")
    assert await world.kept(anna) is not None
    await world.time_is("2020-04-28 09:46")
    await forgets(anna)
    assert await world.kept(anna) is None


@pytest.mark.shield("S10")
@pytest.mark.both
async def test_unanswered_messages_still_count_for_who_was_forgotten(world: World, anna: Person) -> None:
    stand = (await leading.set_up(world)).stand
    await leading.allows_writing(anna)
    for number in range(10):
        if number in (4, 7):
            await forgets(anna)
            await leading.allows_writing(anna)
        await anna.presses(WriteToStand(stand.id).pack())
        await anna.types(f"Слово {number}")
        assert "Сообщение передано" in anna.reads, number
        world.clock.move(timedelta(seconds=40))
    await anna.presses(WriteToStand(stand.id).pack())
    await anna.types("И ещё")
    assert "Сообщение передано" not in anna.reads


# --- calls -----------------------------------------------------------------------------------------------------------


async def wants_a_call(world: World, person: Person, ref: str = "azbuka") -> None:
    """Press through an order to its end, or to the refusal."""
    await person.presses(AskCallback(stand_id(world, ref)).pack())
    for label in ("Завтра", "10–11"):
        if person.has(label):
            await person.taps(label)
    await world.deliver()


async def ordered(world: World) -> int:
    """How many calls were ever ordered."""
    async with world.storage.engine.connect() as connection:
        found = await connection.execute(text("SELECT count(*) FROM leads WHERE kind = 'call'"))
        return int(found.scalar_one())


STANDS = ("azbuka", "notebook", *(f"p{number:02}" for number in range(3, 11)), "diary", "lesson")


async def agrees_everywhere(world: World, person: Person, card: ContactCard = CARD) -> None:
    for ref in STANDS:
        await agrees(world, person, ref, card)


async def staffed(world: World) -> None:
    """Somebody can be asked at every stand."""
    for ref in STANDS:
        await staffs(world, ref)


@pytest.mark.shield("S10")
async def test_a_typed_number_is_called_by_three_stands_at_once_however_often_one_forgets(
    world: World, anna: Person
) -> None:
    await staffed(world)
    await agrees_everywhere(world, anna)
    for ref in STANDS[:7]:
        await wants_a_call(world, anna, ref)
    assert await ordered(world) == 3
    same_as_golden("call-unproved", anna.sees)
    await forgets(anna)
    await anna.opens()
    await agrees_everywhere(world, anna)
    await wants_a_call(world, anna, STANDS[7])
    assert await ordered(world) == 3
    await anna.presses(AskCallback(stand_id(world, STANDS[7])).pack())
    await anna.taps("Поделиться номером")
    await anna.shares(CARD.phone)
    await wants_a_call(world, anna, STANDS[7])
    assert await ordered(world) == 4, "a number that is their own may be called by more"


@pytest.mark.shield("S10")
async def test_where_no_messenger_vouches_only_what_is_possible_is_offered(world: World, anna: Person) -> None:
    """In VK nobody can share a number: «Поделиться номером» led to a question that could only be typed at."""
    world.policy = replace(world.policy, typed_only={PAPER})
    await world.restart()
    await staffed(world)
    await agrees_everywhere(world, anna)
    for ref in STANDS[:4]:
        await wants_a_call(world, anna, ref)
    assert await ordered(world) == 3
    same_as_golden("call-unproved-typed", anna.sees)
    assert "оделит" not in anna.sees
    await anna.taps("Написать стенду")
    assert "стенд" in anna.reads.lower()
    await anna.presses(AskCallback(stand_id(world, STANDS[3])).pack())
    await anna.taps("Мои заявки")
    await anna.presses(CancelCall((await open_calls(world, anna))[0]).pack())
    await wants_a_call(world, anna, STANDS[3])
    assert len(await open_calls(world, anna)) == 3, "one that is cancelled makes room"


async def open_calls(world: World, person: Person) -> list[int]:
    kept = await world.kept(person)
    assert kept is not None
    async with world.storage.reading() as work:
        return [lead.id for lead in await work.leads.of_person(kept.id) if lead.closed_at is None]


@pytest.mark.shield("S10")
async def test_ten_stands_at_once_are_enough_for_anybody(world: World, anna: Person) -> None:
    await staffed(world)
    await agrees_everywhere(world, anna, replace(CARD, own_phone=True))
    for ref in STANDS:
        await wants_a_call(world, anna, ref)
    assert await ordered(world) == 10
    assert "уже 10 стендов" in anna.reads
    await anna.presses(EditField("phone").pack())
    await anna.types("+7 916 000-00-01")
    assert "поделитесь им кнопкой" in anna.reads, "else ten stands would call whose number it is"


@pytest.mark.shield("S10")
@pytest.mark.both
async def test_who_orders_and_cancels_in_turn_lays_three_cards_a_day(world: World, anna: Person) -> None:
    await staffs(world)
    await agrees(world, anna)
    for turn in range(5):
        await wants_a_call(world, anna)
        if turn < 3:
            number = (await asked_for(world, number=turn + 1)).id
            await anna.presses(CancelCall(number).pack())
        if turn == 1:
            await forgets(anna)
            await anna.opens()
            await agrees(world, anna)
    assert await ordered(world) == 3
    assert "за сутки уже 3 звонка. Следующий можно будет заказать завтра в 09:45" in anna.reads
    assert anna.has("Написать стенду")
    await world.time_is("2020-04-28 09:46")
    await wants_a_call(world, anna)
    assert "сутки" not in anna.reads


@pytest.mark.shield("S10")
def test_thirty_calls_a_day_are_enough() -> None:
    now = datetime(2020, 4, 27, 12, tzinfo=UTC)
    lately = [(number, now - timedelta(hours=23, minutes=number)) for number in range(30)]
    found = bound(lately, 0, 99, now, proved=True)
    assert found == Bound("day", now + timedelta(minutes=31))
    assert bound(lately[:-1], 9, 99, now, proved=True) is None
    assert bound(lately, 0, 99, now + timedelta(minutes=31), proved=True) is None


@pytest.mark.shield("S10")
async def test_the_stands_card_says_that_nobody_vouches_for_the_number_before_it_is_taken(
    world: World, anna: Person
) -> None:
    await staffs(world)
    await agrees(world, anna)
    await wants_a_call(world, anna)
    [group] = [chat for chat in world.messenger.chats if chat.startswith("-")]
    card = world.messenger.chats[group][0]
    assert "⚠️ Номер не подтверждён: введён вручную." in card.text
    assert card.buttons == ["Взять"]
    assert "916" not in card.text
    await anna.presses(EditField("phone").pack())
    await anna.shares(CARD.phone)
    await world.deliver()
    assert "не подтверждён" not in card.text, "it is true at any time"


@pytest.mark.shield("S10")
@pytest.mark.both
async def test_one_phone_left_by_several_people_alarms_organisers_until_the_day_is_over(world: World) -> None:
    olga = await leading.organiser(world)
    await staffs(world)
    told: list[Message] = []
    for user in ("31", "32", "33", "34"):
        person = world.person(user)
        await person.opens()
        await agrees(world, person)
        await wants_a_call(world, person)
        await forgets(person)
        await world.pass_time(minutes=1)
        told = [one for one in olga.messages if "один и тот же телефон" in one.text]
        assert len(told) == (user > "32")
    assert told[0].text.startswith("4 посетителя оставили для звонков один и тот же телефон\n\nДолжны позвонить:")
    assert "Азбука утра" in told[0].text
    assert "916" not in told[0].text
    await world.time_is("2020-04-28 10:00")
    await world.pass_time(minutes=2)
    assert told[0].text.startswith("✓ Прошло в")


# --- invitations -----------------------------------------------------------------------------------------------------


@pytest.mark.shield("S5")
@pytest.mark.both
async def test_whoever_guesses_invitations_waits_and_organisers_hear_of_it_once(world: World, anna: Person) -> None:
    """400 guesses, in a group and in private; even the right code is not looked at then."""
    olga = await leading.organiser(world)
    right = await moderating.invitation(world, "place")
    group = world.group("Чужая")
    stranger = group.member(anna)
    for number in range(200):
        await stranger.says(f"/bind {number:026}")
    await world.tick()
    assert len(anna.letters) == 6, "five answers, and one that asks to wait"
    assert "Попробуйте снова в 10:00" in anna.letters[-1].text
    assert group.messages == []
    await stranger.says(f"/bind {right}")
    for number in range(200):
        await anna.opens(f"staff-{number:026}")
    assert "Попробуйте снова в 10:00" in anna.reads
    await world.pass_time(minutes=1)
    async with world.storage.reading() as work:
        assert await work.staff.places.everywhere() == ()
    assert len([one for one in olga.messages if "подбирает коды приглашений" in one.text]) == 1
    await forgets(anna)
    await anna.opens(f"staff-{'x' * 26}")
    assert "Попробуйте снова" in anna.reads, "who forgets begins no new count"
    await world.time_is("10:01")
    await anna.opens(f"staff-{'x' * 26}")
    assert "приглашение не действует" in anna.reads
    await anna.opens(f"staff-{'x' * 26}")
    assert "Попробуйте снова в 10:31" in anna.reads, "twice as long"
    await world.time_is("10:32")
    maria = await moderating.moderator(world, "1", "Мария")
    assert "Теперь вы модератор" in maria.reads or "модератор" in maria.reads
    await world.time_is("2020-04-28 10:40")
    await world.pass_time(minutes=2)
    assert [one.text[:11] for one in olga.messages if "коды приглашений" in one.text] == ["✓ Прошло в "]


@pytest.mark.shield("S5")
async def test_who_opens_their_own_old_link_again_and_again_guesses_nothing(world: World) -> None:
    link = f"staff-{await moderating.invitation(world, 'person')}"
    maria = world.person("71")
    for _ in range(8):
        await maria.opens(link)
    assert "модератор" in maria.reads


@pytest.mark.shield("S5")
def test_each_wrong_code_after_the_fifth_doubles_the_wait() -> None:
    now = datetime(2020, 4, 27, 12, tzinfo=UTC)
    waits = [may_try_at([now] * wrong, now) for wrong in range(4, 9)]
    minutes = [None if at is None else int((at - now).total_seconds()) // 60 for at in waits]
    assert minutes == [None, 15, 30, 60, 120]
    assert may_try_at([now] * 100, now) == now + timedelta(days=1)
