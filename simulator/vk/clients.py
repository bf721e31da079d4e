"""What the apps of different age can draw, as the bot is told in `client_info` and as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.vk.posts import Rows
from simulator.world import App

LANGUAGES = {"ru": 0, "uk": 1, "be": 2, "en": 3, "es": 4, "fi": 5, "de": 6, "it": 7}
OTHER_LANGUAGE = 3


@dataclass(frozen=True, slots=True)
class Client:
    actions: tuple[str, ...] = ()
    keyboard: bool = True
    inline: bool = True
    carousel: bool = True

    def info(self, language: str) -> dict[str, Any]:
        return {
            "button_actions": list(self.actions),
            "keyboard": self.keyboard,
            "inline_keyboard": self.inline,
            "carousel": self.carousel,
            "lang_id": LANGUAGES.get(language[:2], OTHER_LANGUAGE),
        }

    def sees(self, rows: Rows, *, inline: bool) -> Rows:
        """The buttons that this app draws: what it does not know it leaves out."""
        if not (self.inline if inline else self.keyboard):
            return ()
        drawn = (tuple(button for button in row if button.type in self.actions) for row in rows)
        return tuple(row for row in drawn if row)


OLD = ("text", "vkpay", "open_app", "location", "open_link", "open_photo")
CLIENTS: Mapping[App, Client] = {
    "new": Client((*OLD, "callback", "intent_subscribe", "intent_unsubscribe")),
    "no callback": Client(OLD, carousel=False),
    "no inline": Client(OLD[:4], inline=False, carousel=False),
    "no keyboard": Client((), keyboard=False, inline=False, carousel=False),
}
