"""The writer: all that waits in one transaction, each command for itself, answered after the commit."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from foundation.db.answers import Answered, fingerprint, once
from foundation.db.engine import PRAGMAS, CalledFromLoop, is_postgres, native_sql
from foundation.db.transaction import Transaction
from foundation.events.queue import CounterOpened
from foundation.refusal import Refusal
from foundation.stream import log as stream
from tests.support.ground import Ground


def opened(counter: str) -> CounterOpened:
    return CounterOpened(counter, None)


def test_numbers_have_no_hole_and_no_double(ground: Ground) -> None:
    with ThreadPoolExecutor(16) as people:
        numbers = list(people.map(lambda n: ground.store.write(lambda tx: tx.append(opened(str(n))).id), range(200)))
    assert sorted(number or 0 for number in numbers) == list(range(1, 201))


def test_a_failing_command_rolls_back_alone(ground: Ground) -> None:
    gate = threading.Event()
    waiting = ground.store.writer.submit(lambda _: gate.wait(5))

    def fails(tx: Transaction) -> None:
        tx.append(opened("2"))
        raise ValueError("no")

    jobs = [
        ground.store.writer.submit(lambda tx: tx.append(opened("1")).id),
        ground.store.writer.submit(fails),
        ground.store.writer.submit(lambda tx: tx.append(opened("3")).id),
    ]
    gate.set()
    waiting.result(5)
    assert jobs[0].result(5) == 1
    with pytest.raises(ValueError, match="no"):
        jobs[1].result(5)
    assert jobs[2].result(5) == 2
    counters = ground.store.read(lambda db: [e.data["counter"] for e in stream.after(db, ground.office_id, 0)])
    assert counters == ["1", "3"]


def test_whoever_asked_is_told_that_their_command_was_rolled_back(ground: Ground) -> None:
    told = []

    def fails(tx: Transaction) -> None:
        tx.if_rolled_back(lambda: told.append(True))
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it is our own
        ground.store.write(fails)
    assert told == [True]


def test_nobody_is_answered_before_the_commit(ground: Ground) -> None:
    """Another connection must already see what was answered."""
    other = ground.another()
    for _ in range(20):
        number = ground.store.write(lambda tx: tx.append(opened("1")).id)
        assert other.read(lambda db: stream.last_event(db, ground.office_id)) == number
    other.close()


def test_two_processes_share_one_numbering(ground: Ground) -> None:
    other = ground.another()

    def fill(store: object) -> list[int]:
        return [store.write(lambda tx: tx.append(opened("1")).id) for _ in range(60)]  # type: ignore[attr-defined]

    with ThreadPoolExecutor(2) as both:
        mine, theirs = both.map(fill, (ground.store, other))
    other.close()
    assert sorted(mine + theirs) == list(range(1, 121))


def test_the_loop_s_thread_may_not_touch_the_database(ground: Ground) -> None:
    ground.database.guard.forbid_this_thread()  # type: ignore[attr-defined]
    try:
        with pytest.raises(CalledFromLoop):
            ground.database.execute_sql("SELECT 1")
        assert ground.store.read(lambda db: db.execute_sql("SELECT 1").fetchone()[0]) == 1
    finally:
        ground.database.guard.allow_all()  # type: ignore[attr-defined]


def test_sqlite_is_opened_with_every_pragma(ground: Ground) -> None:
    if is_postgres(ground.database):
        pytest.skip("pragmas are SQLite's")
    spelled = {"wal": "wal", "full": 2, "on": 1, "memory": 2}

    def asked(name: str) -> object:
        return ground.store.read(lambda db: db.execute_sql(f"PRAGMA {name}").fetchone()[0])

    assert {name: asked(name) for name in PRAGMAS} == {
        name: spelled.get(value, value) for name, value in PRAGMAS.items()
    }


def press(tx: Transaction) -> Answered | Refusal:
    return 200, {"number": tx.append(opened("1")).id}


def test_pressed_twice_is_done_once(ground: Ground) -> None:
    asked = fingerprint("POST", "/x", {"a": 1})
    answers = [ground.store.write(lambda tx: once(tx, "key-1", asked, press)) for _ in range(3)]
    assert answers == [(200, {"number": 1})] * 3
    assert ground.store.read(lambda db: stream.last_event(db, ground.office_id)) == 1


def test_without_a_key_the_same_press_is_done_twice(ground: Ground) -> None:
    """The twin: it is the key that protects."""
    asked = fingerprint("POST", "/x", {"a": 1})
    answers = [ground.store.write(lambda tx: once(tx, None, asked, press)) for _ in range(2)]
    assert answers == [(200, {"number": 1}), (200, {"number": 2})]


def test_a_key_used_for_something_else_is_refused(ground: Ground) -> None:
    ground.store.write(lambda tx: once(tx, "key-1", "one", press))
    assert ground.store.write(lambda tx: once(tx, "key-1", "other", press)) == Refusal("key.reused")


def test_a_refusal_is_not_kept_under_its_key(ground: Ground) -> None:
    assert ground.store.write(lambda tx: once(tx, "k", "a", lambda _: Refusal("service.closed"))) == Refusal(
        "service.closed"
    )
    assert ground.store.write(lambda tx: once(tx, "k", "a", press)) == (200, {"number": 1})


def test_a_locked_database_delays_the_writer_and_nobody_else(ground: Ground) -> None:
    """Another process holds the lock: reads go on, the command waits and is then done."""
    if is_postgres(ground.database):
        pytest.skip("PostgreSQL has no lock on the whole file")
    other = sqlite3.connect(ground.url)
    other.execute("BEGIN IMMEDIATE")
    job = ground.store.writer.submit(lambda tx: tx.append(opened("1")).id)
    assert ground.store.read(lambda db: stream.last_event(db, ground.office_id)) == 0
    assert not job.done()
    other.rollback()
    other.close()
    assert job.result(6) == 1


def test_a_broken_batch_fails_everybody_in_it_and_the_writer_lives_on(ground: Ground) -> None:
    sql = native_sql(ground.database, "UPDATE office SET id = ?")
    ground.store.write(lambda tx: tx.execute(sql, ("other",)) and None)
    with pytest.raises(LookupError):
        ground.store.write(lambda tx: tx.append(opened("1")))
    ground.store.read(lambda db: db.execute_sql(sql, (ground.office_id,)) and None)
    assert ground.store.write(lambda tx: tx.append(opened("1")).id) == 1
