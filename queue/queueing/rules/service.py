"""Serving the ticket in hand: start, finish, hold, transfer, give back, cancel."""

from __future__ import annotations

from foundation.events.queue import (
    TicketHeld,
    TicketRequeued,
    TicketResumed,
    TicketStarted,
    TicketState,
    TicketTransferred,
)
from foundation.refusal import Refusal
from queueing.board import IN_HAND, OPEN, Board, Ticket
from queueing.commands import Cancel, Finish, Hold, Resume, ReturnToPool, Start, Transfer
from queueing.rules.actors import officer_at, refused_at, refused_for
from queueing.rules.day import Facts, cancel_of, finish_of

AT_COUNTER: frozenset[TicketState] = IN_HAND | {"held"}


def start(board: Board, command: Start, _now: int) -> Facts | Refusal:
    """The citizen sat down."""
    found = _found(board, command, IN_HAND)
    if isinstance(found, Refusal):
        return found
    if found.state == "serving":
        return ()
    return (TicketStarted(found.id, found.number, found.service, found.counter or "", found.officer),)


def finish(board: Board, command: Finish, now: int) -> Facts | Refusal:
    """Service ended."""
    found = _found(board, command, IN_HAND)
    return found if isinstance(found, Refusal) else (finish_of(found, now),)


def hold(board: Board, command: Hold, _now: int) -> Facts | Refusal:
    """Put aside; the counter is free to call somebody else."""
    found = _found(board, command, IN_HAND)
    if isinstance(found, Refusal):
        return found
    return (TicketHeld(found.id, found.number, found.service, found.counter or "", found.officer),)


def resume(board: Board, command: Resume, _now: int) -> Facts | Refusal:
    """Serve a held ticket again, at a counter with nobody in hand."""
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if ticket.state != "held":
        return Refusal("ticket.not_held", {"number": ticket.number, "state": ticket.state})
    counter = command.counter or ticket.counter or ""
    refusal = refused_at(board, counter, command.by) or refused_for(board, ticket, command.by)
    if refusal:
        return refusal
    if board.counters[counter].state == "closed":
        return Refusal("counter.closed", {"counter": counter})
    if in_hand := board.in_hand(counter):
        return Refusal("counter.busy", {"counter": counter, "number": in_hand.number})
    officer = officer_at(board, counter, command.by)
    return (TicketResumed(ticket.id, ticket.number, ticket.service, counter, officer),)


def transfer(board: Board, command: Transfer, _now: int) -> Facts | Refusal:
    """Wait for another service or one counter; what it has waited is kept."""
    found = _found(board, command, AT_COUNTER | {"waiting"})
    if isinstance(found, Refusal):
        return found
    service, counter = command.service or found.service, command.counter
    if refusal := _no_such_place(board, service, counter):
        return refusal
    if service == found.service and counter == found.only_counter and found.state == "waiting":
        return Refusal("transfer.nowhere", {"number": found.number})
    if service == found.service and counter is None and found.state != "waiting":
        return Refusal("transfer.nowhere", {"number": found.number})
    return (
        TicketTransferred(
            ticket=found.id,
            number=found.number,
            service=service,
            from_service=found.service,
            queued_at=found.queued_at,
            counter=found.counter,
            only_counter=counter,
        ),
    )


def _no_such_place(board: Board, service: str, counter: str | None) -> Refusal | None:
    if service not in board.services or not board.services[service].active:
        return Refusal("service.unknown", {"service": service})
    if counter is None:
        return None
    place = board.counters.get(counter)
    if place is None or not place.active:
        return Refusal("counter.unknown", {"counter": counter})
    # who waits for a closed counter alone would wait for ever
    return Refusal("counter.closed", {"counter": counter}) if place.state == "closed" else None


def return_to_pool(board: Board, command: ReturnToPool, _now: int) -> Facts | Refusal:
    """Waits again, with the waiting it has; any counter may call it."""
    found = _found(board, command, AT_COUNTER)
    return found if isinstance(found, Refusal) else (requeued(found, "returned"),)


def requeued(ticket: Ticket, reason: str) -> TicketRequeued:
    """Back among those who wait for any counter."""
    return TicketRequeued(
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        reason="counter_closed" if reason == "counter_closed" else "returned",
        queued_at=ticket.queued_at,
        counter=ticket.counter,
    )


def cancel(board: Board, command: Cancel, _now: int) -> Facts | Refusal:
    """End without service."""
    found = _found(board, command, OPEN)
    return found if isinstance(found, Refusal) else (cancel_of(found, command.reason),)


def _found(
    board: Board,
    command: Start | Finish | Hold | Transfer | ReturnToPool | Cancel,
    states: frozenset[TicketState],
) -> Ticket | Refusal:
    """The ticket, if it is in one of these states and theirs to move."""
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if ticket.state not in states:
        code = "ticket.ended" if ticket.state not in OPEN else "ticket.not_in_hand"
        return Refusal(code, {"number": ticket.number, "state": ticket.state})
    return refused_for(board, ticket, command.by) or ticket
