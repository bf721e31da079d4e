"""`fairway check` says where one group has more sessions at once than it can follow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.crowding import at_once, crowds
from dialogs.kit.phrase import speak
from storage.address import Address
from storage.staff.places import Place
from tests.dialogs.test_moderation_rules import SESSION
from tests.world import World

TEN = datetime(2020, 4, 27, 7, 0, tzinfo=UTC)
GROUP = Address("telegram", "-1001")


def test_sessions_at_once_are_those_whose_desks_are_open_together() -> None:
    hours = [replace(SESSION, id=n, starts=TEN + timedelta(hours=n), minutes=60) for n in range(4)]
    assert at_once([]) == 0
    assert at_once([replace(SESSION, starts=None)]) == 0
    assert at_once(hours) == 2, "one desk opens while the one before is still read"
    assert at_once([replace(SESSION, id=n, starts=TEN) for n in range(9)]) == 9


async def test_a_group_of_many_sessions_is_named(world: World) -> None:
    many = {n: replace(SESSION, id=n, starts=TEN) for n in range(1, 10)}
    catalogue = replace(world.storage.catalogue, sessions=many)
    bound = Place(1, GROUP, "moderators", 1, None, True, "bind", TEN, None, None, "")
    ((group, late),) = crowds(catalogue, [bound])
    assert group == GROUP
    assert speak(late, "ru") == "в группе до 9 мероприятий сразу: карточки будут опаздывать"
    assert not list(crowds(replace(catalogue, sessions={1: many[1]}), [bound]))
