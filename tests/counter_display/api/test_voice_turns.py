"""What the hall's player is told to say: fresh calls in order, once, however long nobody played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_display.api import VoiceSettings, next_call
from foundation.clock import SetClock
from foundation.events.queue import CounterOpened, TicketCalled, TicketUndone
from foundation.stream.log import PAGE
from tests.support.ground import Ground, lay

SETTINGS = VoiceSettings()


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    laid = lay(str(tmp_path / "books.db"))
    yield laid
    laid.store.close()


def move(ground: Ground, seconds: float) -> None:
    assert isinstance(ground.clock, SetClock)
    ground.clock.move(seconds)


def call(ground: Ground, number: str, language: str = "vi") -> int:
    data = TicketCalled(number, number, number[0], "3", None, 1, language)  # type: ignore[arg-type]
    return ground.store.write(lambda tx: tx.append(data).id) or 0


def said(ground: Ground, position: int) -> tuple[str, bool] | None:
    coming = ground.store.read(lambda db: next_call(db, ground.store, position, SETTINGS))
    return (coming.call.number, coming.twice) if coming else None


def test_the_oldest_fresh_call_is_next_and_a_crowd_is_said_once_each(ground: Ground) -> None:
    first, *_ = [call(ground, f"A00{n}") for n in (1, 2, 3)]
    assert said(ground, 0) == ("A001", False)
    assert said(ground, first) == ("A002", True)


def test_a_call_older_than_a_minute_is_only_shown(ground: Ground) -> None:
    call(ground, "A001")
    move(ground, 61)
    assert said(ground, 0) is None
    call(ground, "A002")
    assert said(ground, 0) == ("A002", True)


def test_a_hall_that_was_silent_for_days_speaks_again(ground: Ground) -> None:
    """More happened than one page of the stream holds, and all of it is too old."""

    def busy(tx: object) -> None:
        for _ in range(PAGE + 50):
            tx.append(CounterOpened("1", None))  # type: ignore[attr-defined]

    ground.store.write(busy)
    move(ground, 3600)
    call(ground, "A001")
    assert said(ground, 0) == ("A001", True)


def test_a_press_that_was_taken_back_is_not_said(ground: Ground) -> None:
    number = call(ground, "A001")
    undone = TicketUndone("A001", "A001", "A", "3", number, "called", "waiting", None, 0, 0, 0, None, None, None)
    ground.store.write(lambda tx: tx.append(undone))
    assert said(ground, 0) is None
