"""What people do in VK, and what the bot hears of it."""

import base64
from typing import Any

import pytest

from simulator.vk.samples import KINDS
from tests.simulator.vk.control import VIKTOR, VkControl
from tests.simulator.vk.test_uploads import upload


async def test_the_demo_has_a_father_in_vk(vk: VkControl) -> None:
    people = (await vk.ask("GET", "/sim/state"))["people"]
    assert [(person["name"], person["messenger"]) for person in people] == [
        ("Анна", "telegram"),
        ("Виктор", "vk"),
        ("Emma", "telegram"),
    ]
    assert len({person["id"] for person in people}) == 3


async def heard(vk: VkControl) -> Any:
    """The newest event."""
    return (await vk.events())[-1]


async def test_the_first_word_is_begin(vk: VkControl) -> None:
    await vk.act("start")
    (event,) = await vk.events()
    message = event["object"]["message"]
    assert (message["text"], message["payload"]) == ("Начать", '{"command":"start"}')
    assert (message["id"], message["conversation_message_id"], message["out"]) == (1, 1, 0)
    assert (message["peer_id"], message["from_id"], message["date"]) == (VIKTOR, VIKTOR, 1587969900)
    assert "ref" not in message
    info = event["object"]["client_info"]
    assert "callback" in info["button_actions"]
    assert (info["keyboard"], info["inline_keyboard"], info["carousel"], info["lang_id"]) == (True, True, True, 0)


async def test_a_deep_link_comes_with_the_first_word(vk: VkControl) -> None:
    await vk.act("start", payload="session-s-001")
    message = (await heard(vk))["object"]["message"]
    assert (message["text"], message["ref"], message["ref_source"]) == ("Начать", "session-s-001", "link")
    await vk.act("text", text="дальше")
    assert "ref" not in (await heard(vk))["object"]["message"]
    await vk.act("start", payload="с пробелом", status=400)


@pytest.mark.parametrize(
    ("language", "number"),
    [("ru", 0), ("uk", 1), ("be", 2), ("en", 3), ("es", 4), ("fi", 5), ("de", 6), ("it", 7), ("pt-br", 3)],
)
async def test_the_language_of_the_app(vk: VkControl, language: str, number: int) -> None:
    person = await vk.ask("POST", "/sim/people", {"name": "Ли", "messenger": "vk", "language": language})
    await vk.act("start", person=person["id"])
    assert (await heard(vk))["object"]["client_info"]["lang_id"] == number


async def test_forbidding_and_allowing_messages(begun: VkControl) -> None:
    await begun.act("block", blocked=True)
    await begun.act("block", blocked=True)  # once is enough
    await begun.act("text", text="не уйдёт", status=409)
    await begun.act("block", blocked=False)
    deny, allow = await begun.events()
    assert (deny["type"], deny["object"]) == ("message_deny", {"user_id": VIKTOR})
    assert (allow["type"], allow["object"]) == ("message_allow", {"user_id": VIKTOR, "key": ""})
    await begun.act("block", blocked=True)
    await begun.act("start")  # who begins again allows first
    assert [event["type"] for event in await begun.events()] == ["message_deny", "message_allow", "message_new"]
    assert await begun.send("С возвращением")


async def test_an_answer_to_a_message(begun: VkControl) -> None:
    number = await begun.send("Как вас зовут?")
    await begun.act("text", text="Виктор", reply_to=number)
    message = (await heard(begun))["object"]["message"]
    assert (message["reply_message"]["id"], message["reply_message"]["text"]) == (number, "Как вас зовут?")
    assert (await begun.chat())["messages"][-1]["reply_to"] == number
    await begun.act("text", text="Кто?", reply_to=99, status=404)
    await begun.send("Очень приятно", reply_to=message["id"])
    assert (await begun.chat())["messages"][-1]["reply_to"] == message["id"]


async def test_an_own_message_is_edited(begun: VkControl) -> None:
    await begun.act("text", text="Превет")
    number = (await begun.chat())["messages"][-1]["id"]
    await begun.act("edit", message=number, text="Привет")
    event = await heard(begun)
    assert (event["type"], event["object"]["text"], event["object"]["id"]) == ("message_edit", "Привет", number)
    assert event["object"]["update_time"]
    await begun.act("edit", message=await begun.send(), text="а", status=409)


async def test_long_words_are_cut_as_the_apps_do(vk: VkControl) -> None:
    await vk.act("text", text="а" * 5000)
    assert [len(event["object"]["message"]["text"]) for event in await vk.events()] == [4096, 904]
    await vk.act("text", text="  ", status=400)


async def test_there_is_no_button_for_a_phone(begun: VkControl) -> None:
    refusal = await begun.act("contact", phone="+79000000007", own=True, status=400)
    assert "write it as a text" in refusal["reason"]


async def test_a_file_of_ones_own_is_given_at_its_address(begun: VkControl) -> None:
    content = base64.b64encode(b"%PDF").decode()
    await begun.act("file", name="прайс.pdf", mime="application/pdf", content=content, caption="Цены")
    message = (await heard(begun))["object"]["message"]
    (attachment,) = message["attachments"]
    document = attachment["doc"]
    assert message["text"] == "Цены"
    assert (document["title"], document["ext"], document["size"]) == ("прайс.pdf", "pdf", 4)
    assert document["owner_id"] == message["from_id"]
    async with begun.http.get(document["url"], allow_redirects=False) as led:
        assert led.status == 302
    async with begun.http.get(document["url"]) as given:
        assert await given.read() == b"%PDF"
    name = f"doc{document['owner_id']}_{document['id']}_{document['access_key']}"
    assert (await begun.refused("messages.send", peer_id=VIKTOR, random_id=1, attachment=name))[0] == 100
    async with begun.http.get(f"{document['url']}x") as nothing:
        assert nothing.status == 404


async def test_a_photo_is_given_at_its_address(begun: VkControl) -> None:
    await begun.act("send", kind="photo")
    (attachment,) = (await heard(begun))["object"]["message"]["attachments"]
    async with begun.http.get(attachment["photo"]["sizes"][-1]["url"]) as given:
        assert (await given.read())[:4] == b"\x89PNG"


async def test_a_file_of_any_size(begun: VkControl) -> None:
    await begun.act("file", name="кино.mp4", size=60 << 20)
    (attachment,) = (await heard(begun))["object"]["message"]["attachments"]
    assert attachment["doc"]["size"] == 60 << 20
    async with begun.http.get(attachment["doc"]["url"]) as given:
        assert len(await given.content.readexactly(1 << 20)) == 1 << 20
    assert (await begun.chat())["messages"][-1]["document"]["size"] == 60 << 20


async def test_several_documents_stand_in_one_message(begun: VkControl) -> None:
    names = []
    for number in range(3):
        told = await begun.result("docs.getMessagesUploadServer", peer_id=VIKTOR, type="doc")
        uploaded = await upload(begun, told["upload_url"], file=f"price {number}".encode())
        saved = (await begun.result("docs.save", **uploaded, title=f"Прайс {number}.pdf"))["doc"]
        names.append(f"doc{saved['owner_id']}_{saved['id']}")
    await begun.send("Вот", attachment=",".join(names))
    shown = (await begun.chat())["messages"][-1]
    assert [shown["document"]["name"], *(more["name"] for more in shown["more_documents"])] == [
        f"Прайс {number}.pdf" for number in range(3)
    ]


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_that_people_send(begun: VkControl, kind: str) -> None:
    await begun.act("send", kind=kind, caption="Подпись")
    message = (await heard(begun))["object"]["message"]
    assert message["text"] == "Подпись"
    if kind == "location":
        assert message["geo"]["type"] == "point"
        await begun.act("send", kind=kind, at=[53.02, 158.65])
        there = (await heard(begun))["object"]["message"]["geo"]["coordinates"]
        assert there == {"latitude": 53.02, "longitude": 158.65}
    else:
        (attachment,) = message["attachments"]
        assert attachment[attachment["type"]]
    shown = (await begun.chat())["messages"][-1]
    assert shown["photo"] or shown["document"] or shown["service"]
    await begun.act("send", kind="smell", status=400)


async def test_who_left_vk_is_silent(begun: VkControl) -> None:
    await begun.act("deactivate")
    await begun.act("text", text="а", status=409)
