"""The wheel is whole: installed where there is no checkout, it runs the demo."""

import subprocess
import sys
import sysconfig
import tomllib
import venv
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import aiohttp
import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.bot.command import fairway
from tests.test_demo import running_demo, visitor

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTENT = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])
    return Path(built)


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; libraries are borrowed from this one, which its own `.pth` are not."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    own = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    borrowed = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (Path(own) / "borrowed.pth").write_text("\n".join(borrowed), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)
    return folder


def test_all_that_the_packages_hold_is_in_the_wheel(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    files = [path for package in CONTENT["packages"] for path in (ROOT / package).rglob("*") if path.is_file()]
    names = {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"}
    left_out = {name for name in names for kept in CONTENT["exclude"] if fnmatch(f"/{name}", f"{kept}*")}
    assert packed >= names - left_out
    assert not packed & left_out
    assert all(name.startswith("examples/mmso-2020/") for name in left_out)


async def test_the_demo_runs_from_the_wheel(environment: Path, tmp_path: Path) -> None:
    async with running_demo([str(environment / "bin" / "fairway")], tmp_path) as demo, aiohttp.ClientSession() as page:
        for part in ("", "static/main.js"):
            async with page.get(f"{demo.desk}{part}") as answer:
                assert answer.status == 200
        await (await visitor(page, demo.desk, "Анна", "учитель")).start()


def test_the_version_is_the_one_of_the_project(wheel: Path, tmp_path: Path) -> None:
    assert wheel.name.startswith(f"fairway-{PROJECT['project']['version']}-")
    assert fairway(tmp_path, "--version").text == f"fairway {version('fairway')}\n"


def test_a_demo_without_its_mail_server_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.demo.MAIL_SERVER", "a_mail_server_that_is_not_there")
    refused = fairway(tmp_path, "demo", "--port", "0")
    assert refused.code == 1
    assert "install Fairway with its extra `demo`, or a_mail_server_that_is_not_there itself" in refused.err
