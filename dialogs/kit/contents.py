"""What is inside of files that people send: whether it is what the name says, and nothing that acts when it is opened.

Everything is looked at within bounds, and nothing is unpacked to any place: an archive may hold a thousand times its
size. What cannot be looked into (a password, an archive in an archive) is not taken either.
"""

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, get_args

from dialogs.kit import pdfs
from dialogs.kit.filenames import type_of
from dialogs.kit.incoming import EXTENSION, TAKEN
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.pictures import PICTURES, is_picture, pixels, tells_where
from dialogs.kit.room import Room

Harm = Literal["mismatch", "program", "macros", "active", "archive", "locked", "pixels", "position"]
Look = Callable[[bytes], Harm | None]
LookThrough = Callable[[bytes, Room], Harm | None]

MOST_PIXELS = 50_000_000  # a phone draws 4 bytes for each of them
_DIRECTORY = 1 << 20  # bytes of an archive's list of files
# Programs by their first bytes, whatever they are called: Windows, Linux, macOS, scripts.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"#!")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office before 2007
_VBA = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "_VBA_PROJECT_CUR"))
_EXCEL_4 = re.compile(rb"\x85\x00[\x08-\x50]\x00.{4}[\x00-\x02]\x01", re.DOTALL)  # BOUNDSHEET8 of a macro sheet, MS-XLS
_PACKAGE = tuple(name.encode("utf-16-le") for name in ("\x01Ole10Native", "ObjectPool"))
_RTF = re.compile(
    rb"\\obj(?:ect|data|update|ocx|autlink|link|html)|\\\*\\template|\bDDE(?:AUTO)?\b|INCLUDE(?:TEXT|PICTURE)"
)
_OFFICE: Mapping[str, bytes] = {"docx": b"word/", "xlsx": b"xl/", "pptx": b"ppt/", "ppsx": b"ppt/"}
_OPEN: Mapping[str, bytes] = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "epub": b"application/epub+zip",
}
_TEXTS = ("txt", "md", "csv")
# What systems put into archives unasked: macOS beside every file (AppleDouble, RFC 1740) and into every folder, Windows
# into folders of pictures. Only what begins as it should is that, for anything may be called so.
_APPLE_DOUBLE = (re.compile(r"__MACOSX/((?:.*/)?)\._([^/]+)"), b"\x00\x05\x16\x07")
_OF_SYSTEMS = (
    (re.compile(r"(?:.*/)?\.DS_Store"), b"\x00\x00\x00\x01Bud1"),
    (re.compile(r"(?:.*/)?Thumbs\.db"), _OLE),
)


def harm(name: str, media_type: str, content: bytes) -> Harm | None:
    """Why the file does harm, or may; None where it is what it is called, and only that.

    It takes seconds at worst, and is to be asked beside the loop.
    """
    try:
        return _look(name, media_type, content, Room())
    except Exception:  # libraries fall over what is made to be broken, each in ways of its own
        return "archive"


def _look(name: str, media_type: str, content: bytes, room: Room) -> Harm | None:
    kind = _kind(name, media_type)
    if content.startswith(_PROGRAMS):
        return "program"
    if (through := _THROUGH.get(kind)) is not None:
        return through(content, room)
    return _LOOKS.get(kind, _unknown)(content)


def harm_of(word: str) -> Harm | None:
    """The harm of that name, as a letter carries it."""
    return next((one for one in get_args(Harm) if one == word), None)


def why_not(found: Harm) -> Phrase:
    """What is said to who sent it."""
    match found:
        case "mismatch":
            return say("Inside, the file is not what its name says. Please save it anew in its program.")
        case "program":
            return say("There is a program in the file. Please send documents, pictures, sound or films.")
        case "macros":
            return say("There are macros in the file. Please save it without them: as .docx, .xlsx or .pptx.")
        case "active":
            return say("There is something in the file that may act when it is opened. Please save it as a plain PDF.")
        case "archive":
            return say("I cannot look through this archive: it is broken, too large inside, or has archives in it.")
        case "locked":
            return say("The file is closed by a password, so I cannot look inside. Please send it without one.")
        case "pixels":
            return say("The picture is too large: phones cannot open it. Please make it smaller.")
        case "position":
            return say("The picture tells where it was taken. Please send it as a JPEG: then I take that out.")


def _kind(name: str, media_type: str) -> str:
    extension = EXTENSION.search(name)
    if extension is not None:
        return extension[1].lower()
    return next((known for known in TAKEN if type_of(f"a.{known}") == media_type), "")


def _unknown(_content: bytes) -> Harm:
    return "mismatch"


def _begins(*marks: bytes, at: int = 0) -> Look:
    def look(content: bytes) -> Harm | None:
        return None if content.startswith(marks, at) else "mismatch"

    return look


def _riff(kind: bytes) -> Look:
    def look(content: bytes) -> Harm | None:
        return None if content[:4] == b"RIFF" and content[8:12] == kind else "mismatch"

    return look


def _picture(content: bytes) -> Harm | None:
    if not is_picture(content):
        return "mismatch"
    if pixels(content) > MOST_PIXELS:
        return "pixels"
    return "position" if tells_where(content) else None


def _text(content: bytes) -> Harm | None:
    """Words in any alphabet: no zero bytes, but where two bytes make a sign."""
    two = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    other = content.startswith((_OLE, b"PK\x03\x04", b"%PDF", b"{\\rtf")) or (b"\x00" in content and not two)
    return "mismatch" if other else None


def _book(content: bytes) -> Harm | None:
    """A FictionBook: XML that brings nothing along from elsewhere."""
    if b"<FictionBook" not in content[:4_000]:
        return "mismatch"
    return "active" if _has_entities(content) else None


def _has_entities(content: bytes) -> bool:
    wide = tuple("<!ENTITY".encode(f"utf-16-{order}") for order in ("le", "be"))
    return b"<!ENTITY" in content or any(mark in content for mark in wide)


def _rich_text(content: bytes) -> Harm | None:
    if not content.startswith(b"{\\rtf"):
        return "mismatch"
    return "active" if _RTF.search(content) else None


def _old_office(content: bytes) -> Harm | None:
    if content.startswith(b"{\\rtf"):  # Word calls it .doc, too
        return _rich_text(content)
    if not content.startswith(_OLE):
        return "mismatch"
    if any(name in content for name in _VBA) or _EXCEL_4.search(content):
        return "macros"
    return "active" if any(name in content for name in _PACKAGE) else None


# --- archives --------------------------------------------------------------------------------------------------------


class _Broken(Exception):
    """An archive cannot be looked through."""


def _opened(content: bytes, room: Room) -> zipfile.ZipFile:
    """The archive, whose list of files is small enough to be read.

    :raises _Broken: it is not, or there is none.
    """
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - (1 << 16) - 22))
    directory = int.from_bytes(content[end + 12 : end + 16], "little")
    if end < 0 or directory > _DIRECTORY or content[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        raise _Broken
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    room.take(0, len(entries))
    if sum(entry.file_size for entry in entries) > room.left:
        raise _Broken
    return archive


def _files(archive: zipfile.ZipFile, room: Room) -> Iterator[tuple[str, bytes]]:
    """The files in it, one after another, as much as may be.

    :raises TooLarge: one is larger than it said, or than may be.
    """
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        with archive.open(entry) as file:
            most = room.of_one
            content = file.read(most + 1)
        room.take(len(content) if len(content) <= most else room.left + 1)
        yield entry.filename, content


def _looked_through(content: bytes, room: Room, look: Callable[[zipfile.ZipFile], Harm | None]) -> Harm | None:
    if not content.startswith(b"PK"):
        return "mismatch"
    with _opened(content, room) as archive:
        return "locked" if any(entry.flag_bits & 1 for entry in archive.infolist()) else look(archive)


def _in_archive(content: bytes, room: Room) -> Harm | None:
    """Of its files each is taken by itself, and none is an archive again."""

    def look(archive: zipfile.ZipFile) -> Harm | None:
        files = frozenset(archive.namelist())
        for name, inside in _files(archive, room):
            extension = _kind(name, "")
            if inside.startswith(_PROGRAMS):
                return "program"
            if _is_of_system(name, inside, files):
                continue
            if extension not in TAKEN:
                return "program"
            if extension == "zip" or (inside.startswith(b"PK\x03\x04") and extension not in (*_OFFICE, *_OPEN)):
                return "archive"
            if (found := _look(name, "", inside, room)) is not None:
                return found
        return None

    return _looked_through(content, room, look)


def _is_of_system(name: str, inside: bytes, files: Collection[str]) -> bool:
    """Whether a system put it there unasked; what macOS adds, it adds to something that is in the archive too."""
    of_file, begins = _APPLE_DOUBLE
    if (added := of_file.fullmatch(name)) is not None:
        beside = added[1] + added[2]
        is_folder = EXTENSION.search(beside) is None and f"{beside}/" in files
        return inside.startswith(begins) and (beside in files or is_folder)
    return any(inside.startswith(begins) and named.fullmatch(name) for named, begins in _OF_SYSTEMS)


def _office(kind: str, *, inner: bool = False) -> LookThrough:
    """A document of Office: its parts are there, and no macros, objects or templates from elsewhere."""

    def look(archive: zipfile.ZipFile, room: Room) -> Harm | None:
        names = [name.lower() for name in archive.namelist()]
        part = _OFFICE[kind].decode()
        if "[content_types].xml" not in names or not any(name.startswith(part) for name in names):
            return "mismatch"
        if any("vbaproject" in name or "/macrosheets/" in name for name in names):
            return "macros"
        if any("/activex/" in name for name in names):
            return "active"
        for name, inside in _files(archive, room):
            if (found := _part(name.lower(), inside, room, inner=inner)) is not None:
                return found
        return None

    return lambda content, room: _looked_through(content, room, lambda archive: look(archive, room))


def _part(name: str, inside: bytes, room: Room, *, inner: bool) -> Harm | None:
    if inside.startswith(_PROGRAMS):
        return "program"
    if name == "[content_types].xml" and b"macroEnabled" in inside:
        return "macros"
    if name.endswith((".xml", ".rels")):
        if b"<!DOCTYPE" in inside or _has_entities(inside):
            return "active"
        remote = b"External" in inside and re.search(rb"/(?:attachedTemplate|oleObject|frame|subDocument)\"", inside)
        return "active" if remote else None
    if "/embeddings/" in name:  # a chart has its table with it
        kind = _kind(name, "")
        return "active" if kind not in _OFFICE or inner else _office(kind, inner=True)(inside, room)
    return None


def _open_document(kind: str) -> LookThrough:
    def look(archive: zipfile.ZipFile, room: Room) -> Harm | None:
        said = b""
        for name, inside in _files(archive, room):
            if name == "mimetype":
                said = inside.strip()
            if name.startswith(("Basic/", "Scripts/")) and name.endswith((".xml", ".py", ".js", ".bsh")):
                return "macros"
            if inside.startswith(_PROGRAMS):
                return "program"
            acts = name.lower().endswith((".js", ".jar")) or (name.startswith("Object ") and inside.startswith(_OLE))
            if acts or _has_entities(inside):
                return "active"
        return None if said == _OPEN[kind] else "mismatch"

    return lambda content, room: _looked_through(content, room, lambda archive: look(archive, room))


_THROUGH: Mapping[str, LookThrough] = {
    **{kind: _office(kind) for kind in _OFFICE},
    **{kind: _open_document(kind) for kind in _OPEN},
    "zip": _in_archive,
    "pdf": pdfs.look,
}
_LOOKS: Mapping[str, Look] = {
    **dict.fromkeys(PICTURES, _picture),
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(("doc", "xls", "ppt", "pps"), _old_office),
    **dict.fromkeys(("mp4", "m4v", "mov", "m4a"), _begins(b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip", at=4)),
    **dict.fromkeys(("webm", "mkv"), _begins(b"\x1a\x45\xdf\xa3")),
    "rtf": _rich_text,
    "fb2": _book,
    "djvu": _begins(b"AT&TFORM"),
    "ogg": _begins(b"OggS"),
    "mp3": _begins(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "wav": _riff(b"WAVE"),
    "avi": _riff(b"AVI "),
}
