"""How somebody is addressed whom only their messenger knows."""

LONGEST_NAME = 40


def spoken_name(said: str) -> str:
    """The name to greet with, on one line; none where it is no name that a person could be called by."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    return name if len(name) <= LONGEST_NAME and any(map(str.isalpha, name)) else ""
