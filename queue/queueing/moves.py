"""How a ticket moves on the board, and what is remembered so that a press can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from queueing.board import IN_HAND, REMEMBERED_CALLS, REMEMBERED_SAID, Before, Board, Counter, Press, Served, Ticket


def _before(ticket: Ticket, kind: str, number: int) -> Before:
    return Before(
        ticket=ticket.id,
        kind=kind,
        event=number,
        service=ticket.service,
        state=ticket.state,
        counter=ticket.counter,
        officer=ticket.officer,
        queued_at=ticket.queued_at,
        calls=ticket.calls,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        held_at=ticket.held_at,
        held_ms=ticket.held_ms,
        due=ticket.due,
        only_counter=ticket.only_counter,
        back_until=ticket.back_until,
    )


def pressed(board: Board, code: str | None, ticket: Ticket, kind: str, number: int, joins: str | None = None) -> None:
    """Remember a press for undo; `joins` names the ticket that the same press moved just before."""
    counter = board.counters.get(code or "")
    if counter is None:
        return
    last, memo = counter.press, _before(ticket, kind, number)
    if joins and last and last.event == number - 1 and last.of(joins):
        counter.press = Press(number, (*last.before, memo), last.served)
    else:
        counter.press = Press(number, (memo,), counter.served)


def move(board: Board, ticket: Ticket, number: int, **changes: Any) -> None:
    """Take the ticket from where it is, change it, put it where it belongs."""
    if ticket.state == "waiting":
        board.lines.leave(ticket)
    elif ticket.state in IN_HAND and ticket.counter in board.counters:
        board.counters[ticket.counter].in_hand = None
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.changed = number
    if ticket.state == "waiting":
        board.lines.join(ticket)
    elif ticket.state in IN_HAND and ticket.counter in board.counters:
        board.counters[ticket.counter].in_hand = ticket.id


def serve(board: Board, code: str, served: Served | None) -> None:
    if counter := board.counters.get(code):
        counter.served = served


def end_service(board: Board, code: str | None, ticket: Ticket, time: int) -> None:
    """The service at this counter ended; it can be rated for a while yet."""
    counter = board.counters.get(code or "")
    if counter and counter.served and counter.served.ticket == ticket.id:
        counter.served = replace(counter.served, ended=time)


def forget_service(board: Board, code: str | None, ticket: Ticket) -> None:
    """Nothing was served here that could be rated."""
    counter = board.counters.get(code or "")
    if counter and counter.served and counter.served.ticket == ticket.id:
        counter.served = None


def say(board: Board, ticket: str, counter: str, number: int, time: int) -> None:
    """The newest announcement; an earlier one of the same ticket is no longer shown."""
    board.said = [each for each in board.said if each[1] != ticket]
    board.said.append((number, ticket, counter, time))
    del board.said[:-REMEMBERED_SAID]


def count_call(board: Board, ticket: Ticket, counter: Counter | None) -> None:
    board.calls[ticket.service] = board.calls.get(ticket.service, 0) + 1
    of_service = board.recent.setdefault(ticket.service, [])
    of_service.append((ticket.id, ticket.has_priority))
    del of_service[:-REMEMBERED_CALLS]
    if counter is not None:
        counter.recent.append((ticket.id, ticket.service))
        del counter.recent[:-REMEMBERED_CALLS]


def uncount_call(board: Board, ticket: Ticket, service: str, counter: Counter | None) -> None:
    board.calls[service] = max(0, board.calls.get(service, 0) - 1)
    drop_newest(board.recent.get(service, []), ticket.id)
    if counter is not None:
        drop_newest(counter.recent, ticket.id)


def drop_newest(remembered: list[Any], ticket: str) -> None:
    for at in range(len(remembered) - 1, -1, -1):
        if remembered[at][0] == ticket:
            del remembered[at]
            return


def waits_again() -> dict[str, object]:
    """What a ticket forgets when it waits again; how long it was held counts for one counter only."""
    return {
        "state": "waiting",
        "counter": None,
        "officer": None,
        "calls": 0,
        "called_at": None,
        "started_at": None,
        "held_at": None,
        "held_ms": 0,
        "back_until": None,
    }
