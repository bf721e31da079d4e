"""People's clocks by the name of their zone, which knows when they change, in place of the minutes from the fair's."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOSCOW, BEFORE_MOSCOW = "Europe/Moscow", 180
RUSSIAN = {
    -60: "Europe/Kaliningrad",
    0: MOSCOW,
    60: "Europe/Samara",
    120: "Asia/Yekaterinburg",
    180: "Asia/Omsk",
    240: "Asia/Krasnoyarsk",
    300: "Asia/Irkutsk",
    360: "Asia/Yakutsk",
    420: "Asia/Vladivostok",
    480: "Asia/Magadan",
    540: "Asia/Kamchatka",
}
IN_PARTS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    570: "Australia/Darwin",
    630: "Australia/Adelaide",
    765: "Pacific/Chatham",
}
PEOPLE = sa.table("people", sa.column("zone_offset", sa.Integer), sa.column("zone", sa.String))
FAIRS = sa.table("fairs", sa.column("timezone", sa.String))


def upgrade() -> None:
    op.add_column("people", sa.Column("zone", sa.String(40)))
    fair = _fair()
    for minutes in _different(PEOPLE.c.zone_offset):
        _rewrite(PEOPLE.c.zone_offset == minutes, zone=_named(minutes, fair))
    _drop("zone_offset")


def downgrade() -> None:
    op.add_column("people", sa.Column("zone_offset", sa.Integer()))
    here = _east(_fair())
    for name in _different(PEOPLE.c.zone):
        _rewrite(PEOPLE.c.zone == name, zone_offset=_east(name) - here)
    _drop("zone")


def _fair() -> str:
    return op.get_bind().execute(sa.select(FAIRS.c.timezone)).scalars().first() or MOSCOW


def _different(column: sa.ColumnClause[Any]) -> list[Any]:
    return list(op.get_bind().execute(sa.select(column).where(column.is_not(None)).distinct()).scalars())


def _rewrite(whose: sa.ColumnElement[bool], **values: object) -> None:
    op.get_bind().execute(sa.update(PEOPLE).where(whose).values(values))


def _drop(column: str) -> None:
    op.drop_column("people", column)  # also on SQLite, where writing the table anew would lose what hangs on people


def _east(name: str) -> int:
    """By how many minutes the clocks of a zone are before those of Greenwich now."""
    return (datetime.now(UTC).astimezone(ZoneInfo(name)).utcoffset() or timedelta()) // timedelta(minutes=1)


def _named(minutes: int, fair: str) -> str | None:
    """The zone whose clocks are so far from the fair's; None where there are none."""
    if minutes == 0:
        return fair
    east = _east(fair) + minutes
    hours, rest = divmod(east, 60)
    if east - BEFORE_MOSCOW in RUSSIAN:
        return RUSSIAN[east - BEFORE_MOSCOW]
    if rest:
        return IN_PARTS.get(east)
    return f"Etc/GMT{-hours:+}" if hours and -12 <= hours <= 14 else "Etc/GMT" if not hours else None
