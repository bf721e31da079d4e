"""The list of a stand's people, for who asked for it in a group: others there need not read it."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from dialogs.team import screens
from dialogs.team.feature import feature


@dataclass(frozen=True, slots=True)
class TeamList(Letter):
    """Who works at the stand."""

    stand: int
    kind: ClassVar[str] = "team-list"
    again_if_unsure: ClassVar[bool] = False


@feature.draws(TeamList)
async def draw_team(letter: TeamList, reading: Reading) -> Screen | None:
    stand, work, reader = reading.catalogue.stands.get(letter.stand), reading.work, reading.person
    if stand is None or not await work.staff.may_head(reader.id, stand.id):
        return None
    lines = await work.staff.everybody(stand.id)
    names = await work.questions.boards.names([line.person_id for line in lines])
    organiser = await work.staff.organises(reader.id)
    return screens.team(screens.Team(stand, lines, names, reader.id, organiser), 0)
