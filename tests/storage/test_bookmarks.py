"""Bookmarks: the reading of a stream goes on where it was."""

from storage.database import Storage


async def test_the_position_saved_last_is_found_by_its_bot_alone(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.post.bookmarks.save("paper", "1", "100")
        await work.post.bookmarks.save("paper", "2", "7")
    async with storage.writing() as work:
        await work.post.bookmarks.save("paper", "1", "101")
    async with storage.reading() as work:
        assert await work.post.bookmarks.load("paper", "1") == "101"
        assert await work.post.bookmarks.load("paper", "2") == "7"
        assert await work.post.bookmarks.load("glass", "1") is None
