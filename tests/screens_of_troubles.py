"""Every message of a trouble, at its beginning and when it is over, for tests of all screens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dialogs.kit.screen import Screen
from dialogs.troubles import screens
from storage.fair.catalogue import Catalogue
from storage.staff.troubles import Trouble


def screens_of_troubles(catalogue: Catalogue, now: datetime) -> Iterator[tuple[str, Screen]]:
    """All kinds, as much as there can be of each."""
    clusters, stands = list(catalogue.clusters), list(catalogue.stands)
    session, stand = next(iter(catalogue.sessions)), stands[0]
    some: dict[str, Any] = {"first": [1, 2, 3, 4], "numbers": [1, 2, 3, 4], "count": 40}
    kinds: list[tuple[str, str, dict[str, Any]]] = [
        ("group", "paper/-100", {"title": "Модераторы", "clusters": clusters, "stands": stands}),
        ("group", "paper/-100", {"title": "", "clusters": [], "stands": []}),
        ("topics", "paper/-100", {"title": "Модераторы"}),
        ("cluster", "", {"groupless": clusters, "unmoderated": clusters[:1]}),
        ("questions", str(session), some),
        ("questions", str(session), some | {"unmoderated": True}),
        ("requests", str(stand), some | {"lacks": "chat"}),
        ("requests", str(stand), some | {"lacks": ""}),
        ("in vain", str(stand), {"calls": 2, "messages": 1}),
        ("same phone", "ab" * 32, {"people": 3, "stands": stands}),
        ("guessing", "", {"people": 2}),
        ("away", "vk", {}),
        ("token", "telegram", {}),
        ("rival", "telegram", {}),
        *((refused, "vk", {}) for refused in ("shut", "chats", "captcha")),
        ("late", "telegram", {"letters": 300}),
    ]
    for number, (kind, what, about) in enumerate(kinds):
        trouble = Trouble(number, kind, what, about, now, None, now)
        for organises in (True, False):
            yield f"trouble {kind} {number} {organises}", screens.trouble(catalogue, trouble, organises=organises)
        over = replace(trouble, ended=now + timedelta(minutes=5))
        yield f"trouble {kind} {number} over", screens.trouble(catalogue, over, organises=True)
    yield "how to return", screens.how_to_return()
    links = [
        ("telegram", "https://t.me/fair_bot?start=staff-abcdefgh"),
        ("vk", "https://vk.me/fair?ref=staff-abcdefgh"),
    ]
    yield "invited", screens.invited("Дошкольное образование", links, "abcdefghabcdefgh")
