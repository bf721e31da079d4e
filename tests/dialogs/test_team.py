"""A stand's own requests and all of them: what staff take away as a table, and who heads a stand and its people."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from python_calamine import load_workbook

from dialogs.leads.letters import posting
from dialogs.leads.table import LeadTable
from dialogs.team.routes import AskRevoke, InviteColleague, OpenTeam, RevokeColleague
from storage.post.outbox import Posting
from storage.staff.staff import StaffLine
from tests.dialogs.leading import ANNA, Desk, asks, named, organiser, set_up, staff
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    """The group of the stand «Азбука утра»; Ivan has taken the first of three requests, Olga the second."""
    desk = await set_up(world)
    for number, name in (("1", "Анна"), ("2", "Борис"), ("3", "Вера")):
        await asks(world, number, "materials", card=replace(ANNA, name=name))
    await desk.tap(desk.ivan, "Взять", 1)
    await desk.tap(desk.olga, "Взять", 2)
    return desk


async def downloads(desk: Desk, who: Person) -> list[str]:
    """Whose contacts somebody gets by «Скачать таблицу»."""
    had = len(who.files)
    await desk.group.member(who).presses(f"l.table:{desk.stand.id}")
    await desk.world.tick()
    if len(who.files) == had:
        return []
    header, *rows = load_workbook(io.BytesIO(list(who.files.values())[-1])).get_sheet_by_index(0).to_python()
    who.files.clear()
    return [str(row[header.index("Имя")]) for row in rows]


async def exports(world: World) -> list[str]:
    async with world.storage.reading() as work:
        lines = [entry for entry in await work.privacy.audit.entries() if entry.deed == "export"]
        leads = [[await work.leads.load(number) for number in line.whose.get("lead", ())] for line in lines]
    numbers = [" ".join(str(lead.number) for lead in of_line if lead is not None) for of_line in leads]
    return [f"{line.about}: {told}" for line, told in zip(lines, numbers, strict=True)]


@pytest.mark.shield("S3")
@pytest.mark.both
async def test_one_press_gives_nobody_what_colleagues_have_taken(desk: Desk) -> None:
    """An employee who took no request presses «Скачать таблицу»: not one phone leaves, and nothing is noted."""
    world, nina = desk.world, await staff(desk.world, "73", "Нина")
    assert await downloads(desk, nina) == []
    assert nina.letters == []
    assert nina.toast == "Вы пока не взяли ни одной заявки: в таблице только свои."
    assert await exports(world) == []
    assert await downloads(desk, desk.ivan.person) == ["Анна"]
    assert await exports(world) == ["stand azbuka: 1"]


async def test_colleagues_are_told_who_has_a_table(desk: Desk) -> None:
    await downloads(desk, desk.ivan.person)
    same_as_golden("leads/table-taken", desk.group.messages[-1].drawn)
    assert desk.group.messages[-1].text.startswith("📥 Иван скачивает таблицу: 1 контакт")
    maria = await staff(desk.world, "74", "Мария", role="head")
    assert await downloads(desk, maria) == ["Анна", "Борис", "Вера"]
    assert desk.group.messages[-1].text.startswith("📥 Мария скачивает таблицу: 3 контакта")
    assert (await exports(desk.world))[-1] == "stand azbuka: 1 2 3"


async def test_organisers_and_the_head_get_everything_of_the_stand_and_of_no_other(desk: Desk) -> None:
    world = desk.world
    await asks(world, "4", "materials", stand="notebook", card=replace(ANNA, name="Чужая"))
    neighbour = await staff(world, "83", "Пётр", "notebook", role="head")
    for person in (await organiser(world), await staff(world, "74", "Мария", role="head")):
        assert await downloads(desk, person) == ["Анна", "Борис", "Вера"]
    assert await downloads(desk, neighbour) == []
    assert "Здесь для вас ничего нет" in neighbour.toast


@pytest.mark.shield("S3")
async def test_a_table_holds_what_was_noted_and_what_its_reader_still_may(desk: Desk) -> None:
    """A request that is taken, or a right that is lost, between the press and the letter."""
    world, maria = desk.world, await staff(desk.world, "74", "Мария", role="head")
    await maria.presses(f"l.table:{desk.stand.id}")
    await asks(world, "5", "materials", card=replace(ANNA, name="Позже"))
    await world.tick()
    assert b"".join(maria.files.values())
    header, *rows = load_workbook(io.BytesIO(*maria.files.values())).get_sheet_by_index(0).to_python()
    assert [row[header.index("Имя")] for row in rows] == ["Анна", "Борис", "Вера"]
    await desk.ivan.person.presses(f"l.table:{desk.stand.id}")
    await dismiss(world, desk.ivan.person)
    await world.tick()
    assert not desk.ivan.person.files


async def test_a_table_that_was_asked_for_before_knows_no_numbers(desk: Desk) -> None:
    """A letter of an older version: it holds what its reader may have today."""
    world, ivan = desk.world, await desk.world.kept(desk.ivan.person)
    assert ivan is not None
    old: Posting = replace(posting(LeadTable(1), world.clock.now()), about={"stand": desk.stand.id, "here": True})
    async with world.storage.writing() as work:
        await work.outbox.put(old, ivan.address, ivan.id)
    await world.tick()
    header, *rows = load_workbook(io.BytesIO(*desk.ivan.person.files.values())).get_sheet_by_index(0).to_python()
    assert [row[header.index("Имя")] for row in rows] == ["Анна"]


# --- people ----------------------------------------------------------------------------------------------------------


async def lines(world: World, ref: str = "azbuka") -> list[StaffLine]:
    async with world.storage.reading() as work:
        return await work.staff.everybody(named(world, ref).id)


async def dismiss(world: World, person: Person) -> None:
    async with world.storage.writing() as work:
        for line in await work.staff.everybody():
            if line.user == person.user:
                await work.staff.revoke(line.id, world.clock.now())


@pytest.fixture
async def maria(world: World, desk: Desk) -> Person:
    """The stand's head."""
    world.policy = replace(world.policy, links={PAPER: "https://paper.example.org/fair?start=menu"})
    await world.restart()
    return await staff(world, "74", "Мария", role="head")


@pytest.mark.both
async def test_a_head_invites_a_colleague_and_takes_the_right_away(desk: Desk, maria: Person) -> None:
    world = desk.world
    same_as_golden("team/welcome-head", maria.sees)
    await maria.taps("Люди стенда")
    same_as_golden("team/people", maria.sees)
    await maria.taps("Пригласить коллегу")
    code = maria.reads.partition("staff-")[2].split()[0]
    same_as_golden("team/invited", maria.sees.replace(code, "…"))
    pavel = world.person("75", name="Павел")
    await pavel.opens(f"staff-{code}")
    assert "Вы сотрудник стенда" in pavel.reads
    viktor = world.person("76", name="Виктор")
    await viktor.opens(f"staff-{code}")
    assert "Это приглашение не действует" in viktor.reads
    await desk.tap(desk.group.member(pavel), "Взять", 3)
    assert (await desk.lead(3)).state == "taken"
    await maria.presses(OpenTeam(desk.stand.id).pack())
    await maria.taps("Отозвать: Павел")
    same_as_golden("team/ask-revoke", maria.sees)
    await maria.taps("Да, отозвать")
    assert maria.toast == "Павел больше не работает со стендом."
    same_as_golden("team/revoked", maria.sees)
    assert not maria.has("Отозвать: Павел")
    await desk.group.member(pavel).presses(f"l.called:{(await desk.lead(3)).id}")
    assert "Здесь для вас ничего нет" in pavel.toast
    await world.tick()
    assert (await desk.lead(3)).state == "new"
    assert desk.group.here.out == ["75"], "the words before and after were true"


async def test_what_a_head_invites_is_valid_for_three_days(desk: Desk, maria: Person) -> None:
    await maria.presses(InviteColleague(desk.stand.id).pack())
    code = maria.reads.partition("staff-")[2].split()[0]
    desk.world.clock.move(timedelta(days=3))
    late = desk.world.person("75", name="Павел")
    await late.opens(f"staff-{code}")
    assert "Это приглашение не действует" in late.reads


async def test_in_the_group_the_list_comes_in_private(desk: Desk, maria: Person) -> None:
    member = desk.group.member(maria)
    for route in (InviteColleague(desk.stand.id), AskRevoke(desk.stand.id, 1), RevokeColleague(desk.stand.id, 1)):
        await member.presses(route.pack())
        assert "в личном чате" in member.toast
    await desk.world.deliver()
    before = len(desk.group.messages)
    await member.presses(OpenTeam(desk.stand.id).pack())
    assert member.toast == "Список — в вашем личном чате со мной."
    await desk.world.deliver()
    assert "Люди стенда" in maria.letters[-1].text
    assert len(desk.group.messages) == before


@pytest.mark.shield("S3")
async def test_nobody_takes_away_what_is_not_theirs_to_take(desk: Desk, maria: Person) -> None:
    """Staff invite nobody; a head touches neither another head, nor herself, nor another stand's people."""
    world, of = desk.world, desk.stand.id
    second = await staff(world, "77", "Ольга Вторая", role="head")
    foreign = await staff(world, "83", "Пётр", "notebook")
    (theirs,) = await lines(world, "notebook")
    own = {line.user: line.id for line in await lines(world)}
    for person in (desk.ivan.person, foreign):
        for route in (OpenTeam(of), InviteColleague(of), AskRevoke(of, own["71"]), RevokeColleague(of, own["71"])):
            await person.presses(route.pack())
            assert "staff-" not in person.reads
    for number in (own[maria.user], own[second.user], theirs.id, 999):
        await maria.presses(RevokeColleague(of, number).pack())
        assert maria.toast == "Эти права уже отозваны, или здесь их отозвать нельзя."
    assert {line.user for line in await lines(world)} == set(own)
    assert [line.id for line in await lines(world, "notebook")] == [theirs.id]
    marina = await organiser(world)
    await marina.presses(RevokeColleague(of, own[second.user]).pack())
    assert marina.toast == "Ольга Вторая больше не работает со стендом."


async def test_at_a_stand_somebody_has_one_role(desk: Desk, maria: Person) -> None:
    """Who becomes its head is not staff beside that, and an old link of staff takes nothing from a head."""
    world = desk.world
    for role in ("stand", "head", "stand"):
        await staff(world, "71", "Иван", role=role)
    assert [line.role for line in await lines(world) if line.user == "71"] == ["head"]
    assert [line.role for line in await lines(world) if line.user == maria.user] == ["head"]
