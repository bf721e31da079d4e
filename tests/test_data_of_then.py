"""What was in the database and in the chats of an older program goes on: its buttons, forms, letters and messages.

The fixture is in `tests/then`. A path of a button, a name of a form, a kind or a key of a letter, a table or a column
that was renamed without care for what exists is found out here.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from dialogs.features import registry
from dialogs.kit.phrase import speak
from storage.importers.fair_file import FairFile
from tests.conftest import FAIRS
from tests.databases import Server
from tests.golden import FOLDER, same_as_golden
from tests.groups import Group
from tests.sheet import Message, draw
from tests.then import ABOUT, HANDLED, Old, buttons, lines, of_then, world_of_then
from tests.world import World

pytestmark = pytest.mark.both

THEN = "then"
FIRST = 70_001  # the number of the first message of then; those of today are numbered from 1
APOLOGIES = ("Что-то сломалось", "из другого времени", "Открыть это не получится", "Эта кнопка устарела")
OF_EACH = 1  # button of a path is pressed on PostgreSQL, where each press takes longer
NEVER_THE_SAME = re.compile(r"\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b")  # the number of a consent
CODE = re.compile(r"\b\d{6}\b")


@pytest.fixture(scope="session")
def server_of_then(databases: Server) -> Server:
    """Where the database of then is copied."""
    databases.prepare(THEN, of_then)
    return databases


@pytest.fixture
async def then(server_of_then: Server, small_fair: FairFile) -> AsyncIterator[World]:
    """The minute at which the old program stopped; nobody apologises from here on."""
    database = await server_of_then.copy(THEN)
    world = await world_of_then(database.url, small_fair, FAIRS)
    with capture_logs() as said:
        yield world
    await world.storage.close()
    await database.drop()
    assert [one for one in said if one["log_level"] in ("warning", "error", "critical")] == []


def group(world: World, title: str) -> Group:
    """The group of that name."""
    return Group(world, next(chat for chat, one in world.messenger.groups.items() if one.title == title))


# --- names -----------------------------------------------------------------------------------------------------------


def test_every_name_of_then_is_known() -> None:
    known = registry()
    assert set(ABOUT["paths"]) <= {route.path for route in known.routes}
    assert set(ABOUT["kinds"]) <= set(known.drawings)
    assert ABOUT["forms"].items() <= {name: form.version for name, form in known.forms.items()}.items()
    assert set(ABOUT["commands"]) <= set(known.commands)
    assert set(ABOUT["links"]) <= set(known.links)
    assert set(ABOUT["replies"]) <= set(known.replies)


def test_every_button_of_then_is_read_as_it_was_written() -> None:
    routes = registry().routes
    old = buttons()
    assert {one.path for one in old} == set(ABOUT["paths"])
    for one in old:
        route = routes.unpack(one.data)
        assert route is not None, one
        assert route.pack() == one.data


# --- buttons ---------------------------------------------------------------------------------------------------------


async def answer(world: World, old: Old) -> str:
    """What is answered to a press, in short; it is undone, so that the next one finds everything as it was then."""
    async with world.dispatch.handling(old.pressed(world, HANDLED)) as reply:
        assert reply is not None, old
    toast = "" if reply.toast is None else speak(reply.toast, reply.language)
    shown = "" if reply.screen is None else draw(reply.screen, reply.language)
    assert not any(apology in said for apology in APOLOGIES for said in (toast, shown)), old
    assert toast or shown or old.path in SILENT, old
    first = next((line for line in shown.splitlines() if line and not line.startswith("(photo")), "")
    return NEVER_THE_SAME.sub("…", f"{old.path} → {toast} | {first}".strip())


SILENT = {"stay", "leave", "q.menu", "l.close"}


async def test_buttons_of_then_mean_what_they_meant(then: World) -> None:
    """Each of them once; on PostgreSQL some of each path, as how the databases differ shows in any of them."""
    old = [one for one in buttons() if one.telling]
    assert {one.path for one in old} == set(ABOUT["paths"])
    often: Counter[str] = Counter()
    answers: list[str] = []
    for one in old:
        often[one.path] += 1
        if then.storage.sqlite or often[one.path] <= OF_EACH:
            answers.append(await answer(then, one))
    if then.storage.sqlite:
        same_as_golden("buttons-of-then", "".join(f"{one}\n" for one in answers))
    assert set(answers) <= set((FOLDER / "buttons-of-then.txt").read_text("utf-8").splitlines())


# --- forms -----------------------------------------------------------------------------------------------------------

PREVIEW = "Ваш вопрос к мероприятию «Первые шаги к чтению вслух»:"
NEXT = {  # who was asked something: what they answer now, what they read then, and what they are asked after it
    "131": ("Какой шрифт лучше?", PREVIEW, "question 0"),
    "132": ("А какой размер букв?", PREVIEW, "question 0"),
    "133": ("А какой размер букв?", PREVIEW, "question 0"),
    "134": ("А какой размер букв?", PREVIEW, "question 0"),
    "135": ("А какой размер букв?", PREVIEW, "question 0"),
    "136": ("Где найти прописи на июль?", PREVIEW, "question 0"),
    "142": ("А на кубики?", "Это стенду 47?", "thread 0"),
    "154": ("Прописи для левшей", "«Азбука утра» позвонит: завтра, 10:00–11:00 МСК", ""),
    "160": ("Анна Петрова", "Какой у вас телефон?", "contacts-phone 0"),
    "161": ("+7 903 123-45-67", "Какой у вас адрес электронной почты?", "contacts 0"),
    "162": ("anna@example.org", "Где вы работаете или учитесь?", "contacts 0"),
    "163": ("000000", "Этот код больше не действует.", "contacts 0"),
    "164": ("Школа № 5", "Кем вы там работаете или учитесь?", "contacts 0"),
    "165": ("завуч", "Моя визитка", ""),
    "168": ("+7 903 123-45-67", "Моя визитка", ""),
    "169": ("завуч", "Моя визитка", ""),
    "181": ("https://video.example.org/primer", "Как назвать этот материал?", "material 1"),
    "182": ("Прайс", "Кому давать «Прайс»?", "material 2"),
    "183": ("Прайс", "Нажмите, пожалуйста, одну из кнопок.", "material 2"),
    "184": ("Прайс", "Нажмите, пожалуйста, одну из кнопок.", "material 3"),
    "191": ("Есть ли скидки?", "«Азбука утра» прочтёт то, что вы напишете.", "thread 0"),
    "211": ("000000", "Код не подошёл, осталось 4 попытки.", "contacts 0"),
}


async def test_forms_that_were_open_go_on_with_their_next_question(then: World) -> None:
    began = set()
    for user, (said, told, after) in NEXT.items():
        person = then.person(user, name="Анна")
        before = await then.kept(person)
        assert before is not None
        assert before.form is not None
        began.add(before.form.name)
        await person.types(said)
        assert person.reads.startswith(told)
        kept = await then.kept(person)
        assert kept is not None
        assert after == ("" if kept.form is None else f"{kept.form.name} {kept.form.step}")
    assert began == set(ABOUT["forms"])


# --- letters and what stays true -------------------------------------------------------------------------------------


def standing(world: World) -> dict[tuple[str, str], Message]:
    """The messages of then that stay true, by chat and key."""
    here = {(chat, one.id): one for chat, found in world.messenger.chats.items() for one in found}
    old = [(one["chat"], one["key"], one["message"]) for one in lines("messages.jsonl")]
    assert all((chat, message) in here for chat, _, message in old), "a message that stays true was sent anew"
    return {(chat, key): here[chat, message] for chat, key, message in old}


def waiting() -> Iterator[dict[str, Any]]:
    """The letters that had not left."""
    columns: list[str] = []
    table = ""
    for line in lines("rows.jsonl"):
        if isinstance(line, dict):
            table, columns = line["table"], line["columns"]
        elif table == "outbox" and (letter := dict(zip(columns, line, strict=True)))["ended_at"] is None:
            yield letter


async def settles(world: World) -> None:
    """What was sent by who died is free again, and what waits for quiet comes."""
    world.clock.move(timedelta(minutes=2))
    await world.deliver()


async def test_every_letter_of_then_arrives(then: World) -> None:
    old = list(waiting())
    assert {one["kind"] for one in old} == set(ABOUT["kinds"])
    await settles(then)
    async with then.storage.engine.connect() as connection:
        found = await connection.execute(text("SELECT id, state FROM outbox WHERE ended_at IS NOT NULL"))
        ended = {row[0]: row[1] for row in found}
    until = then.clock.now()
    due = [one for one in old if datetime.fromisoformat(one["not_before"]) <= until]
    ends = Counter((one["kind"], ended.get(one["id"])) for one in due)
    # Files that the stand does not give any more since that morning's last import.
    assert {kind: end for kind, end in ends if end != "delivered"} == {"materials": "dropped"}
    assert {kind for kind, end in ends if end == "delivered"} == set(ABOUT["kinds"])
    edited = {place for place, message in standing(then).items() if message.edits}
    assert edited == {(one["chat"], one["key"]) for one in due} & standing(then).keys()
    chats = then.messenger.chats.items()
    told = [
        f"{chat} {'edited' if one.edits else 'new'}: {one.text.splitlines()[0]}"
        for chat, found in chats
        for one in found
        if one.edits or int(one.id) < FIRST
    ]
    told += [f"mail: {CODE.sub('…', one.subject)}" for one in then.mailbox]
    told += [f"machine: {one.event} №{dict(one.about)['number']}" for one in then.notices]
    same_as_golden("letters-of-then", "".join(f"{one}\n" for one in sorted(told)))


async def test_what_stays_true_is_edited_by_what_happens_today(then: World) -> None:
    """By the keys of then: under any other one a second message would come, and a second topic."""
    await settles(then)
    before = {place: message.edits for place, message in standing(then).items()}
    moderators = group(then, "Модераторы").here
    topics = set(moderators.topics)
    await acts(then)
    later = datetime.fromisoformat("2020-04-27T16:00:00+03:00")
    await then.imports(reading={"title": "Чтение хором", "starts": later})
    for _ in range(3):
        then.clock.move(timedelta(seconds=20))
        await then.tick()
    after = standing(then)
    edited = {beginning(key) for chat, key in after if after[chat, key].edits > before[chat, key]}
    assert edited == {beginning(key) for _, key in after} - {"said"}  # words of a thread stay; they are replied to
    assert topics <= set(moderators.topics)
    titles = [topic.title for topic in moderators.topics.values()]
    assert "16:00 · Дошкольное · Чтение хором" in titles
    assert not [title for title in titles if "Первые шаги" in title]


def beginning(key: str) -> str:
    """What all keys of a sort begin with."""
    return re.split(r"[-:]", key)[0]


async def acts(world: World) -> None:
    """Somebody does something to whatever has a message that stays true."""
    maria = group(world, "Модераторы").member(world.person("71"))
    await maria.presses("q.pass:4", on=maria.group.finds("№4 ·"))
    await maria.presses("q.card:3", on=maria.group.finds("До начала"))
    zoya = group(world, "Модераторы колледжей").member(world.person("73"))
    card = zoya.group.finds("Берут ли после девятого")
    await zoya.presses("q.take:14", on=card)
    await zoya.presses("q.pass:14", on=card)
    ivan = group(world, "Стенд").member(world.person("81"))
    await ivan.presses("l.back:1", on=ivan.group.finds("№1 ·"))
    await world.person("185").presses("mats.back:1")


async def test_replies_to_messages_of_then_are_understood(then: World) -> None:
    await settles(then)
    maria = group(then, "Модераторы").member(then.person("71"))
    await maria.replies("Раньше, чем кажется.", to=maria.group.finds("№12 ·"))
    await then.deliver()
    await maria.taps("Отправить автору", on=maria.group.finds("Заметка к №12"))  # nobody had taken it
    await maria.replies("№3", to=maria.group.finds("До начала"))
    ivan = group(then, "Стенд").member(then.person("81"))
    await ivan.replies("Перезвонить после обеда.", to=ivan.group.finds("№1 ·"))
    await ivan.replies("Скидки есть.", to=ivan.group.finds("Это Полина"))
    oleg = then.person("141", name="Олег")
    answered = next(one for one in oleg.messages if "Стенд отвечает" in one.text)
    then.clock.move(timedelta(minutes=1))
    await oleg.replies("А на глобусы?", to=answered)
    await oleg.taps("Мне 18 или больше, согласен", "Да, отправить")  # nobody had asked him then
    await then.tick()
    assert "Раньше, чем кажется." in then.person("123").reads
    assert maria.group.finds("№3 ·")
    assert "Перезвонить после обеда." in ivan.group.finds("№1 ·").text
    assert "Скидки есть." in then.person("142").reads
    assert "А на глобусы?" in ivan.group.messages[-1].text


# --- what was handed out ---------------------------------------------------------------------------------------------


async def test_invitations_of_then_are_good(then: World) -> None:
    codes = ABOUT["codes"]
    nora = then.person("301", name="Нора")
    await nora.opens(f"staff-{codes['moderator']}")
    assert "Среднее профессиональное образование" in nora.reads
    oscar = then.person("302", name="Оскар")
    await oscar.opens(f"staff-{codes['organiser']}")
    assert "организатор" in oscar.reads
    room, code = then.group("Ещё один чат"), codes["stand's chat"]
    await room.member(oscar).says(f"/bind {code}")
    await then.deliver()
    assert "Школьный дневник" in room.finds("Готово").text


async def test_what_was_sealed_then_is_read(then: World) -> None:
    await settles(then)
    ivan = group(then, "Стенд").member(then.person("81"))
    await ivan.presses("l.take:16", on=ivan.group.finds("№16 ·"))
    await then.deliver()
    assert "+7 916 123-45-67" in ivan.person.reads
