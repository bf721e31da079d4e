"""What is kept is shown whole and erased whole; who was forgotten is a stranger, and stands keep only their counts."""

import json
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from sqlalchemy import make_url, text

from dialogs.privacy.screens.files import TITLES
from storage.privacy.contacts import ContactCard
from storage.privacy.personal import HOLDINGS, tables_of_people, tables_under_consents
from tests.golden import same_as_golden
from tests.paper import Person
from tests.planting import CANARIES, CARD, FILE, USER, WORDS, agrees, planted, rows_of
from tests.world import World


async def forgets(person: Person) -> None:
    await person.types("/forget")
    await person.taps("Да, забыть всё")


async def test_privacy_leads_to_all_that_one_may_do(anna: Person) -> None:
    await anna.types("/privacy")
    assert {"Мои данные", "Мои согласия", "Забыть меня"} <= set(anna.buttons)
    await anna.taps("Забыть меня")
    same_as_golden("forget", anna.sees)
    await anna.taps("Не надо")
    assert anna.reads.startswith("Что я о вас храню")


async def test_everything_that_can_be_planted_is_planted(world: World) -> None:
    """Otherwise the tests below prove nothing of a new table."""
    await planted(world)
    kept = await world.kept(world.person(USER))
    assert kept is not None
    counts = await rows_of(world, kept)
    assert [table.name for table in tables_of_people() if not counts[table.name]] == [], "plant it in tests/planting.py"


@pytest.mark.shield("P3")
@pytest.mark.both
async def test_my_data_come_as_two_files_with_everything_in_them(world: World) -> None:
    person = await planted(world)
    await person.types("/privacy")
    await person.taps("Мои данные")
    assert "придут два файла" in person.reads
    await world.deliver()
    files = {file.name: file.content.decode() for message in person.letters for file in message.documents}
    told = json.loads(files["fairway.json"])["data"]
    for canary in (*CANARIES, USER):
        assert canary in json.dumps(told, ensure_ascii=False), canary
        assert canary in files["fairway.html"], canary
    assert told["contact_cards"][0]["sealed"]["phone"] == CARD.phone
    assert told["email_proofs"][0]["sealed"] == {"email": CARD.email}, "a code proves that its letter was read"
    about_me = {table.name for table in tables_of_people()}
    assert set(told) >= about_me - {"cards"}
    assert about_me <= set(TITLES), "the page calls everything by words"
    for name, rows in told.items():
        holding = HOLDINGS[name.removesuffix(" as staff")]
        assert all(set(row) <= set(holding.columns) - set(holding.staff) for row in rows)
    for table in tables_of_people():
        for column in HOLDINGS[table.name].personal if table.name in told else ():
            assert any(row[column] for row in told[table.name]), f"{table.name}.{column}: plant it in tests/planting.py"
    assert "Чужая тема" not in json.dumps(told, ensure_ascii=False)
    assert "Чужой вопрос" not in files["fairway.json"] or "questions as staff" in told
    async with world.storage.reading() as work:
        entries = await work.privacy.audit.entries()
    assert [(one.deed, one.by is not None) for one in entries][-1] == ("export", True)


async def test_what_people_typed_is_no_html_in_their_file(world: World, anna: Person) -> None:
    evil = "<script>alert('я')</script>"
    kept = await world.kept(anna)
    assert kept is not None
    async with world.storage.writing() as work:
        consent = await agrees(world, work, kept, "card", None)
        await work.privacy.contacts.keep(kept.id, consent, ContactCard(organisation=evil), world.clock.now())
    await anna.types("/privacy")
    await anna.taps("Мои данные")
    await world.deliver()
    (page,) = (file.content.decode() for one in anna.letters for file in one.documents if file.name.endswith("html"))
    assert evil not in page
    assert "&lt;script&gt;alert(" in page


async def test_impatient_people_get_their_data_once_a_minute(world: World, anna: Person) -> None:
    await anna.types("/privacy")
    for _ in range(3):
        await anna.taps("Мои данные")
        await anna.types("/privacy")
    await world.deliver()
    assert len([one for one in anna.letters if one.documents]) == 1


@pytest.mark.shield("P4")
@pytest.mark.both
async def test_who_is_forgotten_leaves_no_row_and_is_a_stranger(world: World) -> None:
    person = await planted(world)
    kept = await world.kept(person)
    assert kept is not None
    await person.types("/forget")
    assert "ваши права тоже закончатся" in person.reads
    await person.taps("Да, забыть всё")
    assert "Готово: я вас забыл" in person.reads
    assert await world.kept(person) is None
    assert not any((await rows_of(world, kept)).values())
    if world.storage.memory is not None:
        assert world.storage.memory.get("paper", USER) is None
    await person.opens()
    assert person.has("Подобрать за меня")
    again = await world.kept(person)
    assert again is not None
    assert again.id > kept.id
    assert (again.plan, again.form) == (frozenset(), None)
    await person.types("/plan")
    assert "Утренний круг" not in person.reads


@pytest.mark.both
async def test_stands_keep_counts_and_proofs_that_name_nobody(world: World) -> None:
    person = await planted(world)
    stands = list(world.storage.catalogue.stands)[:2]
    async with world.storage.reading() as work:
        kept = await work.people.find("paper", USER)
        assert kept is not None
        proofs = [one.proof for one in await work.privacy.consents.of_person(kept.id)]
    await forgets(person)
    for proof in proofs:
        assert "-".join((proof[:4], proof[4:8], proof[8:])) in person.reads
    async with world.storage.reading() as work:
        for stand in stands:
            (lead,) = await work.leads.of_stand(stand)
            assert (lead.number, lead.state, lead.person_id, lead.topic) == (1, "cancelled", None, None)
            assert await work.leads.notes.of_lead(lead.id) == ()
            assert await work.privacy.contacts.of_lead(lead.id) is None
        (held,) = await work.leads.of_stand(list(world.storage.catalogue.stands)[2])
        assert (held.state, held.taken_by, held.topic) == ("new", None, "Чужая тема")
        entries = await work.privacy.audit.entries()
    assert [(one.deed, one.by, one.about) for one in entries][-1] == ("erase", kept.id, f"person {kept.id}")
    async with world.storage.engine.connect() as connection:
        rows = (await connection.execute(text("SELECT person_id, live, withdrawn_at FROM consents"))).all()
    assert len(rows) == len(proofs)
    assert all((row[0], row[1]) == (None, None) and row[2] is not None for row in rows)


async def test_forgetting_twice_is_forgetting_once(world: World) -> None:
    person = await planted(world)
    await person.types("/forget")
    asked = person.message
    await person.taps("Да, забыть всё")
    await person.presses("erase.yes", on=asked)
    assert "Готово" in person.reads
    await person.again()
    assert await world.kept(person) is None


async def test_whoever_was_never_met_can_be_forgotten_too(world: World) -> None:
    stranger = world.person("404")
    await stranger.types("/forget")
    await stranger.taps("Да, забыть всё")
    assert "Готово" in stranger.reads
    assert await world.kept(stranger) is None


@pytest.mark.both
async def test_letters_on_their_way_to_who_was_forgotten_never_arrive(world: World) -> None:
    person = await planted(world)
    await forgets(person)
    before = len(person.messages)
    for _ in range(6):
        await world.later(minutes=5)
    assert len(person.messages) == before


@pytest.mark.shield("P4", "S11")
@pytest.mark.only("sqlite")
async def test_no_byte_of_a_forgotten_person_is_left(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    """In the file, in its log, and in what the program said meanwhile and tells who watches it."""
    person = await planted(world)
    await world.pass_time(minutes=2)
    sealed: list[str] = []
    async with world.storage.engine.connect() as connection:
        for table in tables_under_consents():
            sealed += (await connection.execute(text(f"SELECT sealed FROM {table.name}"))).scalars()
    assert len(sealed) == 4
    words = [*CANARIES, USER, FILE.content.decode(), *sealed]
    traces = [form for word in words for form in (word.encode(), json.dumps(word)[1:-1].encode())]
    file = Path(make_url(world.storage.engine.url.render_as_string()).database or "")
    assert any(trace in _bytes(file) for trace in traces), "the search finds nothing even before"
    await forgets(person)
    await world.pass_time(minutes=1)
    assert not [trace for trace in traces if trace in _bytes(file)]
    said = "".join(capfd.readouterr()).encode() + generate_latest()
    assert not [trace for trace in traces if trace in said]
    assert b"fairway_letters_ended" in said, "there are metrics"


def _bytes(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


async def test_the_words_of_a_question_stay_where_the_public_has_them_only(world: World) -> None:
    person = await planted(world)
    await forgets(person)
    async with world.storage.engine.connect() as connection:
        query = text("SELECT text, state FROM questions WHERE person_id IS NULL")
        assert (await connection.execute(query)).all() == [("—", "withdrawn")]
    assert WORDS[3] in CANARIES


@pytest.mark.shield("P6")
@pytest.mark.both
async def test_after_the_fair_contacts_go_and_consents_end_by_themselves(world: World) -> None:
    person = await planted(world)
    kept = await world.kept(person)
    assert kept is not None
    await world.time_is("2020-05-29 23:50")
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.card(kept.id) is not None
    await world.time_is("2020-05-30 00:10")
    async with world.storage.reading() as work:
        assert await work.privacy.contacts.card(kept.id) is None
        consents = await work.privacy.consents.of_person(kept.id)
        leads = await work.leads.of_person(kept.id)
        assert [await work.privacy.contacts.of_lead(lead.id) for lead in leads] == [None] * len(leads)
        purged = [one for one in await work.privacy.audit.entries() if one.deed == "purge"]
    assert all(one.withdrawn_at is not None for one in consents)
    words = {one.about for one in purged if one.about.startswith("words of requests and drafts")}
    assert {one.about for one in purged} - words == {f"consent {one.proof}" for one in consents}
    assert len(words) == 1
    assert all(one.by is None for one in purged)
    again = await world.kept(person)
    assert again is not None
    assert again.form is None
