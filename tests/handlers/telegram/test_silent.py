"""A letter that comes without a sound says so to Telegram."""

from dialogs.kit.messenger import Delivered, Parcel
from dialogs.kit.screen import screen
from storage.database import Storage
from tests.handlers.telegram.harness import open_harness


async def test_a_quiet_letter_is_sent_without_a_notification(storage: Storage) -> None:
    async with open_harness(storage) as harness:
        for silent in (True, False):
            parcel = Parcel(harness.person, screen("Начинается"), "ru", silent=silent)
            (outcome,) = await harness.messenger.carry([parcel])
            assert isinstance(outcome, Delivered)
        sent = [call.params.get("disable_notification") for call in harness.desk.calls.of("sendMessage")]
        assert sent == ["true", None]
