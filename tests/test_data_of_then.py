"""What was in the database and in the chats of an older program goes on: its buttons, forms, letters and messages.

The fixture is in `tests/then`. A path of a button, a name of a form, a kind or a key of a letter, a table or a column
that was renamed without care for what exists is found out here.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from dialogs.features import registry
from dialogs.kit.phrase import speak
from storage.importers.fair_file import FairFile
from tests.conftest import FAIRS
from tests.databases import Server
from tests.golden import FOLDER, same_as_golden
from tests.groups import Group
from tests.sheet import draw
from tests.then import ABOUT, HANDLED, Old, buttons, of_then, world_of_then
from tests.world import World

pytestmark = pytest.mark.both

THEN = "then"
APOLOGIES = ("Что-то сломалось", "из другого времени", "Открыть это не получится")
OF_EACH = 2  # buttons of a path that are pressed on PostgreSQL, where each press takes longer
NEVER_THE_SAME = re.compile(r"\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b")  # the number of a consent


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
