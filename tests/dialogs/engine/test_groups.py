"""The bot among people: it hears what is meant for it; a press passes by over the chat, the rest comes by letters."""

import pytest
from sqlalchemy import func, select

from dialogs.kit.event import Act, Commanded, Opened, Pressed, Sent, Shown, Typed
from storage.people.tables import PEOPLE
from storage.post.events import EVENTS
from storage.post.outbox import OUTBOX
from tests.dialogs.engine.staff_room import Card, Knock, Look, StaffRoom, Stumble, Take, posting
from tests.groups import Group, Member
from tests.paper import Person
from tests.world import World


@pytest.fixture
async def room(world: World) -> StaffRoom:
    """The feature that works in groups is there."""
    room = StaffRoom()
    await world.restart(room.feature)
    return room


@pytest.fixture
def group(world: World, room: StaffRoom) -> Group:
    return world.group("Модераторы")


@pytest.fixture
def maria(group: Group, anna: Person) -> Member:
    """A member who has opened the bot in private."""
    return group.member(anna)


async def lay(world: World, group: Group, *cards: int) -> None:
    """Cards come to the group."""
    async with world.storage.writing() as work:
        for card in cards:
            await work.outbox.put(posting(Card(card), world.clock.now(), key=f"card-{card}"), group.address())
    await world.deliver()


async def rows(world: World) -> list[int]:
    """How much the database keeps."""
    async with world.storage.engine.connect() as connection:
        tables = (EVENTS, OUTBOX, PEOPLE)
        return [(await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in tables]


@pytest.mark.parametrize(
    "act",
    [
        Typed("кто возьмёт четырнадцатый?"),
        Typed("ответ кому-то", Shown("12345")),
        Sent("sticker"),
        Opened(),
        Opened("session-play"),
        Commanded("menu"),
        Commanded("unheard-of"),
    ],
    ids=repr,
)
async def test_what_people_say_to_each_other_is_none_of_our_business(
    world: World, group: Group, maria: Member, act: Act
) -> None:
    before = await rows(world)
    await maria._does(act, group.address())
    await group.member(world.person("9"))._does(act, group.address())
    await world.deliver()
    assert group.messages == []
    assert await rows(world) == before


@pytest.mark.both
async def test_a_press_passes_by_over_the_chat_and_the_rest_comes_by_letter(
    world: World, group: Group, maria: Member, room: StaffRoom
) -> None:
    await lay(world, group, 14)
    (card,) = group.messages
    before = len(maria.person.messages)
    await maria.taps("Взять")
    assert maria.toast == "Меню"
    assert (card.text, card.edits) == ("№14: свободен", 0), "the card is not what the press is answered by"
    await world.deliver()
    assert group.messages == [card]
    assert (card.text, card.edits) == ("№14: 1", 1)
    assert len(maria.person.messages) == before
    kept = await world.kept(maria.person)
    assert kept is not None
    assert kept.muted, "what the action changed of the person is kept"


async def test_a_press_that_shows_something_shows_it_to_nobody(world: World, group: Group, maria: Member) -> None:
    await lay(world, group, 14)
    await maria.presses(Look().pack(), group.messages[0])
    await world.deliver()
    assert [message.edits for message in group.messages] == [0]
    assert maria.toast == ""


@pytest.mark.both
async def test_a_press_told_twice_is_done_once_and_answered_twice(world: World, group: Group, maria: Member) -> None:
    await lay(world, group, 14)
    await maria.taps("Взять")
    before = await rows(world)
    await maria.again()
    assert await rows(world) == before
    assert maria.person.toasts == ["Меню", "Меню"]


async def test_who_never_opened_the_bot_is_asked_to_and_nothing_is_kept(
    world: World, group: Group, room: StaffRoom
) -> None:
    await lay(world, group, 14)
    before = await rows(world)
    oleg = group.member(world.person("9"))
    await oleg.taps("Взять")
    assert oleg.toast == "Мы ещё не знакомы: сначала откройте личный чат со мной, потом повторите здесь."
    assert room.taken == {}
    assert await rows(world) == before
    await oleg.person.opens()
    await oleg.taps("Взять")
    assert room.taken == {14: "9"}


async def test_who_hides_their_name_is_asked_not_to(world: World, group: Group, room: StaffRoom, anna: Person) -> None:
    await lay(world, group, 14)
    nameless = group.member(anna, anonymous=True)
    await nameless.taps("Взять")
    assert (
        nameless.toast == "Не вижу, кто вы: напишите от себя — не анонимно и не от имени канала — и попробуйте ещё раз."
    )
    assert room.taken == {}


async def test_words_of_who_is_unknown_are_answered_by_a_letter_once_in_a_while(
    world: World, group: Group, room: StaffRoom, anna: Person
) -> None:
    oleg, nameless = group.member(world.person("9")), group.member(anna, anonymous=True)
    for _ in range(3):
        await oleg.says("/seat КОД")
        await nameless.says("/seat КОД")
    await world.deliver()
    assert sorted(message.text[:10] for message in group.messages) == ["Мы ещё не ", "Не вижу, к"]
    assert room.commands == []
    assert await world.kept(oleg.person) is None
    await world.pass_time(minutes=10)
    await oleg.says("/seat КОД")
    await world.deliver()
    assert len(group.messages) == 3


async def test_a_command_for_groups_is_answered_by_letters(
    world: World, group: Group, maria: Member, room: StaffRoom, anna: Person
) -> None:
    await maria.says("/seat 7KX2 94QM")
    assert group.messages == []
    await world.deliver()
    assert [message.text for message in group.messages] == ["№0: свободен"]
    assert maria.toast == ""
    await maria.says("/agenda всё")
    assert room.commands == [("seat", "7KX2 94QM"), ("agenda", "всё")]


async def test_a_command_is_understood_where_it_is_for(room: StaffRoom, anna: Person) -> None:
    await anna.types("/seat 7KX2")
    assert "/seat работает в группе вашей команды" in anna.reads
    await anna.types("/agenda")
    assert anna.reads == "Список"
    assert room.commands == [("agenda", "")]


async def test_a_reply_to_a_card_is_about_its_number(
    world: World, group: Group, maria: Member, room: StaffRoom
) -> None:
    await lay(world, group, 14, 15)
    await maria.replies("В записи будет всё.", to=group.finds("№15"))
    assert room.replies == [(15, "В записи будет всё.")]
    await world.deliver()
    assert [message.text for message in group.messages] == ["№14: свободен", "№15: свободен"]


async def test_a_reply_of_who_is_unknown_is_no_reply(world: World, group: Group, room: StaffRoom) -> None:
    await lay(world, group, 14)
    await group.member(world.person("9")).replies("Отвечаю", to=group.messages[0])
    await world.deliver()
    assert room.replies == []
    assert group.messages[-1].text.startswith("Мы ещё не знакомы")


async def test_in_private_a_reply_to_a_keyed_letter_goes_before_everything_else(
    world: World, room: StaffRoom, anna: Person
) -> None:
    person = await world.kept(anna)
    assert person is not None
    async with world.storage.writing() as work:
        await work.outbox.put(posting(Card(14), world.clock.now(), key="card-14"), person.address, person.id)
        await work.outbox.put(posting(Card(15), world.clock.now(), key="note-15"), person.address, person.id)
    await world.deliver()
    card, note = anna.letters
    assert card.text == "№14 лично: свободен"
    await anna.replies("Спасибо", to=card)
    assert anna.reads == "Ответ на №14 принят"
    assert room.replies == [(14, "Спасибо")]
    await anna.replies("Понятно", to=note)
    assert "Вот куда можно пойти дальше" in anna.reads
    assert len(room.replies) == 1


async def test_who_blocked_the_bot_may_work_in_a_group_and_stays_unreachable(
    world: World, group: Group, maria: Member, room: StaffRoom
) -> None:
    await lay(world, group, 14)
    await maria.person.blocks()
    await maria.taps("Взять")
    assert room.taken == {14: "1"}
    kept = await world.kept(maria.person)
    assert kept is not None
    assert not kept.reachable


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (Knock().pack(), "Открыть это не получится."),
        ("nothing-like-it", "Эта кнопка устарела: с тех пор кое-что изменилось."),
        (Take(14).pack() + ":1:2:3", "Эта кнопка устарела: с тех пор кое-что изменилось."),
    ],
)
async def test_what_cannot_be_done_is_a_word_over_the_chat(
    world: World, group: Group, maria: Member, data: str, word: str
) -> None:
    await maria.presses(data)
    await world.deliver()
    assert maria.toast == word
    assert group.messages == []


async def test_a_bug_is_a_word_with_a_code(group: Group, maria: Member) -> None:
    await maria.presses(Stumble().pack())
    assert maria.toast.startswith("Что-то сломалось на нашей стороне. Код для организаторов: ")
    assert group.messages == []


async def test_a_press_on_what_the_messenger_forgot_is_a_press(group: Group, maria: Member, room: StaffRoom) -> None:
    await maria._does(Pressed(Take(3).pack()), group.address())
    assert room.taken == {3: "1"}
