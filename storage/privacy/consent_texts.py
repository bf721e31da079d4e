"""The texts of consents as people saw them, each kept once under its own hash; nothing in them is anybody's data."""

from hashlib import sha256

from sqlalchemy import Column, String, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA

CONSENT_TEXTS = Table(
    "consent_texts",
    METADATA,
    Column("text_hash", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)


def text_hash(text: str) -> str:
    """What proves that a text is the one that was agreed to: SHA-256 of its letters in UTF-8."""
    return sha256(text.encode()).hexdigest()


class ConsentTexts:
    """The texts, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, text: str) -> str:
        """Keep a text that somebody agrees to; its hash."""
        kept = {"text_hash": text_hash(text), "text": text}
        await self._connection.execute(insert_or_ignore(self._connection, CONSENT_TEXTS), kept)
        return kept["text_hash"]

    async def load(self, known: str) -> str | None:
        """The text of that hash."""
        query = select(CONSENT_TEXTS.c.text).where(CONSENT_TEXTS.c.text_hash == known)
        text: str | None = (await self._connection.execute(query)).scalar_one_or_none()
        return text
