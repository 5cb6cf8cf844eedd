"""What people install: the wheel holds all the content, and works from an empty folder with nothing of the clone in sight."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
from email import message_from_string
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house import all_imports

ROOT = Path(__file__).parents[1]
CONTENT = ("forms", "routing_rules", "translations", "static", "demo")


def run(*words: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints. It sees none of our settings and no PYTHONPATH. Raises CalledProcessError."""
    return subprocess.run(
        words, cwd=cwd, env={"PATH": "/usr/bin:/bin"}, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def wheel_of(source: Path, folder: Path) -> Path:
    """The wheel of a clone or of an sdist, built with what is installed here: nothing is fetched."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation")
    run(sys.executable, "-m", "pip", "wheel", *quiet, "--wheel-dir", folder, source)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this clone."""
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the wheel installed and finds the libraries it needs where they are installed for this test."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home)
    libraries = next(home.glob("lib/python*/site-packages"))
    # A folder named in a .pth file is looked into, but the .pth files inside it are not: the clone stays out of sight.
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    run(sys.executable, "-m", "pip", "--python", home, "install", "--quiet", "--no-index", "--no-deps", wheel)
    return home / "bin" / "python"


def test_every_file_of_the_package_and_of_the_content_is_in_the_wheel(wheel: Path) -> None:
    packed = set(ZipFile(wheel).namelist())
    wanted = {(path, f"intake/house/{path.relative_to(ROOT)}") for folder in CONTENT for path in files(folder)}
    wanted |= {(path, str(path.relative_to(ROOT))) for path in files("intake")}
    assert len(wanted) > 150
    assert {name for _, name in wanted} - packed == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    packed = {name.removeprefix("intake/house/") for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name for name in packed if not (ROOT / name).is_file()} == set()


def test_the_wheel_asks_for_every_library_that_the_code_imports(wheel: Path) -> None:
    asked = {name(line) for line in metadata(wheel).get_all("Requires-Dist", [])}
    imported = {module.split(".")[0] for _, module, _ in all_imports()} - {
        "intake",
        "__future__",
        *sys.stdlib_module_names,
    }
    found = packages_distributions()
    assert [library for library in sorted(imported) if not {name(it) for it in found[library]} & asked] == []


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", tmp_path)
    again = wheel_of(next(tmp_path.glob("*.tar.gz")), tmp_path)
    assert record(again) == record(wheel)


def test_the_installed_program_uses_its_own_code_and_content(python: Path, tmp_path: Path) -> None:
    where = "import intake.settings as s; print(s.__file__); print(s.ROOT)"
    assert all(
        Path(line).is_relative_to(python.parents[1]) for line in run(python, "-I", "-c", where, cwd=tmp_path).split()
    )


def test_the_installed_program_works_from_an_empty_folder(python: Path, tmp_path: Path) -> None:
    assert "all is well" in run(python, "-I", "-m", "intake", "check", cwd=tmp_path)
    assert "AGE-SECRET-KEY" in run(python, "-I", "-m", "intake", "init", cwd=tmp_path)
    visit = "from intake.app import from_environment as app; from starlette.testclient import TestClient as Browser;"
    visit += "page = Browser(app()).get('/', headers={'accept-language': 'en'}); print(page.status_code, page.url.path)"
    assert run(python, "-I", "-c", visit, cwd=tmp_path) == "200 /en/\n"


def files(folder: str) -> list[Path]:
    """Every file that was written by hand."""
    return [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def name(requirement: str) -> str:
    """The name of what is required, as packages compare them."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def metadata(wheel: Path) -> Message:
    """What the wheel says of itself."""
    return message_from_string(text_of(wheel, "METADATA"))


def record(wheel: Path) -> str:
    """What the wheel says it holds: every file with its size and hash."""
    return text_of(wheel, "RECORD")


def text_of(wheel: Path, file: str) -> str:
    """One of the files that describe a wheel."""
    archive = ZipFile(wheel)
    return archive.read(next(name for name in archive.namelist() if name.endswith(f".dist-info/{file}"))).decode()
