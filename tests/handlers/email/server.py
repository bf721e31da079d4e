"""A mail server that says what a test wants: real SMTP by aiosmtpd."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HANG, ABORT = "hang", "abort"  # instead of an answer


@dataclass
class Server:
    """Answers as `says` has it for a command, then well; keeps what arrived and counts connections."""

    port: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    says: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    got: list[Envelope] = field(default_factory=list)
    connections: int = 0
    logins: int = 0
    lets_in: bool = True

    @property
    def section(self) -> dict[str, Any]:
        """What a configuration says of it."""
        return {"host": "127.0.0.1", "port": self.port, "from": "fair@example.org"}

    async def handle_EHLO(  # noqa: N802 (aiosmtpd\'s name, as below)
        self, _smtp: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._answer(smtp, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = await self._answer(smtp, "RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._answer(smtp, "DATA")
        if answer.startswith("250"):
            self.got.append(envelope)
        return answer

    def authenticate(self, _smtp: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, _data: Any) -> Any:
        self.logins += 1
        return AuthResult(success=self.lets_in, handled=self.lets_in)

    async def _answer(self, smtp: SMTP, command: str) -> str:
        answer = self.says[command].pop(0) if self.says[command] else "250 OK"
        if answer == HANG:
            await asyncio.sleep(30)
        if answer == ABORT:
            assert isinstance(smtp.transport, asyncio.WriteTransport)
            smtp.transport.abort()
        return answer


@asynccontextmanager
async def open_server(tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[Server]:
    """A server on a free port; with `tls` it offers STARTTLS."""
    server, loop, talks = Server(), asyncio.get_running_loop(), list[SMTP]()
    options = (
        dict[str, Any]({"enable_SMTPUTF8": True, "hostname": "mail.example.org", "auth_require_tls": False}) | options
    )

    def talk() -> SMTP:
        talks.append(SMTP(server, loop=loop, tls_context=tls, authenticator=server.authenticate, **options))
        return talks[-1]

    listening = await loop.create_server(talk, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for one in talks:
            if isinstance(one.transport, asyncio.WriteTransport):
                one.transport.abort()
        await listening.wait_closed()
