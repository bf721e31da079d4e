"""The sample fair keeps the rules of the real one, reads well, and says nothing false about anybody."""

import datetime as dt
import re
import subprocess
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.importers.fair_file import ClusterEntry, FairFile, SessionEntry, StandEntry
from storage.importers.reading import read_fair_file

FOLDER = Path(__file__).parent.parent / "examples" / "mmso-2020"
MOSCOW = ZoneInfo("Europe/Moscow")
CLOCK = dt.datetime(2020, 4, 27, 9, 45, tzinfo=MOSCOW)
REAL_SESSIONS = {"iite-resilient-systems", "asmolov-preschool-future", "rabinovich-education-future"}
REAL_STANDS = {"arfg", "rffi", "technoparks"}
REAL_PEOPLE = {"Александр Григорьевич Асмолов", "Павел Рабинович"}
INVENTED_CLUSTERS = {"space", "rural", "museum", "business"}
REGIONS = {
    "Алтайский край",
    "Республика Башкортостан",
    "Республика Бурятия",
    "Республика Карелия",
    "Республика Коми",
    "Иркутская область",
    "Калининградская область",
    "Ленинградская область",
    "Нижегородская область",
    "Ярославская область",
    "Оренбургская область",
    "Астраханская область",
}
# People who run or ran education, and those whom the fair's papers name: no invented speaker may bear such a name.
KNOWN_SURNAMES = re.compile(
    "Алтыник|Амонашвили|Асмолов|Болотов|Васильев|Воропаев|Голиков|Горин|Казарновск|Кравцов|Кузьминов|Лукш|Медведев|"
    "Мишустин|Молчанов|Путин|Рабинович|Садовнич|Собянин|Фальков|Фрумин|Щетинин|Ямбург"
)
# Companies that a reader would take for real exhibitors.
KNOWN_COMPANIES = re.compile(
    r"просвещение»|дрофа|бином|учи\.ру|яндекс|сбер|скайэнг|фоксфорд|lego|intel|polymedia|полимедиа|softline|cisco|1с\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def fair() -> FairFile:
    file = read_fair_file(FOLDER / "fair.yaml")
    assert isinstance(file, FairFile), file
    return file


def starts_of(session: SessionEntry) -> dt.datetime | None:
    return session.starts.astimezone(MOSCOW) if session.starts else None


def ends_of(session: SessionEntry) -> dt.datetime:
    assert session.starts
    return session.starts + dt.timedelta(minutes=session.minutes)


def with_buttons(fair: FairFile) -> list[ClusterEntry | SessionEntry | StandEntry]:
    return [*fair.clusters, *fair.sessions, *fair.stands]


def with_summaries(fair: FairFile) -> list[SessionEntry | StandEntry]:
    return [*fair.sessions, *fair.stands]


def texts(fair: FairFile) -> Iterator[str]:
    """Everything that a participant reads."""
    for stage in fair.stages:
        yield stage.title
    yield from (day.theme for day in fair.days if day.theme)
    for named in with_buttons(fair):
        yield from (text for text in (named.title, named.short) if text)
    yield from (floor.title for floor in fair.floors)
    for owner in with_summaries(fair):
        yield from (material.title for material in owner.materials)
        yield owner.summary or ""
    for session in fair.sessions:
        for person in (session.moderator, *session.speakers):
            if person:
                yield from (person.name, person.post or "")
    for stand in fair.stands:
        for product in stand.products:
            yield from (product.title, product.text or "")


def by_cluster_and_day(fair: FairFile) -> dict[tuple[str, dt.date], list[SessionEntry]]:
    days = defaultdict(list)
    for session in fair.sessions:
        if starts := starts_of(session):
            days[session.cluster, starts.date()].append(session)
    return days


def test_it_has_the_size_of_the_fair(fair: FairFile) -> None:
    assert (len(fair.clusters), len(fair.sessions), len(fair.stands)) == (20, 350, 130)
    assert 6 <= len(fair.floors) <= 7
    assert [day.date.day for day in fair.days] == [26, 27, 28, 29]
    assert len({stand.number for stand in fair.stands}) == 130
    assert {session.cluster for session in fair.sessions} == {cluster.id for cluster in fair.clusters}
    assert {stand.floor for stand in fair.stands} == {floor.id for floor in fair.floors}


def test_what_is_invented_says_so(fair: FairFile) -> None:
    assert {session.id for session in fair.sessions if not session.demo} == REAL_SESSIONS
    assert {stand.id for stand in fair.stands if not stand.demo} == REAL_STANDS
    assert {cluster.id for cluster in fair.clusters if "(демо)" in cluster.title} == INVENTED_CLUSTERS
    assert {session.region for session in fair.sessions if session.region} == REGIONS


def test_the_confirmed_talk_stands_at_its_hour_alone_in_its_cluster(fair: FairFile) -> None:
    talk = next(session for session in fair.sessions if session.id == "asmolov-preschool-future")
    assert starts_of(talk) == dt.datetime(2020, 4, 27, 11, 45, tzinfo=MOSCOW)
    assert talk.cluster == "preschool"


def test_a_cluster_gives_at_most_seven_sessions_a_day_one_after_another(fair: FairFile) -> None:
    for (cluster, day), sessions in by_cluster_and_day(fair).items():
        assert len(sessions) <= 7, (cluster, day)
        ordered = sorted(sessions, key=ends_of)
        for before, after in pairwise(ordered):
            assert after.starts
            assert ends_of(before) <= after.starts, (before.id, after.id)


def test_sessions_start_on_quarter_hours_of_the_working_day(fair: FairFile) -> None:
    for session in fair.sessions:
        if starts := starts_of(session):
            assert starts.minute % 15 == 0, session.id
            assert starts.second == 0, session.id
            assert starts.time() >= dt.time(9, 30), session.id
            assert ends_of(session).astimezone(MOSCOW).time() <= dt.time(20), session.id


def test_every_invented_session_has_a_moderator_and_three_or_four_speakers(fair: FairFile) -> None:
    for session in fair.sessions:
        if session.demo:
            assert session.moderator, session.id
            assert 3 <= len(session.speakers) <= 4, session.id
            names = [person.name for person in (session.moderator, *session.speakers)]
            assert len(set(names)) == len(names), session.id


def test_nobody_is_in_two_places_or_has_two_posts(fair: FairFile) -> None:
    posts: dict[str, str | None] = {}
    at_work: dict[str, list[SessionEntry]] = defaultdict(list)
    for session in fair.sessions:
        for person in (session.moderator, *session.speakers):
            if person:
                assert posts.setdefault(person.name, person.post) == person.post, person.name
                at_work[person.name].append(session)
    for name, sessions in at_work.items():
        assert len({session.cluster for session in sessions}) == 1, name
    assert len(posts) > 900


def test_invented_people_bear_no_known_name(fair: FairFile) -> None:
    for session in fair.sessions:
        for person in (session.moderator, *session.speakers):
            if person and session.demo:
                assert not KNOWN_SURNAMES.match(person.name.split()[-1]), person.name
            elif person:
                assert person.name in REAL_PEOPLE


def test_nothing_leads_to_a_real_telephone_mailbox_or_company(fair: FairFile) -> None:
    source = (FOLDER / "fair.yaml").read_text("utf-8")
    assert all(host.endswith(("example.org", "mmco-expo.ru")) for host in re.findall(r"https?://([^/\s]+)", source))
    assert all(box.endswith("@example.org") for box in re.findall(r"\S+@[\w.]+", source))
    for stand in fair.stands:
        assert stand.demo == (stand.contacts is not None)
        if stand.contacts:
            assert re.fullmatch(r"\+7 495 000-\d\d-\d\d", stand.contacts.phone or ""), stand.id
    phones = [stand.contacts.phone for stand in fair.stands if stand.contacts]
    assert len(set(phones)) == len(phones)
    assert not [text for text in texts(fair) if KNOWN_COMPANIES.search(text)]
    assert len(re.findall(r"\+7", source)) == len(phones)


def test_ten_o_clock_on_the_second_day_is_crowded(fair: FairFile) -> None:
    clock = Counter(str(starts_of(session)) for session in fair.sessions)
    ten = [session for session in fair.sessions if str(starts_of(session)).startswith("2020-04-27 10:00")]
    assert {session.cluster for session in ten} == {cluster.id for cluster in fair.clusters}
    assert len(ten) == 20
    running = [session for session in fair.sessions if session.starts and session.starts <= CLOCK < ends_of(session)]
    assert len(running) >= 4
    assert clock["2020-04-27 10:15:00+03:00"] >= 1
    assert clock["2020-04-27 10:30:00+03:00"] >= 2


def test_recordings_are_of_what_ended_before_the_clock_of_the_demo(fair: FairFile) -> None:
    for session in fair.sessions:
        ended = session.starts is not None and ends_of(session) <= CLOCK
        assert (session.recording is not None) == ended, session.id
        assert (session.player is not None) == (session.demo and session.starts is not None), session.id


def test_there_is_some_of_every_kind(fair: FairFile) -> None:
    kinds = Counter(session.kind for session in fair.sessions)
    assert len(kinds) == 7
    assert min(kinds.values()) >= 5
    assert sum(session.status == "cancelled" for session in fair.sessions) >= 2
    assert sum(session.starts is None for session in fair.sessions) >= 4
    assert sum(bool(session.materials) for session in fair.sessions) >= 60
    assert sum(bool(stand.logo) for stand in fair.stands) >= 20
    assert sum(len(stand.products) >= 2 for stand in fair.stands) >= 80
    assert {material.gate for stand in fair.stands for material in stand.materials} == {"open", "contacts"}


def test_sessions_in_english_are_named_in_english(fair: FairFile) -> None:
    english = [session for session in fair.sessions if session.language == "en"]
    assert len(english) >= 4
    assert all(not re.search("[а-яё]", session.title.lower()) for session in english)
    assert all("английском" in (session.summary or "") for session in english)


def test_a_stand_and_its_webinars_name_each_other(fair: FairFile) -> None:
    given = {(session_id, stand.id) for stand in fair.stands for session_id in stand.webinars}
    sessions = {session.id: session for session in fair.sessions}
    assert len(given) >= 25
    for session_id, stand in given:
        assert sessions[session_id].stands == (stand,)
        assert sessions[session_id].kind in {"webinar", "master_class", "open_day"}


def test_titles_differ_and_buttons_have_short_ones(fair: FairFile) -> None:
    titles = Counter((session.cluster, session.title) for session in fair.sessions)
    assert max(titles.values()) == 1
    for named in with_buttons(fair):
        label = named.short or named.title
        assert len(label) <= (26 if named.short else 28), named.id
    assert all(len(floor.title) <= 28 for floor in fair.floors)
    shorts = Counter((session.cluster, session.short or session.title) for session in fair.sessions)
    assert max(shorts.values()) == 1


MISPRINTS = {
    "two spaces": r"  ",
    "a hyphen for a dash": r"(^|\s)[-–]\s|\s[-–](\s|$)",
    "a dash without spaces": r"\w—|—\w",
    "straight or English quotes": r"[\"“”„]|(?<=[а-яё])'",
    "three dots": r"\.\.\.",
    "a space before a sign": r"\s[,.;:!?»)]",
    "a space after an opening sign": r"[«(]\s",
    "no space after a sign": r"[,;:!?][а-яёА-ЯЁ]",
    "letters of two alphabets in one word": r"[а-яё][a-z]|[a-z][а-яё]",
    "a line break": r"\n",
    "a space at the edge": r"^\s|\s$",
}


@pytest.mark.parametrize("misprint", MISPRINTS)
def test_texts_are_set_with_care(fair: FairFile, misprint: str) -> None:
    found = [text for text in texts(fair) if re.search(MISPRINTS[misprint], text, re.IGNORECASE)]
    assert not found, misprint


def test_quotes_are_paired_and_summaries_are_sentences(fair: FairFile) -> None:
    for text in texts(fair):
        assert [sign for sign in text if sign in "«»"] == ["«", "»"] * text.count("«"), text
    for owner in with_summaries(fair):
        assert owner.summary
        assert owner.summary[-1] in ".?!", owner.id
        assert owner.summary[0].isupper(), owner.id
        assert len(owner.summary) <= 400, owner.id
    for stand in fair.stands:
        if stand.demo and stand.summary:
            assert 2 <= len(re.findall(r"[.?!](?=\s|$)", stand.summary)) <= 4, stand.id
    summaries = Counter(owner.summary for owner in with_summaries(fair) if owner.demo)
    assert max(summaries.values()) == 1


def test_files_are_there_and_small(fair: FairFile) -> None:
    photos = [product.photo for stand in fair.stands for product in stand.products]
    pictures = {str(path) for path in (*photos, *(stand.logo for stand in fair.stands)) if path}
    papers = {str(material.file) for stand in fair.stands for material in stand.materials if material.file}
    for name in pictures | papers:
        content = (FOLDER / name).read_bytes()
        assert content.startswith(b"%PDF-" if name in papers else b"\x89PNG\r\n\x1a\n"), name
        assert len(content) < (120_000 if name in papers else 20_000), name
    files = [path for kind in ("logos", "photos", "materials") for path in FOLDER.glob(f"{kind}/*")]
    assert {str(path.relative_to(FOLDER)) for path in files} == pictures | papers


def test_generating_it_again_changes_nothing(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "generate.py", tmp_path], check=True, timeout=60)
    assert (tmp_path / "fair.yaml").read_bytes() == (FOLDER / "fair.yaml").read_bytes()
    for path in tmp_path.glob("*/*.png"):
        assert pixels(path) == pixels(FOLDER / path.relative_to(tmp_path)), path


def pixels(path: Path) -> bytes:
    """What the picture shows, however well this machine's zlib packs it."""
    content = path.read_bytes()
    begin = content.index(b"IDAT")
    length = int.from_bytes(content[begin - 4 : begin], "big")
    return zlib.decompress(content[begin + 4 : begin + 4 + length])


def test_every_session_says_for_whom_it_is_and_what_it_is_about(fair: FairFile) -> None:
    assert all(session.tags and session.audience for session in fair.sessions)
    assert all(len(session.tags) <= 4 and len(session.audience) <= 3 for session in fair.sessions)
    tags = Counter(tag for session in fair.sessions for tag in session.tags)
    assert 20 <= len(tags) <= 40
    assert min(tags.values()) >= 5, "few words that find much, not many that find nothing"
    audience = Counter(who for session in fair.sessions for who in session.audience)
    assert set(audience) == {"teacher", "parent", "preschool", "head", "student"}
    assert min(audience.values()) >= 30


def test_some_sessions_can_be_followed_by_everybody(fair: FairFile) -> None:
    assert sum(session.captions for session in fair.sessions) >= 30
    assert sum(session.sign_language for session in fair.sessions) >= 15
    assert all(session.captions for session in fair.sessions if session.cluster == "inclusion")
    assert all(session.recording for session in fair.sessions if session.transcript)
    assert sum(bool(session.transcript) for session in fair.sessions) >= 5
    assert sum(bool(session.fallback_player) for session in fair.sessions) >= 30


def test_the_frame_and_the_stands_are_named_in_english_too(fair: FairFile) -> None:
    titled = [fair.fair, *fair.stages, *fair.clusters, *fair.floors, *fair.stands]
    named = [*titled, *(material for stand in fair.stands for material in stand.materials)]
    english = [(entry.translations or {}).get("en", {}) for entry in named]
    assert all("title" in words for words in english)
    assert all("theme" in (day.translations or {}).get("en", {}) for day in fair.days)
    spoken = [session for session in fair.sessions if session.language == "en"]
    assert all("summary" in (session.translations or {}).get("en", {}) for session in spoken)
    for words in english:
        assert not re.search("[а-яё]", " ".join(words.values()).lower()), words
    for buttoned in (*fair.clusters, *fair.floors, *fair.stands):
        words = (buttoned.translations or {})["en"]
        assert len(words.get("short", words["title"])) <= 28, words
