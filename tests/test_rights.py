"""Every route × every role × own, foreign, missing and deleted things: nobody does or learns what is not theirs.

The routes are those of the program; a route without a line in `tests/rights.py` fails here.
"""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from typing import Any

import pytest
from sqlalchemy import or_, select, text

from dialogs.features import registry
from dialogs.kit.route import Route
from dialogs.news.threads import thread_said
from storage.people.people import Person as Kept
from storage.privacy.personal import about
from storage.tables import all_tables
from tests.dialogs import leading, moderating
from tests.dialogs.asking import asked, asks
from tests.groups import Group
from tests.paper import Person
from tests.planting import done_by
from tests.rights import ROLES, RULES, Role, Rule, Thing
from tests.world import World

# A matrix of thousands of presses: how the databases differ is told elsewhere.
on_sqlite = pytest.mark.only("sqlite")

MISSING = 999_999
ANNAS = ("Анна Иванова", "9161234567", "916 123", "anna@example.org", "Прописи для левшей", "Пишу стенду", "Мой вопрос")
EXAMPLE = "например так: +7 916 123-45-67"  # how a phone is asked for, whoever it is; Anna's is no other
GUARDED = [kind for kind, rule in RULES.items() if rule.thing]
OPEN = [kind for kind, rule in RULES.items() if not rule.thing]
NOT_OF_ANYBODY = {"events", "erasures", "audit", "audit_chain", "consent_texts", "counters", "lead_counters", "pages"}
NOT_OF_ANYBODY |= {"guards"}
LEFT_WITHOUT_WHOM = {"outbox", "questions", "leads", "lead_steps", "steps", "uses", "departures"}
Rows = dict[str, dict[Any, Any]]


@pytest.mark.shield("S3")
def test_every_route_has_a_rule() -> None:
    assert set(RULES) == set(registry().answers), "say in tests/rights.py who may press it"
    for kind, rule in RULES.items():
        assert not rule.of or rule.of in {one.name for one in fields(kind)}, kind.__name__


@dataclass
class Town:
    """Anna's things, and somebody of every role; `gone` are things that were there once."""

    world: World
    people: dict[Role, Person]
    things: dict[Thing, int]
    gone: dict[Thing, int]
    groups: tuple[Group, Group]

    def route(self, kind: type[Route], rule: Rule, number: int | None = None) -> Route:
        """The route about a thing of that number, or about what the fair has."""
        catalogue = self.world.storage.catalogue
        first = {"stand": self.things["stand"], "session": self.things["session"]}
        first |= {"cluster": next(iter(catalogue.clusters)), "floor": next(iter(catalogue.floors))}
        values: dict[str, Any] = {}
        for one in fields(kind):
            if one.name in rule.values:
                values[one.name] = rule.values[one.name]
            elif one.name in first:
                values[one.name] = first[one.name]
        if rule.of and number is not None:
            values[rule.of] = number
        return kind(**values)

    async def kept(self, role: Role) -> Kept | None:
        return await self.world.kept(self.people[role])


@pytest.fixture
async def town(world: World) -> Town:
    """Built by what people do, so that everything is as it would be."""
    desk = await moderating.set_up(world, forum=False)
    stand = await leading.set_up(world, first=81)
    people: dict[Role, Person] = {
        "guest": world.person("404"),
        "Anna": world.person("1", name="Анна Иванова"),
        "other": world.person("2"),
        "stand": stand.ivan.person,
        "head": await leading.staff(world, "85", "Мария", role="head"),
        "other stand": await leading.staff(world, "83", "Пётр", "notebook"),
        "moderator": desk.maria.person,
        "organiser": await leading.organiser(world),
        "former": await leading.staff(world, "84", "Семён"),
    }
    await people["Anna"].opens()
    await people["other"].opens()
    await asks(world, people["Anna"], "Мой вопрос о чтении?")
    call = await leading.asks(world, "1", "call")
    thread = await leading.asks(world, "1", "message")
    now, sender = world.clock.now(), await world.kept(stand.ivan.person)
    assert sender is not None
    async with world.storage.writing() as work:
        await thread_said(work, thread, "Пишу стенду", by_staff=False, by=thread.person_id, now=now)
        for line in await work.staff.everybody():
            if line.user == "84":
                await work.staff.revoke(line.id, now)
        consent = await work.privacy.consents.live(call.person_id or 0, "call", stand.stand.id)
        assert consent is not None
        old, _ = await work.leads.open(stand.stand.id, (people["Anna"] and thread.person_id) or 0, "materials", now)
        offer = await work.leads.offers.add(
            stand.stand.id, sender.id, "Прайс", "open", now, url="https://files.example.org/new.pdf"
        )
    gone: dict[Thing, int] = {"call": old.id, "thread": old.id}
    async with world.storage.engine.connect() as connection:
        await connection.execute(text(f"DELETE FROM lead_steps WHERE lead_id = {old.id}"))
        await connection.execute(text(f"DELETE FROM leads WHERE id = {old.id}"))
    await world.tick()
    question = await asked(world, 1, "reading")
    things: dict[Thing, int] = {"call": call.id, "thread": thread.id, "question": question.id, "consent": consent.id}
    async with world.storage.reading() as work:
        [bound] = await work.staff.invitations.uses_at((await work.staff.places.of_stand(stand.stand.id))[0])
        olga = next(line.id for line in await work.staff.everybody() if line.user == "82")
        [invited] = await work.staff.invitations.uses_of(olga)
    things |= {"bound": bound.invitation, "invited": invited.invitation}
    things |= {"offer": offer.id, "stand": stand.stand.id, "session": question.session_id}
    return Town(world, people, things, {one: gone.get(one, MISSING + 1) for one in things}, (desk.group, stand.group))


def rows(world: World) -> Rows:
    """All rows of all tables, by their keys; read past what drives the database, for that takes ten times as long."""
    found: Rows = {}
    with closing(sqlite3.connect(str(world.storage.engine.url.database))) as connection:
        for table in all_tables().sorted_tables:
            names = [column.name for column in table.columns]
            keys = [names.index(column.name) for column in table.primary_key.columns]
            listed = ", ".join(f'"{name}"' for name in names)
            all_of_it = connection.execute(f'SELECT {listed} FROM "{table.name}"')
            found[table.name] = {tuple(row[key] for key in keys): row for row in all_of_it}
    return found


def changed(before: Rows, after: Rows) -> Iterator[tuple[str, Any]]:
    """The keys of rows that are not as they were, by table."""
    for name in (name for name in before if before[name] != after[name]):
        for key in before[name].keys() | after[name].keys():
            if before[name].get(key) != after[name].get(key):
                yield name, key


async def own(world: World, people: Collection[Kept | None]) -> set[tuple[str, Any]]:
    """The keys of rows that are about these people, or theirs as staff."""
    found: set[tuple[str, Any]] = set()
    async with world.storage.engine.connect() as connection:
        for table in all_tables().sorted_tables:
            for person in (one for one in people if one is not None):
                where = or_(about(table, person), done_by(table, person))
                query = select(*table.primary_key.columns).where(where)
                found |= {(table.name, tuple(row)) for row in await connection.execute(query)}
    return found


async def hears(person: Person, route: Route, group: Group | None) -> tuple[str, ...]:
    """What the presser is told: the words over the chat, and in private what stands there then."""
    toasts = len(person.toasts)
    if group is None:
        await person.presses(route.pack())
    else:
        await group.member(person).presses(route.pack(), on=group.messages[-1])
    told = person.toasts[toasts:]
    return (*told, person.sees) if group is None else tuple(told)


@pytest.mark.shield("S3")
@on_sqlite
@pytest.mark.parametrize("role", ROLES)
async def test_what_is_not_yours_is_as_if_it_were_not(town: Town, role: Role) -> None:
    """Pressed in private and in every group: no row changes, and no word tells that it is there."""
    person = town.people[role]
    before = rows(town.world)
    for kind in (one for one in GUARDED if role not in RULES[one].may):
        rule = RULES[kind]
        numbers = (town.things[rule.thing], MISSING, town.gone[rule.thing])
        for group in (None, *town.groups):
            foreign, missing, deleted = [await hears(person, town.route(kind, rule, n), group) for n in numbers]
            assert foreign == missing == deleted, f"{kind.__name__} tells that it is there"
            assert not [word for word in ANNAS if role != "Anna" and word in " ".join(foreign)], kind.__name__
        kept = await town.kept(role)
        allowed = {("people", (kept.id,))} if kept is not None else set()
        after = rows(town.world)
        done = [one for one in changed(before, after) if one[0] not in ("events", "outbox")]
        assert set(done) <= allowed, f"{kind.__name__} changed {done}"
        letters = [after["outbox"][key] for name, key in changed(before, after) if name == "outbox"]
        assert all("stranger" in letter for letter in letters), f"{kind.__name__} wrote to others"
        before = after


@pytest.mark.shield("S3")
@on_sqlite
@pytest.mark.parametrize("role", [role for role in ROLES if any(role in RULES[kind].may for kind in GUARDED)])
async def test_whoever_may_gets_another_answer_than_for_what_is_not_there(town: Town, role: Role) -> None:
    """Otherwise the rules would be stricter than the program, and nobody would know."""
    person = town.people[role]
    for kind in sorted((one for one in GUARDED if role in RULES[one].may), key=lambda kind: kind.__name__):
        rule = RULES[kind]
        group = None if role == "Anna" else town.groups[rule.thing not in ("question", "session")]
        missing = await hears(person, town.route(kind, rule, MISSING), group)
        there = await hears(person, town.route(kind, rule, town.things[rule.thing]), group)
        assert there != missing, kind.__name__


@pytest.mark.shield("S3")
@on_sqlite
@pytest.mark.parametrize("role", ROLES)
async def test_what_is_everybodys_changes_only_what_is_ones_own(town: Town, role: Role) -> None:
    person = town.people[role]
    before, mine = rows(town.world), await own(town.world, [await town.kept(role)])
    for kind in sorted(OPEN, key=lambda kind: kind.__name__):
        said = await hears(person, town.route(kind, RULES[kind]), None)
        after = rows(town.world)
        done = {one for one in changed(before, after) if one[0] not in NOT_OF_ANYBODY}
        now = await own(town.world, [await town.kept(role)]) if done else mine
        others = done - mine - now
        if kind.__name__ == "ForgetMe":  # what others see of the forgotten is drawn again, without them
            others = {one for one in others if one[0] not in LEFT_WITHOUT_WHOM}
        assert not others, f"{kind.__name__} changed {others}"
        if role != "Anna":
            told = " ".join(said).replace(EXAMPLE, "")
            assert not [word for word in ANNAS if word in told], kind.__name__
        before, mine = after, now
