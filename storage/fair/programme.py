"""The programme: its tables and records; which of them a session belongs to is `Session.cluster`.

Row numbers (`id`) are what buttons carry, `ref` is the organiser's own id. What a new programme file no longer names is
withdrawn: a session then counts as cancelled.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, false, text

from storage.engine.schema import METADATA, Moment, RowId
from storage.fair.materials import Material
from storage.fair.wording import translations

FAIRS = Table(
    "fairs",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("site", Text),
    Column("version", Integer, nullable=False),
    translations(),
)
STAGES = Table(
    "stages",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    translations(),
)
DAYS = Table(
    "days", METADATA, Column("date", Date, primary_key=True), Column("theme", Text, nullable=False), translations()
)
CLUSTERS = Table(
    "clusters",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("short", Text),
    Column("kind", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("fallback_player", Text),
    translations(),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False, unique=True),
    Column("cluster_id", RowId, ForeignKey("clusters.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("short", Text),
    Column("kind", String(20), nullable=False),
    Column("starts", Moment, index=True),
    Column("minutes", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    Column("region", Text),
    Column("summary", Text),
    Column("moderator", JSON),
    Column("speakers", JSON, nullable=False),
    Column("player", Text),
    Column("recording", Text),
    Column("status", String(20), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("languages", JSON(none_as_null=True)),
    Column("tags", JSON(none_as_null=True)),
    Column("audience", JSON(none_as_null=True)),
    Column("level", String(40)),
    Column("captions", Boolean, nullable=False, server_default=false()),
    Column("sign_language", Boolean, nullable=False, server_default=false()),
    Column("transcript", Text),
    Column("fallback_player", Text),
    Column("sequence", Integer, nullable=False, server_default=text("0")),  # how often calendars had to be told anew
    translations(),
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody as one session names them; `ref` is the organiser's id of the person, if the file gives any."""

    name: str
    post: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    id: int
    ref: str
    title: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the fair, in the fair's zone."""

    date: date
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    id: int
    ref: str
    title: str
    short: str | None
    kind: str
    fallback_player: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session of at most 60 minutes; `starts` is None while its time is to be announced.

    `languages`: all that it can be heard in, where it is interpreted. `audience`: teacher, parent, preschool, head,
    student; nobody named means everybody. `fallback_player`: where to watch when the player fails.
    """

    id: int
    ref: str
    cluster: Cluster
    title: str
    short: str | None
    kind: str
    starts: datetime | None
    minutes: int
    language: str
    region: str | None
    summary: str | None
    moderator: Speaker | None
    speakers: tuple[Speaker, ...]
    player: str | None
    recording: str | None
    cancelled: bool
    materials: tuple[Material, ...] = ()
    stands: tuple[int, ...] = ()
    demo: bool = False  # made up for the sample fair
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    level: str | None = None
    captions: bool = False
    sign_language: bool = False
    transcript: str | None = None
    fallback_player: str | None = None
    sequence: int = 0  # grows with each change that calendars show

    @property
    def heard_in(self) -> tuple[str, ...]:
        """The languages in which one can listen, the speakers' own first."""
        return (self.language, *(language for language in self.languages if language != self.language))

    @property
    def ends(self) -> datetime | None:
        return self.starts and self.starts + timedelta(minutes=self.minutes)
