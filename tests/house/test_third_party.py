"""THIRD_PARTY.md names exactly what the locks hold."""

from pathlib import Path

import pytest

from scripts import third_party
from tests.support.rooms import ROOT


def test_the_notices_are_fresh() -> None:
    assert third_party.main(["--check"]) == 0


def test_every_package_states_a_licence() -> None:
    page = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert "|  |" not in page


def test_a_package_that_is_not_in_the_locks_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "THIRD_PARTY.md"
    page.write_text(third_party.written() + "| left-pad | 1.0.0 | WTFPL |\n", encoding="utf-8")
    monkeypatch.setattr(third_party, "NOTICES", page)
    assert third_party.main(["--check"]) == 1
