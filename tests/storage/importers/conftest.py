"""A small programme that is right, with the files it names."""

from pathlib import Path

import pytest

PROGRAMME = Path(__file__).with_name("fair.yaml")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What organisers keep beside a programme: files that are right, empty, too large, and a link to somewhere else."""
    outside = tmp_path_factory.mktemp("outside") / "secret.pdf"
    outside.write_text("not for participants")
    folder = tmp_path_factory.mktemp("fair")
    materials = folder / "materials"
    materials.mkdir()
    (materials / "price.pdf").write_text("10 rubles")
    (materials / "empty.pdf").touch()
    (materials / "outside.pdf").symlink_to(outside)
    (folder / "logo.png").write_text("a picture")
    for large, megabytes in ((materials / "huge.pdf", 50), (folder / "huge.png", 10)):
        with large.open("wb") as file:
            file.truncate(megabytes * 2**20 + 1)
    return folder


@pytest.fixture(scope="session")
def programme() -> str:
    return PROGRAMME.read_text(encoding="utf-8")
