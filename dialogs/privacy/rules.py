"""When what hangs on consents is over, how long a link lives, and which places a link may lead to; pure."""

from datetime import datetime, time, timedelta
from typing import get_args

from dialogs.kit.policy import PrivacyPolicy
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.privacy.consents import Purpose
from storage.privacy.pages import Goal

LINK_LASTS = timedelta(minutes=30)
NIGHT = (time(3), time(5))


def is_over(catalogue: Catalogue, term: timedelta, now: datetime) -> bool:
    """Whether nothing of the fair's contacts may be kept any more: the term after its last day is over."""
    days = [stage.last_day for stage in catalogue.stages]
    if not days:
        return False
    return now >= datetime.combine(max(days) + timedelta(days=1), time(), catalogue.zone) + term


def is_night(catalogue: Catalogue, now: datetime) -> bool:
    """Whether hardly anybody at the fair is awake."""
    return NIGHT[0] <= now.astimezone(catalogue.zone).time() < NIGHT[1]


def goal(catalogue: Catalogue, word: str, stand_id: int) -> tuple[Goal, Stand | None] | None:
    """What a page for giving contacts is for, and to which stand; None: nothing of the kind needs a contact."""
    purpose = next((one for one in get_args(Purpose) if one == word), None)
    stand = catalogue.stands.get(stand_id)
    if (
        purpose is None
        or purpose == "message"
        or (purpose == "card") != (stand_id == 0)
        or (stand is None and stand_id != 0)
    ):
        return None
    return purpose, stand


def elsewhere(policy: PrivacyPolicy, messenger: str) -> bool:
    """Whether contacts must not pass through the messenger."""
    return messenger in policy.off_messenger


def address(pages: str, token: str) -> str:
    """The address of a page."""
    return f"{pages.rstrip('/')}/c/{token}"
