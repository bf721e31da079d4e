"""Addresses of mailboxes as mail servers write them: pure."""

from dataclasses import dataclass
from email.headerregistry import Address as Header
from email.utils import parseaddr

from email_validator import EmailNotValidError, validate_email


class NoMailbox(ValueError):
    """No address of a mailbox; the message says why and does not repeat it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: `domain` is ASCII (IDNA); only `local` may have other letters, which not every server takes."""

    local: str
    domain: str

    @property
    def spelt(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def is_ascii(self) -> bool:
        return self.local.isascii()

    def header(self, name: str = "") -> Header:
        """The address with a name before it."""
        return Header(name, self.local, self.domain)


def read_mailbox(text: str) -> Mailbox:
    """Read `name@example.org`.

    :raises NoMailbox: nothing can be sent there.
    """
    try:
        read = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise NoMailbox("this is no address of a mailbox, such as name@example.org") from None
    return Mailbox(read.local_part, read.ascii_domain)


def read_sender(text: str) -> tuple[str, Mailbox]:
    """Read `name@example.org` or `Words <name@example.org>`: the words and the address.

    :raises NoMailbox: nothing can be sent from there.
    """
    if any(ord(sign) < 32 for sign in text):
        raise NoMailbox("write it on one line")
    words, address = parseaddr(text.strip())
    sender = read_mailbox(address)
    if not sender.is_ascii:
        raise NoMailbox("before the @ only Latin letters, digits and signs can be sent from")
    return words, sender
