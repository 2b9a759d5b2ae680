"""The light goes out: ten times at random moments, on a disk that keeps only what was synced."""

from __future__ import annotations

from pathlib import Path

from foundation.db.engine import PRAGMAS
from tests.faults import power
from tests.support.power import Disk


def test_whoever_was_answered_still_has_a_number_after_a_power_cut() -> None:
    tally = power.run(10)
    assert tally.answered > 100
    assert (tally.lost, tally.doubled, tally.broken) == (0, 0, [])


def test_without_full_synchronising_tickets_in_hand_are_lost() -> None:
    """The twin: the same cuts with one pragma weaker."""
    tally = power.run(4, pragmas={"synchronous": "normal"})
    assert tally.lost > 0


def test_the_disk_that_forgets_is_opened_with_the_office_s_own_pragmas(tmp_path: Path) -> None:
    power.furnish(tmp_path / "office")
    disk = Disk()
    books = power.open_on(disk, tmp_path / "office", {})
    books.connect()
    spelled = {"wal": "wal", "full": 2, "on": 1, "memory": 2}
    asked = {name: books.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    books.close()
    assert asked == {name: spelled.get(value, value) for name, value in PRAGMAS.items()}
