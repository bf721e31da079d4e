"""What a programme file says that can be, but is more often a slip: shown before loading, and loaded all the same."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from storage.importers.fair_file import FairFile

USUAL_IN_DAY = 7  # sessions of one cluster, by the programme's own rules


def doubts(file: FairFile) -> Iterator[str]:
    """One line for each thing that an organiser may want to look at again."""
    for entry in file.days:
        if not _in_stage(file, entry.date):
            yield f"days {entry.date}: in no stage"
    zone = ZoneInfo(file.fair.timezone)
    full: Counter[tuple[str, date]] = Counter()
    for session in file.sessions:
        if session.starts is None:
            continue
        day = session.starts.astimezone(zone).date()
        full[session.cluster, day] += 1
        if not _in_stage(file, day):
            yield f"sessions {session.id}: {day} is in no stage"
    for (cluster, day), count in full.items():
        if count > USUAL_IN_DAY:
            yield f"clusters {cluster}: {count} sessions on {day}, more than {USUAL_IN_DAY}"

    if silent := sum(stand.hours is None for stand in file.stands):
        yield f"stands: {silent} without hours; calls from them are arranged at the fair's own"


def _in_stage(file: FairFile, day: date) -> bool:
    return not file.stages or any(stage.first_day <= day <= stage.last_day for stage in file.stages)
