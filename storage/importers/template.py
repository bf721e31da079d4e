"""The example programme that `fairway template` prints: short, commented, and itself a valid file."""

from importlib.resources import files


def template() -> str:
    return files(__package__).joinpath("template.yaml").read_text(encoding="utf-8")
