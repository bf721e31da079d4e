"""How this fair is run: the sections of the configuration that features read, and what is learnt as the program starts.

A default is written here and nowhere else; `config.yaml` shows them all, with what each key means.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from dialogs.kit.phrase import say
from dialogs.kit.weather import Weather
from storage.address import Address
from storage.fair.programme import Cluster, Session

LONGEST_REASON, MOST_REASONS = 40, 8
REASONS: tuple[str, ...] = ("не по теме", "уже ответили", "личный вопрос", "вопрос неясен", "реклама", "грубость")
_MENU = "menu"  # what the known links begin with
LONGEST_NOTICE = 7 * 24 * 60
NEWS_A_DAY = 12
NOTICES = (24 * 60, 60, 10, 0)  # minutes before a slot that everybody can choose: a day, an hour, ten, at the start


def _addresses(told: object) -> object:
    """Addresses as the configuration writes them, `messenger:chat/thread`, by the organiser's ids."""
    return {ref: Address.read(str(chat)) for ref, chat in told.items()} if isinstance(told, Mapping) else told


Chats = Annotated[Mapping[str, Address], BeforeValidator(_addresses)]


class Section(BaseModel):
    """A section of the configuration: unknown keys are refused, and nothing changes while the program runs."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReminderPolicy(Section):
    """`reminders`: `leads` are minutes before a slot, which the code calls its notice.

    `news_a_day`: so many letters that are no reminders and answer nothing come to one person in a day; further ones
    come next morning, if they can wait.
    """

    leads: tuple[int, ...] = (10, 0)
    news_a_day: int = Field(default=NEWS_A_DAY, ge=1, le=1000)

    @field_validator("leads")
    @classmethod
    def _sensible(cls, leads: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 <= lead <= LONGEST_NOTICE for lead in leads):
            raise ValueError(say("minutes before the start, from 0 to {n} each", n=LONGEST_NOTICE))
        return tuple(sorted(set(leads), reverse=True))

    @property
    def known(self) -> tuple[int, ...]:
        """The notices that anybody may have chosen, the longest first."""
        return every_notice(self.leads)


def every_notice(usual: Iterable[int]) -> tuple[int, ...]:
    """What can be chosen, and what is usual at the fair; the longest first."""
    return tuple(sorted({*NOTICES, *usual}, reverse=True))


class QuestionPolicy(Section):
    """`questions`: who asks how often, how moderators work, and where passed questions are shown.

    `chats`: the public chat of a session or a cluster, by the organiser's ids. `reasons`: for declining, by cluster,
    else under "default". A question is taken for the time of `lease`; when nobody takes it for `unanswered`, those on
    shift are told. A session's questions close so long after its end, and are answered in writing for so long.
    """

    chats: Chats = Field(default_factory=dict)
    open_per_session: int = Field(default=3, ge=1, le=100)
    pause_seconds: int = Field(default=60, ge=0, le=3600)
    lease_minutes: int = Field(default=5, ge=1, le=60)
    unanswered_minutes: int = Field(default=5, ge=1, le=60)
    cards_per_minute: int = Field(default=12, ge=1, le=60)
    closes_minutes: int = Field(default=15, ge=0, le=24 * 60)
    answers_hours: int = Field(default=48, ge=1, le=31 * 24)
    reasons: Mapping[str, tuple[str, ...]] = Field(default_factory=lambda: {"default": REASONS})

    @field_validator("reasons")
    @classmethod
    def _fit_on_buttons(cls, reasons: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        for name, told in reasons.items():
            if len(told) > MOST_REASONS or any(not 0 < len(reason.strip()) <= LONGEST_REASON for reason in told):
                raise ValueError(
                    say(
                        "{name}: write up to {most} reasons of 1 to {n} characters each",
                        name=name,
                        most=MOST_REASONS,
                        n=LONGEST_REASON,
                    )
                )
        return {"default": REASONS, **reasons}

    @property
    def pause(self) -> timedelta:
        """Between two questions of one person for one session."""
        return timedelta(seconds=self.pause_seconds)

    @property
    def lease(self) -> timedelta:
        """So long a moderator holds what they took."""
        return timedelta(minutes=self.lease_minutes)

    @property
    def unanswered(self) -> timedelta:
        """When nobody takes a question for so long, those on shift are told."""
        return timedelta(minutes=self.unanswered_minutes)

    @property
    def closes(self) -> timedelta:
        """So long after its end a session takes questions."""
        return timedelta(minutes=self.closes_minutes)

    @property
    def answers(self) -> timedelta:
        """So long after a session's end its questions are answered in writing."""
        return timedelta(hours=self.answers_hours)

    def takes(self, session: Session, now: datetime) -> bool:
        """Whether questions may be asked by the clock; a moderator may have closed them earlier."""
        return not session.cancelled and (session.ends is None or now < session.ends + self.closes)

    def chat_of(self, session: Session) -> Address | None:
        """The public chat of the session: its own, else its cluster's."""
        return self.chats.get(session.ref) or self.chats.get(session.cluster.ref)

    def reasons_of(self, cluster: Cluster) -> tuple[str, ...]:
        """The prepared reasons for declining a question."""
        return self.reasons.get(cluster.ref) or self.reasons["default"]


class StaffPolicy(Section):
    """`staff`: groups of a cluster's moderators or a stand's staff, instead of `/bind`; stands' own machines.

    `crm`: the web addresses at which stands' machines are told of their requests, by the stands' ids.
    `approve_materials`: all that stand staff add is seen by organisers before visitors get it; otherwise the first of
    a stand is, and what is doubtful.
    """

    chats: Chats = Field(default_factory=dict)
    crm: Chats = Field(default_factory=dict)
    approve_materials: bool = False


class PrivacySection(Section):
    """`privacy`: who answers for personal data, and how long it is kept.

    `operator` and `address` are who answers for it, `contact` how people reach them beside the bot. Consents hold until
    so long after the last day (`term`), then what hangs on them is purged. `minors`: whether people of 14 to 17 are
    asked to share contacts themselves. `phone_country`: that of phone numbers which are written without one.
    """

    operator: str = ""
    address: str = ""
    contact: str = ""
    term_days: int = Field(default=30, ge=0, le=3650)
    minors: Literal["ask", "refuse"] = "refuse"
    phone_country: str = Field(default="RU", pattern="^[A-Z]{2}$")

    @property
    def term(self) -> timedelta:
        """So long after the fair's last day consents hold."""
        return timedelta(days=self.term_days)

    @property
    def asks_minors(self) -> bool:
        """Whether people of 14 to 17 may share contacts themselves."""
        return self.minors == "ask"


class PrivacyPolicy(PrivacySection):
    """How personal data is handled at this fair: as configured, and as the program is able to.

    `ready`: there is a key to seal it with; without one nothing is asked. In the messengers of `off_messenger` contacts
    are neither asked for nor shown: both happen on one-time pages under `pages`, the bot's own web address, as long as
    it has one. `mail`: letters by e-mail can be sent.
    """

    ready: bool = False
    off_messenger: frozenset[str] = frozenset()
    pages: str | None = None
    mail: bool = False


def names_chat(staff: StaffPolicy, questions: QuestionPolicy, messenger: str, chat: str) -> bool:
    """Whether one of these sections names the group, or some thread of it."""
    named = (*staff.chats.values(), *questions.chats.values())
    return any((one.messenger, one.chat) == (messenger, chat) for one in named)


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that features know of how this fair is run.

    `rates`: a messenger's letters per second; `links`: the address that opens the bot, by messenger, as far as they are
    known yet; `weather`: how each messenger is doing. In those of `typed_only` nobody can share their number so that
    the messenger vouches for it.
    """

    reminders: ReminderPolicy = field(default_factory=ReminderPolicy)
    questions: QuestionPolicy = field(default_factory=QuestionPolicy)
    staff: StaffPolicy = field(default_factory=StaffPolicy)
    privacy: PrivacyPolicy = field(default_factory=PrivacyPolicy)
    rates: Mapping[str, float] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    weather: Mapping[str, Weather] = field(default_factory=dict)
    typed_only: AbstractSet[str] = frozenset()

    def names_chat(self, messenger: str, chat: str) -> bool:
        """Whether the configuration names the group, or some thread of it: it is ours, whatever is bound in it."""
        return names_chat(self.staff, self.questions, messenger, chat)

    def link(self, messenger: str, start: str) -> str:
        """The address that opens the bot there with a beginning of its own, such as `staff-7kx…`."""
        return f"{self.links[messenger].removesuffix(_MENU)}{start}"

    def shared(self, messenger: str, start: str) -> str:
        """The same for who passes it on; empty while it is not known yet."""
        return self.link(messenger, start) if messenger in self.links else ""

    def vouches(self, messenger: str) -> bool:
        """Whether people can share their own number there by a button, so that it is known to be theirs."""
        return messenger not in self.typed_only and messenger not in self.privacy.off_messenger

    def rate(self, messenger: str) -> float:
        """How many letters a messenger takes in a second: as it was found to be, else as it is said to be."""
        weather = self.weather.get(messenger)
        found = None if weather is None else weather.rate
        return self.rates.get(messenger, 1.0) if found is None else found

    @property
    def notice_minutes(self) -> tuple[int, ...]:
        """How long before a slot its reminders are due, in minutes, the longest first."""
        return self.reminders.leads
