"""What a programme file says that can be, but is more often a slip: shown before loading, and loaded all the same."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from storage.importers.fair_file import FairFile, MaterialEntry
from storage.importers.links import doubtful_host
from storage.importers.mistakes import quoted, say

USUAL_IN_DAY = 7  # sessions of one cluster, by the programme's own rules


def doubts(file: FairFile) -> Iterator[str]:
    """One line for each thing that an organiser may want to look at again."""
    for entry in file.days:
        if not _in_stage(file, entry.date):
            yield say("days {what}: in no stage", what=entry.date)
    zone = ZoneInfo(file.fair.timezone)
    full: Counter[tuple[str, date]] = Counter()
    for session in file.sessions:
        if session.starts is None:
            continue
        day = session.starts.astimezone(zone).date()
        full[session.cluster, day] += 1
        if not _in_stage(file, day):
            yield say("sessions {what}: {day} is in no stage", what=session.id, day=day)
    for where, address in _links(file):
        if (odd := doubtful_host(address)) is not None:
            yield say("{where}: {address}: {odd}", where=where, address=quoted(address), odd=odd)
    for (cluster, day), count in full.items():
        if count > USUAL_IN_DAY:
            yield say(
                "clusters {cluster}: {count} sessions on {day}, more than {what}",
                cluster=cluster,
                count=count,
                day=day,
                what=USUAL_IN_DAY,
            )
    yield from _without_hours(file)


def _without_hours(file: FairFile) -> Iterator[str]:
    if silent := sum(stand.hours is None for stand in file.stands):
        yield say("stands: {count} without hours; calls from them are arranged at the fair's own", count=silent)


def _links(file: FairFile) -> Iterator[tuple[str, str]]:
    """All addresses that visitors are given, and where they stand."""
    if file.fair.site is not None:
        yield "fair: site", file.fair.site
    for cluster in file.clusters:
        if cluster.fallback_player is not None:
            yield f"clusters {cluster.id}: fallback_player", cluster.fallback_player
    for session in file.sessions:
        for name in ("player", "recording", "fallback_player", "transcript"):
            address = getattr(session, name)
            if address is not None:
                yield f"sessions {session.id}: {name}", address
        yield from _materials(f"sessions {session.id}", session.materials)
    for stand in file.stands:
        pictures = [("logo", stand.logo), *((f"product {one.title}", one.photo) for one in stand.products)]
        for name, picture in (("site", stand.site), ("video", stand.video), *pictures):
            if isinstance(picture, str):
                yield f"stands {stand.id}: {name}", picture
        yield from _materials(f"stands {stand.id}", stand.materials)


def _materials(where: str, materials: Iterable[MaterialEntry]) -> Iterator[tuple[str, str]]:
    return ((f"{where}: materials {one.id}", one.url) for one in materials if one.url is not None)


def _in_stage(file: FairFile, day: date) -> bool:
    return not file.stages or any(stage.first_day <= day <= stage.last_day for stage in file.stages)
