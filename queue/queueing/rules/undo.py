"""Taking back the last press at a counter, within the few real seconds in which a finger slips."""

from __future__ import annotations

from foundation.events.queue import TicketUndone
from foundation.refusal import Refusal
from queueing.board import Before, Board, Counter, Ticket
from queueing.commands import Undo
from queueing.rules.actors import refused_at
from queueing.rules.day import Facts


def undo(board: Board, command: Undo, _now: int) -> Facts | Refusal:
    """Every ticket the press moved is again as before; refused when one has moved on since."""
    counter = _counter(board, command)
    if counter is None:
        return Refusal("undo.nothing")
    if refusal := refused_at(board, counter.code, command.by):
        return refusal
    if counter.press is None:
        return Refusal("undo.nothing")
    if command.age is None or command.age > board.rules.undo_s:
        return Refusal("undo.too_late")
    memos = counter.press.before[::-1]
    if any(_moved_on(board, memo) for memo in memos):
        return Refusal("undo.too_late")
    return tuple(_undone(board, board.tickets[memo.ticket], memo, counter.code) for memo in memos)


def _counter(board: Board, command: Undo) -> Counter | None:
    """The counter named, or the one whose last press moved the ticket."""
    if command.counter is not None:
        return board.counters.get(command.counter)
    presses = (each for each in board.counters.values() if each.press)
    return next((c for c in presses if c.press and c.press.of(command.ticket or "")), None)


def _moved_on(board: Board, memo: Before) -> bool:
    ticket = board.tickets.get(memo.ticket)
    if ticket is None or ticket.changed != memo.event:
        return True
    # it would wait for a counter that has closed since
    only = board.counters.get(memo.only_counter or "")
    return only is not None and only.state == "closed"


def _undone(board: Board, ticket: Ticket, memo: Before, counter: str) -> TicketUndone:
    calls = board.calls.get(memo.service, 0) - (memo.kind == "called")
    return TicketUndone(
        ticket=ticket.id,
        number=ticket.number,
        service=memo.service,
        counter=counter,
        undone=memo.event,
        was=ticket.state,
        state=memo.state,
        at_counter=memo.counter,
        queued_at=memo.queued_at,
        calls=memo.calls,
        after=max(0, memo.due - calls),
        only_counter=memo.only_counter,
        called_at=memo.called_at,
        started_at=memo.started_at,
        officer=memo.officer,
        back_until=memo.back_until,
        held_at=memo.held_at,
        held_ms=memo.held_ms,
    )
