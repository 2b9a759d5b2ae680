"""One clock: business time is injected everywhere from here; what a hand feels is monotonic."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

#: Vietnam has kept UTC+7 without summer time since 1975, so a fixed offset is exact and needs no zone data.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Rate:
    """How business time runs: at real time `anchor_ms` it was `start_ms`, and it runs `rate` times as fast."""

    anchor_ms: int
    start_ms: int
    rate: float = 1.0


REAL = Rate(0, 0, 1.0)


class Clock:
    """Business time in UTC milliseconds, real monotonic seconds beside it."""

    def __init__(self, rate: Rate = REAL) -> None:
        self.rate = rate

    def now(self) -> int:
        """Business time, UTC milliseconds."""
        real = time.time_ns() // 1_000_000
        return self.rate.start_ms + int((real - self.rate.anchor_ms) * self.rate.rate)

    def monotonic(self) -> float:
        """Real seconds since some fixed moment; never goes back."""
        return time.monotonic()


class SetClock(Clock):
    """A clock that stands until it is moved: for tests and for replaying a day."""

    def __init__(self, now_ms: int) -> None:
        super().__init__()
        self.now_ms = now_ms
        self.seconds = 0.0

    def now(self) -> int:
        return self.now_ms

    def monotonic(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        """Let both times go forward by `seconds`."""
        self.now_ms += int(seconds * 1000)
        self.seconds += seconds


def local(ms: int) -> datetime:
    """Vietnamese wall time of a UTC millisecond."""
    return datetime.fromtimestamp(ms / 1000, VIETNAM)


def business_day(ms: int) -> str:
    """The office's day of a UTC millisecond, `2026-11-24`."""
    return local(ms).date().isoformat()


def midnight(day: str) -> int:
    """UTC milliseconds at which the office's day `2026-11-24` begins."""
    whole = date.fromisoformat(day)
    return int(datetime(whole.year, whole.month, whole.day, tzinfo=VIETNAM).timestamp() * 1000)


def minute_of_day(ms: int) -> int:
    """Minutes since local midnight, 0..1439."""
    at = local(ms)
    return at.hour * 60 + at.minute
