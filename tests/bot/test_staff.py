"""An operator invites moderators by links that open the bot in each messenger, lists them, and takes rights away."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import requests

from bot.settings import OwnSettings
from bot.wiring import put_together, settle_places
from dialogs.kit.clock import SystemClock
from storage.address import Address
from storage.database import Storage, Work
from storage.staff.places import Source
from storage.staff.staff import Role
from tests.bot.command import Done, fairway
from tests.conftest import FAIRS

CODE = "[2-9a-z]{10,}"

CHATS: dict[str, Source] = {"-1": "bind", "-2": "settings"}

T = TypeVar("T")


@pytest.fixture(scope="module")
def messengers() -> Iterator[str]:
    """The configuration of two messengers that answer."""
    command = [sys.executable, "-m", "simulator"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as simulator:
        assert simulator.stdout
        desk = simulator.stdout.readline().split()[1]
        yield requests.get(f"{desk}sim/messengers", timeout=5).text
        simulator.terminate()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a database that holds the small fair."""
    assert fairway(tmp_path, "import", str(FAIRS / "small.yaml"), "--yes").code == 0
    return tmp_path


def in_database(office: Path, act: Callable[[Storage, Work], Awaitable[T]]) -> T:
    async def run() -> T:
        storage = Storage(f"sqlite:///{office}/fairway.db")
        await storage.refresh()
        try:
            async with storage.writing() as work:
                return await act(storage, work)
        finally:
            await storage.close()

    return asyncio.run(run())


def accepted(office: Path, code: str, *, place: bool = False) -> Role | None:
    """What the code gives to somebody who uses it now."""

    async def use(_storage: Storage, work: Work) -> Role | None:
        now = SystemClock().now()
        person = await work.people.add("paper", "7", "ru", now)
        group = Address("paper", "-100")
        redeemed = work.staff.redeem_place(code, now, person.id, group, "") if place else None
        used = await (redeemed or work.staff.accept(code, person.id, now))
        return None if used is None else used.role

    return in_database(office, use)


def told(done: Done) -> dict[str, str]:
    assert done.code == 0, done.err
    return dict(line.split(": ", 1) for line in done.text.splitlines())


def test_an_invitation_is_a_link_for_each_messenger_and_a_command_for_the_group(office: Path, messengers: str) -> None:
    said = told(
        fairway(office, "staff", "invite", "moderators", "--cluster", "preschool", FAIRWAY_MESSENGERS=messengers)
    )
    assert list(said) == ["telegram", "vk", "bind"]
    telegram = re.fullmatch(rf"https://t\.me/(\w+)\?start=staff-({CODE})", said["telegram"])
    vk = re.fullmatch(rf"https://vk\.me/(\w+)\?ref=staff-({CODE})", said["vk"])
    bind = re.fullmatch(rf"/bind ({CODE})", said["bind"])
    assert telegram
    assert vk
    assert bind
    assert len({telegram[2], vk[2], bind[1]}) == 3
    role = accepted(office, telegram[2])
    assert role is not None
    assert (role.role, role.stand_id) == ("moderator", None)
    assert accepted(office, telegram[2]) is None
    assert accepted(office, vk[2]) == role
    assert accepted(office, bind[1]) is None
    assert accepted(office, bind[1], place=True) == role


def test_organisers_have_no_group(office: Path, messengers: str) -> None:
    said = told(fairway(office, "staff", "invite", "organiser", FAIRWAY_MESSENGERS=messengers))
    assert list(said) == ["telegram", "vk"]
    assert accepted(office, said["vk"].rpartition("-")[2]) == Role("organiser")


def test_a_stand_is_invited_even_where_only_groups_can_be(office: Path) -> None:
    said = told(fairway(office, "staff", "invite", "stand", "--stand", "azbuka"))
    role = accepted(office, said["bind"].removeprefix("/bind "), place=True)
    assert role is not None
    assert role.role == "stand"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["moderators", "--cluster", "preshool"], 1, "there is no cluster preshool; did you mean preschool?"),
        (["stand", "--stand", "preschool"], 1, "there is no stand preschool"),
        (["organiser"], 1, "no messenger has a token"),
        (["moderators"], 2, "--cluster"),
        (["visitors"], 2, "visitors"),
    ],
)
def test_what_cannot_be_is_refused(office: Path, words: list[str], code: int, said: str) -> None:
    refused = fairway(office, "staff", "invite", *words)
    assert refused.code == code
    assert said in refused.err
    assert refused.out == b""


def test_a_wrong_token_is_said_as_everywhere(office: Path, messengers: str) -> None:
    sections = json.loads(messengers)
    sections["telegram"]["token"] = "42:WRONG"
    refused = fairway(office, "staff", "invite", "organiser", FAIRWAY_MESSENGERS=json.dumps(sections))
    assert refused.code == 3
    assert "messengers.telegram.token" in refused.err


def test_a_messenger_that_is_away_does_not_keep_the_others_from_inviting(office: Path, messengers: str) -> None:
    sections = json.loads(messengers)
    sections["telegram"]["api_url"] = "http://127.0.0.1:1"
    half = fairway(office, "staff", "invite", "stand", "--stand", "azbuka", FAIRWAY_MESSENGERS=json.dumps(sections))
    assert half.code == 1
    assert "telegram: does not answer" in half.err
    assert [line.partition(":")[0] for line in half.text.splitlines()] == ["vk", "bind"]


def test_the_list_shows_people_and_groups_and_a_right_is_taken_by_its_number(office: Path) -> None:
    bind = told(fairway(office, "staff", "invite", "stand", "--stand", "azbuka"))["bind"]
    assert bind

    async def prepare(storage: Storage, work: Work) -> None:
        now = SystemClock().now()
        cluster = next(iter(storage.catalogue.clusters))
        person = await work.people.add("paper", "7", "ru", now)
        code = await work.staff.invite("moderator", cluster, None, "person", now, now.replace(year=now.year + 1))
        assert await work.staff.accept(code, person.id, now)
        await work.staff.on_shift(person.id, cluster, on=True, now=now)
        await work.questions.boards.remember_name(person.id, "Анна Ли")

    in_database(office, prepare)
    listed = fairway(office, "staff", "list").text
    line = r"^1 +paper:7 +moderator +preschool +\S+ \S+ +on shift +Анна Ли$"
    assert re.search(line, listed, re.MULTILINE), listed
    assert "модератор" in fairway(office, "staff", "list", "--lang", "ru").text
    revoked = fairway(office, "staff", "revoke", "1", "--lang", "ru")
    assert revoked.code == 0
    assert "Номер 1 больше ничего не может: Анна Ли paper:7, модератор preschool." in revoked.text
    assert "paper:7" not in fairway(office, "staff", "list").text
    again = fairway(office, "staff", "revoke", "1")
    assert again.code == 1
    assert "nobody has the number 1" in again.err


def test_an_invitation_that_went_astray_is_taken_back_by_its_link_or_code(office: Path) -> None:
    bind = told(fairway(office, "staff", "invite", "stand", "--stand", "azbuka"))["bind"]
    assert fairway(office, "staff", "revoke", bind).code == 0
    for written in (bind, bind.removeprefix("/bind "), f"https://chat.example.org/bot?start=staff-{bind[6:]}"):
        again = fairway(office, "staff", "revoke", written)
        assert (again.code, "no unused invitation has this number or code" in again.err) == (1, True), written


def test_unused_invitations_are_listed_without_their_codes_and_taken_back_by_number(office: Path) -> None:
    code = told(fairway(office, "staff", "invite", "stand", "--stand", "azbuka"))["bind"].removeprefix("/bind ")
    listed = fairway(office, "staff", "list").text
    assert re.search(r"^i1 +a group +stand +azbuka +\S+ \S+$", listed, re.MULTILINE), listed
    assert code not in listed

    async def lasts(_storage: Storage, work: Work) -> list[timedelta]:
        return [one.until - one.since for one in await work.staff.invitations.unused(SystemClock().now())]

    assert in_database(office, lasts) == [timedelta(hours=72)]
    assert fairway(office, "staff", "revoke", "i1").code == 0
    assert "invitation 1 stand azbuka" in fairway(office, "audit").text
    assert "i1" not in fairway(office, "staff", "list").text
    assert accepted(office, code, place=True) is None
    assert fairway(office, "staff", "revoke", "i1").code == 1


def test_a_group_is_unbound_as_the_list_writes_it(office: Path) -> None:
    async def prepare(storage: Storage, work: Work) -> None:
        now, stand = SystemClock().now(), next(iter(storage.catalogue.stands))
        for chat, source in CHATS.items():
            await work.staff.places.bind(Address("paper", chat), "stand", None, stand, False, source, now)

    async def left(_storage: Storage, work: Work) -> list[str]:
        return [str(place.address) for place in await work.staff.places.everywhere()]

    in_database(office, prepare)
    done = fairway(office, "staff", "unbind", "paper:-1")
    assert (done.code, "paper:-1 is unbound" in done.text, "The bot leaves" in done.text) == (0, True, True), done.err
    assert in_database(office, left) == ["paper:-2"]
    of_file = fairway(office, "staff", "unbind", "paper:-2")
    assert (of_file.code, "staff.chats" in of_file.err) == (1, True)
    unknown = fairway(office, "staff", "unbind", "paper:-3")
    assert (unknown.code, "no group paper:-3 is bound" in unknown.err) == (1, True)


def test_revoking_says_which_groups_have_to_be_left(office: Path) -> None:
    async def prepare(storage: Storage, work: Work) -> None:
        now, stand = SystemClock().now(), next(iter(storage.catalogue.stands))
        person = await work.people.add("paper", "7", "ru", now)
        code = await work.staff.invite("stand", None, stand, "person", now, now.replace(year=now.year + 1))
        assert await work.staff.accept(code, person.id, now)
        await work.staff.places.bind(Address("paper", "-1"), "stand", None, stand, False, "bind", now)
        await work.staff.places.entitle("paper", "-1", "Стенд")

    in_database(office, prepare)
    revoked = fairway(office, "staff", "revoke", "1")
    assert "removes them from these groups where it may" in revoked.text
    assert "  paper:-1  Стенд\n" in revoked.text


async def test_groups_of_the_configuration_are_places_from_the_start(tmp_path: Path, office: Path) -> None:
    chats = {"preschool": "telegram:-100123", "college": "telegram:-100124/45", "azbuka": "vk:2000000001", "no": "vk:1"}
    sections = {"telegram": {"token": "42:TOKEN"}, "vk": {"token": "vk1.a", "group_id": 1}}
    settings = OwnSettings.model_validate({"messengers": sections, "staff": {"chats": chats}})
    storage = Storage(f"sqlite:///{office}/fairway.db")
    await storage.refresh()
    program = put_together(settings, storage, SystemClock(), lambda: None)
    vouches = {adapter.messenger.name: adapter.messenger.limits.vouches for adapter in program.adapters}
    assert vouches == {"telegram": True, "vk": False}, "in VK a number can only be typed"
    await settle_places(program, settings.staff.chats, SystemClock())
    async with storage.reading() as work:
        places = await work.staff.places.everywhere()
    assert [(str(place.address), place.role, place.topics) for place in places] == [
        ("telegram:-100123", "moderators", True),
        ("telegram:-100124/45", "moderators", False),
        ("vk:2000000001", "stand", False),
    ]
    for adapter in program.adapters:
        await adapter.close()
    await storage.close()
    listed = await asyncio.to_thread(fairway, tmp_path, "staff", "list")
    assert re.search(r"^telegram:-100123 +moderators +preschool +settings +topics +ok$", listed.text, re.MULTILINE)
