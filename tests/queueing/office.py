"""An office for the tests of the queue: three services, three counters, a Tuesday morning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from foundation.clock import midnight
from foundation.events import queue as q
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.board import Board, Ticket
from queueing.commands import SYSTEM
from queueing.decide import decide
from queueing.evolve import evolve

MINUTE = 60_000
DAY = "2026-11-24"
MORNING = midnight(DAY) + 8 * 60 * MINUTE

SERVICES = (
    q.ServiceDefined("A", "Nộp hồ sơ", "Submit", "submit", minutes=8, position=0),
    q.ServiceDefined("C", "Chứng thực", "Certify", "certify", minutes=4, position=1),
    q.ServiceDefined("K", "Nhận kết quả", "Collect", "collect", minutes=3, position=2),
)
COUNTERS = {"1": (("A", 3), ("C", 1)), "2": (("A", 1), ("C", 2), ("K", 1)), "3": (("K", 1),)}


@dataclass
class Office:
    """Drives the engine as the server does, and keeps every event."""

    now: int = MORNING
    board: Board = field(default_factory=Board)
    events: list[tuple[object, int]] = field(default_factory=list)
    made: int = 0

    def do(self, command: c.Command) -> tuple[Any, ...] | Refusal:
        decided = decide(self.board, command, self.now)
        if isinstance(decided, Refusal):
            return decided
        for data in decided:
            self.events.append((data, self.now))
            evolve(self.board, data, self.board.last + 1, self.now)
        return decided

    def must(self, command: c.Command) -> tuple[Any, ...]:
        done = self.do(command)
        assert not isinstance(done, Refusal), done
        return done

    def code(self, command: c.Command) -> str:
        refused = self.do(command)
        assert isinstance(refused, Refusal), refused
        return refused.code

    def later(self, minutes: float) -> None:
        self.now += int(minutes * MINUTE)

    def take(self, service: str = "A", priority: q.Priority = "normal", **more: Any) -> Ticket:
        self.made += 1
        id_ = f"t{self.made}"
        self.must(c.IssueTicket(SYSTEM, id_, service, priority, **more))
        return self.board.tickets[id_]

    def next(self, counter: str = "1") -> str | None:
        """The number called by a press of Next, None when nobody waits."""
        called = [each for each in self.must(c.CallNext(SYSTEM, counter)) if isinstance(each, q.TicketCalled)]
        return called[0].number if called else None

    def replayed(self) -> Board:
        board = Board()
        for number, (data, time) in enumerate(self.events, 1):
            evolve(board, data, number, time)
        return board


def open_office(
    services: tuple[q.ServiceDefined, ...] = SERVICES,
    counters: dict[str, tuple[tuple[str, int], ...]] = COUNTERS,
    then: Callable[[Office], None] | None = None,
) -> Office:
    """A configured office with all counters open and nobody at them."""
    office = Office()
    for service in services:
        office.must(c.DefineService(SYSTEM, service))
    for code, serves in counters.items():
        office.must(c.DefineCounter(SYSTEM, q.CounterDefined(code, serves)))
    for code in counters:
        office.must(c.OpenCounter(SYSTEM, code))
    if then:
        then(office)
    return office
