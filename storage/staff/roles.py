"""Roles: what somebody may do, and the right that a row of the staff gives them. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.staff.places import Place

RoleName = Literal["organiser", "moderator", "stand", "head"]


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody may do: everything, moderate a cluster, work at a stand, or head those who do."""

    role: RoleName
    cluster_id: int | None = None
    stand_id: int | None = None

    def includes(self, other: "Role") -> bool:
        """Whether who has it may do what the other lets: organisers everything, heads what staff of their stand may."""
        heads = self.role == "head" and other.role == "stand" and self.stand_id == other.stand_id
        return self.role == "organiser" or self == other or heads

    def gives(self, other: "Role") -> bool:
        """Whether who has it may invite to the other: organisers to every one, heads those who work at their stand."""
        return self.role == "organiser" or (self.role == "head" and other == Role("stand", None, self.stand_id))

    def covers(self, place: Place) -> bool:
        """Whether it lets somebody work in that group."""
        if self.role == "organiser":
            return True
        return (self.cluster_id, self.stand_id) == (place.cluster_id, place.stand_id)


@dataclass(frozen=True, slots=True)
class Used:
    """An invitation that was used just now, by its number, and what it gives."""

    invitation: int
    role: Role


@dataclass(frozen=True, slots=True)
class Right:
    """What a row of the staff gives its person, or gave until it was revoked."""

    id: int
    person_id: int
    role: Role
    revoked_at: datetime | None
