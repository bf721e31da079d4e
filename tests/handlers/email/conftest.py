"""Our messenger, and mail servers for it: the simulator's, and one that says what a test wants."""

from collections.abc import AsyncIterator

import pytest

from handlers.email.messenger import EmailMessenger
from simulator.calls import Calls
from simulator.clock import FairClock
from simulator.desk import Desk
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.mail import Post, delivering
from simulator.world import World
from storage.database import Storage
from tests.handlers.email.sending import made
from tests.handlers.email.server import Server, open_server


@pytest.fixture
def desk() -> Desk:
    events = Events()
    return Desk(FairClock(None, "Europe/Moscow"), events, World(events), Files(), Faults(), Calls(), {})


@pytest.fixture
async def post(desk: Desk) -> AsyncIterator[Post]:
    """The simulator's mail server."""
    post = Post(desk, "127.0.0.1")
    async with delivering(post):
        yield post


@pytest.fixture
async def messenger(storage: Storage, post: Post) -> AsyncIterator[EmailMessenger]:
    """It sends by the simulator's server."""
    messenger = made(storage, post.connection)
    yield messenger
    await messenger.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with open_server() as server:
        yield server
