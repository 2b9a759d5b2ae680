"""The hub: replay, then live, and nothing falls between."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any

from foundation.db.engine import open_database
from foundation.events.queue import BoardMessage, CounterOpened
from foundation.stream.follower import Follower
from foundation.stream.hub import Hub
from tests.support.ground import Ground


class Wires:
    """A wire that remembers what each connection got."""

    def __init__(self) -> None:
        self.rooms: dict[str, set[str]] = defaultdict(set)
        self.got: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def send(self, name: str, message: dict[str, Any], to: str) -> None:
        assert name == "event"
        for connection in self.rooms.get(to, {to} if to.startswith("c") and ":" not in to else set()):
            self.got[connection].append(message)

    def enter(self, connection: str, room: str) -> None:
        self.rooms[room].add(connection)

    def leave(self, connection: str, room: str) -> None:
        self.rooms[room].discard(connection)


def opened(ground: Ground, count: int = 1) -> None:
    for _ in range(count):
        ground.store.write(lambda tx: tx.append(CounterOpened("1", None)))


def as_a_screen(messages: list[dict[str, Any]], last: int = 0) -> tuple[list[int], int]:
    """What a screen makes of it: drop the known, count the gaps."""
    shown, gaps = [], 0
    for message in messages:
        if message["id"] is None or message["id"] <= last:
            continue
        gaps += message["prev"] is not None and message["prev"] > last
        last = message["id"]
        shown.append(last)
    return shown, gaps


def start(ground: Ground) -> tuple[Hub, Wires, Follower]:
    wires = Wires()
    hub = Hub(ground.store, wires)
    follower = Follower(open_database(ground.url), ground.office_id, 0)
    follower.add(hub)
    ground.store.when_committed(follower.ring)
    follower.start()
    return hub, wires, follower


def test_a_screen_gets_all_after_its_number_and_then_what_comes(ground: Ground) -> None:
    hub, wires, follower = start(ground)
    opened(ground, 5)
    assert hub.subscribe("c1", "hall", 2) == 5
    opened(ground, 3)
    assert follower.wait_for(8, 5)
    follower.close()
    assert as_a_screen(wires.got["c1"], 2) == ([3, 4, 5, 6, 7, 8], 0)


def test_a_new_screen_gets_the_snapshot_and_no_history(ground: Ground) -> None:
    hub, wires, follower = start(ground)
    opened(ground, 4)
    assert follower.wait_for(4, 5)
    hub.tell(BoardMessage(4, 0, "2026-11-24"), 0)
    assert hub.subscribe("c1", "hall", None) == 4
    opened(ground)
    assert follower.wait_for(5, 5)
    follower.close()
    assert [message["type"] for message in wires.got["c1"]] == ["board.v1", "counter.opened.v1"]
    assert as_a_screen(wires.got["c1"], 4) == ([5], 0)


def test_nothing_is_lost_when_screens_come_and_go_under_load(ground: Ground) -> None:
    hub, wires, follower = start(ground)
    writing = threading.Thread(target=opened, args=(ground, 120))
    writing.start()
    for n in range(30):
        hub.subscribe(f"c{n}", "hall", 0)
        if n % 3 == 0:
            hub.forget(f"c{n}")
            wires.leave(f"c{n}", "hall")
    writing.join()
    assert follower.wait_for(120, 10)
    follower.close()
    for n in range(30):
        shown, gaps = as_a_screen(wires.got[f"c{n}"])
        assert gaps == 0
        if n % 3:
            assert shown == list(range(1, 121))


def test_a_channel_nobody_hears_costs_nothing(ground: Ground) -> None:
    hub, wires, follower = start(ground)
    opened(ground, 3)
    assert follower.wait_for(3, 5)
    follower.close()
    assert not wires.got
    assert hub.heard() == set()
