"""Every reader and importer survives mutated inputs: the first of those that `make fuzz` makes without end."""

from __future__ import annotations

import random
import time

import pytest

from tests import fuzz


@pytest.mark.parametrize("inputs", [range(150), pytest.param(range(150, 2000), marks=pytest.mark.long)], ids=str)
@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_mutated_inputs_give_a_value_or_a_report(name: str, inputs: range) -> None:
    fuzz.run(name, inputs)


def test_the_same_number_gives_the_same_input() -> None:
    for name, target in fuzz.TARGETS.items():
        made = [fuzz.mutated(target.seeds[0], random.Random(f"{name} 7")) for _ in range(2)]  # noqa: S311 - no secret
        assert repr(made[0]) == repr(made[1])


def test_a_bug_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(text: str, _: object) -> None:
        if "<b>" in text:
            raise IndexError("list index out of range")

    monkeypatch.setitem(fuzz.TARGETS, "toy", fuzz.Target(("some text",), read))
    with pytest.raises(AssertionError, match=r"toy, input \d+: IndexError: list index out of range"):
        fuzz.run("toy", range(2000))


def test_a_reader_that_catches_errors_of_files_does_not_hide_that_it_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: str, __: object) -> str:
        try:
            while True:
                time.monotonic()
        except OSError:
            return "a report"

    monkeypatch.setattr(fuzz, "LIMIT", 0.1)
    monkeypatch.setitem(fuzz.TARGETS, "toy", fuzz.Target(("some text",), read))
    with pytest.raises(AssertionError, match="toy, input 0: TooSlow: toy: more than"):
        fuzz.run("toy", range(1))


def test_a_reader_that_ends_the_program_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: str, __: object) -> None:
        raise SystemExit(0)

    monkeypatch.setitem(fuzz.TARGETS, "toy", fuzz.Target(("some text",), read))
    with pytest.raises(AssertionError, match="toy, input 0: SystemExit: 0"):
        fuzz.run("toy", range(1))
