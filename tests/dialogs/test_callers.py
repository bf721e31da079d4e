"""Whose calls of a page are counted, and that nobody can have others counted in their place, or fill our memory."""

from ipaddress import ip_network

import pytest

from dialogs.kit.callers import BURST, KEPT, PER_SECOND, Callers, caller, is_sent_from
from tests.shield.matrix import Measure

OURS = (ip_network("127.0.0.1"), ip_network("10.1.0.0/16"), ip_network("::1"))
FAIR = "https://fair.example.org"

SPOOFED = [
    ("203.0.113.7", "149.154.160.1", "203.0.113.7"),  # no proxy of ours: it speaks for nobody
    ("203.0.113.7", "127.0.0.1", "203.0.113.7"),
    ("203.0.113.7", "", "203.0.113.7"),
    ("127.0.0.1", "149.154.160.1, 203.0.113.7", "203.0.113.7"),  # the proxy appends whom it saw
    ("127.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"),
    ("127.0.0.1", "10.1.0.5,203.0.113.7", "203.0.113.7"),
    ("127.0.0.1", "6.6.6.6, 203.0.113.7, 10.1.0.5", "203.0.113.7"),  # two proxies of ours
    ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
    ("127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
    ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),  # one home has all of it
    ("127.0.0.1", "", None),  # the proxy does not say: then all would count as one
    ("127.0.0.1", "203.0.113.7, junk", None),
    ("127.0.0.1", "203.0.113.7, " + "1" * 5000, None),
    (None, "203.0.113.7", None),  # a socket of this machine
]


@pytest.mark.shield("S2")
def test_only_what_our_own_proxies_saw_is_believed(figure: Measure) -> None:
    wrong = [case for case in SPOOFED if caller(case[0], case[1], OURS) != case[2]]
    figure("S2", "forwarding headers tried", len(SPOOFED), "≥ 14")
    figure("S2", "of them believed", len(wrong), "= 0")


def test_many_phones_may_share_an_address_and_one_that_asks_for_ever_may_not() -> None:
    callers = Callers()
    allowed = [callers.may_call("203.0.113.7", 1_000.0) for _ in range(int(BURST) + 10)]
    assert allowed.count(True) == BURST
    assert callers.may_call("203.0.113.8", 1_000.0)
    assert [callers.may_call("203.0.113.7", 1_000.0 + 1 / PER_SECOND) for _ in range(2)] == [True, False]
    assert callers.may_call("203.0.113.7", 10_000.0)


def test_no_number_of_addresses_fills_the_memory() -> None:
    callers = Callers()
    for number in range(KEPT + 500):
        callers.may_call(f"2001:db8:{number:x}::/64", 1.0)
    assert len(callers) == KEPT


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": FAIR}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": FAIR}, True),
        ({"Origin": "HTTPS://Fair.Example.org"}, True),
        ({"Origin": "null"}, True),
        ({}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://fair.example.org"}, False),
        ({"Origin": "https://fair.example.org.evil.example"}, False),
        ({"Origin": "https://["}, False),
    ],
)
def test_a_form_is_sent_from_our_own_page(said: dict[str, str], ours: bool) -> None:
    assert is_sent_from(said, f"{FAIR}/") is ours
