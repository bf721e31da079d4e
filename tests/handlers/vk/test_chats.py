"""VK's chats of several people, beyond what all messengers share: who hears what, letters among others, refusals."""

from collections.abc import AsyncIterator

import pytest

from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Parcel, Refused
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Button, Topic, screen
from simulator.messenger import Hand, NewGroup
from simulator.world import Chat
from storage.database import Storage
from tests.dialogs.engine.staff_room import StaffRoom
from tests.handlers.running import until
from tests.handlers.vk.harness import VkHarness, open_harness
from tests.handlers.vk.running import listening

CARD = screen("№14: когда начало?", buttons=((Button("Взять", Nowhere()),),))


@pytest.fixture
async def vk(storage: Storage) -> AsyncIterator[VkHarness]:
    async with open_harness(storage) as harness:
        yield harness


@pytest.fixture
def chat(vk: VkHarness) -> Chat:
    return found(vk)


def found(vk: VkHarness, *, admin: bool = True) -> Chat:
    """A chat of Viktor's with the community in it."""
    chat: Chat = vk.vk.groups.lay(NewGroup("Модераторы", (int(vk.person.chat),), admin=admin))
    vk.desk.calls.clear()
    return chat


def address(chat: Chat) -> Address:
    return Address("vk", chat.id.partition(":")[2])


def ours(chat: Chat) -> list[tuple[str, str]]:
    return [(str(message.id), message.text) for message in chat.messages.values() if not message.out]


async def shown(vk: VkHarness, parcel: Parcel) -> Shown:
    outcome = await vk.messenger.show(parcel)
    assert isinstance(outcome, Delivered), outcome
    return outcome.shown


async def test_letters_to_a_chat_and_to_people_share_a_call(vk: VkHarness, chat: Chat) -> None:
    outcomes = await vk.messenger.carry([Parcel(to, CARD, "ru", mark=7) for to in (vk.person, address(chat))])
    assert [call.method for call in vk.desk.calls.of()] == ["messages.send"]
    ((number, text),) = ours(chat)
    assert outcomes[1] == Delivered(Shown(number))
    assert text == vk.chat()[-1].text == "№14: когда начало?"


async def test_a_card_of_a_chat_is_edited_under_its_number_there(vk: VkHarness, chat: Chat) -> None:
    first = await shown(vk, Parcel(address(chat), CARD, "ru", mark=7))
    await shown(vk, Parcel(vk.person, CARD, "ru", mark=8))
    assert await shown(vk, Parcel(address(chat), screen("№14: прозвучал"), "ru", over=first, mark=9)) == first
    assert ours(chat) == [(first.message, "№14: прозвучал")]


async def test_a_card_that_is_there_no_more_comes_anew(vk: VkHarness, chat: Chat) -> None:
    first = await shown(vk, Parcel(address(chat), CARD, "ru", mark=7))
    dialog = vk.vk.community.dialogs[int(address(chat).chat)]
    vk.vk.community.drop(dialog, dialog.posts[int(first.message)])
    again = await shown(vk, Parcel(address(chat), CARD, "ru", over=first, mark=8))
    assert ours(chat) == [(again.message, "№14: когда начало?")]


@pytest.mark.parametrize(
    ("code", "came"), [(912, Later(60.0)), (917, Gone()), (922, Gone()), (927, Gone()), (945, Gone())]
)
async def test_a_chat_that_refuses_keeps_nobody_else_s_letter(
    vk: VkHarness, chat: Chat, code: int, came: Outcome
) -> None:
    vk.vk.refuse(chat, code, allowed=None)
    parcels = [Parcel(to, CARD, "ru", mark=7) for to in (address(chat), vk.person)]
    outcomes = await vk.messenger.carry(parcels)
    assert outcomes[0] == came
    assert isinstance(outcomes[1], Delivered)
    assert vk.messenger.weather.refusals == ({"chats"} if code == 912 else set())


async def test_a_chat_that_is_none_is_gone(vk: VkHarness) -> None:
    assert await vk.messenger.show(Parcel(Address("vk", "2000000999"), CARD, "ru")) == Gone()


async def test_there_are_no_topics(vk: VkHarness, chat: Chat) -> None:
    assert not vk.messenger.limits.topics
    assert isinstance(await vk.messenger.show(Parcel(address(chat), Topic("10:00"), "ru")), Refused)
    assert vk.desk.calls.of() == []


async def test_who_is_no_administrator_hears_who_calls_it_by_its_name(storage: Storage, vk: VkHarness) -> None:
    room = StaffRoom()
    async with listening(storage, vk.desk, room.feature):
        vk.open()
        await until(lambda: bool(vk.chat()))
        chat, viktor = found(vk, admin=False), Hand(int(vk.person.chat))
        vk.vk.text(chat, "/agenda раз", None, viktor)
        vk.vk.text(chat, f"@{vk.vk.community.face.username} /agenda два", None, viktor)
        vk.vk.text(chat, f"@club{vk.vk.community.id}, /agenda три", None, viktor)
        await until(lambda: room.commands == [("agenda", "два"), ("agenda", "три")])
    assert vk.desk.calls.of("users.get") == [], "nobody is greeted in a chat"
