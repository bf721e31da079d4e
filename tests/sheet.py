"""What a message on paper looks like: its words, its buttons, and both as readable text."""

from dataclasses import dataclass

from dialogs.kit.paging import paged
from dialogs.kit.phrase import speak
from dialogs.kit.screen import AnyButton, Bold, Button, Italic, Link, LinkButton, Paragraph, Piece, Screen


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file as it stands in a chat, with its bytes."""

    name: str
    content: bytes
    media_type: str


@dataclass(slots=True)
class Message:
    """A message as it stands in a chat now."""

    id: str
    text: str
    rows: tuple[tuple[tuple[str, AnyButton], ...], ...]
    photo: bool
    drawn: str
    letter: bool = False
    edits: int = 0
    thread: str = ""
    pinned: bool = False
    documents: tuple[PaperFile, ...] = ()
    silent: bool = False

    @property
    def files(self) -> list[str]:
        """The names of the documents that came with it."""
        return [document.name for document in self.documents]

    @property
    def buttons(self) -> list[str]:
        """All labels, row by row."""
        return [label for row in self.rows for label, _ in row]

    @property
    def links(self) -> dict[str, str]:
        """Where the buttons that leave the messenger lead."""
        return {label: button.url for row in self.rows for label, button in row if isinstance(button, LinkButton)}

    def find(self, word: str) -> AnyButton | None:
        """The button of that label, or of the numbered line that says it; an emoji or a time may stand before it."""
        labels = [(label, button) for row in self.rows for label, button in row]
        found = [button for label, button in labels if label == word or label.endswith(f" {word}")]
        if not found:
            numbers = numbered(self.text, word)
            found = [button for label, button in labels if label in numbers]
        assert len(found) < 2, f"{word!r} is on several of {self.buttons}"
        return found[0] if found else None


def numbered(text: str, word: str) -> list[str]:
    """The numbers of the lines that say it: what stands on their buttons."""
    return [line.partition(". ")[0] for line in text.split("\n") if _names(line, word)]


def _names(line: str, word: str) -> bool:
    """Whether a numbered line says the words of a label: a title, perhaps after its time, which it says longer."""
    number, dot, said = line.partition(". ")
    parts = said.removesuffix(" ⭐").split(" · ")
    return bool(dot) and number.isdecimal() and all(_is_part(one, parts) for one in word.split(" · "))


def _is_part(word: str, parts: list[str]) -> bool:
    return any(part == word or part.endswith(f" {word}") or part.startswith(f"{word}–") for part in parts)


def packed(button: AnyButton | None) -> str:
    """What a press of the button carries; it has to be there, and not to lead out of the messenger."""
    assert isinstance(button, Button), button
    return button.to.pack()


def read(screen: Screen, language: str) -> str:
    """The words of a screen, as plain text; what is folded up stands last."""
    folded = "" if screen.fold is None else f"\n\n▾ {_words(screen.fold.text, language)}"
    return _words(screen.text, language) + folded


def _words(text: tuple[Paragraph, ...], language: str) -> str:
    paragraphs = ("\n".join("".join(_read(p, language) for p in line) for line in part.lines) for part in text)
    return "\n\n".join(paragraphs)


def _read(piece: Piece, language: str) -> str:
    if isinstance(piece, Link):
        return f"{speak(piece.text, language)} <{piece.url}>"
    return speak(piece.text if isinstance(piece, Bold | Italic) else piece, language)


def draw(screen: Screen, language: str) -> str:
    """A whole screen as readable text, with its picture and its buttons; of a list the page that has to be seen."""
    screen = paged(screen)
    phone = f"[{speak(screen.asks_phone, language)} ☎]\n" if screen.asks_phone is not None else ""
    photo = f"(photo {screen.photo.url or screen.photo.file[:8]})\n" if screen.photo else ""
    rows = (" ".join(_drawn(button, language) for button in row) for row in screen.buttons)
    return f"{photo}{read(screen, language)}\n\n" + "\n".join(rows) + "\n" + phone


def _drawn(button: AnyButton, language: str) -> str:
    label = speak(button.label, language)
    return f"[{label} ↗ {button.url}]" if isinstance(button, LinkButton) else f"[{label}]"


def write(what: Screen, language: str, *, letter: bool) -> Message:
    """A message that shows the screen, before it is sent."""
    rows = tuple(tuple((speak(button.label, language), button) for button in row) for row in what.buttons)
    return Message("", read(what, language), rows, what.photo is not None, draw(what, language), letter)


def pack(text: tuple[Paragraph, ...], language: str, documents: tuple[PaperFile, ...]) -> Message:
    """A message that brings documents, before it is sent."""
    words = _words(text, language)
    names = "".join(f"(file {document.name})\n" for document in documents)
    return Message("", words, (), False, f"{names}{words}\n", letter=True, documents=documents)
