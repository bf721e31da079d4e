"""Whose rights somebody may take away at a stand; pure."""

from collections.abc import Sequence

from storage.staff.staff import StaffLine


def may_revoke(line: StaffLine, by: int, *, organiser: bool) -> bool:
    """A head those of the staff, organisers those of the head, too; nobody their own."""
    return line.person_id != by and (organiser or line.role == "stand")


def find(lines: Sequence[StaffLine], number: int) -> StaffLine | None:
    """The right of that row, among those of one stand."""
    return next((line for line in lines if line.id == number), None)
