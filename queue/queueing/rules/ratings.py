"""When a citizen's judgement counts: the window of a service, once a service; presses outside it are idle."""

from __future__ import annotations

from foundation.clock import business_day
from foundation.events.queue import RatingGiven, RatingIdle
from foundation.refusal import Refusal
from queueing.board import Board, Counter, Served, Ticket
from queueing.commands import GiveRating
from queueing.evolve import rateable_until
from queueing.rules.day import Facts

SECOND_MS = 1000


def rate(board: Board, command: GiveRating, now: int) -> Facts | Refusal:
    """By tablet or button: the service at the counter now. By phone: the ticket's own last service."""
    if command.ticket is not None:
        return _by_ticket(board, command, now)
    counter = board.counters.get(command.counter or "")
    if counter is None:
        return Refusal("counter.unknown", {"counter": command.counter})
    served = rateable(board, counter, now)
    if served is None:
        return (RatingIdle(counter.code, command.level, "closed"),)
    if counter.code in board.tickets[served.ticket].rated:
        return (RatingIdle(counter.code, command.level, "twice"),)
    return (_given(command, served.ticket, counter.code, served.officer),)


def rateable(board: Board, counter: Counter, now: int) -> Served | None:
    """What the tablet at a counter may ask about now.

    From a minute after service began until five minutes after it ended, never after the next call.
    """
    served = counter.served
    if served is None or served.ticket not in board.tickets:
        return None
    opens, closes = window_of(board, served)
    return served if opens <= now and (closes is None or now <= closes) else None


def window_of(board: Board, served: Served) -> tuple[int, int | None]:
    """When the rating of a service opens, and when it closes (None while the service goes on)."""
    rules = board.rules
    opens = served.began + rules.rating_open_s * SECOND_MS
    closes = None if served.ended is None else served.ended + rules.rating_close_minutes * 60 * SECOND_MS
    return opens, closes


def _by_ticket(board: Board, command: GiveRating, now: int) -> Facts | Refusal:
    ticket = board.tickets.get(command.ticket or "")
    if ticket is None:
        return Refusal("rating.closed")
    if not phone_may_rate(board, ticket, now) or ticket.counter is None:
        return Refusal("rating.closed")
    if ticket.counter in ticket.rated:
        return Refusal("rating.twice")
    return (_given(command, ticket.id, ticket.counter, ticket.officer),)


def phone_may_rate(board: Board, ticket: Ticket, now: int) -> bool:
    """From a minute after service began to the end of the next working day."""
    if ticket.state not in {"called", "serving", "finished"} or ticket.service_began is None:
        return False
    opens = ticket.service_began + board.rules.rating_open_s * SECOND_MS
    done = ticket.state == "finished"
    return (done or opens <= now) and business_day(now) <= rateable_until(board, ticket)


def _given(command: GiveRating, ticket: str, counter: str, officer: str | None) -> RatingGiven:
    return RatingGiven(ticket, counter, officer, command.level, command.reasons, command.via)
