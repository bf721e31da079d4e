"""In which language the commands speak: that of `--lang`, else the machine's own, else English; and which one runs."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import typer
from typer.core import TyperGroup

from dialogs.kit.phrase import LANGUAGES, SOURCE_LANGUAGE, Phrase, Value, say, speak
from storage.importers.mistakes import Said

OPTION = "--lang"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts
_chosen: ContextVar[str | None] = ContextVar("chosen", default=None)
_running: ContextVar[str] = ContextVar("running", default="")


def choose(language: str | None) -> None:
    """Speak that language from now on; None: the machine's.

    :raises typer.BadParameter: we do not speak it.
    """
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(" / ".join(LANGUAGES), param_hint=OPTION)
    _chosen.set(language)


def language() -> str:
    """The language that is spoken."""
    return _chosen.get() or language_of(os.environ)


def language_of(environment: Mapping[str, str]) -> str:
    """The language of a machine, by its locale."""
    said = next((environment[name] for name in _LOCALES if environment.get(name)), "")
    code = said.lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return code if code in LANGUAGES else SOURCE_LANGUAGE


def command() -> str:
    """The names of the command that runs, such as `export leads`."""
    return _running.get()


def spoken(words: Value) -> str:
    """The words in that language."""
    return speak(words, language())


def translated(words: str) -> str:
    """What is said of a programme file, in that language; other words as they are."""
    if not isinstance(words, Said):
        return words
    values = {name: translated(value) if isinstance(value, str) else value for name, value in words.values.items()}
    return spoken(Phrase(words.message, values))


def tell(words: Value, *, err: bool = False) -> None:
    """Print the words."""
    typer.echo(spoken(words), err=err)


def described(command: Any) -> Iterator[Any]:
    """A command with its parameters, and all commands below it: whatever has a `help`, the types of which are typer's
    secret.
    """
    yield from (one for one in (command, *command.params) if getattr(one, "help", None))
    for below in getattr(command, "commands", {}).values():
        yield from described(below)


class SpokenCommands(TyperGroup):
    """All commands; `--lang` may stand anywhere among their words, and `--help` is in that language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # the type of a context is typer's secret
        choose(None)
        words = list(args)
        end = words.index("--") if "--" in words else len(words)
        for at, word in enumerate(words[:end]):
            if word == OPTION and at + 1 < end:
                choose(words[at + 1])
                del words[at : at + 2]
                break
            if word.startswith(f"{OPTION}="):
                choose(word.partition("=")[2])
                del words[at]
                break
        _running.set(" ".join(_names(self, words)))
        for one in described(self):
            one.help = spoken(Phrase(one.help))
            if hasattr(one, "get_help_option") and (option := one.get_help_option(ctx)) is not None:
                option.help = spoken(say("Show this message and exit."))
        if "--help" in words or len(words) < 2:
            _title_panels()
        return super().parse_args(ctx, words)


def _title_panels() -> None:
    """The headings of what `--help` prints, which the library has as constants; loading it takes a while."""
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = spoken(say("Options"))
    rich_utils.ARGUMENTS_PANEL_TITLE = spoken(say("Arguments"))
    rich_utils.COMMANDS_PANEL_TITLE = spoken(say("Commands"))


def _names(group: Any, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        group = getattr(group, "commands", {}).get(word)
        if group is None:
            return
        yield word
