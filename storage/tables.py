"""All tables in one place, for the migrations and for tests that look at every one of them."""

from sqlalchemy import MetaData

from storage import (
    audit,
    bookmarks,
    cards,
    consent_texts,
    consents,
    contacts,
    desks,
    email_proofs,
    events,
    exhibition,
    files,
    lead_desks,
    leads,
    leases,
    materials,
    offers,
    outbox,
    pages,
    people,
    places,
    programme,
    question_tables,
    received,
    route,
    staff,
    subscriptions,
    threads,
)
from storage.schema import METADATA

_KNOWN = (
    audit,
    bookmarks,
    cards,
    consent_texts,
    consents,
    contacts,
    desks,
    email_proofs,
    events,
    exhibition,
    files,
    lead_desks,
    leads,
    leases,
    materials,
    offers,
    outbox,
    pages,
    people,
    places,
    programme,
    question_tables,
    route,
    received,
    staff,
    subscriptions,
    threads,
)


def all_tables() -> MetaData:
    """The metadata with every table in it."""
    return METADATA
