"""Which addresses are told anything: nobody has the bot knock at doors that only the bot can reach."""

import ipaddress
import socket
from pathlib import Path

import pytest

from bot.speech import spoken
from dialogs.kit.phrase import Phrase
from handlers.http.addresses import (
    INSIDE,
    NO_ADDRESS,
    NOT_SEALED,
    WITH_PASSWORD,
    NotPublic,
    PublicOnly,
    is_public,
    refusal,
)
from tests.bot.command import fairway

pytestmark = pytest.mark.shield("S3")


@pytest.mark.parametrize(
    "url",
    [
        "https://crm.example.org/hook?key=1",
        "https://crm.example.org:8443/",
        "https://93.184.216.34/hook",
        "https://[2606:2800:220:1::1]/hook",
        "https://крм.рф/заявки",
        "http://127.0.0.1:9000/hook",
        "http://localhost:9000/hook",
        "http://[::1]:9000/",
        "https://10.0.0.5/hook",
    ],
)
def test_the_internet_this_machine_and_what_is_listed_may_be_told(url: str) -> None:
    assert refusal(url, ("10.0.0.5",)) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://crm.example.org/hook", NOT_SEALED),
        ("http://10.0.0.5/hook", NOT_SEALED),
        ("http://localhost.evil.example/", NOT_SEALED),
        ("ftp://crm.example.org", NO_ADDRESS),
        ("https://", NO_ADDRESS),
        ("https://a:b:c/", NO_ADDRESS),
        ("crm.example.org", NO_ADDRESS),
        ("https://user:word@crm.example.org/", WITH_PASSWORD),
        ("http://127.0.0.1@evil.example/", WITH_PASSWORD),
        *(
            (f"https://{host}/", INSIDE)
            for host in (
                "10.0.0.6",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "127.0.0.2",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "2852039166",
                "0xa9fea9fe",
                "0251.0376.0251.0376",
                "[fe80::1]",
                "[fd00::1]",
                "[::]",
                "[::ffff:10.0.0.6]",
                "[64:ff9b::a00:6]",
                "[2002:a00:6::]",
                "[ff02::1]",
            )
        ),
    ],
)
def test_what_is_inside_or_unsealed_is_refused(url: str, said: Phrase) -> None:
    assert refusal(url, ("10.0.0.5",)) == said


def test_public_is_what_the_internet_routes() -> None:
    for number in ("8.8.8.8", "2a00:1450::1", "64:ff9b::808:808", "2002:808:808::1"):
        assert is_public(ipaddress.ip_address(number)), number


async def test_a_name_that_leads_inside_is_not_found() -> None:
    """As a name does that its owner has pointed at us after it was configured."""
    resolver = PublicOnly(())
    with pytest.raises(NotPublic):
        await resolver.resolve("127.1", 443, socket.AF_INET)
    assert [one["host"] for one in await resolver.resolve("localhost", 80, socket.AF_INET)] == ["127.0.0.1"]
    assert [one["host"] for one in await PublicOnly(("127.1",)).resolve("127.1", 443, socket.AF_INET)] == ["127.0.0.1"]
    await resolver.close()


@pytest.mark.parametrize("key", ["questions.chats", "staff.crm"])
def test_the_configuration_is_refused_by_the_name_of_the_key(tmp_path: Path, key: str) -> None:
    section, name = key.upper().split(".")
    inside = {f"FAIRWAY_{section}__{name}": '{"azbuka": "http:https://192.168.0.7/hook"}'}
    refused = fairway(tmp_path, "migrate", **inside)
    assert (refused.code, f"{key}.azbuka: {spoken(INSIDE)}" in refused.err) == (1, True)
    listed = {"FAIRWAY_MESSENGERS__HTTP__PRIVATE": '["192.168.0.7"]'}
    assert fairway(tmp_path, "migrate", **inside, **listed).code == 0
