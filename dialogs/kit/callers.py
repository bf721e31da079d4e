"""Who calls a page: the address behind a proxy, how often it may call, and which site a form was sent from; pure."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

BURST, PER_SECOND = 60.0, 2.0  # calls of one address at once, and then: many phones share one at a fair
KEPT = 10_000  # addresses that are remembered; whoever called longest ago is forgotten first
NET_OF_ONE = 64  # bits of an IPv6 address that one household or machine has to itself

Number = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def caller(peer: str | None, forwarded: str, proxies: Collection[Network]) -> str | None:
    """The address that a call comes from; None: it comes through a proxy that does not say.

    Only what our own proxies say is believed: of `X-Forwarded-For` the last address that is none of theirs. Whatever
    stands before it was written by the caller.
    """
    number = _number(peer or "")
    if number is None:
        return None
    for said in reversed(forwarded.split(",")):
        if not _is_one_of(number, proxies):
            break
        number = _number(said.strip())
        if number is None:
            return None
    return None if _is_one_of(number, proxies) else _counted(number)


def _is_one_of(number: Number, proxies: Collection[Network]) -> bool:
    return any(number.version == proxy.version and number in proxy for proxy in proxies)


def _number(said: str) -> Number | None:
    try:
        number = ip_address(said)
    except ValueError:
        return None
    return getattr(number, "ipv4_mapped", None) or number


def _counted(number: Number) -> str:
    """What is counted as one: whoever has one address of IPv6 has all of its network."""
    if isinstance(number, IPv4Address):
        return str(number)
    return str(IPv6Network((int(number) >> NET_OF_ONE << NET_OF_ONE, NET_OF_ONE)))


class Callers:
    """How many calls each address has left."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # calls, and the second they were counted

    def __len__(self) -> int:
        return len(self._left)

    def may_call(self, address: str, moment: float) -> bool:
        """Count a call; False: too many at once. `moment`: seconds of a clock that never goes back."""
        left, counted = self._left.pop(address, (BURST, moment))
        left = min(BURST, left + (moment - counted) * PER_SECOND)
        may = left >= 1.0
        self._left[address] = (left - 1.0 if may else left, moment)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return may


def is_sent_from(headers: Mapping[str, str], ours: str | None) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser says; `ours`: the address of our pages.

    Browsers of our time say it by `Sec-Fetch-Site`. `Origin` is null in a form of a page that sends no referrer.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("Origin", "null")
    return origin == "null" or ours is None or _origin(origin) == _origin(ours)


def _origin(url: str) -> tuple[str, str]:
    try:
        told = urlsplit(url)
    except ValueError:
        return "", url
    return told.scheme.lower(), told.netloc.lower()
