"""Screens that are the same for many: made once from a state of the catalogue, and drawn once for each messenger."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from dialogs.kit.screen import Screen
from storage.fair.catalogue import Catalogue

MOST = 500  # screens of one state of the fair, of some kilobytes each

Drawn = TypeVar("Drawn")


def kept(catalogue: Catalogue, key: Hashable, make: Callable[[], Screen]) -> Screen:
    """The screen of that key, as long as the catalogue is what it is.

    :param key: everything that the screen depends on besides the catalogue. Nothing of one person may be in it.
    """
    made = cast("dict[Hashable, Screen]", catalogue.made)
    shown = made.get(key)
    if shown is None:
        shown = make().kept()
        if len(made) >= MOST:
            made.clear()
        made[key] = shown
    return shown


def drawn(screen: Screen, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """What a messenger makes of a screen: once for all who see it, where it is kept."""
    if screen.drawn is None:
        return draw()
    if key not in screen.drawn:
        screen.drawn[key] = draw()
    return cast("Drawn", screen.drawn[key])
