"""HTTP as the program wires it: on with a secret, with nothing to hear from and nothing to serve."""

import asyncio

import pytest
from pydantic import SecretStr, ValidationError

import handlers
from dialogs.engine.adapter import Adapter
from dialogs.kit.event import Address
from dialogs.kit.messenger import Delivered, Parcel
from dialogs.kit.screen import Notice
from handlers.http.renderer import sign
from storage.database import Storage
from tests.handlers.http.machine import Machine
from tests.handlers.running import running, until


def test_it_is_off_without_a_secret() -> None:
    assert handlers.settings("http", {}).token is None
    assert handlers.settings("http", {"secret": "  "}).token is None
    assert handlers.settings("http", {"secret": "s"}).token == SecretStr("s")


@pytest.mark.parametrize(
    "wrong", [{"token": "s"}, {"timeout": 0}, {"timeout": 31}, {"timeout": "long"}, {"private": "crm"}]
)
def test_a_wrong_section_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        handlers.settings("http", wrong)


def test_no_secret_is_ever_shown() -> None:
    assert "between us" not in repr(handlers.settings("http", {"secret": "between us"}))


async def test_it_runs_until_it_is_stopped(storage: Storage) -> None:
    async with running(storage, "http", {"secret": "s"}) as bot:
        await until(lambda: bot.adapter.ready)
        assert list(bot.adapter.routes()) == []
        assert await bot.adapter.link("staff-123") is None
        assert await bot.adapter.check() == {"addresses": "as configured, not tried"}
        await bot.stop()
        assert not bot.adapter.ready


async def test_it_signs_with_the_secret_of_the_configuration(storage: Storage, machine: Machine) -> None:
    async with running(storage, "http", {"secret": "секрет"}) as bot:
        parcel = Parcel(Address("http", machine.url), Notice("question.withdrawn", (("question", 7),)), "ru", mark=5)
        assert isinstance(await bot.adapter.messenger.show(parcel), Delivered)
    (got,) = machine.got
    told = got.headers["X-Fairway-Signature"]
    moment = int(told.removeprefix("t=").partition(",")[0])
    assert told == sign(got.body, "секрет".encode(), moment)


async def test_events_already_under_way_arrive_after_a_signal(storage: Storage, machine: Machine) -> None:
    async with running(storage, "http", {"secret": "s"}) as bot:
        await bot.stop()
        assert await tell(bot.adapter, machine) == Delivered


async def tell(adapter: Adapter, machine: Machine) -> type[object]:
    async with asyncio.timeout(60):
        notice = Notice("question.withdrawn", (("question", 7),))
        return type(await adapter.messenger.show(Parcel(Address("http", machine.url), notice, "ru", mark=6)))
