"""The configuration: `config.yaml` (or the file named by FAIRWAY_CONFIG), and any key by environment.

`FAIRWAY_DATABASE__URL=…` sets `database.url`; mappings and lists come from the environment as JSON. Unknown keys are
refused by name. Each messenger checks its own section; the sections that features read are their policy, and stand in
`dialogs/kit/policy.py` with their defaults.
"""

import os
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, IPvAnyNetwork, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

import handlers
from dialogs.engine.buckets import A_SECOND, BURST
from dialogs.kit.phrase import SOURCE_LANGUAGE, Phrase, Value, say, speak
from dialogs.kit.policy import PrivacySection, QuestionPolicy, ReminderPolicy, Section, StaffPolicy
from handlers.email.settings import Settings as EmailSection
from storage.address import Address
from storage.engine.urls import read_url
from storage.privacy.sealing import Sealer

CONFIG = "FAIRWAY_CONFIG"
PREFIX = "FAIRWAY_"
NESTED = "__"
MAIL = "email"  # a messenger with a section of its own, since nobody writes by it; no group has an address there
LONGEST_CHAT, LONGEST_THREAD = 200, 40


class WrongConfiguration(Exception):
    """The configuration cannot be used; `said` names every key and what is wrong with it, a line for each."""

    def __init__(self, *said: Phrase) -> None:
        super().__init__("\n".join(speak(line, SOURCE_LANGUAGE) for line in said))
        self.said = said


class FairSection(Section):
    """`fair`: the programme file that a first `fairway run` loads when the database has none."""

    file: Path | None = None


class DatabaseSection(Section):
    url: str = "sqlite:///fairway.db"

    @field_validator("url")
    @classmethod
    def _one_of_ours(cls, url: str) -> str:
        read_url(url)
        return url


class MetricsSection(Section):
    """`web.metrics`: a port of its own for whoever watches the machine, or a token on the port that there is."""

    port: int | None = Field(default=None, ge=0, le=65535)
    token: SecretStr | None = None


class WebSection(Section):
    """`web`: of `proxies` is believed whom they call for."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    proxies: tuple[IPvAnyNetwork, ...] = (IPv4Network("127.0.0.1"), IPv6Network("::1"))
    metrics: MetricsSection = MetricsSection()


class QuestionsSection(QuestionPolicy):
    """`questions`: the chats are of messengers that there are."""

    @field_validator("chats")
    @classmethod
    def _known(cls, chats: Mapping[str, Address]) -> Mapping[str, Address]:
        return _of_our_messengers(chats)


class StaffSection(StaffPolicy):
    """`staff`: the chats are of messengers that there are, and machines are told at web addresses."""

    @field_validator("chats", "crm")
    @classmethod
    def _known(cls, chats: Mapping[str, Address]) -> Mapping[str, Address]:
        return _of_our_messengers(chats)

    @field_validator("crm")
    @classmethod
    def _machines(cls, crm: Mapping[str, Address]) -> Mapping[str, Address]:
        for name, address in crm.items():
            if not address.chat.startswith(("http://", "https://")):
                raise ValueError(
                    say("{name}: a machine is told at a web address; write http:https://example.org/…", name=name)
                )
        return crm


def _of_our_messengers(chats: Mapping[str, Address]) -> Mapping[str, Address]:
    for name, address in chats.items():
        if address.messenger not in _messengers():
            raise ValueError(say("{name}: {problem}", name=name, problem=_no_messenger(address.messenger)))
        if len(address.chat) > LONGEST_CHAT or len(address.thread) > LONGEST_THREAD:
            raise ValueError(say("{name}: the address is too long ({n} characters at most)", name=name, n=LONGEST_CHAT))
    return chats


class PrivacyWithKeys(PrivacySection):
    """`privacy`, with the keys that personal data is sealed with; features never see them."""

    keys: tuple[SecretStr, ...] = ()

    @field_validator("keys")
    @classmethod
    def _of_fernet(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        try:
            Sealer([key.get_secret_value() for key in keys])
        except ValueError:
            wrong = say("each key is 32 random bytes in URL-safe base64; `fairway keys new` makes one")
            raise ValueError(wrong) from None
        return keys

    @property
    def sealer(self) -> Sealer:
        """What seals and opens by these keys, the newest of which is first."""
        return Sealer([key.get_secret_value() for key in self.keys])


def _no_messenger(name: str) -> Phrase:
    return say("there is no messenger '{name}'; there are: {known}", name=name, known=", ".join(_messengers()))


def _messengers() -> tuple[str, ...]:
    return tuple(name for name in handlers.names() if name != MAIL)


class ClockSection(Section):
    """`clock`: the simulator's clock to follow, in a demo."""

    follow: str | None = None


class LogSection(Section):
    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class LimitsSection(Section):
    """`limits`: how fast one person may act, so many at once, then so many a second; trials act faster than people."""

    burst: int = Field(default=BURST, ge=1)
    per_second: float = Field(default=A_SECOND, gt=0)


class Settings(BaseSettings):
    """The whole configuration; `messengers` holds each messenger's own checked section by name."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix=PREFIX,
        env_nested_delimiter=NESTED,
        hide_input_in_errors=True,  # what is refused may hold a password beside what is wrong
        nested_model_default_partial_update=True,
    )

    fair: FairSection = FairSection()
    database: DatabaseSection = DatabaseSection()
    web: WebSection = WebSection()
    messengers: dict[str, Any] = Field(default_factory=dict, validate_default=True)
    reminders: ReminderPolicy = ReminderPolicy()
    questions: QuestionsSection = QuestionsSection()
    staff: StaffSection = StaffSection()
    privacy: PrivacyWithKeys = PrivacyWithKeys()
    email: EmailSection = Field(default_factory=EmailSection)
    limits: LimitsSection = LimitsSection()
    clock: ClockSection = ClockSection()
    log: LogSection = LogSection()

    @model_validator(mode="after")
    def _each_address_may_be_told(self) -> Self:
        """A messenger may refuse what it never should deliver to."""
        wrong = [
            say("{key}: {problem}", key=f"{key}.{name}", problem=said)
            for key, chats in self.addressed
            for name, address in chats.items()
            if (refuses := getattr(self.messengers[address.messenger], "refuses", None)) is not None
            and (said := refuses(address.chat)) is not None
        ]
        if wrong:
            raise PydanticCustomError("section", "addresses", {"lines": wrong})
        return self

    @property
    def addressed(self) -> tuple[tuple[str, Mapping[str, Address]], ...]:
        """The chats of groups and machines, each under the key where it is named."""
        return (
            ("questions.chats", self.questions.chats),
            ("staff.chats", self.staff.chats),
            ("staff.crm", self.staff.crm),
        )

    @property
    def ways(self) -> dict[str, Any]:
        """The checked sections of everything that letters go by, by name."""
        return self.messengers | {MAIL: self.email}

    @field_validator("messengers", mode="after")
    @classmethod
    def _each_by_its_own(cls, sections: dict[str, Any]) -> dict[str, Any]:
        known = _messengers()
        for name in sections:
            if name not in known:
                raise ValueError(_no_messenger(name))
        return {name: _section(name, sections.get(name) or {}) for name in known}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def _section(name: str, section: Any) -> Any:
    """A messenger's own section; what is wrong with it is named with the messenger."""
    try:
        return handlers.settings(name, section)
    except ValidationError as wrong:
        lines = [line for error in wrong.errors(include_url=False) for line in _lines(error, f"messengers.{name}")]
        raise PydanticCustomError("section", "of a messenger", {"lines": lines}) from wrong


class OwnSettings(Settings):
    """Settings that come from the program alone: a demo must not touch a real fair's database or messengers."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def read_settings(changes: Mapping[str, Any] | None = None) -> Settings:
    """Read file and environment; `changes` replace single values of the file, nested as in it.

    :raises WrongConfiguration: a key is unknown, a value wrong, or the file cannot be read.
    """
    named = os.environ.get(CONFIG)
    path = Path(named or "config.yaml")
    file: Any = {}
    if named or path.exists():
        try:
            file = yaml.safe_load(path.read_text("utf-8")) or {}
        except (OSError, UnicodeError, yaml.YAMLError) as trouble:
            unread = say("{file} cannot be read: {trouble}", file=str(path), trouble=str(trouble))
            raise WrongConfiguration(unread) from trouble
    if not isinstance(file, dict):
        raise WrongConfiguration(say("{file} must hold sections, such as `web:`", file=str(path)))
    _refuse_unknown_environment()
    try:
        return Settings(**_merged(file, changes or {}))
    except SettingsError as wrong:  # a list or a mapping of the environment that is no JSON
        unread = say("{trouble}: lists and mappings are written as JSON, such as [60, 10]", trouble=str(wrong))
        raise WrongConfiguration(unread) from wrong
    except ValidationError as wrong:
        found = (line for error in wrong.errors(include_url=False) for line in _lines(error))
        raise WrongConfiguration(*found) from wrong


def _refuse_unknown_environment() -> None:
    known = {name.upper() for name in Settings.model_fields}
    for variable in os.environ:
        if variable == CONFIG or variable.startswith((f"{PREFIX}TEST_",)) or not variable.startswith(PREFIX):
            continue
        section = variable.removeprefix(PREFIX).partition(NESTED)[0]
        if section not in known:
            there = ", ".join(sorted(known))
            raise WrongConfiguration(
                say("{key}: there is no such section; there are: {known}", key=variable, known=there)
            )


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for key, value in other.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def _lines(error: Any, section: str = "") -> Sequence[Phrase]:
    """What is wrong with a key, where it stands."""
    if error["type"] == "section":
        lines: Sequence[Phrase] = error["ctx"]["lines"]
        return lines
    where = ".".join(str(part) for part in ([section] if section else []) + list(error["loc"]))
    return [say("{key}: {problem}", key=where, problem=_problem(error))]


_PROBLEMS: Mapping[str, Phrase] = {
    "extra_forbidden": say("there is no such key"),
    "missing": say("is missing"),
    "string_type": say("write a text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), say("write a whole number")),
    **dict.fromkeys(("bool_type", "bool_parsing"), say("write true or false")),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), say("expected keys with values")),
    **dict.fromkeys(("tuple_type", "list_type"), say("expected a list")),
}


def _problem(error: Any) -> Value:
    """In words of ours, as far as they are better than pydantic's."""
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            wrong = context["error"].args[0]
            return wrong if isinstance(wrong, Phrase) else str(wrong)
        case "literal_error":
            return say("write one of: {what}", what=context["expected"].replace(" or ", ", ").replace("'", ""))
        case "greater_than_equal" | "greater_than":
            return say("write a number from {n} on", n=context.get("ge", context.get("gt")))
        case "less_than_equal" | "less_than":
            return say("write a number up to {n}", n=context.get("le", context.get("lt")))
        case kind:
            return _PROBLEMS.get(kind, str(error["msg"]))
