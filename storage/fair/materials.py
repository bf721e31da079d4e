"""Materials: files and links that a session or a stand gives."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from storage.engine.schema import METADATA, RowId
from storage.fair.wording import translations

# Materials that staff sent are none of the programme file's: an import leaves refs that begin so alone.
OFFERED = "staff-"
AFTER_ALL = 1_000_000  # their positions: below what the file names

MATERIALS = Table(
    "materials",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("ref", String(40), nullable=False),
    Column("session_id", RowId, ForeignKey("sessions.id"), index=True),
    Column("stand_id", RowId, ForeignKey("stands.id"), index=True),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("file", String(64), ForeignKey("files.hash")),
    Column("gate", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    translations(),
)


@dataclass(frozen=True, slots=True)
class Material:
    """A file (`file` is its hash) or a link of a stand or session; `gate` is "open" or "contacts"."""

    id: int
    ref: str
    title: str
    url: str | None
    file: str | None
    gate: str
