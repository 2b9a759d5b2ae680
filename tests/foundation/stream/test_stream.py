"""Following the stream: all after N, in order, each once; a gap in a channel can be seen."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from peewee import Database

from foundation.db.engine import open_database
from foundation.db.transaction import Transaction
from foundation.events.envelope import Event
from foundation.events.queue import CounterOpened, PolicySet, TicketCalled, TicketIssued
from foundation.stream import log as stream
from foundation.stream.follower import Follower
from tests.support.ground import Ground


class Reader:
    """A sink that remembers."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def take(self, events: Sequence[Event], database: Database) -> None:
        assert database.execute_sql("SELECT 1").fetchone()[0] == 1
        self.numbers += [event.id or 0 for event in events]

    def tick(self, database: Database) -> None:
        pass


def called(ticket: str, counter: str) -> TicketCalled:
    return TicketCalled(ticket, "A001", "A", counter, None, 1)


def issued(ticket: str) -> TicketIssued:
    return TicketIssued(ticket, "A001", "A", "2026-11-24", 1, "normal", 0, "kiosk")


def write_a_morning(ground: Ground) -> None:
    def work(tx: object) -> None:
        for data in (
            issued("t1"),
            issued("t2"),
            called("t1", "1"),
            PolicySet(),
            called("t2", "2"),
            CounterOpened("1", None),
        ):
            tx.append(data)  # type: ignore[attr-defined]

    ground.store.write(work)


def ids(ground: Ground, room: str | None, after: int = 0) -> list[int | None]:
    return ground.store.read(lambda db: [e.id for e in stream.after(db, ground.office_id, after, room)])


def test_each_channel_holds_its_own_events(ground: Ground) -> None:
    write_a_morning(ground)
    assert ids(ground, None) == [1, 2, 3, 4, 5, 6]
    assert ids(ground, "hall") == [3, 5, 6]
    assert ids(ground, "counter:1") == [3, 6]
    assert ids(ground, "ticket:t2") == [2, 5]
    assert ids(ground, "desk", after=3) == [4, 5, 6]
    assert ids(ground, "nowhere") == []


def test_prev_names_the_event_before_it_in_the_channel(ground: Ground) -> None:
    write_a_morning(ground)

    def prevs(room: str, after: int) -> list[tuple[int, int | None]]:
        def work(db: Database) -> list[tuple[int, int | None]]:
            events = stream.after(db, ground.office_id, after, room)
            return [(m["id"], m["prev"]) for m in stream.chained(db, ground.office_id, events, room)]

        return ground.store.read(work)

    assert prevs("hall", 0) == [(3, None), (5, 3), (6, 5)]
    assert prevs("hall", 3) == [(5, 3), (6, 5)]
    assert prevs("counter:1", 3) == [(6, 3)]


def test_a_follower_beside_many_writers_misses_no_event(ground: Ground) -> None:
    reader, others = Reader(), [ground.another() for _ in range(3)]
    follower = Follower(open_database(ground.url), ground.office_id, 0)
    follower.add(reader)
    follower.start()
    with ThreadPoolExecutor(6) as people:
        stores = [ground.store, *others] * 75
        list(people.map(lambda s: s.write(lambda tx: tx.append(CounterOpened("1", None)) and None), stores))
    assert follower.wait_for(300, 10)
    follower.close()
    for store in others:
        store.close()
    assert reader.numbers == list(range(1, 301))


@pytest.mark.postgres
def test_numbers_from_a_sequence_would_be_missed(postgres_url: str) -> None:
    """The twin: with a sequence, a number becomes visible after a higher one, and "after N" never sees it."""
    setup = psycopg2.connect(postgres_url)
    setup.autocommit = True
    setup.cursor().execute("CREATE TABLE event (id bigserial PRIMARY KEY)")
    slow, quick = psycopg2.connect(postgres_url), psycopg2.connect(postgres_url)
    slow.cursor().execute("INSERT INTO event DEFAULT VALUES")
    quick.cursor().execute("INSERT INTO event DEFAULT VALUES")
    quick.commit()
    seen, last = [], 0
    reading = setup.cursor()
    for ending in (False, True):
        if ending:
            slow.commit()
        reading.execute("SELECT id FROM event WHERE id > %s ORDER BY id", (last,))
        seen += [row[0] for row in reading.fetchall()]
        last = max(seen, default=0)
    for connection in (slow, quick, setup):
        connection.close()
    assert seen == [2], "event 1 was committed and yet never followed"


@pytest.mark.postgres
def test_the_counter_row_makes_the_second_writer_wait(postgres_url: str) -> None:
    """What protects: the second transaction cannot take a number before the first is committed."""
    from tests.support.ground import lay

    ground = lay(postgres_url)
    other, gate, order = ground.another(), threading.Event(), []
    began = threading.Event()

    def slow(tx: Transaction) -> None:
        tx.append(CounterOpened("1", None))
        began.set()
        gate.wait(5)
        order.append("slow")

    def quick(tx: Transaction) -> int | None:
        order.append("quick")
        return tx.append(CounterOpened("2", None)).id

    first = ground.store.writer.submit(slow)
    assert began.wait(5)
    second = other.writer.submit(quick)
    assert not second.done()
    gate.set()
    first.result(5)
    assert second.result(5) == 2
    assert order == ["slow", "quick"]
    ground.store.close()
    other.close()
