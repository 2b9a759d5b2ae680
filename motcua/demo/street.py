"""The street outside and the officers nobody plays: feeds a demo office through the same API as a real kiosk."""

from __future__ import annotations

import heapq
import itertools
import logging
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from foundation.client import ClientFault
from foundation.clock import minute_of_day
from foundation.ids import new_id
from motcua.demo.day import Arrival, service_minutes
from motcua.demo.office import SERVICES

log = logging.getLogger(__name__)

MINUTE_MS = 60_000
#: Real seconds between two looks at the hall.
LOOK_SECONDS = 0.5
#: Business minutes from the call until the citizen has walked to the counter and sits down.
WALK_MINUTES = 0.4
CROWD_MS = 1500


class Api(Protocol):
    """The part of the office's client the street needs."""

    def get(self, path: str) -> Any:
        """A GET's answer."""

    def post(self, path: str, body: Mapping[str, Any], key: str | None = None) -> Any:
        """A POST's answer; None for 204."""


@dataclass(order=True)
class _Due:
    at: float
    order: int
    work: Callable[[], None] = field(compare=False)


class Street:
    """Plays citizens, and officers at counters that no person holds. Times are business milliseconds."""

    def __init__(self, api: Api, day: Iterable[Arrival], chance: random.Random) -> None:
        self._api = api
        self._day = iter(day)
        self._chance = chance
        self._minutes = {service.service: service.minutes for service in SERVICES}
        self._due: list[_Due] = []
        self._order = itertools.count()
        self._busy: set[str] = set()
        self._moods: dict[str, int | None] = {}
        self.now = 0
        self.arrived = 0

    def begin(self, now: int, from_minute: float = 0.0) -> None:
        """Start at business time `now`; those who came before `from_minute` of the day are skipped."""
        self.now = now
        self._midnight = now - int(from_minute * MINUTE_MS)
        self._next_arrival(skip_before=from_minute)

    def crowd(self, people: Iterable[Arrival]) -> None:
        """Some are there already when the day is looked at first: a few seconds between each."""
        for n, arrival in enumerate(people):
            at = self.now + n * CROWD_MS
            heapq.heappush(self._due, _Due(at, next(self._order), partial(self._take_number, arrival)))

    def step(self, now: int) -> None:
        """Do what is due by `now`, then let idle counters call."""
        self.now = now
        while self._due and self._due[0].at <= now:
            self._try(heapq.heappop(self._due).work)
        self._try(self._officers)

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except ClientFault as fault:
            log.info("the office said no, or was away: %s", fault)

    def _later(self, minutes: float, work: Callable[[], None]) -> None:
        heapq.heappush(self._due, _Due(self.now + minutes * MINUTE_MS, next(self._order), work))

    def _next_arrival(self, skip_before: float = 0.0) -> None:
        for arrival in self._day:
            if arrival.minute >= skip_before:
                at = self._midnight + arrival.minute * MINUTE_MS
                heapq.heappush(self._due, _Due(at, next(self._order), partial(self._arrive, arrival)))
                return

    def _arrive(self, arrival: Arrival) -> None:
        self._next_arrival()
        self._take_number(arrival)

    def _take_number(self, arrival: Arrival) -> None:
        body = {"service": arrival.service, "priority": arrival.priority, "language": arrival.language}
        ticket = self._api.post("/tickets", body, new_id())
        self.arrived += 1
        self._moods[ticket["id"]] = arrival.rating
        path = f"/tickets/{ticket['id']}"
        for state in ("printing", "printed"):
            self._api.post(f"{path}/print", {"state": state}, new_id())
        if arrival.leaves:
            self._later(10, lambda: self._api.post(f"{path}/cancel", {"reason": "citizen"}, new_id()))

    def _officers(self) -> None:
        board = self._api.get("/board")
        waiting = {service["code"]: service["waiting"] for service in board["services"]}
        for counter in board["counters"]:
            code = counter["code"]
            if counter["officer"] or counter["state"] != "open" or code in self._busy:
                continue
            if any(waiting.get(service) for service in counter["serves"]):
                self._call(code)

    def _call(self, counter: str) -> None:
        answer = self._api.post(f"/counters/{counter}/next", {}, new_id())
        if answer is None:
            return
        ticket = answer["ticket"]
        self._busy.add(counter)
        minutes = service_minutes(self._chance, self._minutes.get(ticket["service"], 5.0))
        path = f"/tickets/{ticket['id']}"
        self._later(WALK_MINUTES, lambda: self._api.post(f"{path}/start", {}, new_id()))
        self._later(WALK_MINUTES + minutes, lambda: self._finish(counter, ticket["id"]))

    def _finish(self, counter: str, ticket: str) -> None:
        self._busy.discard(counter)
        self._api.post(f"/tickets/{ticket}/finish", {}, new_id())
        if level := self._moods.pop(ticket, None):
            reasons = ["slow"] if level == 1 else []
            body = {"ticket": ticket, "level": level, "reasons": reasons, "via": "tablet"}
            self._api.post("/ratings", body, new_id())


def run(
    street: Street,
    now: Callable[[], int],
    sleep: Callable[[float], None],
    *,
    all_day: bool,
    already: Iterable[Arrival] = (),
) -> None:
    """Until Ctrl-C: look, do what is due, sleep. With `all_day` people come at the hours of a real day."""
    start = now()
    street.begin(start, minute_of_day(start) if all_day else 0.0)
    street.crowd(already)
    while True:
        street.step(now())
        sleep(LOOK_SECONDS)
