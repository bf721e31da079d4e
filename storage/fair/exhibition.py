"""The exhibition: floors, stands, their products, and which sessions belong to which stand."""

from dataclasses import dataclass
from datetime import time

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text, Time

from storage.engine.schema import METADATA, RowId
from storage.fair.materials import Material
from storage.fair.wording import translations

FLOORS = Table(
    "floors",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    translations(),
)
STANDS = Table(
    "stands",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False, unique=True),
    Column("floor_id", RowId, ForeignKey("floors.id"), nullable=False),
    Column("number", Integer),
    Column("title", Text, nullable=False),
    Column("short", Text),
    Column("summary", Text),
    Column("logo", Text),
    Column("site", Text),
    Column("video", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("opens", Time),
    Column("closes", Time),
    Column("products", JSON, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    translations(),
)
SESSION_STANDS = Table(
    "session_stands",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("stand_id", RowId, ForeignKey("stands.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)
STAND_WEBINARS = Table(
    "stand_webinars",
    METADATA,
    Column("stand_id", RowId, ForeignKey("stands.id"), primary_key=True),
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo: a stored file by its hash, or an address on the web."""

    file: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Floor:
    id: int
    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Product:
    title: str
    text: str | None = None
    photo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A stand; its opening hours are in the fair's zone."""

    id: int
    ref: str
    floor: Floor
    number: int | None
    title: str
    short: str | None
    summary: str | None
    logo: Picture | None
    site: str | None
    video: str | None
    phone: str | None
    email: str | None
    opens: time | None
    closes: time | None
    products: tuple[Product, ...]
    materials: tuple[Material, ...]
    webinars: tuple[int, ...]
    demo: bool = False  # made up for the sample fair
