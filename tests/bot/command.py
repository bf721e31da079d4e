"""Runs the command `fairway` as an operator would, in this process: importing everything anew takes seconds."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from typer.testing import CliRunner

from bot.commands import app


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


def fairway(folder: Path, *arguments: str, **changes: str) -> Done:
    """Run a command in `folder`, with a database there and nothing of the machine's own configuration."""
    own = {name: None for name in os.environ if name.startswith("FAIRWAY_")}
    here = {"FAIRWAY_DATABASE__URL": f"sqlite:///{folder}/fairway.db"}
    handlers = list(logging.getLogger().handlers)
    with _within(folder):
        result = CliRunner().invoke(app, arguments, env=own | here | changes)
    structlog.reset_defaults()
    logging.getLogger().handlers = handlers
    return Done(result.exit_code, result.stdout_bytes, result.stderr)


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    before, umask = Path.cwd(), os.umask(0o077)  # as the command itself sets it
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.umask(umask)
