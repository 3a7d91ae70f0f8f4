"""The site of the toy collection is what it was, or the change is meant."""

from __future__ import annotations

import difflib

from tests import golden


def test_the_site_of_the_toy_collection_is_what_it_was() -> None:
    before, now = golden.kept(), golden.built()
    changes = [
        line
        for name in sorted({*before, *now})
        for line in difflib.unified_diff(
            before.get(name, "").splitlines(),
            now.get(name, "").splitlines(),
            f"golden/{name}",
            f"now/{name}",
            "",
            "",
            1,
            "",
        )
    ]
    assert changes == [], "\n".join([*changes[:80], "", "if that is meant: .venv/bin/python -m tests.golden"])
