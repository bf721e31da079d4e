"""What a stand's staff send for visitors: programs, macros, scripts, bombs and look-alikes under innocent names.

An employee could publish a link of a shortener, a page of a look-alike, macros and archives unseen, at once.
"""

import io
import random
import re
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest

from dialogs.kit.contents import Harm, harm
from dialogs.kit.errors import Trouble
from dialogs.kit.pictures import pixels, without_place
from dialogs.materials.addresses import doubt, read_link
from tests.amount import attacked
from tests.dialogs.giving import opens
from tests.dialogs.leading import named, organiser, staff
from tests.paper import Person
from tests.world import World

MEMORY, SECONDS = 300 << 20, 10.0
PDF = b"%PDF-1.4 prices"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAC = b"\0\5\x16\7\0\2\0\0Mac OS X        "  # what it adds to each file
DS_STORE = b"\0\0\0\1Bud1"
RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="https://evil.tld/x" TargetMode="External"/></Relationships>'
)


def packed(files: Mapping[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def office(part: str = "word/document.xml", **more: bytes | str) -> bytes:
    """A document of Office, with these parts beside its own."""
    own: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", part: "<x/>"}
    return packed(own | {name.replace("__", "/").replace("_dot_", "."): inside for name, inside in more.items()})


def with_parts(parts: Mapping[str, bytes | str], part: str = "word/document.xml") -> bytes:
    own: dict[str, bytes | str] = {"[Content_Types].xml": "<Types/>", part: "<x/>"}
    return packed(own | dict(parts))


def open_document(kind: str, more: Mapping[str, bytes | str] | None = None) -> bytes:
    own: dict[str, bytes | str] = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"}
    return packed(own | dict(more or {}))


def locked(content: bytes) -> bytes:
    """The archive, as if its files were under a password."""
    marked = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), content):
            marked[found.start() + at] |= 1
    return bytes(marked)


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))


def exif(side: int = 6) -> bytes:
    """What a telephone tells of a photo: which side is up, and a position (55°45′ N)."""
    ifd = struct.pack("<H", 2) + struct.pack("<HHII", 0x0112, 3, 1, side) + struct.pack("<HHII", 0x8825, 4, 1, 38)
    place = struct.pack("<H", 1) + struct.pack("<HHII", 2, 5, 3, 56) + bytes(4) + struct.pack("<6I", 55, 1, 45, 1, 0, 1)
    return b"II*\x00\x08\x00\x00\x00" + ifd + bytes(4) + place


def jpeg(width: int = 4, height: int = 3, *segments: tuple[int, bytes]) -> bytes:
    frame = (0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    told = b"".join(b"\xff" + bytes((mark,)) + struct.pack(">H", len(s) + 2) + s for mark, s in (*segments, frame))
    return b"\xff\xd8" + told + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"picture" + b"\xff\xd9"


def pdf_with(inside: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj <<" + inside + b">> endobj"


def packed_objects(inside: bytes) -> bytes:
    body = zlib.compress(inside)
    return pdf_with(b"") + b"2 0 obj << /Type /ObjStm /N 1 /Filter /FlateDecode >>\nstream\r\n" + body + b"\nendstream"


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def nested() -> bytes:
    """Documents, each of which may be so large, but not all of them."""
    inner = with_parts({"word/a.xml": bytes(30 << 20)})
    return packed({f"{n}.docx": inner for n in range(5)}, zipfile.ZIP_STORED)


MACROS = office(word__vbaProject_dot_bin=OLE)
HARMFUL: Mapping[str, tuple[str, bytes, Harm]] = {
    "a program": ("прайс.pdf", b"MZ\x90\x00", "program"),
    "a script": ("прайс.txt", b"#!/bin/sh\nrm", "program"),
    "words called a picture": ("стенд.jpg", b"hello", "mismatch"),
    "a page called a text of Word": ("прайс.doc", b"<html><script>", "mismatch"),
    "an archive called a PDF": ("прайс.pdf", packed({"a.txt": "a"}), "mismatch"),
    "a PDF called a text": ("прайс.txt", b"%PDF-1.7", "mismatch"),
    "bytes called a table": ("прайс.csv", b"a;b\x00c", "mismatch"),
    "any archive called a text of Word": ("прайс.docx", packed({"a.txt": "a"}), "mismatch"),
    "a table called a text of Word": ("прайс.docx", office("xl/workbook.xml"), "mismatch"),
    "macros in a text": ("прайс.docx", MACROS, "macros"),
    "macros in a table": ("прайс.xlsx", with_parts({"xl/VBAPROJECT.bin": OLE}, "xl/workbook.xml"), "macros"),
    "macros of 1992 in a table": (
        "прайс.xlsx",
        with_parts({"xl/macrosheets/sheet1.xml": "<x/>"}, "xl/a.xml"),
        "macros",
    ),
    "a kind with macros": (
        "прайс.docx",
        packed({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml", "word/a.xml": ""}),
        "macros",
    ),
    "macros in an old text": ("прайс.doc", OLE + utf16("_VBA_PROJECT"), "macros"),
    "macros in an old table": ("прайс.xls", OLE + utf16("_VBA_PROJECT_CUR"), "macros"),
    "macros of 1992 in an old table": ("прайс.xls", OLE + b"\x85\x00\x0e\x00" + bytes(4) + b"\x00\x01Macro1", "macros"),
    "macros in an open text": ("прайс.odt", open_document("text", {"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "an object in an old text": ("прайс.doc", OLE + utf16("\x01Ole10Native"), "active"),
    "an object in a rich text": ("прайс.rtf", rb"{\rtf1{\object\objemb{\*\objdata 0105}}}", "active"),
    "a rich text called an old one": ("прайс.doc", rb"{\rtf1{\field{\*\fldinst DDEAUTO cmd}}}", "active"),
    "a rich text with a template of elsewhere": ("прайс.rtf", rb"{\rtf1{\*\template https://evil.tld}}", "active"),
    "an object in a text": ("прайс.docx", with_parts({"word/embeddings/oleObject1.bin": OLE}), "active"),
    "a control in a text": ("прайс.docx", with_parts({"word/activeX/activeX1.xml": "<x/>"}), "active"),
    "macros in a table in a text": ("прайс.docx", with_parts({"word/embeddings/a.docx": MACROS}), "macros"),
    "a template of elsewhere": (
        "прайс.docx",
        with_parts({"word/_rels/settings.xml.rels": RELATION.format("attachedTemplate")}),
        "active",
    ),
    "entities from elsewhere": (
        "прайс.xlsx",
        with_parts({"xl/a.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'}, "xl/workbook.xml"),
        "active",
    ),
    "entities in two bytes": ("прайс.odt", open_document("text", {"a.xml": utf16("<!ENTITY a 'b'>")}), "active"),
    "entities in a book": ("книга.fb2", b"<!DOCTYPE x [<!ENTITY a 'b'>]><FictionBook>", "active"),
    "a script in a PDF": ("прайс.pdf", pdf_with(b"/S /JavaScript /JS (app.alert)"), "active"),
    "a script spelled by numbers": ("прайс.pdf", pdf_with(b"/S /J#61va#53cript"), "active"),
    "a program started by a PDF": ("прайс.pdf", pdf_with(b"/S /Launch /F (cmd.exe)"), "active"),
    "a file in a PDF": ("прайс.pdf", pdf_with(b"/Type /EmbeddedFile"), "active"),
    "a form in a PDF": ("прайс.pdf", pdf_with(b"/XFA [1 0 R]"), "active"),
    "a script packed in a PDF": ("прайс.pdf", packed_objects(b"<< /S /JavaScript >>"), "active"),
    "a closed PDF": ("прайс.pdf", pdf_with(b"") + b"trailer << /Encrypt 9 0 R >>", "locked"),
    "a program in an archive": ("прайс.zip", packed({"прайс.exe": b"x"}), "program"),
    "a program called a text": ("прайс.zip", packed({"прайс.txt": b"MZ"}), "program"),
    "a shortcut in an archive": ("прайс.zip", packed({"прайс.pdf.lnk": b"L"}), "program"),
    "macros in an archive": ("прайс.zip", packed({"прайс.docx": MACROS}), "macros"),
    "an archive in an archive": ("прайс.zip", packed({"a.zip": packed({"a.txt": "a"})}), "archive"),
    "an archive in an archive by another name": ("прайс.zip", packed({"a.pdf": packed({"a.txt": "a"})}), "archive"),
    "an archive under a password": ("прайс.zip", locked(packed({"a.txt": "a"})), "locked"),
    "packed in a broken way": (
        "прайс.zip",
        packed({"a.txt": "a" * 99}, zipfile.ZIP_LZMA).replace(b"\x5d", b"\xff"),
        "archive",
    ),
    "a broken extra field": ("прайс.zip", packed({"a.txt": "a"}).replace(b"PK\x01\x02", b"PK\x01\x03"), "archive"),
    "documents of documents, large together": ("прайс.zip", nested(), "archive"),
    "a program that says it is of the system": ("прайс.zip", packed({"__MACOSX/a": b"MZ"}), "program"),
    "a script that says it is of the system": (
        "прайс.zip",
        packed({"a.txt": "a", "__MACOSX/a.bat": b"del *"}),
        "program",
    ),
    "a script beside a text as macOS would name it": (
        "прайс.zip",
        packed({"a.txt": "a", "__MACOSX/._a.txt": b"del *", "__MACOSX/._b.bat": MAC}),
        "program",
    ),
    "what macOS adds to a file that is not there": ("прайс.zip", packed({"__MACOSX/._a.bat": MAC}), "program"),
    "what macOS adds, in no folder of macOS": ("прайс.zip", packed({"a.txt": "a", "._a.bat": MAC}), "program"),
    "what macOS adds to a folder called like a script": (
        "прайс.zip",
        packed({"a.bat/": "", "a.bat/a.txt": "a", "__MACOSX/._a.bat": MAC}),
        "program",
    ),
    "a script by the name of a list of thumbnails": ("прайс.zip", packed({"Thumbs.db": b"del *"}), "program"),
    "a folder that asks a stranger for its picture": (
        "прайс.zip",
        packed({"a.txt": "a", "desktop.ini": "[.ShellClassInfo]\nIconResource=\\\\evil.tld\\a.ico"}),
        "program",
    ),
    "half an archive": ("прайс.zip", packed({"a.txt": "a" * 1000})[:60], "archive"),
    "a picture of 100 million dots": ("стенд.png", png(10_000, 10_000), "pixels"),
    "a photo of 100 million dots": ("стенд.jpg", jpeg(10_000, 10_000), "pixels"),
    "a photo that tells its place": ("IMG.heic", b"\0\0\0\x18ftypheic" + bytes(12) + b"Exif\0\0" + exif(), "position"),
}
HARMLESS: Mapping[str, tuple[str, bytes]] = {
    "a PDF": ("прайс.pdf", pdf_with(b"/Type /Page /OpenAction [3 0 R /Fit]")),
    "a text": ("прайс.docx", office(word___rels__a_dot_rels=RELATION.format("hyperlink"))),
    "a table": ("прайс.xlsx", office("xl/workbook.xml")),
    "slides with a table": ("слайды.pptx", with_parts({"ppt/embeddings/a.xlsx": office("xl/a.xml")}, "ppt/a.xml")),
    "an open text": ("прайс.odt", open_document("text", {"META-INF/manifest.xml": "<!DOCTYPE m PUBLIC 'x' 'y'>"})),
    "an open table": ("прайс.ods", open_document("spreadsheet")),
    "an old text": ("прайс.doc", OLE),
    "a rich text": ("прайс.rtf", rb"{\rtf1 {\b objective}}"),
    "words": ("прайс.txt", "Цены".encode("cp1251")),
    "words in two bytes": ("прайс.csv", "Цены;1".encode("utf-16")),
    "an archive of macOS": (
        "прайс.zip",
        packed(
            {
                "a.txt": "a",
                ".DS_Store": DS_STORE,
                "__MACOSX/._a.txt": MAC,
                "__MACOSX/._.DS_Store": MAC,
                "Цены/": "",
                "Цены/b.pdf": PDF,
                "__MACOSX/._Цены": MAC,
                "__MACOSX/Цены/._b.pdf": MAC,
                "Фото/Thumbs.db": OLE,
            }
        ),
    ),
    "an archive": ("прайс.zip", packed({"прайс.pdf": PDF, "а/": b"", "а/b.docx": office(), "c.jpg": jpeg()})),
    "a photo": ("стенд.jpg", jpeg()),
    "a photo under another name": ("стенд.jpg", png(4, 3)),
    "a film": ("кино.mp4", b"\0\0\0\x18ftypmp42"),
    "a book": ("книга.fb2", b'<?xml version="1.0"?><FictionBook>'),
}


@pytest.mark.shield("S9")
@pytest.mark.parametrize("what", HARMFUL)
def test_what_does_harm_is_seen_whatever_it_is_called(what: str) -> None:
    name, content, found = HARMFUL[what]
    assert harm(name, "", content) == found


@pytest.mark.shield("S9")
@pytest.mark.parametrize("what", HARMLESS)
def test_what_does_none_is_taken(what: str) -> None:
    name, content = HARMLESS[what]
    assert harm(name, "", content) is None


def bombs() -> Mapping[str, tuple[str, Callable[[], bytes]]]:
    """Small files that are large inside, or have very much in them; none may take 300 MB or 10 s."""
    zeros = bytes(40 << 20)
    return {
        "a bomb": ("a.zip", lambda: packed({f"{n}.txt": zeros for n in range(20)})),
        "a bomb that lies of its size": (
            "a.zip",
            lambda: packed({"a.txt": zeros}).replace(struct.pack("<I", len(zeros)), struct.pack("<I", 10)),
        ),
        "a bomb in a document": ("a.docx", lambda: with_parts({f"word/{n}.xml": zeros for n in range(20)})),
        "a document in an archive, large both": (
            "a.zip",
            lambda: packed({"a.docx": with_parts({"word/a.xml": bytes(30 << 20)}), "b.txt": bytes(30 << 20)}),
        ),
        "very many files": ("a.zip", lambda: packed({f"{n}.txt": "" for n in range(60_000)}, zipfile.ZIP_STORED)),
        "a table of a million rows": (
            "a.xlsx",
            lambda: with_parts({"xl/sheet1.xml": b"<row><c><v>1</v></c></row>" * 1_000_000}, "xl/workbook.xml"),
        ),
        "a bomb in a PDF": ("a.pdf", lambda: packed_objects(bytes(200 << 20)) + packed_objects(zeros) * 20),
        "names in a PDF": ("a.pdf", lambda: b"%PDF-1.7" + b"/ObjStm" * (2 << 20)),
        "slashes in a PDF": ("a.pdf", lambda: b"%PDF-1.7" + b"/" * (20 << 20)),
        "a rich text": ("a.rtf", lambda: rb"{\rtf1" + rb"\ob" * (6 << 20)),
        "an old text": ("a.doc", lambda: OLE + b"\x85\x00\x0e\x00" * (5 << 20)),
        "a photo of segments": ("a.jpg", lambda: b"\xff\xd8" + b"\xff\xe1\x00\x02" * (5 << 20)),
        "a photo of padding": ("a.jpg", lambda: b"\xff\xd8" + b"\xff" * (20 << 20)),
        "an endless stream in a PDF, named often": (
            "a.pdf",
            lambda: b"%PDF-1.7" + b"/ObjStm stream " * 200_000 + b"\x78\x9c" + b"\0\0\0\xff\xff" * (3 << 20),
        ),
        "documents in an archive": ("a.zip", nested),
        "noise": ("a.pdf", lambda: b"%PDF" + random.Random(7).randbytes(20 << 20)),
    }


@pytest.mark.shield("S9")
@pytest.mark.parametrize(
    "what",
    bombs()
    if attacked(0, 1)
    else [*list(bombs())[:6], "a photo of padding", "an endless stream in a PDF, named often"],
)
def test_nothing_that_is_large_inside_takes_much(what: str) -> None:
    name, make = bombs()[what]
    content = make()
    tracemalloc.start()
    begun = time.process_time()
    try:
        harm(name, "", without_place(content))
        took, (_, most) = time.process_time() - begun, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert took < SECONDS
    assert most < MEMORY


@pytest.mark.shield("S9")
def test_a_photo_loses_its_place_and_still_knows_which_side_is_up() -> None:
    told = (
        (0xE0, b"JFIF\0"),
        (0xE1, b"Exif\0\0" + exif()),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0GPS"),
        (0xE2, b"ICC"),
    )
    clean = without_place(jpeg(4, 3, *told))
    assert struct.pack("<6I", 55, 1, 45, 1, 0, 1) not in clean
    assert b"GPS" not in clean
    assert b"\x12\x01\x03\x00\x01\x00\x00\x00\x06" in clean
    assert b"ICC" in clean
    assert clean.endswith(b"picture\xff\xd9")
    assert pixels(clean) == 12
    assert without_place(clean) == clean
    assert without_place(jpeg()) == jpeg()


@pytest.mark.shield("S9")
def test_so_do_pictures_of_other_kinds() -> None:
    told = png(4, 3, chunk(b"eXIf", exif()), chunk(b"IDAT", b"dots"))
    assert without_place(told) == png(4, 3, chunk(b"IDAT", b"dots"))
    body = (
        b"WEBPVP8X" + struct.pack("<I", 10) + b"\x0c\0\0\0\x03\0\0\x02\0\0" + b"EXIF" + struct.pack("<I", 4) + b"II*\0"
    )
    clean = without_place(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert clean == b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0\x03\0\0\x02\0\0"
    assert pixels(clean) == 12
    for cut in range(0, len(told), 3):  # half a picture is no error
        without_place(told[:cut])
        pixels(told[:cut])


@pytest.mark.shield("S9")
@pytest.mark.parametrize(
    "link",
    [
        *("https://аррӏе.com/", "https://xn--80ak6aa92e.com/", "https://pаypal.com", "https://школa.рф"),
        *("https://0x7f.1", "https://127.1", "https://1.1.1.1", "https://017700000001/", "https://2130706433/"),
        *(
            "https://１２７.0.0.1/",
            "https://[::ffff:127.0.0.1]/",
            "https://1.2.3.0x10/",
            "https://%31.com",
            "https://a..b",
        ),
    ],
)
def test_an_address_that_is_not_what_it_looks_like_is_refused(link: str) -> None:
    assert isinstance(read_link(link), Trouble)


@pytest.mark.shield("S9")
@pytest.mark.parametrize(
    "link",
    [
        "https://bit.ly/x",
        "https://www.clck.ru/a",
        "https://t.me/evilbot?start=x",
        "https://wa.me/7916",
        "https://школа.com",
    ],
)
def test_an_address_that_tells_nobody_where_it_leads_is_doubtful(link: str) -> None:
    assert read_link(link) == link
    assert doubt(link) is not None


@pytest.mark.shield("S9")
@pytest.mark.parametrize(
    "link", ["https://пример.рф/прайс", "https://azbuka.example.org/?to=t.me", "https://notbit.ly/"]
)
def test_other_addresses_are_not(link: str) -> None:
    assert read_link(link) == link
    assert doubt(link) is None


def titles(world: World) -> list[str]:
    return [material.title for material in named(world, "azbuka").materials]


async def offers(person: Person, link: str, title: str) -> None:
    """Write a link, its title, and that everybody gets it."""
    await person.opens("stand-azbuka")
    await person.taps("Материалы", "Для сотрудников стенда", "Добавить")
    await person.types(link)
    await person.types(title)
    await person.taps("Всем сразу")
    await person.world.tick()


@pytest.mark.shield("S9")
@pytest.mark.both
async def test_the_first_material_of_a_stand_waits_and_so_does_what_is_doubtful(world: World, anna: Person) -> None:
    ivan, vera = await staff(world, "71", "Иван"), await organiser(world)
    await offers(ivan, "https://bit.ly/evil", "Скидки")
    assert "организаторы" in ivan.reads
    assert titles(world) == ["Каталог и цены"]
    shown = "\n".join(message.text for message in vera.messages)
    assert "https[:]//bit[.]ly/evil\n⚠️ Адрес сокращён: не видно, куда он ведёт." in shown
    await vera.taps("Отклонить")
    await world.tick()
    await offers(ivan, "https://azbuka.example.org/a", "Сайт")
    assert titles(world) == ["Каталог и цены"]
    await vera.taps("Опубликовать")
    await world.tick()
    assert titles(world) == ["Каталог и цены", "Сайт"]
    await offers(ivan, "https://azbuka.example.org/b", "Прайс")
    assert titles(world) == ["Каталог и цены", "Сайт", "Прайс"]
    await offers(ivan, "https://t.me/evilbot?start=x", "Чат")
    assert titles(world) == ["Каталог и цены", "Сайт", "Прайс"]
    assert any("⚠️ Адрес ведёт в чат мессенджера." in message.text for message in vera.messages)
    await opens(anna)
    assert "Чат" not in anna.reads


@pytest.mark.shield("S9")
async def test_who_sends_macros_is_told_what_to_do(world: World) -> None:
    ivan = await staff(world, "71", "Иван")
    await ivan.sends_file("прайс.docx", content=MACROS, media_type="application/octet-stream")
    await ivan.taps("Оставить «прайс»", "Всем сразу")
    for _ in range(3):
        await world.tick()
    assert "Гостям я «прайс» не передаю" in ivan.reads
    assert "В файле есть макросы. Пожалуйста, сохраните его без них" in ivan.reads
    assert titles(world) == ["Каталог и цены"]


@pytest.mark.shield("S9")
async def test_what_is_kept_of_a_photo_does_not_tell_its_place(world: World) -> None:
    ivan = await staff(world, "71", "Иван")
    photo = jpeg(4, 3, (0xE1, b"Exif\0\0" + exif()))
    handle = await ivan.sends_file("стенд.jpg", content=photo, media_type="image/jpeg")
    await ivan.taps("Оставить «стенд»", "Всем сразу")
    await world.tick()
    async with world.storage.reading() as work:
        name = await work.files.sent("paper", handle)
        file = None if name is None else await work.files.load(name)
    assert file is not None
    assert file.content == without_place(photo) != photo
