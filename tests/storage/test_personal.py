"""Every column is tagged; what is about a person is found, told whole, and erased without a trace."""

import pytest
from sqlalchemy import Column

from storage.privacy.personal import HOLDINGS
from storage.tables import all_tables

TABLES = all_tables().sorted_tables


@pytest.mark.shield("P3")
def test_every_column_of_every_table_is_tagged_once() -> None:
    untagged = {
        table.name: sorted({column.name for column in table.c} ^ set(HOLDINGS[table.name].columns))
        if table.name in HOLDINGS
        else "the whole table"
        for table in TABLES
        if table.name not in HOLDINGS
        or sorted(column.name for column in table.c) != sorted(HOLDINGS[table.name].columns)
    }
    assert not untagged, f"tag them in storage/privacy/personal.py: {untagged}"
    assert set(HOLDINGS) == {table.name for table in TABLES}


def test_whoever_is_named_is_named_as_the_owner_or_as_staff() -> None:
    for table in TABLES:
        holding = HOLDINGS[table.name]
        named = {column.name for column in table.c if _names_a_person(column)}
        owner = {holding.owner} if holding.owner and not holding.through else set()
        assert named | owner == owner | set(holding.staff), table.name


def test_a_person_can_be_deleted_whatever_names_them() -> None:
    for table in TABLES:
        for key in (key for column in table.c for key in column.foreign_keys):
            if key.column.table.name == "people":
                assert key.ondelete in ("CASCADE", "SET NULL"), f"{table.name}.{key.parent.name}"


def _names_a_person(column: Column[object]) -> bool:
    return any(key.column.table.name == "people" for key in column.foreign_keys)
