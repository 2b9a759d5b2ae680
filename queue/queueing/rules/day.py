"""The day: numbers start again with the first act of a new one, and what is left is closed by name of reason."""

from __future__ import annotations

from typing import Literal

from foundation.clock import business_day
from foundation.events.queue import DayClosed, DayOpened, TicketCancelled, TicketFinished
from foundation.refusal import Refusal
from queueing.board import IN_HAND, OPEN, Board, Ticket
from queueing.commands import CloseDay

Facts = tuple[object, ...]


def new_day(board: Board, now: int) -> Facts:
    """What happens before the first act of a new local day; nothing on any later one."""
    if not board.is_new_day(now):
        return ()
    closing = () if board.day_closed or not board.day else _closing(board)
    return (*closing, DayOpened(business_day(now)))


def close_day(board: Board, _command: CloseDay, now: int) -> Facts | Refusal:
    """Chốt sổ cuối ngày: who is in service is finished, everybody else's ticket ends."""
    if board.day_closed:
        return Refusal("day.closed")
    if board.day != business_day(now):
        return Refusal("day.not_open")
    in_service = [t for t in board.tickets.values() if t.state == "serving"]
    finished = [finish_of(ticket, now) for ticket in in_service]
    return (*finished, *_closing(board, without=frozenset(ticket.id for ticket in in_service)))


def finish_of(ticket: Ticket, now: int) -> TicketFinished:
    """The end of a service; who was called and never started counts as started at the call."""
    began = ticket.service_began or now
    return TicketFinished(
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        counter=ticket.counter or "",
        officer=ticket.officer,
        waited_ms=max(0, (ticket.called_at or now) - ticket.queued_at),
        served_ms=max(0, now - began - ticket.held_ms),
    )


def cancel_of(
    ticket: Ticket, reason: Literal["citizen", "officer", "mistake", "print", "day_closed"]
) -> TicketCancelled:
    """The end of a ticket without service."""
    counter = ticket.counter if ticket.state in IN_HAND or ticket.state == "held" else None
    return TicketCancelled(ticket.id, ticket.number, ticket.service, reason, counter)


def _closing(board: Board, without: frozenset[str] = frozenset()) -> Facts:
    left = [t for t in board.tickets.values() if t.state in OPEN and t.id not in without]
    states = [ticket.state for ticket in left]
    closed = DayClosed(
        board.day,
        waiting=states.count("waiting"),
        absent=states.count("absent"),
        held=states.count("held"),
        in_hand=len(without) + sum(state in IN_HAND for state in states),
    )
    return (*(cancel_of(ticket, "day_closed") for ticket in left), closed)
