"""The welcome and the menu."""

from dataclasses import replace

from dialogs.exhibition.routes import OpenExhibition
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Piece, Row, Screen, paragraph, screen
from dialogs.menu.routes import SpeakAtFirst
from dialogs.plan.routes import OpenPlan
from dialogs.programme.routes import OpenNow, OpenProgramme
from dialogs.questions.routes import OpenMyQuestions
from dialogs.settings.routes import OpenSettings
from storage.fair.catalogue import Catalogue


def _doors() -> list[Row]:
    return [
        (Button(say("📅 Programme"), OpenProgramme()), Button(say("▶️ Now and soon"), OpenNow())),
        (Button(say("🏛 Exhibition"), OpenExhibition()), Button(say("⭐ My plan"), OpenPlan())),
        (Button(say("💬 My questions"), OpenMyQuestions()), Button(say("⚙️ Settings"), OpenSettings())),
    ]


def _languages(*, below: bool) -> Row:
    return tuple(Button(name, SpeakAtFirst(code, below)) for code, name in (("ru", "Русский"), ("en", "English")))


def welcome(catalogue: Catalogue, word: Phrase | None = None, *, name: str = "", ask_language: bool) -> Screen:
    """The first message; who reads neither of our languages on their phone is offered both."""
    if not catalogue.version:
        return _nothing_yet(None)
    text: list[Piece] = [
        Bold(_hello(catalogue, name)),
        *([word] if word is not None else []),
        say(
            "Here is the whole programme and every stand. Choose what you would like to see: "
            "I will remind you before it starts and send you the link."
        ),
        say("Where shall we begin?"),
    ]
    return screen(*text, buttons=[*_doors(), _languages(below=False) if ask_language else ()])


def _hello(catalogue: Catalogue, name: str) -> Phrase:
    if name:
        return say("Hello, {name}! This is {fair}, and I am your assistant.", name=name, fair=catalogue.title)
    return say("Hello! This is {fair}, and I am your assistant.", fair=catalogue.title)


def introduced(catalogue: Catalogue, shown: Screen, *, name: str = "", ask_language: bool) -> Screen:
    """A card that a link led to, with a greeting for who sees us for the first time."""
    hello = paragraph((_hello(catalogue, name), " ", say("Here is what you came for:")))
    languages = [_languages(below=True)] if ask_language else []
    return replace(shown, text=(hello, *shown.text), buttons=(*shown.buttons, *languages))


def menu(catalogue: Catalogue, word: Phrase | None) -> Screen:
    """The menu, after a word if there is something to say."""
    if not catalogue.version:
        return _nothing_yet(word)
    head: list[Piece] = [word] if word is not None else [Bold(catalogue.title), say("What would you like to see?")]
    return screen(*head, buttons=_doors())


def _nothing_yet(word: Phrase | None) -> Screen:
    nothing = say("The programme has not been published yet. Please come back a little later.")
    return screen(*([word] if word else []), nothing, buttons=[(Button(say("⚙️ Settings"), OpenSettings()),)])
