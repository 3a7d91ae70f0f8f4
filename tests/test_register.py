"""Names and what is said of them, found in bytes; and changes laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.register import Register, changed, difference, dumped, said, share, starting

# Names of files may hold anything but U+0000, halves of surrogate pairs too, where a name is no UTF-8.
NAMES = st.text(st.characters(exclude_characters="\0", categories=None), max_size=4)
WORDS = st.text(st.characters(exclude_characters="\0\n"), max_size=4)
ENTRIES = st.dictionaries(NAMES, WORDS, max_size=20)


def register(entries: Mapping[str, str]) -> Register[str]:
    """The entries in the middle of other bytes."""
    made = dumped(entries)
    return Register(b"x\0\ny\0z" + made + b"\0\na\0b\0\n", str, 6, 6 + len(made))


def same(found: Mapping[str, str], entries: Mapping[str, str]) -> bool:
    """Whether both say the same, however they are asked."""
    assert len(found) == len(entries)
    assert dict(found.items()) == {name: found[name] for name in found} == entries
    assert sorted(found) == sorted(entries)
    for parts in (1, 3):
        shares = [entry for part in range(parts) for entry in share(found, part, parts)]
        assert sorted(shares) == sorted(entries.items())
        in_words = [entry for part in range(parts) for entry in said(found, part, parts, str)]
        assert sorted(map(tuple, in_words)) == sorted(entries.items())
    for name in ("", "a", *entries):
        assert sorted(starting(found, name[:1])) == sorted(n for n in entries if n.startswith(name[:1]))
    return True


@given(ENTRIES, NAMES)
def test_a_register_says_what_was_written(entries: dict[str, str], other: str) -> None:
    assert same(register(entries), entries)
    assert register(entries).get(other) == entries.get(other)


def after(entries: Mapping[str, str], change: tuple[dict[str, str], set[str]]) -> Mapping[str, str]:
    """What is left of the entries, and what is new."""
    return {name: words for name, words in entries.items() if name not in change[1]} | change[0]


@given(ENTRIES, st.lists(st.tuples(ENTRIES, st.sets(NAMES, max_size=5))))
def test_changes_over_it_are_what_they_would_be_in_a_dict(
    entries: dict[str, str], changes: list[tuple[dict[str, str], set[str]]]
) -> None:
    found: Mapping[str, str] = register(entries)
    expected: Mapping[str, str] = entries
    assert same(changed(found, changes), reduce(after, changes, expected))
    for new, gone in changes:
        before, found = found, changed(found, [(new, gone)])
        expected_before, expected = expected, after(expected, (new, gone))
        assert same(found, expected)
        other, missing = difference(before, found)
        assert other == {name: words for name, words in expected.items() if expected_before.get(name) != words}
        assert sorted(missing) == sorted(expected_before.keys() - expected.keys())


@given(ENTRIES, ENTRIES)
def test_of_two_that_have_nothing_in_common_all_is_compared(before: dict[str, str], now: dict[str, str]) -> None:
    other, gone = difference(register(before), now)
    assert other == {name: words for name, words in now.items() if before.get(name) != words}
    assert sorted(gone) == sorted(before.keys() - now.keys())


def test_what_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        changed(register({"a": "1"}), [({}, ["a"])])["a"]
