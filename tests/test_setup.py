"""`.ci/setup` makes `.venv`: only what is needed, once, and again where it was stopped or something has changed."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.project import ROOT

pytestmark = pytest.mark.slow

BACKEND = """
import zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "toy-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{wheel_directory}/{name}", "w") as wheel:
        wheel.writestr("toy-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: toy\\nVersion: 1.0\\n")
        wheel.writestr("toy-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("toy-1.0.dist-info/RECORD", "")
    return name
"""
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


class Toy:
    """A project of two small packages, whose files pip finds in a folder: `serve-me`, and for tests `test-me`."""

    def __init__(self, root: Path) -> None:
        self.root, self.wheels = root, root.with_name("wheels")
        (root / ".ci").mkdir(parents=True)
        self.wheels.mkdir()
        (root / "generator").mkdir()
        shutil.copy(ROOT / ".ci" / "setup", root / ".ci")
        (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
        (root / "backend.py").write_text(BACKEND, encoding="utf-8")
        self.require("1.0")

    def require(self, version: str) -> None:
        """Lock both packages to a version."""
        serve, test = self._wheel("serve_me", version), self._wheel("test_me", version)
        (self.root / "requirements.txt").write_text(serve, encoding="utf-8")
        (self.root / "requirements-test.txt").write_text(serve + test, encoding="utf-8")

    def start(self, *words: str, **env: str) -> subprocess.Popen[str]:
        """Start `.ci/setup` in a process group of its own."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        own |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), **env}
        return subprocess.Popen(
            ["sh", str(self.root / ".ci" / "setup"), *words],
            env={"PYTHON": sys.executable, **own},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, status: int = 0, **env: str) -> str:
        """Run `.ci/setup`; return what it says."""
        process = self.start(*words, **env)
        said = process.communicate(timeout=600)[1]
        assert process.returncode == status, said
        return said

    def installed(self) -> dict[str, str]:
        """Version of each of the two packages that can be imported."""
        found = {}
        for name in ("serve_me", "test_me"):
            command = [str(self.root / ".venv/bin/python"), "-c", f"import {name}; print({name}.VERSION)"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                found[name] = done.stdout.strip()
        return found

    def _wheel(self, name: str, version: str) -> str:
        """Write the file of a package; return its line of the lock."""
        info = f"{name}-{version}.dist-info"
        files = {
            f"{name}.py": f"VERSION = '{version}'\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: toy\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = ""
        for path, text in files.items():
            checksum = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
            record += f"{path},sha256={checksum},{len(text)}\n"
        wheel = self.wheels / f"{name}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for path, text in {**files, f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}.items():
                archive.writestr(path, text)
        checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
        return f"{name.replace('_', '-')}=={version} \\\n    --hash=sha256:{checksum}\n"


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path / "a folder with spaces")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A toy for several tests: to make its .venv takes long. Each requires versions of its own."""
    return Toy(tmp_path_factory.mktemp("shared") / "project")


def test_only_what_is_asked_for_is_installed_and_only_once(toy: Toy) -> None:
    said = toy.run().splitlines()
    version = "{}.{}".format(*sys.version_info)
    assert said[0] == f"Setting up .venv for Python {version}, with up to 1 packages from requirements.txt:"
    assert said[1:-1] == ["  creating .venv", "  installing packages", "  installing this project"]
    assert said[-1].startswith("Done in ")
    assert toy.installed() == {"serve_me": "1.0"}
    assert toy.run() == ""

    assert toy.run("test").startswith("Bringing .venv up to date with requirements-test.txt (2 packages at most):\n")
    assert toy.installed() == {"serve_me": "1.0", "test_me": "1.0"}
    shutil.rmtree(toy.wheels)  # up to date: nothing is asked of anybody
    assert toy.run() == toy.run("test") == ""


def test_a_change_of_requirements_is_taken_at_once(shared: Toy) -> None:
    shared.run("test")
    shared.require("2.0")
    shared.run()
    assert shared.installed() == {"serve_me": "2.0", "test_me": "1.0"}
    shared.run("test")
    assert shared.installed() == {"serve_me": "2.0", "test_me": "2.0"}


def test_requirements_that_cannot_be_had_are_an_error_each_time_and_the_next_run_goes_on(shared: Toy) -> None:
    shared.run()
    shared.require("3.0")
    lock = shared.root / "requirements.txt"
    right = lock.read_text(encoding="utf-8")
    lock.write_text(re.sub("sha256:....", "sha256:0000", right), encoding="utf-8")
    for _ in range(2):
        said = shared.run(status=1)
        assert "\n  ERROR: " in said
        assert "Not every package could be installed; .cache/setup.log holds all that pip said." in said
    lock.write_text(right, encoding="utf-8")
    assert shared.run().startswith("Bringing .venv up to date")  # no need to create it again
    assert shared.installed()["serve_me"] == "3.0"


def _kill_at(toy: Toy, step: str) -> None:
    """Kill `.ci/setup test` and what it has started as soon as it says that a step begins."""
    process = toy.start("test")
    assert process.stderr is not None
    for line in process.stderr:
        if line.strip() == step:
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.communicate(timeout=600)
    assert process.returncode == -signal.SIGKILL


def test_a_venv_that_was_stopped_in_the_making_is_made_anew(toy: Toy) -> None:
    _kill_at(toy, "creating .venv")
    toy.run("test")
    assert toy.installed() == {"serve_me": "1.0", "test_me": "1.0"}
    assert toy.run("test") == ""


@pytest.mark.parametrize(("step", "version"), [("installing packages", "4.0"), ("installing this project", "5.0")])
def test_what_was_interrupted_is_taken_up(shared: Toy, step: str, version: str) -> None:
    shared.run()
    shared.require(version)
    _kill_at(shared, step)
    assert shared.run("test").startswith("Bringing .venv up to date")
    assert shared.installed() == {"serve_me": version, "test_me": version}
    assert shared.run("test") == ""


def test_a_package_that_pip_was_stopped_in_is_installed_again(shared: Toy) -> None:
    shared.require("6.0")
    shared.run()
    (packages,) = (shared.root / ".venv").glob("lib/python*/site-packages")
    (packages / "serve_me-6.0.dist-info" / "RECORD").unlink()
    (packages / "serve_me.py").unlink()
    (packages / "~erve_me-0.9.dist-info").mkdir()
    (shared.root / ".venv" / "ready").unlink()
    shared.run()
    assert shared.installed()["serve_me"] == "6.0"
    assert list(packages.glob("~*")) == []


def test_another_python_or_another_folder_makes_it_anew(toy: Toy) -> None:
    toy.run()
    made = toy.root / ".venv" / "made"
    made.write_text(made.read_text(encoding="utf-8").replace("3.", "2.", 1), encoding="utf-8")
    assert "  creating .venv\n" in toy.run()
    toy.root = toy.root.rename(toy.root.with_name("moved"))
    assert "  creating .venv\n" in toy.run()
    first = (toy.root / ".venv" / "bin" / "pip").read_text(encoding="utf-8")
    assert f"{toy.root}/" in first
    assert toy.run() == ""


def test_two_at_once_make_one(toy: Toy) -> None:
    processes = [toy.start("test"), toy.start(), toy.start("test")]
    said = [process.communicate(timeout=600)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    assert sum("creating .venv" in one for one in said) == 1
    assert toy.installed() == {"serve_me": "1.0", "test_me": "1.0"}
    assert toy.run() == toy.run("test") == ""


def test_a_python_that_is_too_old_or_absent_is_named(toy: Toy) -> None:
    assert toy.run(status=1, PYTHON="no-such-python") == (
        'PYTHON is "no-such-python", which is not Python 3.11 or newer: name another one.\n'
    )
