"""How old one is, at every door that leads to personal data: who is let on, and what is kept of who is not."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from dialogs.contacts.routes import Provide
from dialogs.privacy.pages import OneTimePages
from dialogs.privacy.routes import OpenOffMessenger
from tests.dialogs.leading import set_up
from tests.dialogs.sharing import ADULT, EMAIL, PHONE, opens_fair, stand
from tests.dialogs.test_pages import fill
from tests.paper import PAPER, Person
from tests.world import World

Client = TestClient[Request, Application]
PAGES = "https://fair.example.org"
# Thirteen, fourteen, seventeen, eighteen, and nothing said: the button, and what a page is sent.
ANSWERS = {13: ("Мне меньше 14", "child"), 14: ("14–17", "minor"), 17: ("14–17", "minor"), 18: ("18 и больше", "adult")}
MINOR = ("Мне меньше", "14–17")
WAYS = {13: ("Мне меньше", "Мне меньше 14"), 14: MINOR, 17: MINOR, 18: (ADULT,), None: ("Не сейчас",)}
TOLD = {"call": PHONE, "materials": EMAIL}  # before the consent
LET_ON = {"refuse": {18}, "ask": {14, 17, 18}}
TABLE = [(age, minors) for age in (*ANSWERS, None) for minors in LET_ON]
DOORS = ("card", "call", "materials", "message")


async def kept_of(world: World, person: Person) -> tuple[str | None, int]:
    """The age, and how many consents."""
    kept = await world.kept(person)
    if kept is None:
        return None, 0
    async with world.storage.reading() as work:
        return kept.age, len(await work.privacy.consents.of_person(kept.id))


@pytest.mark.shield("P11")
@pytest.mark.only("sqlite")
@pytest.mark.parametrize(("age", "minors"), TABLE)
async def test_doors_in_the_chat_open_by_age(world: World, age: int | None, minors: str) -> None:
    await opens_fair(world, minors=minors)
    await set_up(world)
    for number, door in enumerate(DOORS):
        person = world.person(str(100 + number), name="Анна")
        await person.presses(Provide(door, 0 if door == "card" else stand(world)).pack())
        if told := TOLD.get(door):
            await person.types(told)
        assert person.buttons[:3] == [ADULT, "Мне меньше", "Не сейчас"]
        await person.taps(*WAYS[age])
        assert person.has("Даю согласие") == (age in LET_ON[minors] and age != 18), door
        if age in LET_ON[minors] and age != 18:
            await person.taps("Даю согласие")
        known = None if age in (13, None) else ANSWERS[age or 18][1]
        given = (1 if door in ("card", "message") else 2) if age in LET_ON[minors] else 0
        assert await kept_of(world, person) == (known, given), door


@pytest.fixture
async def web(world: World) -> AsyncIterator[Client]:
    app = Application()
    await opens_fair(world, off_messenger=frozenset({PAPER}), pages=PAGES)
    app.add_routes(OneTimePages(world.storage, world.policy.privacy, world.clock).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.mark.shield("P11")
@pytest.mark.only("sqlite")
@pytest.mark.parametrize("age", [*ANSWERS, None])
async def test_the_door_of_a_page_opens_by_age(world: World, anna: Person, web: Client, age: int | None) -> None:
    """Where minors are refused, as by default."""
    await anna.presses(OpenOffMessenger("call", stand(world)).pack())
    path = anna.message.links["Открыть страницу"].removeprefix(PAGES)
    status, said = await fill(web, path, age="" if age is None else ANSWERS[age][1])
    assert status == (422 if age is None else 200)
    assert ("Вернитесь в чат" in said) == (age == 18)
    known = None if age in (13, None) else ANSWERS[age or 18][1]
    assert await kept_of(world, anna) == (known, 2 if age == 18 else 0)
