"""What people type instead of pressing: the doors that words open, in every messenger and in both languages.

One table for all messengers. Whole messages only: what is written to a stand or asked of a speaker is longer.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from dialogs.callback.routes import OpenMyRequests
from dialogs.contacts.routes import OpenCard
from dialogs.exhibition.routes import OpenExhibition, OpenStand
from dialogs.help.routes import OpenHelp
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.materials.routes import OpenMyMaterials
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.privacy.routes import OpenPrivacy
from dialogs.programme.routes import OpenNow, OpenProgramme, OpenRecordings, OpenSession
from dialogs.questions.routes import OpenMyQuestions
from dialogs.settings.routes import OpenSettings
from dialogs.tour.routes import OpenTour
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand

Door = Route | str  # a route, or the name of a command

MENU = ("меню", "главное меню", "начать", "старт", "menu", "main menu", "start")
DOORS: Mapping[str, Door] = {
    **dict.fromkeys(MENU, OpenMenu()),
    **dict.fromkeys(("сейчас", "сейчас и скоро", "что сейчас", "что идет", "что сейчас идет"), OpenNow()),
    **dict.fromkeys(("now", "now and soon", "what is on"), OpenNow()),
    **dict.fromkeys(("план", "мой план", "мой день", "plan", "my plan"), OpenPlan()),
    **dict.fromkeys(("программа", "расписание", "programme", "program", "schedule"), OpenProgramme()),
    **dict.fromkeys(("записи", "запись", "recordings", "recording"), OpenRecordings()),
    **dict.fromkeys(("выставка", "стенды", "exhibition", "stands"), OpenExhibition()),
    **dict.fromkeys(("маршрут", "мой маршрут", "route", "my route"), OpenTour()),
    **dict.fromkeys(("заявки", "мои заявки", "requests", "my requests"), OpenMyRequests()),
    **dict.fromkeys(("вопросы", "мои вопросы", "questions", "my questions"), OpenMyQuestions()),
    **dict.fromkeys(("материалы", "мои материалы", "materials", "my materials"), OpenMyMaterials()),
    **dict.fromkeys(("визитка", "моя визитка", "contact card", "my contact card"), OpenCard()),
    **dict.fromkeys(("настройки", "settings"), OpenSettings()),
    **dict.fromkeys(("помощь", "помоги", "справка", "что ты умеешь", "help", "what can you do"), OpenHelp()),
    **dict.fromkeys(("мои данные", "что вы обо мне храните", "my data"), OpenPrivacy()),
    **dict.fromkeys(("стоп", "stop"), "stop"),
    **dict.fromkeys(("забыть меня", "забудь меня", "forget me"), "forget"),
}
_NEAREST = frozenset({"ссылка", "где ссылка", "когда начало", "не открывается", "link", "when does it start"})
_HELLO = frozenset({"привет", "здравствуйте", "добрый день", "доброе утро", "добрый вечер", "hello", "hi", "hey"})
_THANKS = frozenset({"спасибо", "спасибо большое", "большое спасибо", "благодарю", "thanks", "thank you"})
_STAND = re.compile(r"(?:(?:стенд|stand)\s*)?(?:№\s*)?([0-9]{1,6})")
_LONGEST = 200  # signs: no door is called so long
_NO_WORD = re.compile(r"[^\w№]+|_")


def plain(text: str) -> str:
    """What was typed, without case, emoji and signs: as buttons say it and as people do; of a whole text nothing."""
    if len(text) > _LONGEST:
        return ""
    return _NO_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


def door(text: str) -> Door | None:
    """Where words lead that are the name of a place."""
    return DOORS.get(plain(text))


def leaves(text: str) -> bool:
    """Whether these words leave a form that is open: none of its answers reads so."""
    return plain(text) in MENU


def way(text: str, catalogue: Catalogue, plan: Collection[int], now: datetime) -> Route | None:
    """Where words lead by what the fair and the reader's plan hold; None: nowhere."""
    words = plain(text)
    if words in _NEAREST:
        return _nearest(catalogue, plan, now)
    found = _STAND.fullmatch(words)
    return None if found is None else _stand(catalogue, int(found[1]))


def small_talk(text: str) -> Phrase | None:
    """What is said to a greeting and to thanks."""
    words = plain(text)
    if words in _HELLO:
        return say("Hello! What would you like to see?")
    return say("You are welcome! Here is where to go on:") if words in _THANKS else None


def _stand(catalogue: Catalogue, number: int) -> Route | None:
    found: Stand | None = next((stand for stand in catalogue.stands.values() if stand.number == number), None)
    return None if found is None else OpenStand(found.id)


def _nearest(catalogue: Catalogue, plan: Collection[int], now: datetime) -> Route:
    """The session of the plan that is on, or comes next."""
    chosen = (catalogue.sessions.get(number) for number in plan)
    ahead: list[tuple[datetime, int]] = [
        (one.starts, one.id)
        for one in chosen
        if one is not None and one.starts and one.ends and not one.cancelled and now < one.ends
    ]
    return OpenSession(min(ahead)[1], "plan0") if ahead else OpenNow()
