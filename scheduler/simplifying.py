"""Letters that a messenger refuses go once more, in simpler forms: without links, then as words alone."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import structlog

from dialogs.kit.messenger import Delivered, Later, Messenger, Outcome, Parcel, Refused
from dialogs.kit.screen import Screen
from dialogs.kit.simpler import addresses, simpler, without_links
from storage.database import DatabaseTrouble

MOST = 100  # refused addresses that are remembered

Check = Callable[[], Awaitable[bool]]

_log = structlog.get_logger()


class Simplifying:
    """Carries letters by a messenger.

    Addresses that it has refused are remembered: of a thousand reminders with one bad link only the first is refused.
    """

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._refused: dict[tuple[str, ...], None] = {}

    async def carry(self, parcels: Sequence[Parcel], still_true: Sequence[Check] = ()) -> Sequence[Outcome]:
        """Send letters by one call, and those that are refused by others; what came of each, in their order.

        :param still_true: asked, of each, before it goes by another call: what it tells may have been taken back.
        """
        parcels = [self._as_known(parcel) for parcel in parcels]
        outcomes = list(await self._messenger.carry(parcels))
        for at, parcel in enumerate(parcels):
            if isinstance(outcomes[at], Refused) and isinstance(parcel.what, Screen):
                outcomes[at] = await self._simpler(
                    parcel, parcel.what, outcomes[at], still_true[at] if still_true else None
                )
        return outcomes

    def _as_known(self, parcel: Parcel) -> Parcel:
        if not self._refused or not isinstance(parcel.what, Screen):
            return parcel
        known = addresses(parcel.what) in self._refused
        return replace(parcel, what=without_links(parcel.what)) if known else parcel

    async def _simpler(self, parcel: Parcel, whole: Screen, outcome: Outcome, still_true: Check | None) -> Outcome:
        """What came of the simplest form that had to be tried; what was sent with it must not be lost by a bug."""
        for form in simpler(whole, parcel.language):
            if not isinstance(outcome, Refused):
                break
            _log.warning("letter.simplified", messenger=self._messenger.name, reason=outcome.logged)
            try:
                if still_true is not None and not await still_true():
                    return Later(0.0)
                [outcome] = await self._messenger.carry([replace(parcel, what=form)])
            except DatabaseTrouble:
                return Later(2.0)
            except Exception:
                _log.exception("delivery.bug", messenger=self._messenger.name)
                return outcome
            if isinstance(outcome, Delivered) and form == without_links(whole):
                self._remember(addresses(whole))
        return outcome

    def _remember(self, refused: tuple[str, ...]) -> None:
        while len(self._refused) >= MOST:
            del self._refused[next(iter(self._refused))]
        self._refused[refused] = None
