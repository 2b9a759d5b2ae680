"""Keys of questions under way: on the disk before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.client import KeyStore, Open


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    store = KeyStore(tmp_path / "keys.db", iter(["k-1", "k-2", "k-3"]).__next__)
    yield store
    store.close()


def test_what_began_and_is_not_done_is_known_after_a_restart(tmp_path: Path, keys: KeyStore) -> None:
    first = keys.begin("ticket", {"service": "A"})
    keys.begin("ticket", {"service": "B"})
    keys.note(first, {"number": "A012", "printing": True})
    keys.close()
    again = KeyStore(tmp_path / "keys.db")
    assert again.unfinished() == [
        Open("k-1", "ticket", {"service": "A"}, {"number": "A012", "printing": True}),
        Open("k-2", "ticket", {"service": "B"}, {}),
    ]
    again.close()


def test_what_is_done_is_forgotten(keys: KeyStore) -> None:
    key = keys.begin("ticket", {"service": "A"})
    keys.done(key)
    keys.done(key)
    assert keys.unfinished() == []
    with pytest.raises(KeyError):
        keys.note(key, {})


def test_each_question_gets_a_key_of_its_own(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.db")
    made = {store.begin("ticket", {}) for _ in range(20)}
    assert len(made) == 20
    store.close()


def test_a_commit_waits_for_the_disk(keys: KeyStore) -> None:
    assert keys._file.execute("PRAGMA synchronous").fetchone() == (2,)
