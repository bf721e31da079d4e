"""Every screen of stands' people, with names of the length that people have at most."""

from collections.abc import Iterator
from datetime import UTC, datetime

from dialogs.kit.screen import Screen
from dialogs.team import screens
from dialogs.team.screens import Team
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.staff.places import Place
from storage.staff.staff import StaffLine
from tests.screens_of_leads import HOLDER

AT = datetime(2020, 4, 27, 6, 50, tzinfo=UTC)
LINES = [StaffLine(n, "paper", str(n), "head" if n < 3 else "stand", "azbuka", AT, False, n) for n in range(1, 40)]
GROUPS = [
    Place(n, Address("paper", f"-{n}"), "stand", None, 1, False, "bind", AT, None, None, HOLDER) for n in range(1, 15)
]
LINKS = [(name, f"https://{name}.example.org/fairway?start=staff-{'x' * 26}") for name in ("telegram", "vk")]


def screens_of_team(catalogue: Catalogue) -> Iterator[tuple[str, Screen]]:
    """All of them."""
    stand = max(catalogue.stands.values(), key=lambda stand: len(stand.short or stand.title))
    names = dict.fromkeys(range(1, 20), HOLDER)
    for organiser in (True, False):
        team = Team(stand, LINES, names, 1, organiser)
        yield "people of a stand", screens.team(team, 0)
        word, more = screens.revoked(team, LINES[7]), screens.to_leave(GROUPS)
        yield "people after a word", screens.team(team, 20, word, more)
        for line in (LINES[7], LINES[30]):
            yield "before a colleague goes", screens.ask_revoke(team, line)
    yield "a stand without people", screens.team(Team(stand, [], {}, 1, True), 0)
    for links in (LINKS, []):
        yield "a link for a colleague", screens.invited(stand, links)
