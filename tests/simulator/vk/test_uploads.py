"""Photos and documents on their way into a message."""

from typing import Any

import aiohttp

from simulator.pictures import picture
from tests.simulator.vk.control import VIKTOR, VkControl


async def upload(vk: VkControl, address: str, **files: bytes) -> Any:
    form = aiohttp.FormData()
    for name, content in files.items():
        form.add_field(name, content, filename=f"{name}.png")
    async with vk.http.post(address, data=form) as answer:
        return await answer.json(content_type=None)


async def test_a_photo_goes_up_once_and_is_sent_by_its_name(begun: VkControl) -> None:
    told = await begun.result("photos.getMessagesUploadServer", peer_id=VIKTOR)
    uploaded = await upload(begun, told["upload_url"], file0=picture(320, 200), file1=picture(10, 10), file2=b"text")
    first, second = await begun.result("photos.saveMessagesPhoto", **uploaded)
    assert first["owner_id"] == -2020
    assert [size["width"] for size in first["sizes"] + second["sizes"]] == [320, 10]
    name = f"photo{first['owner_id']}_{first['id']}"
    await begun.send("Стенд", attachment=name)
    await begun.send("", attachment=f"{name}_{first['access_key']}")  # a picture needs no words
    shown = (await begun.chat())["messages"][-1]["photo"]
    assert (shown["width"], shown["height"]) == (320, 200)
    async with begun.http.get(shown["url"]) as answer:
        assert await answer.read() == picture(320, 200)
    number = (await begun.chat())["messages"][-1]["id"]
    assert await begun.result("messages.edit", peer_id=VIKTOR, message_id=number, message="Без картинки")
    assert (await begun.chat())["messages"][-1]["photo"] is None
    for wrong in (f"{name}_nokey", f"photo1_{first['id']}", f"doc-2020_{first['id']}", "чужое"):
        assert (await begun.refused("messages.send", peer_id=VIKTOR, random_id=1, attachment=wrong))[0] == 100
    assert (await begun.refused("photos.saveMessagesPhoto", **uploaded))[0] == 100  # saved already


async def test_what_is_no_picture_is_not_saved(begun: VkControl) -> None:
    told = await begun.result("photos.getMessagesUploadServer", peer_id=VIKTOR)
    uploaded = await upload(begun, told["upload_url"], file0=b"text")
    assert uploaded["photo"] == "[]"
    code, words = await begun.refused("photos.saveMessagesPhoto", **uploaded)
    assert (code, words.rpartition(": ")[2]) == (100, "photos_list is invalid")


async def test_a_document(begun: VkControl) -> None:
    told = await begun.result("docs.getMessagesUploadServer", peer_id=VIKTOR, type="doc")
    uploaded = await upload(begun, told["upload_url"], file=b"price")
    saved = await begun.result("docs.save", **uploaded, title="Прайс.pdf")
    assert saved["type"] == "doc"
    document = saved["doc"]
    assert (document["title"], document["ext"], document["size"]) == ("Прайс.pdf", "pdf", 5)
    await begun.send("Вот", attachment=f"doc{document['owner_id']}_{document['id']}")
    shown = (await begun.chat())["messages"][-1]["document"]
    assert (shown["name"], shown["size"]) == ("Прайс.pdf", 5)
    assert "error" in await upload(begun, told["upload_url"])
    assert (await begun.refused("docs.save", file="-2020|0|made-up"))[0] == 100
    assert (await begun.refused("docs.getMessagesUploadServer", peer_id=1))[0] == 901
    assert (await begun.refused("docs.getMessagesUploadServer", peer_id=VIKTOR, type="film"))[0] == 100


async def test_uploads_go_wrong_too(begun: VkControl) -> None:
    told = await begun.result("photos.getMessagesUploadServer", peer_id=VIKTOR)
    await begun.order("502", method="upload")
    async with begun.http.post(told["upload_url"]) as answer:
        assert answer.status == 502
    await upload(begun, told["upload_url"], file0=picture(10, 10))
    calls = await begun.ask("GET", "/sim/calls?method=upload")
    assert [call["status"] for call in calls] == [502, 200]
    assert calls[1]["params"]["file0.png"]["size"] == len(picture(10, 10))
