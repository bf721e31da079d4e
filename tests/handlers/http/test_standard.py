"""What we sign is right by the specification Standard Webhooks (1.0), as this file reads it without our code.

signed content   msg_id "." timestamp "." payload
signature        "v1," and Base64 of HMAC-SHA256 by the bytes of the secret, which is Base64 after "whsec_"
header           signatures parted by blanks; one that fits is enough; timestamps older than five minutes are not
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from dialogs.kit.event import Address
from dialogs.kit.messenger import Delivered, Parcel
from dialogs.kit.screen import Notice
from handlers.http.messenger import HttpMessenger
from handlers.http.settings import Settings
from tests.bot.command import fairway
from tests.handlers.http.machine import Machine

SETTINGS = Settings(secret=SecretStr("known to nobody else"), old_secret=SecretStr("известный всем"))
NOW = 1_587_970_800
CREATED = Notice("lead.created", (("stand", "azbuka"), ("name", "Анна")))

pytestmark = pytest.mark.shield("S3")


def verifies(secret: str, headers: Mapping[str, str], payload: bytes, now: int) -> bool:
    """The specification's own words as code."""
    kind, _, encoded = secret.partition("_")
    assert kind == "whsec"
    key = base64.b64decode(encoded, validate=True)
    assert 24 <= len(key) <= 64
    if abs(now - int(headers["webhook-timestamp"])) > 300:
        return False
    content = b".".join((headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), payload))
    right = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    versions = [one.split(",", 1) for one in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(right, told) for version, told in versions)


async def got(machine: Machine, path: str, settings: Settings = SETTINGS) -> tuple[dict[str, str], bytes]:
    messenger = HttpMessenger(settings, lambda: float(NOW))
    told = await messenger.show(Parcel(Address("http", f"{machine.url}{path}"), CREATED, "ru", mark=4711))
    await messenger.close()
    assert isinstance(told, Delivered)
    return {name.lower(): value for name, value in machine.got[-1].headers.items()}, machine.got[-1].body


async def test_the_receiver_knows_the_event_by_its_own_key(machine: Machine) -> None:
    headers, body = await got(machine, "/azbuka")
    key = SETTINGS.key_of(f"{machine.url}/azbuka")
    assert headers["webhook-id"] == headers["idempotency-key"] == "4711"
    assert verifies(key, headers, body, NOW)
    assert not verifies(key, headers, body + b" ", NOW)
    assert not verifies(key, headers, body, NOW + 301)
    assert not verifies(key, {**headers, "webhook-id": "4712"}, body, NOW)


async def test_one_receiver_can_forge_nothing_to_another(machine: Machine) -> None:
    headers, body = await got(machine, "/azbuka")
    for other in ("/roza", "/azbuka/", "/Azbuka"):
        assert not verifies(SETTINGS.key_of(f"{machine.url}{other}"), headers, body, NOW)
    assert "known to nobody else" not in SETTINGS.key_of(machine.url)


async def test_who_still_checks_the_old_signature_is_not_left_out(machine: Machine) -> None:
    """Until each receiver has its key, the secret that all of them know signs the old header, and nothing else."""
    for settings, known in ((SETTINGS, "известный всем"), (Settings(secret=SecretStr("s")), "s")):
        headers, body = await got(machine, "/azbuka", settings)
        right = hmac.new(known.encode(), f"{NOW}.".encode() + body, hashlib.sha256).hexdigest()
        assert headers["x-fairway-signature"] == f"t={NOW},v1={right}"


def test_the_command_prints_the_key_of_an_address(tmp_path: Path) -> None:
    url, secret = "https://crm.example.org/hook", {"FAIRWAY_MESSENGERS__HTTP__SECRET": "known to nobody else"}
    crm = {"FAIRWAY_STAFF__CRM": f'{{"azbuka": "http:{url}"}}'}
    done = fairway(tmp_path, "keys", "hook", url, **secret, **crm)
    assert (done.code, done.text, done.err) == (0, f"{SETTINGS.key_of(url)}\n", "")
    assert fairway(tmp_path, "keys", "hook", f"http:{url}", **secret, **crm).out == done.out
    doubted = fairway(tmp_path, "--lang", "en", "keys", "hook", f"{url}/", **secret, **crm)
    assert "not in the configuration" in doubted.err
    assert doubted.out != done.out
    assert fairway(tmp_path, "keys", "hook", "https://10.0.0.1/", **secret).code == 1
    assert fairway(tmp_path, "keys", "hook", url).code == 1
