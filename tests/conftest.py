"""What many tests need: a paper file that is right, and small projects made from examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import bytes_of

settings.register_profile("papers", deadline=None)  # how long one example takes depends on the machine
settings.load_profile("papers")

Project = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Makes a project of files, path → text as `examples.bytes_of` reads it; gives its root."""

    def make(files: Mapping[str, str]) -> Path:
        (tmp_path / "mkdocs.yml").write_text("site_name: Toy\n", encoding="utf-8")
        for path, text in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(bytes_of(text))
        return tmp_path

    return make
