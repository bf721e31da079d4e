"""`fairway check` looks at the chats that are named: ids, messengers that are off, and what the bot may do there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.bot.command import Done, fairway
from tests.conftest import FAIRS


@dataclass
class Town:
    """A simulator, and a folder with a database that holds the small fair."""

    desk: str
    folder: Path

    def ask(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.desk}sim/{path}", json=body, timeout=5)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def group(self, messenger: str, *, forum: bool = False) -> str:
        members = [person["id"] for person in self.people if person["messenger"] == messenger][:2]
        return str(self.ask("groups", messenger=messenger, title="Модераторы", members=members, forum=forum)["id"])

    @property
    def people(self) -> list[Any]:
        return list(requests.get(f"{self.desk}sim/state", timeout=5).json()["people"])

    def checked(self, **changes: Any) -> Done:
        messengers = json.loads(requests.get(f"{self.desk}sim/messengers", timeout=5).text)
        told = {f"FAIRWAY_{name}": json.dumps(value, ensure_ascii=False) for name, value in changes.items()}
        return fairway(self.folder, "check", FAIRWAY_MESSENGERS=json.dumps(messengers), **told)


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-m", "simulator"], stdout=subprocess.PIPE, text=True) as simulator:
        assert simulator.stdout
        yield simulator.stdout.readline().split()[1]
        simulator.terminate()


@pytest.fixture
def town(desk: str, tmp_path: Path) -> Town:
    assert fairway(tmp_path, "import", str(FAIRS / "small.yaml"), "--yes").code == 0
    return Town(desk, tmp_path)


def test_a_desk_where_all_is_well_is_said_so(town: Town) -> None:
    forum, chat = town.group("telegram", forum=True), town.group("vk")
    checked = town.checked(STAFF__CHATS={"preschool": forum}, QUESTIONS__CHATS={"reading": chat})
    assert f"{forum}: ok" in checked.text
    assert f"{chat}: ok" in checked.text
    assert (checked.code, checked.err) == (0, "")


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ({"admin": True, "topics": False}, "no topics: it lacks can_manage_topics: make it an administrator"),
        ({"admin": True, "pin": False}, "it lacks can_pin_messages: make it an administrator"),
        ({"admin": False, "write": False}, "it may not write"),
    ],
)
def test_a_right_that_is_missing_is_named(town: Town, rights: dict[str, bool], said: str) -> None:
    forum = town.group("telegram", forum=True)
    town.ask(f"chats/{forum}/rights", **rights)
    checked = town.checked(STAFF__CHATS={"preschool": forum})
    assert checked.code == 1
    assert f"{forum}: " in checked.err
    assert said in checked.err


@pytest.mark.parametrize("messenger", ["telegram", "vk"])
def test_a_group_that_the_bot_is_not_in_is_named(town: Town, messenger: str) -> None:
    group = town.group(messenger)
    town.ask(f"chats/{group}/kick")
    checked = town.checked(QUESTIONS__CHATS={"preschool": group})
    assert checked.code == 1
    assert f"{group}: " in checked.err
    assert "is not there" in checked.err


def test_what_the_programme_does_not_have_and_what_is_off_is_named(town: Town) -> None:
    site = "http:https://example.org/chat"
    checked = town.checked(QUESTIONS__CHATS={"no-such": town.group("vk"), "reading": site})
    assert checked.code == 1
    assert "questions.chats.no-such: the programme has no session or cluster of this id" in checked.err
    assert f"questions.chats.reading: {site} gets nothing, for messengers.http has no secret" in checked.err


def test_mail_is_tried(town: Town) -> None:
    mail = requests.get(f"{town.desk}sim/mail/settings", timeout=5).json()
    checked = town.checked(EMAIL=mail)
    assert checked.code == 0
    assert f"email: ok, server 127.0.0.1:{mail['port']}, TLS off, from fair@example.org" in checked.text
    wrong = town.checked(EMAIL={**mail, "password": "hunter2"})
    assert wrong.code == 3
    assert "email: the mail server does not let us in (535)" in wrong.err
    assert "hunter2" not in wrong.err + wrong.text
    away = town.checked(EMAIL={**mail, "port": 1})
    assert away.code == 1
    assert "email: does not answer (SMTPConnectError); look at its host, port and tls" in away.err
