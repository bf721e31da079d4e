"""An operator exports what stands were asked, by what consents allow, and invites all stands at once."""

import asyncio
import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from cryptography.fernet import Fernet
from python_calamine import load_workbook
from sqlalchemy import func, select

from bot.settings import OwnSettings
from dialogs.kit.clock import SystemClock
from storage.database import Storage
from storage.leads.tables import LEADS
from storage.privacy.consents import FIELDS
from storage.privacy.contacts import ContactCard
from storage.privacy.sealing import Sealer
from tests.bot.command import fairway
from tests.conftest import FAIRS

KEY = Fernet.generate_key().decode()
ANNA = ContactCard("=HYPERLINK(1)", "+79161234567", "anna@example.org", "@SUM(A1)", "учитель")


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


@pytest.fixture
def asked(office: Path) -> Path:
    """Three people have asked a stand for materials: one withdrew the consent, one was erased."""
    asyncio.run(_ask(office))
    return office


async def _ask(office: Path) -> None:
    storage = Storage(f"sqlite:///{office}/fairway.db", sealer=Sealer([KEY]))
    await storage.refresh()
    stand = storage.catalogue.stand_named("azbuka")
    assert stand is not None
    now = SystemClock().now()
    async with storage.writing() as work:
        for user, name in (("1", ANNA.name), ("2", "Виктор"), ("3", "Ольга")):
            person = await work.people.add("paper", user, "ru", now)
            consent = await work.privacy.consents.give(
                *(person.id, "paper", "materials", stand.id),
                version="1",
                text_hash="a" * 64,
                fields=FIELDS,
                now=now,
                until=now + timedelta(days=1),
            )
            lead, _ = await work.leads.open(stand.id, person.id, "materials", now, topic="\t-1+1")
            await work.privacy.contacts.attach(lead.id, consent, replace(ANNA, name=name))
            if user != "1":
                await work.privacy.contacts.withdraw(consent, now)
    async with storage.transaction() as (connection, _):
        last = select(func.max(LEADS.c.id)).scalar_subquery()
        await connection.execute(LEADS.update().where(LEADS.c.id == last).values(person_id=None))
    await storage.close()


def test_the_table_has_what_consents_allow_and_is_logged(asked: Path) -> None:
    done = fairway(asked, "export", "leads", "--lang", "ru", FAIRWAY_PRIVACY__KEYS=f'["{KEY}"]')
    assert done.code == 0, done.err
    first, second, third = csv.DictReader(io.StringIO(done.out.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (first["Стенд"], first["Код стенда"], first["О чём заявка"], first["Состояние"]) == (
        "Издательство «Азбука утра»",
        "azbuka",
        "материалы",
        "новая",
    )
    assert (first["Имя"], first["Телефон"], first["Организация"]) == (
        "'=HYPERLINK(1)",
        "(+7) 916 123-45-67",
        "'@SUM(A1)",
    )
    assert (first["Тема"], first["Адрес почты"], first["Согласие"]) == ("'\t-1+1", "anna@example.org", "есть")
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4} \d\d:\d\d", first["Когда попросили"])
    for line, consent in ((second, "отозвано"), (third, "данные удалены")):
        assert line["Согласие"] == consent
        assert [line[field] for field in ("Имя", "Телефон", "Адрес почты", "Организация", "Должность")] == [""] * 5
    assert asyncio.run(_deeds(asked)) == [("export", None, "leads of all stands")]


async def _deeds(office: Path) -> list[tuple[str, int | None, str]]:
    storage = Storage(f"sqlite:///{office}/fairway.db")
    async with storage.reading() as work:
        entries = await work.privacy.audit.entries()
    await storage.close()
    return [(entry.deed, entry.by, entry.about) for entry in entries if entry.deed != "import"]


def test_a_spreadsheet_is_written_to_a_file(asked: Path) -> None:
    out = asked / "leads.xlsx"
    done = fairway(asked, "export", "leads", "--format", "xlsx", "--out", str(out), FAIRWAY_PRIVACY__KEYS=f'["{KEY}"]')
    assert done.code == 0, done.err
    header, first, *_ = load_workbook(str(out)).get_sheet_by_index(0).to_python()
    line = dict(zip(header, first, strict=True))
    assert (line["Name"], line["Phone"]) == ("=HYPERLINK(1)", "+79161234567")


def test_without_a_key_contacts_are_left_out_and_with_a_wrong_one_nothing_is_written(asked: Path) -> None:
    done = fairway(asked, "export", "leads")
    assert done.code == 0
    assert "privacy.keys" in done.err
    assert "79161234567" not in done.text
    wrong = fairway(asked, "export", "leads", FAIRWAY_PRIVACY__KEYS=f'["{Fernet.generate_key().decode()}"]')
    assert (wrong.code, wrong.out) == (1, b"")
    assert "privacy.keys" in wrong.err
    assert len(asyncio.run(_deeds(asked))) == 1, "what failed exported nothing"


def test_all_stands_are_invited_by_one_file(office: Path, messengers: str) -> None:
    out = office / "stands.csv"
    done = fairway(office, "staff", "invite", "stands", "--out", str(out), FAIRWAY_MESSENGERS=messengers)
    assert done.code == 0, done.err
    lines = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""), delimiter=";"))
    ways = ("telegram", "vk", "bind", "head: telegram", "head: vk")
    assert list(lines[0]) == ["stand", "number", "title", *ways]
    assert len(lines) == 12
    assert (lines[0]["stand"], lines[0]["number"]) == ("azbuka", "47")
    codes = [re.search("[2-9a-z]{16}$", line[way]) for line in lines for way in ways]
    assert all(codes)
    assert len({code[0] for code in codes if code}) == 60
    for way, role in (("vk", "stand"), ("head: vk", "head")):
        code = lines[1][way].rpartition("staff-")[2]
        assert asyncio.run(_role_of(office, code)) == (role, lines[1]["stand"])


async def _role_of(office: Path, code: str) -> tuple[str, str]:
    storage = Storage(f"sqlite:///{office}/fairway.db")
    await storage.refresh()
    now = SystemClock().now()
    async with storage.writing() as work:
        person = await work.people.find("paper", "7") or await work.people.add("paper", "7", "ru", now)
        used = await work.staff.accept(code, person.id, now)
    await storage.close()
    assert used is not None
    assert used.role.stand_id is not None
    return used.role.role, storage.catalogue.stands[used.role.stand_id].ref


def test_a_file_that_cannot_be_written_is_said(office: Path, messengers: str) -> None:
    out = office / "nowhere" / "stands.csv"
    done = fairway(office, "staff", "invite", "stands", "--out", str(out), FAIRWAY_MESSENGERS=messengers)
    assert done.code == 1
    assert "cannot be written" in done.err


@pytest.mark.parametrize("address", ["telegram:-100", "http:", "http:ftp://example.org"])
def test_a_machine_needs_a_web_address(address: str) -> None:
    with pytest.raises(ValueError, match=r"azbuka|is no address"):
        OwnSettings.model_validate({"staff": {"crm": {"azbuka": address}}})


def test_what_is_wrong_with_a_stands_chat_or_machine_is_named(office: Path) -> None:
    chats = '{"azbuka": "telegram:-1"}'
    crm = '{"azbuka": "http:https://crm.example.org/hook", "nobody": "http:https://crm.example.org/hook"}'
    done = fairway(office, "check", FAIRWAY_STAFF__CHATS=chats, FAIRWAY_STAFF__CRM=crm)
    assert done.code == 1
    assert "staff.chats.azbuka: telegram:-1 gets nothing" in done.err
    assert "staff.crm.nobody: the programme has no stand of this id" in done.err
    assert "messengers.http has no secret" in done.err
    assert "stands: 12, with a chat 0, with staff 0" in done.text
