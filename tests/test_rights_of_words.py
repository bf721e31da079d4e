"""Every command, link, reply and edit × every role × every place: nobody does by words what is not theirs.

Presses are in `tests/test_rights.py`. Whoever may do something with a group's things is left out there; everybody else
may write in the group, reply to each of its messages, put other words in the place of others', and send any command
with anything after it.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest

from dialogs.features import registry
from dialogs.kit.event import Edited, Shown, Typed
from tests.groups import Group
from tests.rights import ROLES, RULES, Role
from tests.shield.matrix import Measure
from tests.test_rights import ANNAS, GUARDED, NOT_OF_ANYBODY, OPEN, Rows, Town, changed, on_sqlite, own, rows
from tests.test_rights import town as town  # a fixture

MODERATORS: tuple[Role, ...] = ("moderator", "organiser")
AT_THE_STAND: tuple[Role, ...] = tuple(
    role for role in ROLES if role not in ("guest", "Anna", "other", "other stand", "moderator", "former")
)
WORDS = ("7", "1 — не по теме", "1 = 2", "№1 ответ: да", "Позвоню завтра", "x" * 4_096)
FEWEST = 150  # cases for each role; presses are some five thousand more
ANSWERS = {"stranger", "in-vain", "place-not-bound", "may-not-bind", "place-later", "question-said", "lead-said"}
ARGUMENTS = ("", "1", "reading", "azbuka", "0 OR 1=1", "999999", "-100", "x" * 200)
REFS = ("", "reading", "azbuka", "nothing", "1", "../../etc", "x" * 60, "%d0%b0", "23456789abcdefgh", "0")


def may(role: Role, group: Group, town: Town) -> bool:
    """Whether what is said in that group is the role's business."""
    return role in (MODERATORS if group.chat == town.groups[0].chat else AT_THE_STAND)


def others(before: Rows, after: Rows, mine: Collection[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """What changed of what is others'; a letter to a group may say that what was asked for is not the writer's."""
    done = [one for one in changed(before, after) if one[0] not in NOT_OF_ANYBODY and one not in mine]
    return [(name, key) for name, key in done if name != "outbox" or not set(after[name].get(key, ())[5:6]) & ANSWERS]


class Attacker:
    """Somebody who writes wherever they can, and is watched."""

    def __init__(self, town: Town, role: Role) -> None:
        self.town, self.role = town, role
        self.person, self.world = town.people[role], town.world
        self.foreign = [group for group in town.groups if not may(role, group, town)]
        self.tried = 0
        self._heard = len(self.person.toasts)
        self._before: Rows = {}
        self._mine: set[tuple[str, Any]] = set()

    async def begins(self) -> None:
        """From now on nothing may change but what is the person's own."""
        self._before, self._mine = rows(self.world), await self._own()

    async def did_nothing(self, what: str) -> None:
        """No row of others' is another, and no word of Anna's came."""
        after = rows(self.world)
        if self._before != after:
            self._mine |= await self._own()
        assert not others(self._before, after, self._mine), f"{self.role}: {what}"
        self._before = after
        told = " ".join([*self.person.toasts[self._heard :], *(one.text for one in self.person.messages)])
        assert self.role == "Anna" or not [word for word in ANNAS if word in told], f"{self.role}: {what}"

    async def commands(self, group: Group | None) -> None:
        for name in sorted(registry().commands.keys() - {"forget"}):  # which others see, and has stories of its own
            for argument in ARGUMENTS:
                writer = self.person.types if group is None else group.member(self.person).says
                await writer(f"/{name} {argument}")
                self.tried += 1
            await self.did_nothing(f"/{name} in {group and group.here.title}")

    async def links(self) -> None:
        for prefix in sorted(registry().links):
            for ref in REFS:
                await self.person.opens(f"{prefix}-{ref}")
                self.tried += 1
            await self.did_nothing(f"the link {prefix}")

    async def replies(self, group: Group) -> None:
        for message in list(group.messages):
            for words in WORDS:
                await group.member(self.person).replies(words, to=message)
                self.tried += 1
            await self.did_nothing(f"a reply to {message.text[:40]!r}")

    async def replies_to_numbers(self) -> None:
        """Messages have numbers, and one can name any of them."""
        for number in range(1, 60):
            await self.person.does(Typed("Это моё", Shown(str(number))))
            self.tried += 1
        await self.did_nothing("a reply to a number")

    async def edits(self, message: str) -> None:
        """Other words in the place of a message that somebody else wrote, wherever it was."""
        edit = replace(self.person.event(Edited("Совсем другое")), message=message)
        await self.person.acts(edit)
        for group in self.town.groups:
            there = replace(edit, id=self.world.event_id(), place=group.address(), private=False)
            await self.person.acts(replace(there, title=group.here.title, forum=group.here.forum))
        self.tried += 1 + len(self.town.groups)
        await self.did_nothing(f"an edit of {message}")

    async def _own(self) -> set[tuple[str, Any]]:
        return await own(self.world, [await self.town.kept(self.role)])


@pytest.mark.shield("S3")
def test_thousands_of_cases_are_tried(figure: Measure) -> None:
    """Presses of what is not theirs, foreign, missing and gone, of what is everybody's, and words, by every role."""
    forbidden = sum(9 for kind in GUARDED for role in ROLES if role not in RULES[kind].may)
    figure("S3", "cases without an effect on others", forbidden + len(ROLES) * (len(OPEN) + FEWEST), "≥ 5000")


@pytest.mark.shield("S3")
@on_sqlite
@pytest.mark.parametrize("role", ROLES)
async def test_words_do_nothing_with_what_is_others(town: Town, role: Role, figure: Measure) -> None:
    attacker = Attacker(town, role)
    written = [person.wrote for other, person in town.people.items() if other != role and person.wrote]
    await attacker.begins()
    await attacker.commands(None)
    await attacker.links()
    for group in attacker.foreign:
        await attacker.commands(group)
        await attacker.replies(group)
    for message in written:
        await attacker.edits(message)
    if role != "Anna":  # to whom the stand's message stands there
        await attacker.replies_to_numbers()
    assert attacker.tried >= FEWEST
    figure("S3", f"words of {role}, tried in vain", attacker.tried, f"≥ {FEWEST}")
