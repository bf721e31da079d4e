"""`make messages`: collect the phrases of the code into `locales/`, keeping what is translated."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from bot.commands import app
from bot.speech import described
from dialogs.kit.phrase import FOLDER, LANGUAGES, SOURCE_LANGUAGE

ROOT = Path(__file__).parents[1]
KEYWORDS = {"say": None, "say_n": (1, 2)}
FOLDERS = ("bot", "dialogs", "handlers", "storage")


def collected() -> Catalog:
    """All phrases that the code says."""
    found = Catalog(project="Fairway", fuzzy=False)
    for folder in FOLDERS:
        told = extract_from_dir(ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS)
        for file, _, message, _, _ in told:
            found.add(message, locations=[(f"{folder}/{file}", 0)], flags=[])
    for one in described(get_command(app)):
        found.add(one.help, locations=[("bot/commands.py", 0)], flags=[])
    return found


def path(language: str) -> Path:
    """Where a language's words lie."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def update(language: str) -> Catalog:
    """A language's catalogue with the phrases of today."""
    old = path(language)
    catalogue = read_po(BytesIO(old.read_bytes()), locale=language) if old.exists() else Catalog(locale=language)
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    if language == SOURCE_LANGUAGE:
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file."""
    text = BytesIO()
    write_po(text, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    header = (
        f"# The words of Fairway: {catalogue.locale}.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale}\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    return header.encode() + text.getvalue()


def main() -> None:
    """Write the catalogues and say what is still to be translated."""
    for language in LANGUAGES:
        catalogue = update(language)
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(written(catalogue))
        missing = [message.id for message in catalogue if message.id and not all(_strings(message.string))]
        sys.stdout.write(f"{language}: {len(catalogue)} phrases, {len(missing)} to translate\n")


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)


if __name__ == "__main__":
    main()
