"""Which web addresses machines may be told at: by HTTPS, and none inside our own network unless it is listed.

What is told holds phones, and whoever can name an address could otherwise have us knock at doors that only we can
reach (server-side request forgery). So an address is looked at when it is configured, and once more when its name has
been looked up, at every connection.
"""

import ipaddress
import socket
from collections.abc import Collection

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from dialogs.kit.phrase import SOURCE_LANGUAGE, Phrase, say, speak

OWN = frozenset({"127.0.0.1", "::1", "localhost"})  # this machine, where it is meant: plain HTTP goes no further
NO_ADDRESS = say("this is no web address; write http:https://example.org/…")
NOT_SEALED = say("what is told may hold phones: write https://")
WITH_PASSWORD = say("a password has no place in an address")
INSIDE = say("this address is not on the public internet; if that is meant, add its host to messengers.http.private")

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotPublic(OSError):
    """A name leads where only we get to."""


def refusal(url: str, private: Collection[str]) -> Phrase | None:
    """What is wrong with an address, as far as it can be seen without asking anybody; None: nothing.

    :param private: hosts that are meant although they are inside.
    """
    try:
        told = URL(url)
        host, _port = (told.host or "").lower(), told.port
    except ValueError:
        return NO_ADDRESS
    if told.scheme not in ("http", "https") or not host:
        return NO_ADDRESS
    if told.user is not None:
        return WITH_PASSWORD
    if told.scheme == "http" and host not in OWN:
        return NOT_SEALED
    number = _number(host)
    if host in OWN or host in private or number is None or is_public(number):
        return None
    return INSIDE


def is_public(number: IP) -> bool:
    """Whether an IP address is one of the internet's, also where an IPv6 address has one of IPv4 in it."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if inner is None and number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return number.is_global and not (number.is_multicast or number.is_reserved)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _number(host: str) -> IP | None:
    """The IP address that a host is; also in the spellings that only computers read, such as 0x7f.1 or 2130706433."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


class PublicOnly(AbstractResolver):
    """Looks names up, and hides what is inside: a name may lead elsewhere today than when it was configured."""

    def __init__(self, private: Collection[str]) -> None:
        self._asked = ThreadedResolver()
        self._private = private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """:raises NotPublic: the name leads nowhere else."""
        found = await self._asked.resolve(host, port, family)
        if host in OWN or host in self._private:
            return found
        public = [one for one in found if is_public(ipaddress.ip_address(one["host"].partition("%")[0]))]
        if found and not public:
            raise NotPublic(speak(INSIDE, SOURCE_LANGUAGE))
        return public

    async def close(self) -> None:
        await self._asked.close()
