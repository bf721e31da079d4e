"""VK's section of the configuration."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from dialogs.engine.adapter import WrongSettings
from dialogs.kit.phrase import say

_ADDRESS = r"^https?://[^\s/]+"
_LONGEST_SECRET = 50  # groups.addCallbackServer


class Settings(BaseModel):
    """`messengers.vk`; without a token the messenger is off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr | None = None
    group_id: int | None = None
    mode: Literal["polling", "webhook"] = "polling"
    api_url: str = Field(default="https://api.vk.com", pattern=_ADDRESS)  # `/method/<name>` is appended
    secret: SecretStr | None = None
    confirmation: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,64}$")  # asked of VK when absent
    contacts: Literal["here", "elsewhere"] = "here"

    @field_validator("token", mode="after")
    @classmethod
    def _empty_is_off(cls, token: SecretStr | None) -> SecretStr | None:
        return token if token is not None and token.get_secret_value().strip() else None

    @field_validator("group_id", mode="before")
    @classmethod
    def _only_the_number(cls, group_id: object) -> object:
        plain = str(group_id).strip()
        if group_id is None or (plain.isdecimal() and plain.isascii() and int(plain) > 0):
            return group_id
        raise ValueError(say("write the community's number alone: 123 for vk.com/club123, without a word or a minus"))

    @model_validator(mode="after")
    def _token_and_community(self) -> "Settings":
        if self.token is not None and self.group_id is None:
            raise ValueError(
                say("group_id must be set with a token: the number of the community that the token belongs to")
            )
        return self

    @property
    def secret_word(self) -> str:
        return self.secret.get_secret_value() if self.secret else ""

    @property
    def group(self) -> int:
        """The community's number, which is there with every token."""
        return self.group_id or 0

    def check(self, public_url: str | None) -> None:
        """What webhook mode needs beyond the types.

        :raises WrongSettings: something is missing, with the key that mends it.
        """
        if self.mode == "polling":
            return
        if not 0 < len(self.secret_word) <= _LONGEST_SECRET:
            raise WrongSettings(say("messengers.vk.secret must be set in webhook mode, to 1 to 50 signs"))
        if not public_url:
            raise WrongSettings(say("web.public_url must be set in webhook mode: the address under which VK finds us"))
