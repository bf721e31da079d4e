"""The simulator through vk_api, which was written for the real VK and knows nothing of us: an independent check."""

import asyncio
from io import BytesIO
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
import vk_api
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll
from vk_api.keyboard import VkKeyboard, VkKeyboardColor
from vk_api.requests_pool import VkRequestsPool

from simulator.desk import Desk
from simulator.pictures import picture
from simulator.server import VK_GROUP, VK_TOKEN
from tests.simulator.vk.control import VIKTOR, VkControl


class Redirect(requests.adapters.HTTPAdapter):
    """What is meant for VK goes to the desk."""

    def __init__(self, desk: str) -> None:
        super().__init__()
        self._desk = urlsplit(desk)

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        asked = urlsplit(request.url or "")
        host, path = self._desk.netloc, f"/vk{asked.path}"
        request.url = urlunsplit((self._desk.scheme, host, path, asked.query, ""))
        return super().send(request, *arguments, **options)


class Library(Protocol):
    """The part of the library's client that is used here: it has no types of its own."""

    http: requests.Session

    def method(self, method: str, values: dict[str, Any] | None = None) -> Any: ...
    def get_api(self) -> Any: ...


@pytest.fixture
def library(desk: Desk) -> Library:
    session = requests.Session()
    for host in ("https://api.vk.com", "https://api.vk.ru"):
        session.mount(host, Redirect(desk.url))
    client: Library = vk_api.VkApiGroup(token=VK_TOKEN, session=session, api_version="5.199")
    return client


def letter(text: str, peer: int = VIKTOR) -> dict[str, Any]:
    return {"peer_id": peer, "random_id": 0, "message": text}


async def test_keyboards_presses_and_edits(vk: VkControl, library: Library) -> None:
    poll = await asyncio.to_thread(VkBotLongPoll, library, VK_GROUP, 2)
    await vk.act("start", payload="stand-7")
    (begun,) = await asyncio.to_thread(poll.check)
    assert begun.type is VkBotEventType.MESSAGE_NEW
    assert (begun.from_user, begun.message.ref, begun.client_info["lang_id"]) == (True, "stand-7", 0)

    inline = VkKeyboard(inline=True)
    inline.add_callback_button("Напоминать", VkKeyboardColor.POSITIVE, {"to": 7})
    inline.add_line()
    inline.add_openlink_button("Смотреть", "https://example.org/", {})
    menu = VkKeyboard()
    menu.add_button("Меню", VkKeyboardColor.SECONDARY, {"to": 0})
    menu.add_line()
    menu.add_location_button({})
    api = library.get_api()

    def show() -> int:
        api.messages.send(**letter("Меню внизу"), keyboard=menu.get_keyboard())
        return int(api.messages.send(**letter("Урок"), keyboard=inline.get_keyboard()))

    number = await asyncio.to_thread(show)
    await vk.act("press", message=number, row=0, column=0)
    (pressed,) = await asyncio.to_thread(poll.check)
    assert (pressed.type, pressed.object.payload) == (VkBotEventType.MESSAGE_EVENT, {"to": 7})

    def answer() -> None:
        answered = {"event_id": pressed.object.event_id, "user_id": VIKTOR, "peer_id": VIKTOR}
        assert api.messages.sendMessageEventAnswer(**answered) == 1
        api.messages.edit(
            peer_id=VIKTOR, message_id=number, message="Напомню", keyboard=VkKeyboard.get_empty_keyboard()
        )

    await asyncio.to_thread(answer)
    assert await vk.said() == ["Меню внизу", "Напомню"]


async def test_the_poll_recovers_by_itself(vk: VkControl, library: Library) -> None:
    poll = await asyncio.to_thread(VkBotLongPoll, library, VK_GROUP, 0)
    for kind in ("failed1", "failed2"):
        await vk.act("text", text=kind)
        await vk.order(kind, method="a_check")
        assert await asyncio.to_thread(poll.check) == []
        (event,) = await asyncio.to_thread(poll.check)
        assert event.message.text == kind


async def test_many_calls_in_one_as_the_library_packs_them(begun: VkControl, library: Library) -> None:
    def pack() -> tuple[list[Any], list[Any]]:
        with VkRequestsPool(library) as same:
            sent = [same.method("messages.send", letter(f"«{n}» {{}}", n)) for n in (VIKTOR, 1, VIKTOR)]
        with VkRequestsPool(library) as mixed:
            user = mixed.method("users.get", {"user_ids": VIKTOR})
            failed = mixed.method("messages.send", letter("", VIKTOR))
        return sent, [user, failed]

    sent, (user, failed) = await asyncio.to_thread(pack)
    assert [one.ok for one in sent] == [True, False, True]
    assert sent[1].error["error_code"] == 901
    assert await begun.said() == [f"«{VIKTOR}» {{}}"] * 2
    assert user.result[0]["first_name"] == "Виктор"
    assert failed.error["error_code"] == 100


async def test_uploads(begun: VkControl, library: Library) -> None:
    upload = vk_api.VkUpload(library)

    def send() -> None:
        (photo,) = upload.photo_messages(BytesIO(picture(40, 30)), peer_id=VIKTOR)
        document = upload.document_message(BytesIO(b"price"), title="Прайс.pdf", peer_id=VIKTOR)["doc"]
        names = [f"photo{photo['owner_id']}_{photo['id']}", f"doc{document['owner_id']}_{document['id']}"]
        library.get_api().messages.send(**letter("Вот"), attachment=names)

    await asyncio.to_thread(send)
    message = (await begun.chat())["messages"][-1]
    assert (message["photo"]["width"], message["document"]["name"]) == (40, "Прайс.pdf")


async def test_refusals(begun: VkControl, library: Library) -> None:
    def refused(**changes: Any) -> vk_api.ApiError:
        with pytest.raises(vk_api.ApiError) as refusal:
            library.method("messages.send", letter("раз") | changes)
        return refusal.value

    keyboard = VkKeyboard()
    keyboard.add_button("Без нагрузки")  # the library says null then, which VK does not take
    error = await asyncio.to_thread(refused, keyboard=keyboard.get_keyboard())
    assert (error.code, str(error)) == (911, "[911] Keyboard format is invalid: button [0][0] payload should be string")
    assert (await asyncio.to_thread(refused, message="а" * 5000)).code == 914
    await begun.order("14")
    with pytest.raises(vk_api.Captcha):
        await asyncio.to_thread(library.method, "messages.send", letter("раз"))
    await begun.order("6")  # the library waits and comes again
    assert await asyncio.to_thread(library.method, "messages.send", letter("раз")) == 2
