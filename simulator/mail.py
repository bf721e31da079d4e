"""A mail server: takes what an authenticated bot sends, to whomever, and keeps it as a mailbox shows it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from simulator.asking import DESK, json_answer, read_body
from simulator.desk import Desk
from simulator.faults import Fault, Kind

USER, PASSWORD = "fair", "mail-SIMULATOR"
SENDER = "fair@example.org"
CALL = "mail"  # as faults and the transcript name it
AT_RECIPIENT: frozenset[Kind] = frozenset({"450", "550"})
AT_MESSAGE: frozenset[Kind] = frozenset({"421", "451", "552", "latency", "drop_request", "drop_answer"})
WORDS: dict[Kind, str] = {
    "450": "450 4.2.0 try again later",
    "550": "550 5.1.1 no such mailbox",
    "421": "421 4.3.2 the server is going down",
    "451": "451 4.3.0 not now",
    "552": "552 5.3.4 too large",
}
LARGEST = 30 << 20

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of its own attributes at every login


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    size: int
    mime: str
    url: str


@dataclass(frozen=True, slots=True)
class Mail:
    id: int
    to: tuple[str, ...]
    sender: str
    subject: str
    at: datetime
    message_id: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Door:
    open: bool


class Post:
    """The mailbox and the server's hand; aiosmtpd calls `handle_…` by their names."""

    def __init__(self, desk: Desk, host: str) -> None:
        self.mails: list[Mail] = []
        self.port = 0
        self.host = host
        self._desk = desk
        self._server: asyncio.Server | None = None
        self._talks: set[_Talk] = set()
        self._taken = 0

    @property
    def connection(self) -> dict[str, str | int]:
        return {"host": self.host, "port": self.port, "user": USER, "password": PASSWORD, "from": SENDER, "tls": "none"}

    async def open(self) -> None:
        """Listen, at the same port as before; what is open already stays so."""
        if self._server is None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(lambda: _Talk(self), self.host, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Let nobody in, and hang up on who is there."""
        if self._server is not None:
            self._server.close()
            for talk in tuple(self._talks):
                talk.hang_up()
            await self._server.wait_closed()
            self._server = None

    def clear(self) -> None:
        self.mails.clear()
        self._tell()

    def joined(self, talk: "_Talk") -> None:
        self._talks.add(talk)

    def left(self, talk: "_Talk") -> None:
        self._talks.discard(talk)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - as above
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if fault := self._desk.faults.strike(CALL, AT_RECIPIENT):
            self._desk.calls.add(CALL, {"to": [address]}, int(fault.kind), None)
            return WORDS[fault.kind]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        told = {"to": list(envelope.rcpt_tos), "size": len(content)}
        fault = self._desk.faults.strike(CALL, AT_MESSAGE)
        if fault and (answer := await self._break(server, fault, told)):
            return answer
        self._take(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)
        self._desk.calls.add(CALL, told, 250, {})
        if fault and fault.kind == "drop_answer":
            _drop(server)
        return "250 OK"

    async def _break(self, server: SMTP, fault: Fault, told: dict[str, object]) -> str | None:
        """What is answered instead, or None when the mail is taken after all."""
        match fault.kind:
            case "latency":
                await asyncio.sleep(fault.seconds)
            case "drop_request":
                self._desk.calls.add(CALL, told, 0, None)
                _drop(server)
                return "421 gone"
            case kind if kind in WORDS:
                self._desk.calls.add(CALL, told, int(kind), None)
                return WORDS[kind]
        return None

    def _take(self, sender: str, to: tuple[str, ...], content: bytes) -> None:
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        html, text = message.get_body(("html",)), message.get_body(("plain",))
        self._taken += 1
        self.mails.append(
            Mail(
                self._taken,
                to,
                str(message["From"] or sender),
                str(message["Subject"] or ""),
                self._desk.clock.now(),
                str(message["Message-ID"] or ""),
                "" if text is None else _words(text),
                None if html is None else _words(html),
                tuple(self._keep(part) for part in message.iter_attachments()),
            )
        )
        self._tell()

    def _keep(self, part: EmailMessage) -> Attachment:
        content = part.get_payload(decode=True)
        body = content if isinstance(content, bytes) else b""
        name, mime = part.get_filename() or "attachment", part.get_content_type()
        file = self._desk.files.add("document", name, mime, body)
        return Attachment(name, len(body), mime, file.url)

    def _tell(self) -> None:
        self._desk.events.publish("mail", mails=self.mails)


class _Talk(SMTP):
    """One connection; it is known to the server, which may have to end it."""

    def __init__(self, post: Post) -> None:
        super().__init__(
            post,
            hostname="mail.simulator",
            ident="Fairway's desk",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST,
            auth_require_tls=False,
            authenticator=_let_in,
            loop=asyncio.get_running_loop(),
        )
        self._post = post

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._post.joined(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._post.left(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        _drop(self)


def _let_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth: object) -> AuthResult:
    right = isinstance(auth, LoginPassword) and (auth.login, auth.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


def _words(part: MIMEPart) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def _drop(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


POST = web.AppKey("post", Post)


@asynccontextmanager
async def delivering(post: Post) -> AsyncIterator[None]:
    """The server listens while the block runs."""
    await post.open()
    try:
        yield
    finally:
        await post.shut()


async def mails(request: web.Request) -> web.Response:
    return json_answer(request.app[POST].mails)


async def forget(request: web.Request) -> web.Response:
    request.app[POST].clear()
    return json_answer({})


async def settings(request: web.Request) -> web.Response:
    return json_answer(request.app[POST].connection)


async def door(request: web.Request) -> web.Response:
    wanted = await read_body(request, Door)
    post = request.app[POST]
    await (post.open() if wanted.open else post.shut())
    request.app[DESK].calls.add(f"{CALL}/door", {"open": wanted.open}, 200, {})
    return json_answer(wanted)


ROUTES = [
    web.get("/sim/mail/mails", mails),
    web.delete("/sim/mail/mails", forget),
    web.get("/sim/mail/settings", settings),
    web.post("/sim/mail/door", door),
]
