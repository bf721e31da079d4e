"""Telegram's section of the configuration."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from dialogs.engine.adapter import WrongSettings
from dialogs.kit.phrase import say

_ADDRESS = r"^https?://[^\s/]+"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook.secret_token


class Settings(BaseModel):
    """`messengers.telegram`; without a token the messenger is off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr | None = None
    mode: Literal["polling", "webhook"] = "polling"
    api_url: str = Field(default="https://api.telegram.org", pattern=_ADDRESS)
    proxy: str | None = Field(default=None, pattern=_ADDRESS)  # an HTTP proxy, perhaps with user:password@
    webhook_secret: SecretStr | None = None
    contacts: Literal["here", "elsewhere"] = "here"

    @field_validator("token", mode="after")
    @classmethod
    def _empty_is_off(cls, token: SecretStr | None) -> SecretStr | None:
        return token if token is not None and token.get_secret_value().strip() else None

    @property
    def secret(self) -> str:
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""

    def check(self, public_url: str | None) -> None:
        """What webhook mode needs beyond the types.

        :raises WrongSettings: something is missing, with the key that mends it.
        """
        if self.mode == "polling":
            return
        if not _SECRET.fullmatch(self.secret):
            raise WrongSettings(
                say("messengers.telegram.webhook_secret must be set in webhook mode, to 1 to 256 of A-Z a-z 0-9 _ -")
            )
        if not public_url:
            raise WrongSettings(
                say("web.public_url must be set in webhook mode: the address under which Telegram finds us")
            )
