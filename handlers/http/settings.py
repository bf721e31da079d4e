"""HTTP's section of the configuration."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class Settings(BaseModel):
    """`messengers.http`; without a secret the messenger is off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretStr | None = None
    timeout: float = Field(default=10.0, gt=0, le=30)  # seconds for one event; its letter is leased for longer

    @field_validator("secret", mode="after")
    @classmethod
    def _empty_is_off(cls, secret: SecretStr | None) -> SecretStr | None:
        return secret if secret is not None and secret.get_secret_value().strip() else None

    @property
    def token(self) -> SecretStr | None:
        """What switches this messenger on."""
        return self.secret

    @property
    def signing_key(self) -> bytes:
        """The secret as whoever receives events knows it."""
        return self.secret.get_secret_value().strip().encode() if self.secret else b""
