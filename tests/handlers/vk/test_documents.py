"""What VK's messenger does with documents beyond the contract: lists of equal packages, and where it fetches."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from dialogs.engine.library import Library
from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Parcel, Refused
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Button, Document, Fetching, Package, paragraph, screen
from handlers.vk.calls import Calls
from handlers.vk.client import Client
from handlers.vk.limits import DOWNLOAD_BYTES
from handlers.vk.messenger import VkMessenger
from handlers.vk.settings import Settings
from simulator.server import VK_GROUP, VK_TOKEN
from storage.database import Storage
from storage.fair.files import StoredFile, file_hash
from tests.handlers.vk.harness import VkHarness, open_harness

PRICE = StoredFile(file_hash(b"%PDF"), "прайс.pdf", "application/pdf", b"%PDF")


@pytest.fixture
async def vk(storage: Storage) -> AsyncIterator[VkHarness]:
    async with storage.writing() as work:
        await work.files.keep(PRICE)
    async with open_harness(storage) as harness:
        harness.desk.calls.clear()
        yield harness


async def test_equal_packages_leave_together(vk: VkHarness) -> None:
    people = [vk.newcomer() for _ in range(30)]
    package = Package((Document(file=PRICE.hash),), (paragraph("Прайс"),))
    vk.forbid(people[3])
    outcomes = await vk.messenger.carry([Parcel(to, package, "ru", mark=7) for to in people])
    assert [at for at, outcome in enumerate(outcomes) if outcome == Gone()] == [3]
    assert [call.method for call in vk.desk.calls.of() if not call.within] == [
        "docs.getMessagesUploadServer",
        "upload",
        "docs.save",
        "messages.send",
    ]
    assert all(vk.documents(to) == [("прайс.pdf", b"%PDF")] for to in people if to != people[3])


async def test_trouble_on_the_way_up_is_the_package_s_alone(vk: VkHarness) -> None:
    friend = vk.newcomer()
    parcels = [
        Parcel(vk.stranger, Package((Document(file=PRICE.hash),)), "ru", mark=7),
        Parcel(friend, Package((Document("а.txt", content=b"abc"),)), "ru", mark=8),
        Parcel(vk.person, Package((Document("пусто.txt"),)), "ru", mark=9),
        Parcel(vk.person, screen("Меню"), "ru", mark=10),
    ]
    gone, mine, empty, menu = await vk.messenger.carry(parcels)
    assert gone == Gone()
    assert isinstance(mine, Delivered)
    assert empty == Refused("VK does not take the file: no_file")
    assert isinstance(menu, Delivered)


async def test_a_question_for_a_number_has_its_own_buttons_only(vk: VkHarness) -> None:
    asking = screen("Ваш номер?", buttons=[(Button("Не сейчас", Nowhere()),)], asks_phone="Поделиться номером")
    await vk.messenger.show(Parcel(vk.person, asking, "ru"))
    assert [seen.buttons for seen in vk.chat()] == [("Не сейчас",)]


# --- where files are fetched -----------------------------------------------------------------------------------------


@dataclass
class Elsewhere:
    """Two servers: one that we were told to take for VK, and one that is none of VK's."""

    vk: str = ""
    other: str = ""
    leads_to: str = ""
    status: int = 200
    size: int = 4
    asked: list[str] = field(default_factory=list)

    async def give(self, request: web.Request) -> web.Response:
        self.asked.append(str(request.url))
        if request.path == "/leads":
            return web.Response(status=302, headers={"Location": self.leads_to})
        return web.Response(status=self.status, body=bytes(self.size))


@pytest.fixture
async def servers() -> AsyncIterator[Elsewhere]:
    servers = Elsewhere()
    app = web.Application()
    app.add_routes([web.get("/{path:.*}", servers.give)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    for _ in range(2):
        await web.TCPSite(runner, "127.0.0.1", 0).start()
    servers.vk, servers.other = (f"http://127.0.0.1:{port}" for _, port in runner.addresses)
    yield servers
    await runner.cleanup()


@pytest.fixture
async def messenger(servers: Elsewhere, storage: Storage) -> AsyncIterator[VkMessenger]:
    section = {"token": VK_TOKEN, "group_id": VK_GROUP, "api_url": f"{servers.vk}/vk"}
    calls = Calls(Client(Settings.model_validate(section)))
    messenger = VkMessenger(calls, Library(storage, "vk"), VK_GROUP)
    yield messenger
    await messenger.close()
    await calls.close()


async def fetch(messenger: VkMessenger, url: str) -> Outcome:
    return await messenger.show(Parcel(Address("vk", "5000001"), Fetching(url, "прайс.pdf", "application/pdf"), "ru"))


async def test_a_file_is_fetched_once_even_where_it_was_led_to(messenger: VkMessenger, servers: Elsewhere) -> None:
    servers.leads_to = "/lies?sign=1"
    for _ in range(2):
        assert await fetch(messenger, f"{servers.vk}/leads") == Delivered(Shown(""))
    assert servers.asked == [f"{servers.vk}/leads", f"{servers.vk}/lies?sign=1"]


@pytest.mark.parametrize(
    "url",
    [
        "{other}/price.pdf",
        "{vk}.example.org/price.pdf",
        "http://vk.com/price.pdf",
        "https://vk.com:8443/price.pdf",
        "https://vk.com@{host}/price.pdf",
        "https://{host}#.vk.com/price.pdf",
        "https://vk.com.example.org/price.pdf",
        "https://notvk.com/price.pdf",
        "https://[::1/price.pdf",
        "https://vk.com:99999/price.pdf",
        "file:///etc/passwd",
        "",
    ],
)
async def test_what_is_not_vk_s_is_never_asked_for(messenger: VkMessenger, servers: Elsewhere, url: str) -> None:
    url = url.format(other=servers.other, vk=servers.vk, host=servers.other.removeprefix("http://"))
    assert isinstance(await fetch(messenger, url), Refused)
    servers.leads_to = url
    assert isinstance(await fetch(messenger, f"{servers.vk}/leads?{len(url)}"), Refused)
    assert [asked for asked in servers.asked if not asked.startswith(f"{servers.vk}/leads")] == []


async def test_who_is_led_in_a_circle_gives_up(messenger: VkMessenger, servers: Elsewhere) -> None:
    servers.leads_to = f"{servers.vk}/leads"
    assert isinstance(await fetch(messenger, f"{servers.vk}/leads"), Refused)
    assert len(servers.asked) < 10


async def test_a_file_that_is_too_big_is_refused(messenger: VkMessenger, servers: Elsewhere) -> None:
    servers.size = DOWNLOAD_BYTES + 1
    assert await fetch(messenger, f"{servers.vk}/price.pdf") == Refused("file is too big")


@pytest.mark.parametrize(("status", "wanted"), [(404, Refused("the file is not there any more")), (502, Later(5.0))])
async def test_a_download_that_goes_wrong(
    messenger: VkMessenger, servers: Elsewhere, status: int, wanted: Outcome
) -> None:
    servers.status = status
    assert await fetch(messenger, f"{servers.vk}/price.pdf") == wanted
