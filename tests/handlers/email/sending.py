"""A mail to send, and a messenger that sends it."""

import ssl
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.engine.library import Library
from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Outcome, Parcel
from dialogs.kit.screen import Bold, Link, LinkButton, Mail, What, paragraph
from handlers.email.messenger import EmailMessenger
from handlers.email.settings import Settings
from storage.database import Storage

TO = "anna@example.org"
MAIL = Mail(
    to=TO,
    subject="Материалы стенда",
    text=(
        paragraph("Здравствуйте!", Bold("Вот они.")),
        paragraph(("Ещё больше — ", Link("на сайте", "https://example.org/?a=1&b=2"), ".")),
    ),
    links=(LinkButton("Открыть", "https://example.org/x"),),
)
MARK = 4711
ARRIVED = Delivered(Shown(str(MARK)))


def made(
    storage: Storage, section: Mapping[str, Any], tls: ssl.SSLContext | None = None, seconds: float = 60.0
) -> EmailMessenger:
    """A messenger of that section of the configuration."""
    settings = Settings.model_validate(dict(section))
    return EmailMessenger(settings, Library(storage, "email"), lambda: "ММСО-2020", tls, seconds)


async def send(messenger: EmailMessenger, what: What = MAIL, language: str = "ru", mark: int = MARK) -> Outcome:
    return await messenger.show(Parcel(Address("email", "14"), what, language, mark=mark))


def to(address: str) -> Mail:
    return replace(MAIL, to=address)
