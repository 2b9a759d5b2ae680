"""Calling people to a counter."""

from __future__ import annotations

from foundation.events.queue import TicketAbsent, TicketCalled, TicketRecalled, TicketRequeued
from foundation.refusal import Refusal
from queueing.board import Board, Ticket
from queueing.commands import CallNext, CallTicket, ComeBack, NoShow, Recall
from queueing.policy import policy_of
from queueing.rules.actors import officer_at, refused_at, refused_for
from queueing.rules.day import Facts, finish_of

MINUTE_MS = 60_000


def call_next(board: Board, command: CallNext, now: int) -> Facts | Refusal:
    """Finish the ticket in hand and call the next; when nobody waits only the first happens."""
    if refusal := refused_at(board, command.counter, command.by) or _not_calling(board, command.counter):
        return refusal
    chosen = policy_of(board).choose(board, command.counter, now)
    if chosen is None:
        in_hand = board.in_hand(command.counter)
        return (finish_of(in_hand, now),) if in_hand else ()
    return _finish_and_call(board, board.tickets[chosen], command, now)


def call_ticket(board: Board, command: CallTicket, now: int) -> Facts | Refusal:
    """Call one by name: somebody who waits, or was absent and stands at the counter now."""
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if refusal := refused_at(board, command.counter, command.by) or _not_calling(board, command.counter):
        return refusal
    if ticket.state not in {"waiting", "absent"}:
        return Refusal("ticket.not_waiting", {"number": ticket.number, "state": ticket.state})
    return _finish_and_call(board, ticket, command, now)


def _not_calling(board: Board, counter: str) -> Refusal | None:
    state = board.counters[counter].state
    if state == "open":
        return None
    code = "counter.paused" if state == "paused" else "counter.closed"
    return Refusal(code, {"counter": counter})


def _finish_and_call(board: Board, ticket: Ticket, command: CallNext | CallTicket, now: int) -> Facts:
    in_hand = board.in_hand(command.counter)
    called = TicketCalled(
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        counter=command.counter,
        officer=officer_at(board, command.counter, command.by),
        nth=ticket.calls + 1 if ticket.counter == command.counter else 1,
        language=ticket.language,
        finished=in_hand.id if in_hand else None,
    )
    return (finish_of(in_hand, now), called) if in_hand else (called,)


def recall(board: Board, command: Recall, _now: int) -> Facts | Refusal:
    """Once more, not too soon after the last call and not more often than the office's rule says."""
    found = _called(board, command)
    if isinstance(found, Refusal):
        return found
    rules = board.rules
    if command.age is not None and command.age < rules.recall_gap_s:
        wait = int(rules.recall_gap_s - command.age) + 1
        return Refusal("recall.too_soon", {"number": found.number, "seconds": wait})
    if found.calls >= rules.calls:
        return Refusal("recall.enough", {"number": found.number, "calls": found.calls})
    return (
        TicketRecalled(
            ticket=found.id,
            number=found.number,
            service=found.service,
            counter=found.counter or "",
            officer=found.officer,
            nth=found.calls + 1,
            language=found.language,
        ),
    )


def no_show(board: Board, command: NoShow, now: int) -> Facts | Refusal:
    """Nobody came; the place is kept for a while."""
    found = _called(board, command)
    if isinstance(found, Refusal):
        return found
    until = now + board.rules.back_minutes * MINUTE_MS
    return (TicketAbsent(found.id, found.number, found.service, found.counter or "", found.officer, until),)


def come_back(board: Board, command: ComeBack, now: int) -> Facts | Refusal:
    """In time: after the next few people, with the waiting it has. Too late: a new number."""
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if ticket.state != "absent":
        return Refusal("ticket.not_absent", {"number": ticket.number, "state": ticket.state})
    if ticket.back_until is not None and now > ticket.back_until:
        return Refusal("come_back.too_late", {"number": ticket.number})
    return (
        TicketRequeued(
            ticket=ticket.id,
            number=ticket.number,
            service=ticket.service,
            reason="came_back",
            queued_at=ticket.queued_at,
            after=board.rules.back_after,
        ),
    )


def _called(board: Board, command: Recall | NoShow) -> Ticket | Refusal:
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if ticket.state != "called":
        return Refusal("ticket.not_called", {"number": ticket.number, "state": ticket.state})
    return refused_for(board, ticket, command.by) or ticket
