"""Where the reading of a messenger's stream of events goes on after a restart."""

from storage.database import Storage


class Bookmark:
    """The positions of one messenger's streams, one for each bot of ours."""

    def __init__(self, storage: Storage, messenger: str) -> None:
        self._storage = storage
        self._messenger = messenger

    async def load(self, bot: str) -> str | None:
        """The position saved last.

        :raises DatabaseTrouble: it cannot be read now.
        """
        async with self._storage.reading() as work:
            return await work.post.bookmarks.load(self._messenger, bot)

    async def save(self, bot: str, position: str) -> None:
        """Everything before this position has been handled.

        :raises DatabaseTrouble: the old position stands.
        """
        async with self._storage.writing() as work:
            await work.post.bookmarks.save(self._messenger, bot, position)
