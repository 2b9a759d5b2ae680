"""When numbers of a service are given out."""

from __future__ import annotations

from datetime import timedelta

from foundation.clock import business_day, local, midnight, minute_of_day
from foundation.events.queue import ServiceDefined

MINUTE_MS = 60_000
#: A service that does not open within this many days has no next opening.
LOOK_AHEAD_DAYS = 15


def gives_numbers(service: ServiceDefined, now: int) -> bool:
    """Whether a number can be taken at `now`: in one of the day's sessions, before its last issue."""
    if not service.hours:
        return True
    if local(now).isoweekday() not in service.weekdays:
        return False
    minute = minute_of_day(now)
    return any(opens <= minute < last for opens, last in service.hours)


def next_opening(service: ServiceDefined, now: int) -> int | None:
    """The moment (UTC ms) from which numbers are given again; None when not within a fortnight."""
    for days in range(LOOK_AHEAD_DAYS):
        day = local(now) + timedelta(days=days)
        if day.isoweekday() not in service.weekdays:
            continue
        start = midnight(business_day(int(day.timestamp() * 1000)))
        for opens, _last in sorted(service.hours):
            if (at := start + opens * MINUTE_MS) > now:
                return at
    return None
