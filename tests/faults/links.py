"""The cable between office and screens: cut, stalled, reset, slow. No call missed, none shown twice, soon right."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from tests.support.following_screen import FollowingScreen, following
from tests.support.node_screen import NodeScreen, node_screen, wait_until
from tests.support.nursery import QuickOffice, quick_office
from tests.support.proxy import Link, link_to

Kind = Literal["cut", "stall", "reset", "slow"]
SCREENS = 20
#: How late a slow link brings every piece, in seconds.
SLOW_SECONDS = 0.4
LONG_SECONDS = (1, 5, 30, 60, 600)
#: The promise: right so many seconds after the link's return.
PROMISED_SECONDS = 2.0


@dataclass
class Outcome:
    """What one trial did to the screens. `back`: seconds from the link's return until each screen was right."""

    kind: Kind
    seconds: float
    calls: int
    missed: int
    twice: int
    disordered: int
    back: list[float]
    page_back: float

    @property
    def good(self) -> bool:
        """Nothing missed, doubled or out of order; the times are a matter of the report."""
        return (self.missed, self.twice, self.disordered) == (0, 0, 0)

    def row(self) -> dict[str, Any]:
        """As it is printed."""
        return {
            "link": f"{self.kind} {self.seconds:g} s",
            "calls": self.calls,
            "screens": len(self.back) + 1,
            "missed": self.missed,
            "twice": self.twice,
            "out of order": self.disordered,
            "right after, median s": round(statistics.median(self.back), 2),
            "worst s": round(max(self.back), 2),
            "the page's script s": round(self.page_back, 2),
        }


@dataclass
class Hall:
    """An office, a link, screens behind it (one of them runs the page's own script)."""

    office: QuickOffice
    link: Link
    screens: list[FollowingScreen]
    page: NodeScreen


@contextmanager
def hall(office: QuickOffice, screens: list[FollowingScreen]) -> Iterator[Hall]:
    """Screens behind a link to a running office."""
    token = office.token("screen")
    with link_to(office.port) as link, following(screens, link.port, token):
        url = f"http://127.0.0.1:{link.port}"
        with node_screen("live_screen.js", url, token, "hall") as page:
            page.wait(lambda: bool(page.of("connect")))
            call_one(office)
            page.wait(lambda: bool(page.calls()))
            yield Hall(office, link, screens, page)


def call_one(office: QuickOffice) -> None:
    """Somebody takes a number and is called."""
    office.post("/tickets", {"service": "A"})
    office.post("/counters/2/next")


@contextmanager
def calling(office: QuickOffice, pause: float) -> Iterator[None]:
    """Calls go on meanwhile, not through the link."""
    enough = threading.Event()
    faults: list[Exception] = []

    def go_on() -> None:
        try:
            while not enough.wait(pause):
                call_one(office)
        except Exception as fault:  # noqa: BLE001 - raised below, where it ends the trial
            faults.append(fault)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
    if faults:
        raise faults[0]


def trial(place: Hall, kind: Kind, seconds: float) -> Outcome:
    """Trouble for so many seconds, while calls go on; then look at what every screen showed."""
    first = last_event(place.office)
    wait_until(lambda: all(ids and ids[-1] >= first for ids in _shown(place)))
    breaks: dict[Kind, Callable[[], None]] = {
        "cut": place.link.cut,
        "stall": place.link.stall,
        "reset": place.link.reset,
        "slow": lambda: setattr(place.link, "delay", SLOW_SECONDS),
    }
    with calling(place.office, 0.1 if seconds < 30 else 0.5):
        time.sleep(0.3)
        breaks[kind]()
        time.sleep(seconds)
        head = last_event(place.office)
        returned = time.time()
        place.link.delay = 0.0
        place.link.mend()
        time.sleep(0.5)
    calls = call_numbers(place.office, first)
    wait_until(lambda: all(ids[-1] >= calls[-1] for ids in _shown(place)))
    return _judged(place, Outcome(kind, seconds, len(calls), 0, 0, 0, [], 0.0), first, calls, head, returned)


def _judged(place: Hall, outcome: Outcome, first: int, calls: list[int], head: int, returned: float) -> Outcome:
    for ids in ([event["id"] for event in screen.shown] for screen in place.screens):
        _compare(outcome, [n for n in ids if n > first], calls)
    page = [event["value"] for event in place.page.of("event")]
    _compare(outcome, [event["id"] for event in page if event["id"] > first], calls)
    missed_last = max(number for number in calls if number <= head)
    for screen in place.screens:
        at = next(at for event, at in zip(screen.shown, screen.shown_at, strict=True) if event["id"] >= missed_last)
        outcome.back.append(max(0.0, at - returned))
    at = next(line["at"] for line in place.page.of("event") if line["value"]["id"] >= missed_last)
    outcome.page_back = max(0.0, at / 1000 - returned)
    return outcome


def _compare(outcome: Outcome, shown: list[int], calls: list[int]) -> None:
    outcome.missed += len(set(calls) - set(shown))
    outcome.twice += len(shown) - len(set(shown))
    outcome.disordered += shown != sorted(shown)


def _shown(place: Hall) -> list[list[int]]:
    """The numbers that each screen showed so far."""
    pythons = [[event["id"] for event in screen.shown[-1:]] for screen in place.screens]
    return [*pythons, [line["value"]["id"] for line in place.page.of("event")[-1:]]]


def last_event(office: QuickOffice) -> int:
    """The newest event of the hall."""
    newest = 0
    while page := office.get(f"/events?after={newest}&room=hall")["events"]:
        newest = page[-1]["id"]
    return newest


def call_numbers(office: QuickOffice, after: int) -> list[int]:
    """The numbers of the calls since then, as the office has them."""
    calls: list[int] = []
    while page := office.get(f"/events?after={after}&room=hall")["events"]:
        calls += [event["id"] for event in page if event["type"] == "ticket.called.v1"]
        after = page[-1]["id"]
    return calls


def long(longest: int | None) -> tuple[list[dict[str, Any]], bool]:
    """Cuts and stalls of 1 s to 10 min (`longest` seconds at most), resets, and a slow link."""
    with quick_office() as office, hall(office, [FollowingScreen() for _ in range(SCREENS)]) as place:
        outcomes = [trial(place, "reset", 1) for _ in range(10)]
        outcomes.append(trial(place, "slow", 10))
        for seconds in LONG_SECONDS:
            if seconds <= (longest or seconds):
                outcomes += [trial(place, "cut", seconds), trial(place, "stall", seconds)]
    late = [each for each in outcomes if max(*each.back, each.page_back) > PROMISED_SECONDS]
    rows = [each.row() for each in outcomes]
    return rows, all(each.good for each in outcomes) and not late
