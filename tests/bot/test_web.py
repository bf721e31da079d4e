"""What a watchman of the machine asks the bot's web server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request, TCPSite
from structlog.testing import capture_logs

from bot.settings import OwnSettings, WebSection
from bot.web import application, runner, watching
from bot.wiring import Program, put_together
from dialogs.kit.clock import SystemClock
from storage.database import Storage
from storage.engine.trouble import DISK_FULL, SHOWN, DatabaseTrouble, Room
from storage.migrating import migrate
from tests.shield.matrix import Measure

Client = TestClient[Request, Application]


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[Program]:
    settings = OwnSettings.model_validate({"messengers": {"telegram": {"token": "42:TOKEN"}}})
    storage = Storage(f"sqlite:///{tmp_path}/fairway.db")
    await migrate(storage)
    program = put_together(settings, storage, SystemClock(), lambda: None)
    program.ticker.start()
    yield program
    if program.ticker.running:
        program.ticker.stop()
    for adapter in program.adapters:
        await adapter.close()
    await storage.close()


@pytest.fixture
async def client(program: Program) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(program))) as client:
        yield client


async def test_the_process_lives(client: Client) -> None:
    answer = await client.get("/healthz")
    assert answer.status == 200


async def test_one_messengers_trouble_leaves_the_bot_ready(client: Client) -> None:
    answer = await client.get("/readyz")
    assert answer.status == 200
    parts = await answer.json()
    assert parts["database"] is True
    assert parts["scheduler"] is True
    assert parts["messengers"] == {"telegram": False}


async def test_a_messenger_that_is_away_is_named_and_leaves_the_bot_ready(client: Client, program: Program) -> None:
    program.weather["telegram"].away_since = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    answer = await client.get("/readyz")
    assert answer.status == 200
    parts = await answer.json()
    assert parts["messengers"] == {"telegram": False}
    assert parts["troubles"] == {"telegram": "does not answer since 2026-11-29T12:00:00+00:00"}


async def test_without_its_scheduler_the_bot_is_not_ready(client: Client, program: Program) -> None:
    program.ticker.stop()
    await client.get("/healthz")
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["scheduler"] is False


async def test_a_full_disk_is_named_and_the_bot_is_not_ready_for_writing(client: Client, program: Program) -> None:
    async with program.storage.writing() as work:
        connection = work.post.events._connection
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    now = SystemClock().now()

    async def write_much() -> None:
        async with program.storage.writing() as work:
            for number in range(100):
                await work.post.events.first_time("telegram", "1", f"{number}/" + "x" * 3_000, now)

    with pytest.raises(DatabaseTrouble, match="disk full"):
        await write_much()
    answer = await client.get("/readyz")
    assert answer.status == 503
    parts = await answer.json()
    assert (parts["database"], parts["writing"]) == (True, False)
    assert parts["troubles"] == {"database": "disk full: nothing can be written"}


def test_a_full_disk_is_over_when_a_write_succeeds_and_none_has_failed_for_a_while() -> None:
    room = Room()
    room.failed(DatabaseTrouble("OperationalError"), 1_000.0)
    assert not room.doubtful()
    room.failed(DatabaseTrouble(DISK_FULL), 1_000.0)
    room.written(1_001.0)
    assert room.lacked(1_001.0), "a small write may find a place where a larger one does not"
    assert not room.lacked(1_000.0 + SHOWN)
    assert room.doubtful(), "nobody has tried since"
    room.written(1_000.0 + SHOWN)
    assert not room.doubtful()


async def test_metrics_are_for_who_knows_their_token(program: Program) -> None:
    guarded = WebSection.model_validate({"metrics": {"token": "между нами"}})
    async with TestClient(TestServer(application(program, guarded))) as client:
        for said in ({}, {"Authorization": "Bearer other"}, {"Authorization": "между нами"}):
            assert (await client.get("/metrics", headers=said)).status == 401
        answer = await client.get("/metrics", headers={"Authorization": "Bearer между нами"})
        assert answer.status == 200
        assert "fairway_letters_ended" in await answer.text()


async def test_metrics_are_nowhere_without_a_port_or_a_token(client: Client) -> None:
    assert (await client.get("/metrics")).status == 404


async def test_who_watches_has_a_port_of_his_own(program: Program) -> None:
    section = WebSection.model_validate({"metrics": {"port": 0}})
    async with TestClient(TestServer(application(program, section))) as public:
        assert [(await public.get(path)).status for path in ("/metrics", "/readyz", "/healthz")] == [404] * 3
    async with TestClient(TestServer(watching(program, section))) as own:
        assert [(await own.get(path)).status for path in ("/metrics", "/readyz", "/healthz")] == [200] * 3
        assert (await own.get("/c/token")).status == 404


WRONG = [
    b"GET / HTTP/1.1\r\nHost: a\r\nX-Secret\x00: 79161234567\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX-Secret 79161234567\r\n\r\n",
    b"GET /79161234567 HTTP/9.9.9\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 79161234567x\r\n\r\n",
    b"GET /" + b"7" * 10_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
]


@pytest.mark.shield("S1", "S11")
async def test_what_is_no_http_is_one_line_of_the_log_without_its_value(
    program: Program, figure: Measure, caplog: pytest.LogCaptureFixture
) -> None:
    served = runner(application(program))
    await served.setup()
    await TCPSite(served, "127.0.0.1", 0).start()
    answers: list[bytes] = []
    with capture_logs() as said:
        for wrong in WRONG:
            reader, writer = await asyncio.open_connection(*served.addresses[0][:2])
            writer.write(wrong)
            answers.append(await reader.read())
            writer.close()
    await served.cleanup()
    assert [answer[8:12] for answer in answers] == [b" 400"] * len(WRONG)
    assert [line["event"] for line in said] == ["web.malformed"] * len(WRONG)
    assert caplog.records == []
    figure("S11", "values of malformed headers in the log", repr(said).count("7916") + repr(said).count("777"), "= 0")
    assert all(b"Server: Fairway\r\n" in answer for answer in answers)


@pytest.mark.shield("S15")
async def test_browsers_are_told_with_every_answer_what_they_may_do(program: Program) -> None:
    sealed = WebSection(public_url="https://fair.example.org")
    async with TestClient(TestServer(application(program, sealed))) as client:
        for path in ("/healthz", "/nothing", "/c/nothing"):
            answer = await client.get(path)
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    async with TestClient(TestServer(application(program))) as client:
        assert "Strict-Transport-Security" not in (await client.get("/c/nothing")).headers


async def test_no_answer_tells_what_it_was_made_with(client: Client) -> None:
    for path in ("/healthz", "/nothing"):
        assert (await client.get(path)).headers["Server"] == "Fairway"
