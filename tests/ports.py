"""Ports of one's own: where nobody listens until somebody is told to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

NOBODY = 9  # of old for what is thrown away; no program listens there, and the system gives it to none


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that is kept for us: nobody is given it by chance, and a server that is told of it may listen there."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", 0))
        yield int(door.getsockname()[1])
