"""Numbers that are shared, files that are sent and fetched, packages, and answers that send onward."""

import pytest

from dialogs.engine.dispatch import Dispatch
from dialogs.engine.registry import Registry
from dialogs.features import home
from dialogs.kit.event import Address, SentFile, SharedPhone
from dialogs.kit.feature import Feature
from dialogs.kit.screen import Screen, screen
from dialogs.kit.visit import Visit
from storage.fair.files import StoredFile, file_hash
from tests.dialogs.engine.sending import SHARE, BeginVisit, Present, Through, post, post_office
from tests.paper import PAPER, Person
from tests.world import World

FILES = {f"прайс {number}.pdf": f"%PDF {number}".encode() for number in (1, 2, 3)}


@pytest.fixture
async def visitor(world: World, anna: Person) -> Person:
    """Somebody at the post office."""
    await world.restart(post_office())
    await anna.opens()
    return anna


async def _store(world: World) -> tuple[str, ...]:
    async with world.storage.writing() as work:
        for name, content in FILES.items():
            await work.files.keep(StoredFile(file_hash(content), name, "application/pdf", content))
    return tuple(map(file_hash, FILES.values()))


async def _sends(visitor: Person, name: str, size: int | None = None, content: bytes = b"") -> str:
    """Answer both questions; the file's handle."""
    await visitor.presses(BeginVisit().pack())
    await visitor.shares("+79161234567")
    handle = await visitor.sends_file(name, size, content=content, caption="цены")
    assert visitor.reads == f"Записано: {name}, {len(content) if size is None else size}, цены"
    return handle


async def _post(world: World, to: Person, letter: Present) -> None:
    async with world.storage.writing() as work:
        await post(work, letter, Address(PAPER, to.user), world.clock.now())
    await world.deliver()


async def test_a_number_is_shared_by_a_button_that_is_there_while_it_is_asked_for(visitor: Person) -> None:
    assert visitor.asked_phone == ""
    await visitor.presses(BeginVisit().pack())
    assert visitor.asked_phone == SHARE
    await visitor.shares("+79161234567")
    assert visitor.reads == "+79161234567 — ваш. Теперь файл?"
    assert visitor.asked_phone == ""


async def test_a_number_may_be_typed_and_the_button_goes_all_the_same(visitor: Person) -> None:
    await visitor.presses(BeginVisit().pack())
    await visitor.types("нет")
    assert visitor.reads == "Назад\n\nВаш номер?"
    assert visitor.asked_phone == SHARE
    await visitor.types("+79161234567")
    assert visitor.reads == "+79161234567 — записан. Теперь файл?"
    assert visitor.asked_phone == ""


async def test_the_button_goes_when_the_form_is_given_up(visitor: Person) -> None:
    for way_out in ("Не сейчас", "/menu", "/start", "/stop"):
        await visitor.presses(BeginVisit().pack())
        await (visitor.types(way_out) if way_out.startswith("/") else visitor.taps(way_out))
        kept = await visitor.world.kept(visitor)
        assert kept is not None
        assert (kept.form is None) == (visitor.asked_phone == ""), way_out


async def test_a_foreign_number_is_told_from_the_own(visitor: Person) -> None:
    await visitor.presses(BeginVisit().pack())
    await visitor.shares("+79160000000", own=False)
    assert visitor.reads == "+79160000000 — записан. Теперь файл?"


async def test_what_a_question_does_not_take_is_refused_kindly(visitor: Person) -> None:
    await visitor.presses(BeginVisit().pack())
    await visitor.sends_file("прайс.pdf", content=b"%PDF")
    assert visitor.reads.startswith("Файл здесь не нужен")
    assert visitor.asked_phone == SHARE
    await visitor.types("+7916")
    await visitor.shares("+79161234567")
    assert visitor.reads.startswith("Номер телефона здесь не нужен")
    await visitor.sends_file("прайс.pdf", content=b"%PDF")
    assert visitor.reads == "Записано: прайс.pdf, 4, без слов"


async def test_a_number_that_nobody_asked_for_opens_the_menu(visitor: Person) -> None:
    await visitor.does(SharedPhone("+79161234567", own=True))
    assert visitor.reads.startswith("Голос и картинки я пока не разбираю")


async def test_an_answer_sends_onward_and_keeps_its_word(visitor: Person) -> None:
    await visitor.presses(Through().pack())
    assert visitor.reads == "Ваш номер?"
    assert visitor.toast == "Готово"
    await visitor.shares("+79161234567")
    assert visitor.reads.endswith("Теперь файл?")


async def test_answers_that_go_in_a_circle_come_to_an_end(visitor: Person) -> None:
    before = visitor.reads
    await visitor.presses(Through(circle=True).pack())
    assert visitor.reads == before


async def test_a_file_is_taken_by_its_feature_while_no_form_is_open(world: World, anna: Person) -> None:
    feature = Feature("takers")

    @feature.file()
    async def take(_visit: Visit, sent: SentFile) -> Screen:
        return screen(f"Получаю {sent.name}")

    world.dispatch = Dispatch(Registry([feature]), world.storage, world.clock, world.policy, home)
    await anna.sends_file("прайс.pdf", content=b"%PDF")
    assert anna.reads == "Получаю прайс.pdf"


def test_files_belong_to_one_feature() -> None:
    features = [Feature("one"), Feature("two")]
    for feature in features:
        feature.file()(_ignore)
    with pytest.raises(ValueError, match="files belong to both one and two"):
        Registry(features)


async def _ignore(_visit: Visit, _argument: object) -> Screen:
    return screen("…")


@pytest.mark.both
async def test_a_file_is_fetched_and_the_same_content_is_kept_once(world: World, visitor: Person) -> None:
    handles = [await _sends(visitor, name, content=b"%PDF") for name in ("а.pdf", "б.pdf")]
    await world.deliver()
    assert (await world.letters())["delivered"] == 2
    async with world.storage.reading() as work:
        assert [await work.files.sent(PAPER, handle) for handle in handles] == [file_hash(b"%PDF")] * 2
        assert await work.files.sent(PAPER, "another") is None
        file = await work.files.load(file_hash(b"%PDF"))
    assert file is not None
    assert file.name in ("а.pdf", "б.pdf")
    assert file.content == b"%PDF"


async def test_a_file_too_big_to_fetch_is_refused(world: World, visitor: Person) -> None:
    await _sends(visitor, "кино.mp4", 60_000_000)
    await world.deliver()
    assert (await world.letters())["refused"] == 1


async def test_stored_files_go_up_once(world: World, visitor: Person) -> None:
    letter = Present(await _store(world))
    boris = world.person("2")
    for person in (visitor, boris):
        await _post(world, person, letter)
        assert person.reads == "Материалы стенда"
        assert person.files == FILES
        assert person.message.files == list(FILES)
    assert world.messenger.files.uploads == list(letter.files)


async def test_what_one_reader_gets_is_not_kept(world: World, visitor: Person) -> None:
    await _post(world, visitor, Present())
    assert visitor.files == {"привет.txt": "Здравствуйте!".encode()}
    assert world.messenger.files.uploads == []


async def test_a_file_that_is_not_stored_refuses_its_package(world: World, visitor: Person) -> None:
    await _post(world, visitor, Present(("0" * 64,)))
    assert (await world.letters())["refused"] == 1
