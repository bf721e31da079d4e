"""A programme file is read whole: either all of it is right, or every mistake is named and nothing is taken."""

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from storage.importers.explain import explain
from storage.importers.fair_file import FairEntry, FairFile, StageEntry
from storage.importers.mistakes import Mistake, Mistakes, say
from storage.importers.repeats import SECTIONS, declared, repeats
from storage.importers.surroundings import Surroundings
from storage.importers.tree import Node
from storage.importers.yaml_text import MAX_BYTES, read_yaml


def read_fair_file(path: Path) -> FairFile | Mistakes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return Mistakes(
            (
                Mistake(
                    0,
                    "",
                    say("{path} cannot be read ({what})", path=path, what=reason or say("not a file name")),
                    say("look at its name"),
                ),
            )
        )
    return read_fair(data, path.parent)


def read_fair(data: bytes, folder: Path | None = None) -> FairFile | Mistakes:
    """Without a folder the files that the programme names are not looked for."""
    tree = read_yaml(data)
    if isinstance(tree, Mistake):
        return Mistakes((tree,))
    found = [*tree.mistakes, *repeats(tree.root)]
    try:
        file = FairFile.model_validate(tree.root.plain(), context=_surroundings(tree.root, folder))
    except ValidationError as errors:
        found += (explain(error, tree.root) for error in errors.errors(include_url=False))
    else:
        if not found:
            return file
    return Mistakes(tuple(sorted(set(found))))


def _surroundings(root: Node, folder: Path | None) -> Surroundings:
    misspelt = isinstance(root.value, dict) and root.value.keys() - FairFile.model_fields.keys()
    there = [section for section in SECTIONS if root.child(section) or not misspelt]
    ids = {section: names for section in there if (names := declared(root, section)) is not None}
    days = tuple((stage.first_day, stage.last_day) for stage in _stages(root))
    return Surroundings(folder, _zone(root), days, ids)


def _zone(root: Node) -> ZoneInfo | None:
    fair = {"id": "any", "title": "any", "timezone": root.text_at(("fair", "timezone"))}
    try:
        return ZoneInfo(FairEntry.model_validate(fair).timezone)
    except ValidationError:
        return None


def _stages(root: Node) -> tuple[StageEntry, ...]:
    """None of them when one cannot be understood: then no day can be said to be outside of them."""
    node = root.child("stages")
    try:
        return TypeAdapter(tuple[StageEntry, ...]).validate_python(node.plain() if node and node.value else ())
    except ValidationError:
        return ()
