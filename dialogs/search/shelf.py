"""Where the search of the newest catalogue stands: beside it in memory, swapped whole when another one is built."""

import asyncio
from weakref import WeakKeyDictionary

from dialogs.kit.phrase import LANGUAGES
from dialogs.kit.vocabulary import vocabulary
from dialogs.search.index.searching import Search
from storage.database import Storage
from storage.fair.catalogue import Catalogue

_PATIENCE = 4.0  # seconds that somebody waits for the first search of all to be built


class Shelf:
    """The search of one storage's catalogue; the one before serves until the new one is there."""

    def __init__(self) -> None:
        self._search: Search | None = None
        self._building = asyncio.Lock()

    async def renew(self, catalogue: Catalogue) -> None:
        """Build the search of this catalogue, in a thread, unless it is there."""
        catalogue = catalogue.spoken(LANGUAGES[0])  # whoever asks first: the fair's other languages are read beside it
        async with self._building:
            if self._search is None or self._search.catalogue is not catalogue:
                self._search = await asyncio.to_thread(Search, catalogue, vocabulary())

    async def search(self, catalogue: Catalogue) -> Search | None:
        """The newest search there is; None while the first one is being built for longer than somebody waits."""
        if self._search is None:
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self.renew(catalogue)
            except TimeoutError:
                return None
        return self._search


_SHELVES: WeakKeyDictionary[Storage, Shelf] = WeakKeyDictionary()


def shelf_of(storage: Storage) -> Shelf:
    """The shelf beside that storage."""
    return _SHELVES.setdefault(storage, Shelf())
