"""The engine on the store: the same as in memory, whatever is killed, rolled back or written by others."""

from __future__ import annotations

import json
import random
from concurrent.futures import Future
from typing import Any

import pytest
from peewee import IntegrityError

from foundation.clock import SetClock
from foundation.db.engine import native_sql
from foundation.db.store import Store
from foundation.db.transaction import Transaction
from foundation.events.office import NoticeSet
from foundation.events.queue import CounterDefined
from foundation.refusal import Refusal
from foundation.stream import log as stream
from queueing import commands as c
from queueing import operations
from queueing.board import OPEN, Board
from queueing.commands import SYSTEM
from queueing.live import SNAPSHOT, Live, caught_up, load
from queueing.view import View
from tests.queueing.office import COUNTERS, MINUTE, SERVICES, Office
from tests.support.ground import Ground


def office_commands() -> list[c.Command]:
    return [
        *(c.DefineService(SYSTEM, service) for service in SERVICES),
        *(c.DefineCounter(SYSTEM, CounterDefined(code, serves)) for code, serves in COUNTERS.items()),
        *(c.OpenCounter(SYSTEM, code) for code in COUNTERS),
    ]


class Desk:
    """Does commands in one process's store."""

    def __init__(self, store: Store, live: Live | None = None) -> None:
        self.store, self.live = store, live or Live()

    def press(self, command: c.Command) -> Future[Any]:
        """Hand the command to the writer without waiting."""
        return self.store.writer.submit(lambda tx: operations.run(tx, command, self.live))

    def do(self, command: c.Command) -> Any:
        """The facts, or the refusal."""

        def work(tx: Transaction) -> Any:
            done = operations.run(tx, command, self.live)
            return done if isinstance(done, Refusal) else done.facts

        return self.store.write(work)

    def board(self) -> dict[str, Any]:
        return self.store.write(lambda tx: json.loads(json.dumps(self.live.board(tx).to_json())))


@pytest.fixture
def desk(ground: Ground) -> Desk:
    desk = Desk(ground.store)
    for command in office_commands():
        assert not isinstance(desk.do(command), Refusal)
    return desk


def a_day(chance: random.Random, tickets: int) -> list[c.Command]:
    """Commands without sense: many are refused, which must leave no trace."""
    verbs = [c.Start, c.Finish, c.Hold, c.NoShow, c.ReturnToPool, c.Cancel, c.ComeBack, c.Resume, c.Recall]
    commands: list[c.Command] = []
    for at in range(tickets):
        priority: Any = chance.choice(["normal", "normal", "merit"])
        commands.append(c.IssueTicket(SYSTEM, f"t{at}", chance.choice("ACK"), priority, codes=("H-1",)))
        counter = chance.choice("123")
        commands.append(c.CallNext(SYSTEM, counter))
        commands += [verb(SYSTEM, f"t{chance.randrange(at + 1)}") for verb in chance.sample(verbs, 3)]
        commands.append(c.Undo(SYSTEM, counter))
        commands.append(c.Transfer(SYSTEM, f"t{chance.randrange(at + 1)}", chance.choice("ACK")))
        commands.append(c.GiveRating(SYSTEM, 2, counter=counter))
        commands.append(c.RecordPrint(SYSTEM, f"t{at}", "printed"))
    commands.append(c.CloseDay(SYSTEM))
    return commands


def test_the_store_decides_as_memory_does_and_its_rows_tell_the_same(desk: Desk, ground: Ground) -> None:
    clock, office = ground.clock, Office()
    assert isinstance(clock, SetClock)
    for command in office_commands():
        office.must(command)
    for command in a_day(random.Random(5), 40):
        clock.move(50)
        office.now = clock.now()
        facts = desk.do(command)
        # a press is as old in memory as its hand remembers it: 50 s, or not at all for others'
        aged = c.Undo(SYSTEM, command.counter, age=50.0) if isinstance(command, c.Undo) else command
        expected = office.do(aged)
        assert facts == expected, command
    assert desk.board() == json.loads(json.dumps(office.board.to_json()))
    assert rows_of(ground) == {t.id: (t.state, t.service, t.number, t.counter, t.paper) for t in tickets(office)}


def tickets(office: Office) -> list[Any]:
    return list(office.board.tickets.values())


def rows_of(ground: Ground) -> dict[str, tuple[Any, ...]]:
    sql = "SELECT id, state, service, number, counter, paper FROM ticket"
    rows = ground.store.read(lambda db: db.execute_sql(sql).fetchall())
    return {row[0]: tuple(row[1:]) for row in rows}


def test_a_refusal_leaves_no_trace(desk: Desk, ground: Ground) -> None:
    before = ground.store.read(lambda db: stream.last_event(db, ground.office_id))
    assert desk.do(c.Finish(SYSTEM, "nobody")) == Refusal("ticket.unknown")
    assert ground.store.read(lambda db: stream.last_event(db, ground.office_id)) == before


def test_undo_on_the_store_knows_real_seconds_and_after_a_restart_it_is_too_late(desk: Desk, ground: Ground) -> None:
    desk.do(c.IssueTicket(SYSTEM, "a", "A"))
    desk.do(c.CallNext(SYSTEM, "1"))
    assert isinstance(ground.clock, SetClock)
    ground.clock.move(4)
    restarted = Desk(ground.store)
    assert restarted.do(c.Undo(SYSTEM, "1")) == Refusal("undo.too_late")
    assert not isinstance(desk.do(c.Undo(SYSTEM, "1")), Refusal)
    row = ground.store.read(lambda db: db.execute_sql("SELECT state, called_at, calls FROM ticket").fetchone())
    assert tuple(row) == ("waiting", None, 0)


def test_a_recall_on_the_store_is_not_too_soon(desk: Desk, ground: Ground) -> None:
    desk.do(c.IssueTicket(SYSTEM, "a", "A"))
    desk.do(c.CallNext(SYSTEM, "1"))
    assert desk.do(c.Recall(SYSTEM, "a")).code == "recall.too_soon"
    assert isinstance(ground.clock, SetClock)
    ground.clock.move(40)
    assert not isinstance(desk.do(c.Recall(SYSTEM, "a")), Refusal)


# -- rolled back ---------------------------------------------------------------------------------------


def fail_after(desk: Desk, command: c.Command) -> None:
    def work(tx: Transaction) -> None:
        operations.run(tx, command, desk.live)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.store.write(work)


def other_room_writes(ground: Ground) -> None:
    """As many events as were rolled back, so that the numbers alone do not show it."""
    ground.store.write(lambda tx: tx.append(NoticeSet(("Thông báo mẫu",))))


def test_what_was_rolled_back_is_not_on_the_board(desk: Desk, ground: Ground) -> None:
    fail_after(desk, c.IssueTicket(SYSTEM, "lost", "A"))
    other_room_writes(ground)
    (issued,) = desk.do(c.IssueTicket(SYSTEM, "kept", "A"))
    assert issued.number == "A001"


def test_twin_a_board_that_does_not_forget_skips_a_number(
    desk: Desk, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Live, "forget", lambda _: None)
    fail_after(desk, c.IssueTicket(SYSTEM, "lost", "A"))
    other_room_writes(ground)
    (issued,) = desk.do(c.IssueTicket(SYSTEM, "kept", "A"))
    assert issued.number == "A002", "the ghost of a ticket that nobody holds"


# -- two servers on one office ---------------------------------------------------------------------------


def test_two_kiosks_never_get_one_number_and_two_counters_never_one_ticket(desk: Desk, ground: Ground) -> None:
    other = Desk(ground.another())
    try:
        desks = [desk, other]
        numbers = [
            who.press(c.IssueTicket(SYSTEM, f"{at}-{name}", "C")) for at in range(20) for name, who in enumerate(desks)
        ]
        given = [answer.result().facts[-1].number for answer in numbers]
        assert sorted(given) == [f"C{n:03d}" for n in range(1, 41)]
        calls = [
            who.press(c.CallNext(SYSTEM, counter)) for _ in range(10) for who, counter in zip(desks, "12", strict=True)
        ]
        called = [call.result().called.id for call in calls]
        assert len(set(called)) == len(called)
    finally:
        other.store.close()


def test_twin_a_server_that_trusts_its_memory_gives_the_number_again(desk: Desk, ground: Ground) -> None:
    """The books' own index is the last guard; without it two people would hold A001."""
    other = Desk(ground.another())
    try:
        other.board()
        other.live.trusts_store = False
        desk.do(c.IssueTicket(SYSTEM, "first", "A"))
        with pytest.raises(IntegrityError):
            other.do(c.IssueTicket(SYSTEM, "second", "A"))
        ground.store.write(lambda tx: tx.execute("DROP INDEX ticketrow_office_id_day_number"))
        other.live._board = None
        other.live.trusts_store = True
        other.board()
        other.live.trusts_store = False
        (one,) = desk.do(c.IssueTicket(SYSTEM, "third", "A"))
        (two,) = other.do(c.IssueTicket(SYSTEM, "fourth", "A"))
        assert one.number == two.number
    finally:
        other.store.close()


def test_twin_a_server_that_trusts_its_memory_calls_a_ticket_twice(desk: Desk, ground: Ground) -> None:
    other = Desk(ground.another())
    try:
        desk.do(c.IssueTicket(SYSTEM, "a", "C"))
        other.board()
        other.live.trusts_store = False
        (here,) = desk.do(c.CallNext(SYSTEM, "1"))
        (there,) = other.do(c.CallNext(SYSTEM, "2"))
        assert here.ticket == there.ticket == "a"
    finally:
        other.store.close()


# -- starting again ------------------------------------------------------------------------------------


def test_a_start_is_a_recovery_with_and_without_a_snapshot(desk: Desk, ground: Ground) -> None:
    for command in a_day(random.Random(9), 15):
        desk.do(command)
    live, last = desk.board(), ground.store.read(lambda db: stream.last_event(db, ground.office_id))
    assert Desk(ground.store).board() == live
    ground.store.write(lambda tx: tx.execute("DELETE FROM snapshot"))
    assert Desk(ground.store).board() == live
    ground.store.write(desk.live.snapshot)
    assert ground.store.read(lambda db: load(db, ground.office_id, last)).last == last


@pytest.mark.parametrize("body", ["", "[]", '{"version": 1}', '{"version": 0}'])
def test_a_snapshot_that_cannot_be_read_is_passed_over(desk: Desk, ground: Ground, body: str) -> None:
    desk.do(c.IssueTicket(SYSTEM, "a", "A"))
    live = desk.board()
    sql = native_sql(ground.database, "UPDATE snapshot SET body = ? WHERE name = ?")
    ground.store.write(lambda tx: tx.execute(sql.replace("%s", "?"), (body, SNAPSHOT)))
    assert Desk(ground.store).board() == live


def test_a_new_day_leaves_a_snapshot_so_that_a_start_reads_one_day(desk: Desk, ground: Ground) -> None:
    assert isinstance(ground.clock, SetClock)
    for _ in range(3):
        ground.clock.move(24 * 3600)
        desk.do(c.OpenCounter(SYSTEM, "1"))
        desk.do(c.CallNext(SYSTEM, "1"))
    last = ground.store.read(lambda db: stream.last_event(db, ground.office_id))
    snapshot = ground.store.read(lambda db: load(db, ground.office_id, last))
    assert snapshot.day == Board.from_json(desk.board()).day
    assert last - snapshot.last <= 1


# -- readers -----------------------------------------------------------------------------------------------


def test_a_reader_sees_what_was_answered_and_other_rooms_events_do_not_disturb(desk: Desk, ground: Ground) -> None:
    view = View(ground.office_id)
    desk.do(c.IssueTicket(SYSTEM, "a", "A"))
    ground.store.write(lambda tx: tx.append(NoticeSet(("Thông báo mẫu",))))
    state = ground.store.read(lambda db: view.look(db, lambda board: board.tickets["a"].state))
    assert state == "waiting"
    desk.do(c.CallNext(SYSTEM, "1"))
    seen = ground.store.read(lambda db: view.look(db, lambda board: (board.tickets["a"].state, board.last)))
    assert seen == ("called", ground.store.read(lambda db: stream.last_event(db, ground.office_id)))


def test_a_board_that_is_ahead_of_the_store_is_read_anew(desk: Desk, ground: Ground) -> None:
    ahead = Board(last=10_000)
    last = ground.store.read(lambda db: stream.last_event(db, ground.office_id))
    board = ground.store.read(lambda db: caught_up(ahead, db, ground.office_id, last))
    assert (board.last, sorted(board.services)) == (last, ["A", "C", "K"])


def test_everybody_open_is_somewhere(desk: Desk, ground: Ground) -> None:
    for command in a_day(random.Random(3), 30)[:-1]:
        desk.do(command)
    board = Board.from_json(desk.board())
    open_rows = [id_ for id_, row in rows_of(ground).items() if row[0] in OPEN]
    assert sorted(open_rows) == sorted(t.id for t in board.tickets.values() if t.state in OPEN)
    assert MINUTE == 60_000
