"""The machine's own time zone is nobody's business: days and numbers turn at Vietnam's midnight."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from foundation.clock import VIETNAM
from tests.support.nursery import QuickOffice
from tests.support.quick import Opened

NEW_YORK = "America/New_York"
EVENING = datetime(2026, 11, 24, 23, 30, tzinfo=VIETNAM)
AFTER_MIDNIGHT = EVENING + timedelta(hours=1)
#: New York's midnight lies between noon and this.
AFTERNOON = datetime(2026, 11, 25, 13, 0, tzinfo=VIETNAM)


def set_time(office: QuickOffice, moment: datetime) -> None:
    """Let the stopped office's time go on from this moment."""
    with closing(sqlite3.connect(office.data / "motcua.db")) as books:
        start, anchor = int(moment.timestamp() * 1000), time.time_ns() // 1_000_000
        books.execute("UPDATE office SET clock_anchor = ?, clock_start = ?, clock_rate = 1.0", (anchor, start))
        books.commit()


def numbers_at(office: QuickOffice, moment: datetime, count: int) -> tuple[str, list[str]]:
    """The office's day, and the numbers it gives then."""
    set_time(office, moment)
    office.start()
    numbers = [office.post("/tickets", {"service": "A"})["number"] for _ in range(count)]
    day = office.get("/board")["day"]
    office.stop()
    return day, numbers


def test_a_day_turns_at_vietnam_s_midnight_on_a_machine_in_new_york(open_office: Opened) -> None:
    office = open_office(env={"TZ": NEW_YORK}, start=False)
    # The office was made today; its clock may not go back behind its own events.
    shift = timedelta(days=max(0, (datetime.now(UTC) - EVENING).days + 2))
    evening, after_midnight, afternoon = EVENING + shift, AFTER_MIDNIGHT + shift, AFTERNOON + shift
    local = [moment.astimezone(ZoneInfo(NEW_YORK)).date() for moment in (evening, after_midnight, afternoon)]
    assert local[0] == local[1] != local[2], "New York would have counted otherwise"

    first, second = f"{evening:%Y-%m-%d}", f"{after_midnight:%Y-%m-%d}"
    assert numbers_at(office, evening, 2) == (first, ["A001", "A002"])
    assert numbers_at(office, after_midnight, 1) == (second, ["A001"])
    assert numbers_at(office, afternoon, 1) == (second, ["A002"])
