"""E-mail as the program wires it: on with a host, with nothing to hear from and nothing to serve."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

import handlers
from dialogs.engine.adapter import Need, WrongToken
from dialogs.kit.event import Address
from dialogs.kit.messenger import Parcel
from handlers.email import Mailing
from handlers.email.settings import Settings
from simulator.mail import Post
from storage.database import Storage
from tests.handlers.email.sending import ARRIVED, MAIL, MARK, made, send
from tests.handlers.email.server import Server, open_server
from tests.handlers.running import running, until

HERE = {"host": "127.0.0.1", "from": "fair@example.org"}


def test_it_is_off_without_a_host() -> None:
    assert handlers.settings("email", {}).token is None
    assert handlers.settings("email", {"host": " ", "from": ""}).token is None
    assert handlers.settings("email", HERE).token == "127.0.0.1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "smtp.example.org"},
        {"host": "smtp://example.org", "from": "fair@example.org"},
        {**HERE, "from": "fair"},
        {**HERE, "from": "fair@example.org\r\nBcc: a@b.ru"},
        {**HERE, "user": "fair"},
        {**HERE, "password": "hunter2"},
        {**HERE, "port": 0},
        {**HERE, "tls": "perhaps"},
        {**HERE, "sender": "fair@example.org"},
        {**HERE, "token": "t"},
    ],
)
def test_a_wrong_section_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refusal:
        handlers.settings("email", wrong)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("section", "secured"),
    [
        ({"host": "smtp.example.org"}, "implicit"),
        ({"host": "smtp.example.org", "port": 587}, "starttls"),
        ({"host": "smtp.example.org", "port": 25}, "starttls"),
        ({"host": "127.0.0.1", "port": 25}, "none"),
        ({"host": "127.0.0.1", "port": 465}, "implicit"),
        ({"host": "smtp.example.org", "port": 25, "tls": "none"}, "none"),
    ],
)
def test_no_password_leaves_the_machine_in_the_open_unasked(section: dict[str, object], secured: str) -> None:
    assert handlers.settings("email", {"from": "fair@example.org", **section}).secured == secured


async def test_it_runs_until_it_is_stopped(storage: Storage, post: Post) -> None:
    async with running(storage, "email", post.connection) as bot:
        await until(lambda: bot.adapter.ready)
        assert list(bot.adapter.routes()) == []
        assert await bot.adapter.link("staff-123") is None
        assert await bot.adapter.lacks(Address("email", "1"), Need.WRITE)
        who = await bot.adapter.check()
        assert who == {"server": f"127.0.0.1:{post.port}", "TLS": "off", "from": "fair@example.org"}
        await bot.stop()
        assert not bot.adapter.ready
        parcel = Parcel(Address("email", "1"), MAIL, "ru", mark=MARK)
        assert await bot.adapter.messenger.show(parcel) == ARRIVED, "what is under way arrives after a signal"


async def test_a_check_says_that_the_password_is_wrong_and_not_which(storage: Storage, post: Post) -> None:
    section = Settings.model_validate({**post.connection, "password": "hunter2"})
    mailing = Mailing(section, made(storage, {**post.connection, "password": "hunter2"}))
    with pytest.raises(WrongToken) as wrong:
        await mailing.check()
    assert "email.password" in str(wrong.value)
    assert "hunter2" not in str(wrong.value)


async def test_it_is_not_ready_while_no_mail_leaves(storage: Storage, post: Post) -> None:
    async with running(storage, "email", post.connection) as bot:
        await until(lambda: bot.adapter.ready)
        parcel = Parcel(Address("email", "1"), MAIL, "ru", mark=MARK)
        await post.shut()
        await bot.adapter.messenger.show(parcel)
        assert not bot.adapter.ready
        await post.open()
        await bot.adapter.messenger.show(parcel)
        assert bot.adapter.ready


@pytest.fixture
def certified(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server named localhost, and whoever trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = tmp_path / "server.pem"
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


async def test_mail_goes_by_starttls(storage: Storage, certified: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    mine, theirs = certified
    async with open_server(mine, require_starttls=True) as server:
        section = {**server.section, "host": "localhost", "tls": "starttls", "user": "u", "password": "p"}
        messenger = made(storage, section, tls=theirs)
        assert await messenger.greet()
        assert await send(messenger) == ARRIVED
        assert server.logins == 1
        await messenger.close()


async def test_a_server_that_nobody_vouches_for_gets_nothing(
    storage: Storage, certified: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    async with open_server(certified[0]) as server:
        section = {**server.section, "host": "localhost", "tls": "starttls", "user": "u", "password": "p"}
        messenger = made(storage, section)
        await send(messenger)
        assert (server.got, server.logins, messenger.fine) == ([], 0, False)


async def test_letting_in_is_asked_of_the_server_once(server: Server, storage: Storage) -> None:
    messenger = made(storage, {**server.section, "user": "u", "password": "p"})
    for _ in range(3):
        assert await send(messenger) == ARRIVED
    assert server.logins == 1
    await messenger.close()
