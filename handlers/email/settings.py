"""E-mail's section of the configuration, which stands beside the messengers': `email`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from dialogs.kit.phrase import say
from handlers.email.mailbox import Mailbox, read_sender

IMPLICIT_TLS = 465
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
Tls = Literal["implicit", "starttls", "none"]


class Settings(BaseModel):
    """`email`; without a host no mail is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    host: str | None = None
    port: int = Field(default=IMPLICIT_TLS, ge=1, le=65535)
    user: str | None = None
    password: SecretStr | None = None
    sender: str | None = Field(default=None, alias="from")
    tls: Tls | None = None  # by host and port when absent

    @field_validator("host", "user", "sender", mode="after")
    @classmethod
    def _empty_is_absent(cls, text: str | None) -> str | None:
        return (text or "").strip() or None

    @field_validator("host", mode="after")
    @classmethod
    def _a_name_alone(cls, host: str | None) -> str | None:
        if host is not None and ("/" in host or any(sign.isspace() or ord(sign) < 32 for sign in host)):
            raise ValueError(say("write the server's name alone, such as smtp.example.org"))
        return host

    @field_validator("sender", mode="after")
    @classmethod
    def _a_mailbox(cls, sender: str | None) -> str | None:
        if sender is not None:
            read_sender(sender)
        return sender

    @model_validator(mode="after")
    def _host_and_sender(self) -> "Settings":
        if self.host is not None and self.sender is None:
            raise ValueError(say("`from` must be set with a host: the address that mail comes from, fair@example.org"))
        if (self.user is None) != (not self.secret_word):
            raise ValueError(say("set both user and password, or neither"))
        return self

    @property
    def token(self) -> str | None:
        """What switches mail on."""
        return self.host

    @property
    def secret_word(self) -> str:
        return self.password.get_secret_value() if self.password else ""

    @property
    def name(self) -> str:
        """The words before the address that mail comes from, if they are written there."""
        return read_sender(self.sender or "")[0]

    @property
    def mailbox(self) -> Mailbox:
        """The address that mail comes from, which is there with every host."""
        return read_sender(self.sender or "")[1]

    @property
    def secured(self) -> Tls:
        """How the way to the server is kept from others: no password and no mail leave the machine in the open."""
        if self.tls is not None:
            return self.tls
        if self.port == IMPLICIT_TLS:
            return "implicit"
        return "none" if self.host in _HERE else "starttls"
