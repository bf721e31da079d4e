"""Materials: a teacher in Telegram gives her card for them, has them in the chat and by mail, and then withdraws."""

import asyncio
import csv
import io
import os
import sys
from pathlib import Path

import pytest

from tests.exhibition.stand import Stand, confirms, withdraws
from tests.town.people import Phone
from tests.town.town import Town
from tests.town.waiting import until

pytestmark = pytest.mark.only("sqlite")

ROOT = Path(__file__).parents[2]
NAME, EMAIL = "Анна Иванова", "anna@example.org"
FILES = {"Букварь.pdf": b"%PDF-1.4 primer", "Цены.pdf": b"%PDF-1.4 prices", "План.pdf": b"%PDF-1.4 plan"}


async def test_a_teacher_has_three_files_in_the_chat_and_by_mail_and_withdraws(azbuka: Stand) -> None:
    town = azbuka.town
    vera = town.stranger("Вера")
    vera.opens(f"staff-{await town.invitation('organiser', '')}")
    for number, (name, content) in enumerate(FILES.items()):
        await gives(azbuka, name, content, gate="За визитку" if number else "Всем сразу", first=vera)
    anna = await town.person("Анна")
    anna.opens("stand-azbuka")
    await anna.taps("Материалы")
    assert await contents(town, anna, "Букварь.pdf") == {"Букварь.pdf": FILES["Букварь.pdf"]}
    await shares_card(anna)
    assert await contents(town, anna, *FILES) == FILES
    await azbuka.room.shows("№1 · 📚 материалы · 🆕 новая")

    await anna.taps("Ещё и на почту")
    await confirms(anna, EMAIL, town)
    await until(lambda: town.mails == 2, lambda: "the files were not mailed")
    letter = (await town.letters())[-1]
    assert letter["to"] == [EMAIL]
    kept = {one["name"]: town.desk.files.find(one["url"].rpartition("/")[2]) for one in letter["attachments"]}
    assert {name: file.content for name, file in kept.items() if file} == FILES
    assert "https://files.example.org/price.pdf" in letter["text"]

    await azbuka.ivan.taps("Взять", at="№1")
    await azbuka.ivan.phone.sees("№1 · 📚 материалы", NAME, EMAIL)
    await withdraws(anna)
    await azbuka.room.shows("Заявка №1: посетитель отозвал контакт")
    await azbuka.room.shows("№1 · 📚 материалы", "Посетитель отозвал согласие: контакта больше нет.")
    await until(lambda: not any(EMAIL in text for text in azbuka.ivan.phone.texts), lambda: azbuka.ivan.phone.texts)
    (line,) = await exported(town)
    assert (line["Код стенда"], line["№"], line["Согласие"]) == ("azbuka", "1", "отозвано")
    assert [line[field] for field in ("Имя", "Телефон", "Адрес почты", "Организация", "Должность")] == [""] * 5
    assert not any(trace in azbuka.told() for trace in (NAME, EMAIL))


async def gives(stand: Stand, name: str, content: bytes, gate: str, first: Phone) -> None:
    """One of the staff sends a file to the bot and says who gets it; the first one an organiser looks at."""
    title = name.removesuffix(".pdf")
    ivan = stand.ivan.phone
    ivan.sends_file(name, content)
    await ivan.taps(f"Оставить «{title}»", gate)
    if name == next(iter(FILES)):
        await first.sees(f"«{title}»")
        await first.taps("Опубликовать")
    await ivan.sees(f"«{title}» теперь получают")


async def shares_card(anna: Phone) -> None:
    """Her address, and one consent to it and to the name that the messenger told, which she corrects."""
    await anna.taps("Открыть 🔒 (нужны имя и почта)")
    await anna.sees("адрес электронной почты")
    anna.types(EMAIL)
    await anna.taps("Изменить имя")
    await anna.sees("Как вас зовут?")
    anna.types(NAME)
    await anna.sees("Согласие на обработку персональных данных", "Согласие на передачу", NAME, EMAIL)
    await anna.taps("Мне 18 или больше, согласен")
    await anna.sees("Держите")


async def contents(town: Town, phone: Phone, *names: str) -> dict[str, bytes]:
    """The bytes of the files of these names in the chat."""
    documents = await phone.receives(*names)
    files = {one.name: town.desk.files.find(one.url.rpartition("/")[2]) for one in documents}
    return {name: file.content for name, file in files.items() if file}


async def exported(town: Town) -> list[dict[str, str]]:
    """What `fairway export leads` writes."""
    (key,) = town.settings.privacy.keys
    own = {
        "FAIRWAY_DATABASE__URL": town.settings.database.url,
        "FAIRWAY_PRIVACY__KEYS": f'["{key.get_secret_value()}"]',
        "FAIRWAY_CLOCK__FOLLOW": f"{town.desk.url}/sim/clock",
    }
    rest = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")}
    command = (sys.executable, "-c", "from bot.commands import main; main()", "export", "leads", "--lang", "ru")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=rest | own, stdout=asyncio.subprocess.PIPE)
    written, _ = await process.communicate()
    assert process.returncode == 0
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";"))
