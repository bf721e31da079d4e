"""A file has a handle of its own in each messenger and for each use."""

from storage.database import Storage
from storage.fair.files import StoredFile, file_hash
from tests.storage.making import PAPER

CONTENT = b"a price list"
FILE = StoredFile(file_hash(CONTENT), "price.pdf", "application/pdf", CONTENT)


async def test_a_handle_that_a_messenger_knows_no_more_is_forgotten_alone(storage: Storage) -> None:
    async with storage.writing() as work:
        await work.files.keep(FILE)
        for messenger, use in ((PAPER, "photo"), (PAPER, "document"), ("other", "photo")):
            await work.files.remember_handle(messenger, FILE.hash, use, f"{messenger} {use}")
        await work.files.forget_handle(PAPER, FILE.hash, "photo")
    async with storage.reading() as work:
        assert await work.files.handle(PAPER, FILE.hash, "photo") is None
        assert await work.files.handle(PAPER, FILE.hash, "document") == f"{PAPER} document"
        assert await work.files.handle("other", FILE.hash, "photo") == "other photo"
