"""The stand's own machine: told of every step in signed events, and nothing is lost while it is down."""

import pytest

from simulator.faults import Fault
from tests.exhibition.stand import Stand, orders_call, withdraws
from tests.town.waiting import until

pytestmark = pytest.mark.only("sqlite")

TRIES = 6  # of two events


async def test_a_machine_that_is_down_for_a_while_misses_nothing(azbuka: Stand) -> None:
    town, desk = azbuka.town, azbuka.town.desk
    desk.faults.add(Fault("crm", "500", times=None))
    viktor = await town.person("Виктор", "vk")
    viktor.opens("stand-azbuka")
    await orders_call(viktor)
    await until(lambda: desk.calls.of("crm"), lambda: "it was never told")
    await azbuka.ivan.taps("Взять", at="№1")
    await azbuka.ivan.hears("№1 ваша")
    await until(lambda: len(desk.calls.of("crm")) >= TRIES, lambda: "nobody tries again")
    assert town.machine == []

    desk.faults.clear()
    await until(lambda: len(town.machine) >= 2, lambda: town.machine)
    by_name = {told["event"]: told for told in town.machine}
    assert set(by_name) == {"lead.created", "lead.changed"}
    changed = by_name["lead.changed"]
    assert (changed["stand"], changed["number"], changed["kind"], changed["state"]) == ("azbuka", 1, "call", "taken")
    assert (changed["name"], changed["phone"]) == ("Виктор Петров", "+79161234567")

    await withdraws(viktor)
    await until(lambda: any(told["event"] == "lead.withdrawn" for told in town.machine), lambda: town.machine)
    withdrawn = town.machine[-1]
    assert (withdrawn["event"], withdrawn["number"]) == ("lead.withdrawn", 1)
    assert "phone" not in withdrawn
    assert "name" not in withdrawn
    await town.settles()
    keys = [told["key"] for told in town.machine]
    assert len(keys) == len(set(keys)) >= 3
