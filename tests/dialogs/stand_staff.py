"""What stories of stands share: a stand's group and who works there, invited and bound as the organisers do it."""

from dataclasses import dataclass
from datetime import timedelta

from storage.exhibition import Stand
from storage.staff import Goal, RoleName
from tests.groups import Group, Member
from tests.paper import Person
from tests.world import World


@dataclass
class Staffed:
    """A stand's group and Ivan, who works at the stand."""

    world: World
    stand: Stand
    group: Group
    ivan: Member


def stand_of(world: World, ref: str = "azbuka") -> Stand:
    """The stand of that id."""
    stand = world.storage.catalogue.stand_named(ref)
    assert stand is not None
    return stand


async def invited(world: World, role: RoleName, goal: Goal, stand: int | None) -> str:
    """A code as `fairway staff invite` prints it."""
    now = world.clock.now()
    async with world.storage.writing() as work:
        return await work.staff.invite(role, None, stand, goal, now, now + timedelta(days=30))


async def works_at(world: World, user: str, name: str, ref: str = "azbuka") -> Person:
    """Somebody who opened a private link of the stand."""
    person = world.person(user, name=name)
    await person.opens(f"staff-{await invited(world, 'stand', 'person', stand_of(world, ref).id)}")
    return person


async def organiser(world: World, user: str = "90", name: str = "Ольга") -> Person:
    """Somebody who opened a private link of the organisers."""
    person = world.person(user, name=name)
    await person.opens(f"staff-{await invited(world, 'organiser', 'person', None)}")
    return person


async def staffed(world: World, ref: str = "azbuka", user: str = "80") -> Staffed:
    """A group that is the stand's."""
    stand = stand_of(world, ref)
    ivan = await works_at(world, user, "Иван", ref)
    group = world.group(f"Стенд {ref}")
    member = group.member(ivan)
    await member.says(f"/bind {await invited(world, 'stand', 'place', stand.id)}")
    await world.tick()
    return Staffed(world, stand, group, member)
