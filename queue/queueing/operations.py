"""One command, one transaction: decide on the newest board, append what happened, write the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from foundation.db.transaction import Transaction
from foundation.events.envelope import Event
from foundation.events.queue import TicketCalled, TicketRecalled
from foundation.refusal import Refusal
from queueing.board import Board, Ticket
from queueing.commands import Command, Recall, Undo
from queueing.decide import decide
from queueing.live import Live


@dataclass(frozen=True)
class Outcome:
    """What a command led to. `board` is the writer's own: read it inside the transaction, never keep it."""

    facts: tuple[object, ...]
    events: tuple[Event, ...]
    board: Board

    @property
    def called(self) -> Ticket | None:
        """The ticket that was called, if one was."""
        called = next((each for each in self.facts if isinstance(each, TicketCalled)), None)
        return self.board.tickets[called.ticket] if called else None


def run(tx: Transaction, command: Command, live: Live | None = None) -> Outcome | Refusal:
    """Do a command in the open transaction, or say why not; nothing is written then.

    `live` is the server's kept board. Without it (a program that does a few commands) the board is read
    from the store, which gives the same and takes longer; undo and recall then know no ages.
    """
    live = live or Live()
    board = live.board(tx)
    decided = decide(board, _aged(board, command, live, tx.real), tx.now)
    if isinstance(decided, Refusal):
        return decided
    events = tuple(live.follow(tx, data) for data in decided)
    for data, event in zip(decided, events, strict=True):
        _feel(live, data, event, tx.real)
    return Outcome(decided, events, board)


def _aged(board: Board, command: Command, live: Live, real: float) -> Command:
    """The command with the real age of what it is about."""
    if isinstance(command, Undo):
        counter = command.counter or _pressed_at(board, command.ticket)
        place = board.counters.get(counter or "")
        if place is None or place.press is None:
            return replace(command, age=None)
        return replace(command, age=live.age(f"press:{place.code}", place.press.event, real))
    if isinstance(command, Recall) and (ticket := board.tickets.get(command.ticket)):
        return replace(command, age=live.age(f"call:{ticket.counter}", ticket.changed, real))
    return command


def _pressed_at(board: Board, ticket: str | None) -> str | None:
    presses = (each for each in board.counters.values() if each.press)
    return next((c.code for c in presses if c.press and c.press.of(ticket or "")), None)


def _feel(live: Live, data: object, event: Event, real: float) -> None:
    counter = event.data.get("counter")
    if not counter:
        return
    live.feel(f"press:{counter}", event.id or 0, real)
    if isinstance(data, TicketCalled | TicketRecalled):
        live.feel(f"call:{counter}", event.id or 0, real)
