"""Cache files: whatever is done to one, it holds what was written or counts as absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.cache_file import read_cache, write_cache

CONTENT = b"first line\nsecond line\x00\xff"


def test_what_was_written_is_read_for_what_it_was_made_from(tmp_path: Path) -> None:
    file = tmp_path / "new" / "cache"
    assert read_cache(file, "a") is None
    write_cache(file, "a", [CONTENT[:5], CONTENT[5:]])
    assert read_cache(file, "a") == CONTENT
    assert read_cache(file, "b") is None
    write_cache(file, "b", [])
    assert read_cache(file, "b") == b""
    assert [path.name for path in file.parent.iterdir()] == ["cache"]


@pytest.mark.parametrize("length", range(0, len(CONTENT) + 25, 3))
def test_a_truncated_file_counts_as_absent(tmp_path: Path, length: int) -> None:
    file = tmp_path / "cache"
    write_cache(file, "a", [CONTENT])
    whole = file.read_bytes()
    assert len(whole) > length
    file.write_bytes(whole[:length])
    assert read_cache(file, "a") is None


@given(bit=st.integers(0))
def test_a_flipped_bit_is_seen(tmp_path_factory: pytest.TempPathFactory, bit: int) -> None:
    file = tmp_path_factory.mktemp("flipped") / "cache"
    write_cache(file, "a", [CONTENT])
    content = bytearray(file.read_bytes())
    byte, place = divmod(bit % (8 * len(content)), 8)
    content[byte] ^= 1 << place
    file.write_bytes(content)
    assert read_cache(file, "a") is None


def test_a_folder_in_the_place_of_a_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "cache"
    (file / "inside").mkdir(parents=True)
    assert read_cache(file, "a") is None
    write_cache(file, "a", [CONTENT])
    assert read_cache(file, "a") == CONTENT


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    write_cache(tmp_path / "file" / "cache", "a", [CONTENT])
    assert read_cache(tmp_path / "file" / "cache", "a") is None
