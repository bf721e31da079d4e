"""Staff add a material by sending the file: asked about, fetched, decided where organisers want to, and taken back."""

from dataclasses import replace

import pytest

from dialogs.kit.errors import Trouble
from dialogs.kit.policy import StaffPolicy
from dialogs.materials.addresses import read_link
from dialogs.materials.routes import DecideOffer, OpenOffers, PutAtStand, SetGate, ShowOffer, TakeBack
from tests.dialogs.giving import KNOWN, opens, trusts
from tests.dialogs.leading import named, organiser, staff
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

PDF = b"%PDF prices of 2020"
LARGE = 60_000_000


@pytest.fixture
async def ivan(world: World) -> Person:
    """Somebody who works at the stand 47, of which organisers know what it gives away."""
    ivan = await staff(world, "71", "Иван")
    await trusts(world)
    return ivan


async def approving(world: World) -> None:
    """Organisers want to see what stands give away."""
    world.policy = replace(world.policy, staff=StaffPolicy(approve_materials=True))
    await world.restart()


async def adds(person: Person, *, gate: str = "Всем сразу", content: bytes = PDF) -> None:
    """Send a file and answer the questions; time passes."""
    await person.sends_file("прайс_2020.pdf", content=content)
    await person.taps("Оставить «прайс 2020»", gate)
    await comes(person.world)


async def comes(world: World) -> None:
    """Time passes: a file is fetched, then it is seen that it has come, then everybody is told."""
    for _ in range(3):
        await world.tick()


def titles(world: World, ref: str = "azbuka") -> list[str]:
    return [material.title for material in named(world, ref).materials if material.title != KNOWN]


async def newest(world: World) -> int:
    """The number of what was offered last to the stand 47."""
    async with world.storage.reading() as work:
        return (await work.leads.offers.of_stand(named(world, "azbuka").id))[0].id


@pytest.mark.both
async def test_a_file_becomes_a_material_of_the_stand(world: World, ivan: Person, anna: Person) -> None:
    await ivan.sends_file("прайс_2020.pdf", content=PDF)
    same_as_golden("offer-title", ivan.sees)
    await ivan.taps("Оставить «прайс 2020»")
    same_as_golden("offer-gate", ivan.sees)
    await ivan.taps("Всем сразу")
    assert "Забираю файл" in ivan.reads
    await comes(world)
    assert "«прайс 2020» теперь получают все гости стенда." in ivan.reads
    assert titles(world) == ["Каталог и цены", "прайс 2020"]
    await opens(anna)
    assert anna.files == {"прайс_2020.pdf": PDF}
    await world.imports()
    assert titles(world) == ["Каталог и цены", "прайс 2020"]


async def test_it_may_be_called_otherwise_and_be_behind_the_gate(world: World, ivan: Person, anna: Person) -> None:
    await ivan.sends_file("IMG_001.pdf", content=PDF)
    await ivan.types("  Цены\u202e для школ ")
    await ivan.taps("За визитку")
    await comes(world)
    assert "«Цены для школ» теперь получают гости стенда в обмен на визитку." in ivan.reads
    await opens(anna)
    assert "🔒 Цены для школ" in anna.reads
    assert anna.files == {}


async def test_of_several_stands_one_is_chosen(world: World, ivan: Person) -> None:
    await staff(world, "71", "Иван", "notebook")
    await trusts(world, "notebook")
    await ivan.sends_file("бумага.pdf", content=PDF)
    await ivan.taps("Оставить «бумага»", "Всем сразу")
    assert ivan.buttons[:2] == ["47 · Издательство «Азбука утра»", "48 · Тетрадная фабрика"]
    await ivan.presses(PutAtStand(named(world, "p03").id).pack())
    assert "всё закончено" in ivan.toast
    await ivan.taps("48 · Тетрадная фабрика")
    await comes(world)
    assert (titles(world), titles(world, "notebook")) == (["Каталог и цены"], ["бумага"])


async def test_a_large_file_becomes_a_link(world: World, ivan: Person, anna: Person) -> None:
    await ivan.sends_file("фильм.mp4", LARGE, media_type="video/mp4")
    same_as_golden("offer-large", ivan.sees)
    await ivan.types("http://example.org/film")
    assert "начинается с https://" in ivan.reads
    await ivan.types("https://video.example.org/film")
    await ivan.types("Фильм о букваре")
    await ivan.taps("Всем сразу")
    assert "теперь получают все гости" in ivan.reads
    await world.storage.refresh()
    await opens(anna)
    assert "https://video.example.org/film" in anna.reads


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("install.exe", "application/octet-stream"),
        ("price.pdf.EXE", "application/pdf"),
        ("script.js", "text/javascript"),
        ("fair.apk", "application/vnd.android.package-archive"),
        ("saver.scr", "application/octet-stream"),
        ("run.bat", "text/plain"),
        ("page.html", "text/html"),
        ("прайс", "application/x-msdownload"),
        ("table.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    ],
)
async def test_what_may_harm_visitors_is_refused_kindly(world: World, ivan: Person, name: str, kind: str) -> None:
    await ivan.sends_file(name, content=b"MZ", media_type=kind)
    assert f"Файлы такого вида («{name}») гостям не передаю" in ivan.reads
    assert ivan.has("Отмена")
    await ivan.sends_file("прайс.pdf", content=PDF)
    assert "Как назвать" in ivan.reads


async def test_a_program_under_another_name_is_not_given_to_anybody(world: World, ivan: Person) -> None:
    await adds(ivan, content=b"MZ\x90\x00")
    assert "Гостям я «прайс 2020» не передаю.\n\nВ файле есть программа." in ivan.reads
    assert titles(world) == ["Каталог и цены"]


async def test_a_file_that_never_comes_is_told(world: World, ivan: Person) -> None:
    await ivan.sends_file("прайс.pdf", content=PDF)
    world.messenger.files.sent.clear()
    await ivan.taps("Оставить «прайс»", "Всем сразу")
    await world.pass_time(minutes=31)
    assert "Не получилось забрать файл «прайс»" in ivan.reads


async def test_organisers_decide_where_they_want_to(world: World, ivan: Person) -> None:
    await approving(world)
    olga, marina = await organiser(world, "91"), await organiser(world, "92")
    await adds(ivan)
    assert "Теперь его посмотрят организаторы" in ivan.reads
    assert titles(world) == ["Каталог и цены"]
    same_as_golden("offer-card", olga.sees)
    await olga.taps("Посмотреть")
    await world.tick()
    assert olga.files == {"прайс_2020.pdf": PDF}
    await olga.taps("Опубликовать")
    await comes(world)
    assert "теперь получают все гости стенда" in ivan.reads
    assert titles(world) == ["Каталог и цены", "прайс 2020"]
    assert "✅ опубликовано" in marina.reads
    await marina.presses(DecideOffer(await newest(world), False).pack())
    assert "уже решено" in marina.toast
    assert titles(world) == ["Каталог и цены", "прайс 2020"]


async def test_a_declined_one_is_told_and_never_shown(world: World, ivan: Person) -> None:
    await approving(world)
    olga = await organiser(world)
    await adds(ivan)
    await olga.taps("Отклонить")
    await comes(world)
    assert "Организаторы не опубликовали «прайс 2020»" in ivan.reads
    assert titles(world) == ["Каталог и цены"]


@pytest.mark.both
async def test_staff_take_their_material_back(world: World, ivan: Person, anna: Person) -> None:
    await adds(ivan)
    await opens(anna)
    await ivan.taps("Материалы стенда")
    same_as_golden("offers", ivan.sees)
    await ivan.taps("Убрать «прайс 2020»")
    assert "Убрано" in ivan.toast
    await world.storage.refresh()
    assert titles(world) == ["Каталог и цены"]
    await anna.taps("Мои материалы", "прайс 2020")
    assert any("больше не раздают" in message.text for message in anna.messages)


async def test_a_material_is_added_from_the_list_too(world: World, ivan: Person) -> None:
    await ivan.opens("stand-azbuka")
    await ivan.taps("Материалы", "Для сотрудников стенда", "Добавить")
    assert "Новый материал стенда" in ivan.reads
    await ivan.types("https://azbuka.example.org/price")
    await ivan.types("Прайс на сайте")
    await ivan.taps("Всем сразу")
    await world.storage.refresh()
    assert titles(world)[-1] == "Прайс на сайте"


@pytest.mark.shield("S7")
async def test_no_title_can_be_pressed(world: World, ivan: Person) -> None:
    await ivan.sends_file("www.evil.example-прайс.pdf", content=PDF)
    assert "Оставить" not in ivan.sees
    for title in ("Прайс на t.me/evil", "Звоните 8 912 000 11 22", "пишите @evil_stand"):
        await ivan.types(title)
        assert "не бывает ссылок, телефонов и имён с @" in ivan.reads
    await ivan.types("Прайс на 28.04.2020, 120 000 рублей")
    assert "Кому давать «Прайс на 28.04.2020, 120 000 рублей»?" in ivan.reads


async def test_only_staff_of_the_stand_and_organisers_get_in(world: World, ivan: Person, anna: Person) -> None:
    await approving(world)
    peter = await staff(world, "72", "Пётр", "notebook")
    await adds(ivan)
    stand = named(world, "azbuka").id
    offer = await newest(world)
    mine = (OpenOffers(stand), TakeBack(offer), TakeBack(offer + 1), SetGate(True))
    routes = (*mine, ShowOffer(offer), DecideOffer(offer, True))
    for person in (anna, peter):
        for route in routes:
            await person.presses(route.pack())
            await world.tick()
            assert "прайс" not in person.sees
            assert person.files == {}
    for route in routes[-2:]:
        await ivan.presses(route.pack())
    await comes(world)
    assert titles(world) == ["Каталог и цены"]


async def test_files_of_visitors_are_not_understood(world: World, anna: Person) -> None:
    await anna.sends_file("резюме.pdf", content=PDF)
    assert anna.reads.startswith("Голос и картинки я пока не разбираю")
    stranger = world.person("5")
    await stranger.sends_file("резюме.pdf", content=PDF)
    assert "Здравствуйте" in stranger.reads


async def test_who_works_there_no_more_adds_nothing(world: World, ivan: Person) -> None:
    await ivan.sends_file("прайс.pdf", content=PDF)
    await ivan.taps("Оставить «прайс»")
    async with world.storage.writing() as work:
        for line in await work.staff.everybody():
            await work.staff.revoke(line.id, world.clock.now())
    await ivan.taps("Всем сразу")
    await comes(world)
    assert titles(world) == ["Каталог и цены"]


@pytest.mark.parametrize(
    "link",
    [
        *("http://a.example.org", "https://localhost/x", "https://127.0.0.1/x", "https://me@example.org/"),
        *(
            "https://example.org:8443/",
            "https://[",
            "ftp://example.org",
            "https://a b.org",
            "https://" + "a" * 500 + ".org",
        ),
    ],
)
def test_links_that_are_not_passed_on(link: str) -> None:
    assert isinstance(read_link(link), Trouble)


def test_links_that_are() -> None:
    assert read_link(" https://пример.рф/прайс?x=1 ") == "https://пример.рф/прайс?x=1"
