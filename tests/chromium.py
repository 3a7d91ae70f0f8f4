"""A Chromium for the tests in the browser: the one that is there, else one that is installed.

`python -m tests.chromium` prints its path, after installing one where none is; `find()` only looks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Nothing that goes out by itself; the sandbox needs rights that a container does not give.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL_SECONDS = 300


class NoChromium(Exception):
    """There is no Chromium, and none could be installed. The message says what to do."""


def find() -> str | None:
    """The path of a Chromium that starts; None where there is none.

    The environment's CHROMIUM decides alone where it is set; then come the names on the PATH, then Playwright's own.
    Raises NoChromium where CHROMIUM names something that does not start.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None or not _starts(path):
            raise NoChromium(f'CHROMIUM is "{named}", which does not start: name another browser, or unset it.')
        return path
    return next((path for path in _candidates() if _starts(path)), None)


def ensure() -> str:
    """The path of a Chromium that starts, installed if need be. Raises NoChromium."""
    found = find()
    if found:
        return found
    print("Installing a Chromium for the tests ...", file=sys.stderr)
    playwright = [sys.executable, "-m", "playwright"]
    for commands in ([[*playwright, "install", "chromium"]], _apt()):
        for command in commands:
            _run(command)
        found = find()
        if found:
            return found
    raise NoChromium(
        "The tests need a Chromium: install one (Debian: sudo apt-get install chromium; "
        "anywhere: .venv/bin/python -m playwright install --with-deps chromium), "
        "or name one: CHROMIUM=/path/to/chromium."
    )


def _candidates() -> Iterator[str]:
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path
    yield from (path for path in MAC if os.path.isfile(path))  # noqa: PTH113  # a string all the way
    own = _playwrights_own()
    if own:
        yield own


def _playwrights_own() -> str | None:
    """The path where Playwright keeps its Chromium, whether it is there or not."""
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path
    except Error:
        return None


def _starts(path: str) -> bool:
    """Whether it tells its version: Ubuntu's `chromium-browser` may be a note that the browser is elsewhere."""
    return _run([path, "--version"], seconds=120)


def _apt() -> list[list[str]]:
    """What installs Debian's Chromium, where that can be done without asking for a password."""
    if not shutil.which("apt-get"):
        return []
    root = os.geteuid() == 0
    if not root and not (shutil.which("sudo") and _run(["sudo", "-n", "true"], seconds=10)):
        return []
    before = ["env", "DEBIAN_FRONTEND=noninteractive"] if root else ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive"]
    return [
        [*before, "apt-get", "update"],
        [*before, "apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ]


def _run(command: Sequence[str], seconds: int = INSTALL_SECONDS) -> bool:
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Print the path; or, on standard error, what to do. The exit status says which."""
    try:
        print(ensure())
    except NoChromium as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
