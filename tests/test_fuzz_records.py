"""Whatever a record holds, it is imported or reported: no record is lost, made two, or ends its file."""

from __future__ import annotations

import pytest

from tests import fuzz_records
from tests.fuzz_records import FORMATS, SIZE

FEW, MANY = 2000 // SIZE, 20_000 // SIZE  # sources


@pytest.mark.parametrize("form", FORMATS)
def test_every_mutated_record_is_imported_or_reported(form: str) -> None:
    assert fuzz_records.check(form, range(FEW)) > FEW  # most of them are right enough to come in


@pytest.mark.long
@pytest.mark.parametrize("form", FORMATS)
def test_every_one_of_many_mutated_records_is_imported_or_reported(form: str) -> None:
    fuzz_records.check(form, range(FEW, MANY))


def test_a_lost_record_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.importing.importers import ris

    read = ris.read
    monkeypatch.setattr(ris, "read", lambda text: (record for record in read(text) if "waves" not in record.label))
    with pytest.raises(AssertionError, match=r"ris, source 0: \d+ came in and \d+ were listed of 100 records"):
        fuzz_records.check("ris", range(1))
