"""Mailboxes: a messenger that only delivers.

What is sent is a `Mail`, which alone says to whom: the address of its letter is the number of its person. Nobody talks
to us by this way, so there are no updates and nothing to listen to.

mailbox    addresses as servers write them, pure       templates/   what a mail looks like
outcomes   what a server's answer means for a mail, pure
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiohttp import web

from dialogs.engine.adapter import Adapter, Need, Toolbox, WrongToken
from dialogs.kit.event import Address
from handlers.email.settings import Settings

if TYPE_CHECKING:
    from handlers.email.messenger import EmailMessenger


def connect(settings: Settings, toolbox: Toolbox) -> Adapter:
    """Mail by the server of the configuration."""
    from handlers.email.messenger import EmailMessenger

    return Mailing(settings, EmailMessenger(settings, toolbox.library, toolbox.fair))


class Mailing:
    """E-mail, switched on."""

    def __init__(self, settings: Settings, messenger: "EmailMessenger") -> None:
        self.messenger = messenger
        self._settings = settings
        self._runs = False
        self._stopping = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether mail leaves, as far as the last one has shown."""
        return self._runs and self.messenger.fine

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return []

    async def check(self) -> Mapping[str, Any]:
        """Let the server greet us, and let us in where there is a password."""
        from aiosmtplib import SMTPAuthenticationError

        try:
            hidden = await self.messenger.greet()
        except SMTPAuthenticationError as refusal:
            lead = f"the mail server does not let us in ({refusal.code})"
            raise WrongToken(f"{lead}; look at email.user and email.password") from None
        settings = self._settings
        return {"server": f"{settings.host}:{settings.port}", "TLS": "on" if hidden else "off", "from": settings.sender}

    async def link(self, payload: str) -> str | None:
        """Nobody opens the bot by mail."""
        del payload
        return None

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        """Places are groups and machines, which take no mail."""
        del place, need
        return ["mail goes to people only: name a group"]

    async def run(self) -> None:
        """Nothing comes from there."""
        self._runs = not self._stopping.is_set()
        await self._stopping.wait()
        self._runs = False

    def stop(self) -> None:
        self._stopping.set()

    async def close(self) -> None:
        await self.messenger.close()
