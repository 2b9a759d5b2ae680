"""Who may press at which counter."""

from __future__ import annotations

from foundation.refusal import Refusal
from queueing.board import IN_HAND, Board, Ticket
from queueing.commands import Actor


def refused_at(board: Board, counter: str, by: Actor) -> Refusal | None:
    """Why `by` may not act at a counter; None when it may."""
    place = board.counters.get(counter)
    if place is None or not place.active:
        return Refusal("counter.unknown", {"counter": counter})
    if by.may_call_any or (by.kind == "officer" and place.officer == by.id):
        return None
    if place.officer is not None:
        return Refusal("counter.held_by_other", {"counter": counter})
    if by.kind == "officer":
        return Refusal("counter.not_held", {"counter": counter})
    return None


def refused_for(board: Board, ticket: Ticket, by: Actor) -> Refusal | None:
    """Why `by` may not move a ticket.

    One in hand belongs to its counter, and so does a held one for as long as an officer sits there.
    """
    if ticket.counter is None or ticket.counter not in board.counters:
        return None
    if ticket.state in IN_HAND:
        return refused_at(board, ticket.counter, by)
    if ticket.state == "held" and board.counters[ticket.counter].officer is not None:
        return refused_at(board, ticket.counter, by)
    return None


def officer_at(board: Board, counter: str, by: Actor) -> str | None:
    """Whose act it is: the officer at the counter, else the officer who pressed."""
    return board.counters[counter].officer or (by.id if by.kind == "officer" else None)
