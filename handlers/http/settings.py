"""HTTP's section of the configuration."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from dialogs.kit.phrase import Phrase
from handlers.http.addresses import refusal
from handlers.http.renderer import key_of, written


class Settings(BaseModel):
    """`messengers.http`; without a secret the messenger is off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretStr | None = None
    old_secret: SecretStr | None = None  # which receivers knew before each address had a key of its own
    private: tuple[str, ...] = ()  # hosts that may be told although they are inside our own network
    timeout: float = Field(default=10.0, gt=0, le=30)  # seconds for one event; its letter is leased for longer

    @field_validator("secret", "old_secret", mode="after")
    @classmethod
    def _empty_is_off(cls, secret: SecretStr | None) -> SecretStr | None:
        return secret if secret is not None and secret.get_secret_value().strip() else None

    @field_validator("private", mode="after")
    @classmethod
    def _as_hosts_are_compared(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(host.lower() for host in hosts)

    @property
    def token(self) -> SecretStr | None:
        """What switches this messenger on."""
        return self.secret

    @property
    def root(self) -> bytes:
        """What the keys of all addresses are made from; nobody else needs to know it."""
        return _bytes(self.secret)

    @property
    def shared(self) -> bytes:
        """What all receivers of the old signature know."""
        return _bytes(self.old_secret or self.secret)

    def key_of(self, address: str) -> str:
        """The key of an address, to be given to its web developers."""
        return written(key_of(self.root, address))

    def refuses(self, chat: str) -> Phrase | None:
        """Why a chat of the configuration cannot be told anything; None: nothing is wrong with it."""
        return refusal(chat, self.private)


def _bytes(secret: SecretStr | None) -> bytes:
    return b"" if secret is None else secret.get_secret_value().strip().encode()
