"""Rights belong to persons and are given by invitations that work once."""

import asyncio
import math
from datetime import timedelta

import pytest

from storage.address import Address
from storage.database import Storage, Work
from storage.people.people import Person
from storage.staff.staff import ALPHABET, Goal, Role, RoleName
from tests.storage.making import NOW, people

GROUP = Address("paper", "-100")
MONTH = timedelta(days=30)
CLUSTER, OTHER, STAND = "preschool", "college", "azbuka"


@pytest.fixture
async def crowd(fair: Storage) -> list[Person]:
    return await people(fair, 3)


def cluster(fair: Storage, ref: str = CLUSTER) -> int:
    return next(one.id for one in fair.catalogue.clusters.values() if one.ref == ref)


def stand(fair: Storage) -> int:
    found = fair.catalogue.stand_named(STAND)
    assert found is not None
    return found.id


async def invite(fair: Storage, role: RoleName = "moderator", goal: Goal = "person") -> str:
    async with fair.writing() as work:
        of = (cluster(fair) if role == "moderator" else None, stand(fair) if role in ("stand", "head") else None)
        return await work.staff.invite(role, *of, goal, NOW, NOW + MONTH)


async def accept(fair: Storage, code: str, who: Person, days: int = 0) -> Role | None:
    async with fair.writing() as work:
        used = await work.staff.accept(code, who.id, NOW + timedelta(days=days))
        return None if used is None else used.role


async def may_moderate(fair: Storage, who: Person, ref: str = CLUSTER) -> bool:
    async with fair.reading() as work:
        return await work.staff.may_moderate(who.id, cluster(fair, ref))


async def test_an_invitation_makes_one_person_a_moderator_of_one_cluster(fair: Storage, crowd: list[Person]) -> None:
    [anna, viktor, _] = crowd
    code = await invite(fair)
    assert not await may_moderate(fair, anna)
    assert await accept(fair, f" {code.upper()} ", anna) == Role("moderator", cluster(fair))
    assert await accept(fair, code, viktor) is None
    assert [await may_moderate(fair, who) for who in (anna, viktor)] == [True, False]
    assert not await may_moderate(fair, anna, OTHER)


async def test_an_organiser_may_moderate_everywhere_and_a_stand_nowhere(fair: Storage, crowd: list[Person]) -> None:
    [anna, viktor, _] = crowd
    assert await accept(fair, await invite(fair, "organiser"), anna) == Role("organiser")
    assert await accept(fair, await invite(fair, "stand"), viktor) == Role("stand", stand_id=stand(fair))
    assert [await may_moderate(fair, anna, ref) for ref in (CLUSTER, OTHER)] == [True, True]
    assert not await may_moderate(fair, viktor)


@pytest.mark.shield("S5")
async def test_a_code_is_good_for_what_it_was_made_for_and_for_so_long(fair: Storage, crowd: list[Person]) -> None:
    [anna, *_] = crowd
    for_place, late = await invite(fair, goal="place"), await invite(fair)
    assert await accept(fair, for_place, anna) is None
    assert await accept(fair, late, anna, days=30) is None
    assert await accept(fair, "nonsense", anna) is None
    async with fair.writing() as work:
        assert await work.staff.place_code(late, NOW) is None
        assert await work.staff.redeem_place(late, NOW, anna.id, GROUP, "") is None
        assert await work.staff.place_code(for_place, NOW) == Role("moderator", cluster(fair))
        used = await work.staff.redeem_place(for_place, NOW, anna.id, GROUP, "Модераторы")
        assert used is not None
        assert used.role == Role("moderator", cluster(fair))
        assert await work.staff.place_code(for_place, NOW) is None
        assert await work.staff.redeem_place(for_place, NOW, anna.id, GROUP, "") is None
    assert not await may_moderate(fair, anna), "whoever binds a group is no moderator by that"


@pytest.mark.shield("S5")
async def test_of_many_who_use_a_code_at_once_one_is_let_in(fair: Storage) -> None:
    crowd = await people(fair, 100)
    code = await invite(fair)
    let_in = await asyncio.gather(*(accept(fair, code, who) for who in crowd))
    assert sum(role is not None for role in let_in) == 1


@pytest.mark.shield("S5")
async def test_of_many_who_bind_by_a_code_at_once_one_does(fair: Storage) -> None:
    crowd = await people(fair, 100)
    code = await invite(fair, goal="place")

    async def bind(number: int, who: Person) -> bool:
        async with fair.writing() as work:
            at = Address("paper", f"-{number}")
            return await work.staff.redeem_place(code, NOW, who.id, at, "") is not None

    assert sum(await asyncio.gather(*(bind(number, who) for number, who in enumerate(crowd)))) == 1


@pytest.mark.shield("S5")
async def test_a_code_cannot_be_read_from_the_database(fair: Storage) -> None:
    code = await invite(fair)
    assert len(code) * math.log2(len(ALPHABET)) >= 128
    assert len(f"staff-{code}") <= 64, "what Telegram lets a link carry"
    assert set(code) <= set(ALPHABET)
    async with fair.engine.connect() as connection:
        kept = (await connection.exec_driver_sql("SELECT * FROM invitations")).all()
    assert code not in str(kept)


async def test_a_right_that_was_taken_away_is_gone_at_once_and_can_be_given_again(
    fair: Storage, crowd: list[Person]
) -> None:
    [anna, *_] = crowd
    for _ in range(2):
        await accept(fair, await invite(fair), anna)
    async with fair.writing() as work:
        await work.staff.on_shift(anna.id, cluster(fair), on=True, now=NOW)
        [line] = await work.staff.everybody()
        assert (line.messenger, line.user, line.role, line.of, line.on_shift) == (
            *("paper", "1", "moderator", CLUSTER),
            True,
        )
        assert await work.staff.revoke(line.id, NOW)
        assert not await work.staff.revoke(line.id, NOW)
    assert not await may_moderate(fair, anna)
    async with fair.reading() as work:
        assert await work.staff.shift_of(cluster(fair)) == []
        assert await work.staff.everybody() == []
        assert await work.staff.roles(anna.id) == ()
    await accept(fair, await invite(fair), anna)
    assert await may_moderate(fair, anna)


async def test_those_on_shift_are_told_until_they_leave_it(fair: Storage, crowd: list[Person]) -> None:
    [anna, viktor, stranger] = crowd
    await accept(fair, await invite(fair), anna)
    await accept(fair, await invite(fair, "organiser"), viktor)
    async with fair.writing() as work:
        for who in (anna, viktor, stranger, anna):
            await work.staff.on_shift(who.id, cluster(fair), on=True, now=NOW)
        assert await work.staff.shift_of(cluster(fair)) == [anna.id, viktor.id]
        assert await work.staff.shift_of(cluster(fair, OTHER)) == []
        await work.staff.on_shift(anna.id, cluster(fair), on=False, now=NOW)
        assert await work.staff.shift_of(cluster(fair)) == [viktor.id]


@pytest.mark.shield("S5")
async def test_an_invitation_that_was_withdrawn_lets_nobody_in(fair: Storage, crowd: list[Person]) -> None:
    [anna, viktor, *_] = crowd
    lost, used = await invite(fair), await invite(fair)
    assert await accept(fair, used, viktor) is not None
    async with fair.writing() as work:
        assert await work.staff.invitations.withdraw(lost.upper(), NOW)
        assert not await work.staff.invitations.withdraw(lost, NOW)
        assert not await work.staff.invitations.withdraw(used, NOW)
        assert not await work.staff.invitations.withdraw("nonsense", NOW)
    assert await accept(fair, lost, anna) is None
    assert await may_moderate(fair, viktor)


async def test_a_stand_is_staffed_while_somebody_works_there(fair: Storage, crowd: list[Person]) -> None:
    [anna, *_] = crowd
    assert await staffed(fair) == frozenset()
    assert await accept(fair, await invite(fair, "stand"), anna)
    assert await staffed(fair) == {stand(fair)}


async def staffed(fair: Storage) -> frozenset[int]:
    async with fair.reading() as work:
        return await work.staff.staffed()


async def test_a_head_heads_one_stand_and_does_what_its_staff_do(fair: Storage, crowd: list[Person]) -> None:
    [anna, viktor, marina] = crowd
    other = next(one for one in fair.catalogue.stands if one != stand(fair))
    await accept(fair, await invite(fair, "stand"), anna)
    await accept(fair, await invite(fair, "stand"), viktor)
    await accept(fair, await invite(fair, "organiser"), marina)
    assert await accept(fair, await invite(fair, "head"), anna) == Role("head", stand_id=stand(fair))
    async with fair.reading() as work:
        assert await work.staff.roles(anna.id) == (Role("head", stand_id=stand(fair)),)
        may = [[await work.staff.may_head(who.id, of) for of in (stand(fair), other)] for who in crowd]
        assert may == [[True, False], [False, False], [True, True]]
        assert await work.staff.may_staff(anna.id, stand(fair))
        assert not await work.staff.may_moderate(anna.id, cluster(fair))
        assert [(line.person_id, line.role) for line in await work.staff.everybody(stand(fair))] == [
            (viktor.id, "stand"),
            (anna.id, "head"),
        ]
        assert await work.staff.everybody(other) == []


async def test_unused_invitations_are_listed_and_withdrawn_by_their_number(fair: Storage, crowd: list[Person]) -> None:
    [anna, *_] = crowd
    codes = [await invite(fair), await invite(fair, goal="place"), await invite(fair, "stand")]
    assert await accept(fair, codes[2], anna)
    async with fair.writing() as work:
        unused = await work.staff.invitations.unused(NOW)
        assert [(one.goal, one.role) for one in unused] == [
            ("person", Role("moderator", cluster(fair))),
            ("place", Role("moderator", cluster(fair))),
        ]
        assert await work.staff.invitations.unused(NOW + MONTH) == []
        assert await work.staff.invitations.withdraw(unused[0].id, NOW)
        assert not await work.staff.invitations.withdraw(unused[0].id, NOW)
        assert not await work.staff.invitations.withdraw(999, NOW)
        assert [one.id for one in await work.staff.invitations.unused(NOW)] == [unused[1].id]
    assert await accept(fair, codes[0], anna) is None


async def test_what_a_used_invitation_gave_is_known_until_it_is_taken_back(fair: Storage, crowd: list[Person]) -> None:
    [anna, viktor, *_] = crowd
    async with fair.writing() as work:
        by_link = await work.staff.accept(await invited(work, fair), anna.id, NOW)
        again = await work.staff.accept(await invited(work, fair), anna.id, NOW)
        for_place = await work.staff.invite("moderator", cluster(fair), None, "place", NOW, NOW + MONTH)
        by_code = await work.staff.redeem_place(for_place, NOW, anna.id, GROUP, "М" * 200)
        assert by_link is not None
        assert again is not None
        assert by_code is not None
        await work.staff.places.bind(GROUP, "moderators", cluster(fair), None, False, "bind", NOW)
        [line] = await work.staff.everybody()
        numbers = [one.invitation for one in await work.staff.invitations.uses_of(line.id)]
        assert numbers == [by_link.invitation, again.invitation]
        right = await work.staff.right(line.id)
        assert right is not None
        assert (right.person_id, right.role, right.revoked_at) == (anna.id, by_link.role, None)
        assert await work.staff.right(999) is None
        await work.staff.places.moved(GROUP.messenger, GROUP.chat, "-101")
        [place] = await work.staff.places.of_cluster(cluster(fair))
        [bound] = await work.staff.invitations.uses_at(place)
        assert (bound.place, bound.used_by, bound.title) == (Address("paper", "-101"), anna.id, "М" * 128)
        await work.staff.invitations.undo(bound.invitation, viktor.id, NOW)
        await work.staff.invitations.undo(bound.invitation, None, NOW)
        undone = await work.staff.invitations.use(bound.invitation)
        assert undone is not None
        assert (undone.undone_at, undone.undone_by) == (NOW, viktor.id)
        assert await work.staff.invitations.uses_at(place) == []
        assert await work.staff.invitations.use(999) is None


async def invited(work: Work, fair: Storage) -> str:
    return await work.staff.invite("moderator", cluster(fair), None, "person", NOW, NOW + MONTH)


async def test_groups_that_are_nobodys_wait_since_they_were_first_seen(fair: Storage) -> None:
    async with fair.writing() as work:
        strange = work.staff.strange_groups
        for hours in (2, 1):
            await strange.note("paper", "-1", NOW + timedelta(hours=hours))
        await strange.note("paper", "-2", NOW)
        assert await strange.since(NOW, 10) == [Address("paper", "-2")]
        assert await strange.since(NOW + MONTH, 1) == [Address("paper", "-2")]
        await strange.forget("paper", "-2")
        assert await strange.since(NOW + timedelta(hours=2), 10) == [Address("paper", "-1")]
        assert await strange.since(NOW + timedelta(hours=1), 10) == []
