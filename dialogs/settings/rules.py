"""The zones that a visitor may choose from, Russia's eleven, as hours from Moscow; and their reminders."""

from collections.abc import Sequence

from dialogs.kit.phrase import Phrase, say

# Hours from Moscow and a city by which people know the zone. Russia's zones, tz database 2026.
RUSSIAN_ZONES: tuple[tuple[int, Phrase], ...] = (
    (-1, say("Kaliningrad")),
    (0, say("Moscow")),
    (1, say("Samara")),
    (2, say("Yekaterinburg")),
    (3, say("Omsk")),
    (4, say("Krasnoyarsk")),
    (5, say("Irkutsk")),
    (6, say("Yakutsk")),
    (7, say("Vladivostok")),
    (8, say("Magadan")),
    (9, say("Kamchatka")),
)


def switched(notices: Sequence[int], notice: int, *, on: bool) -> tuple[int, ...]:
    """The notices with that one, or without it; the longest first."""
    return tuple(sorted({*notices, notice} if on else {*notices} - {notice}, reverse=True))
