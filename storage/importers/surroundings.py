"""What an entry of the programme file must fit into: the folder, the fair's zone, its days and the ids declared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationInfo


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Passed to validation as its context; what is not known is not checked."""

    folder: Path | None = None
    zone: ZoneInfo | None = None
    stages: tuple[tuple[date, date], ...] = ()
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def around(info: ValidationInfo) -> Surroundings:
    return info.context if isinstance(info.context, Surroundings) else Surroundings()
