"""How the board follows the events: one small function an event, no decision, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from foundation.events import queue as q
from foundation.events.catalogue import all_kinds, from_dict
from foundation.events.envelope import Event
from queueing.board import REMEMBERED_TIMES, Board, Counter, Served, Ticket
from queueing.moves import (
    count_call,
    drop_newest,
    end_service,
    forget_service,
    move,
    pressed,
    say,
    serve,
    uncount_call,
    waits_again,
)

Data = TypeVar("Data")
_FOLLOW: dict[type[Any], Callable[[Board, Any, int, int], None]] = {}


def evolve(board: Board, data: object, number: int, time: int) -> Board:
    """The board after event `number`, changed in place and returned; other rooms' events only count."""
    if (follow := _FOLLOW.get(type(data))) is not None:
        follow(board, data, number, time)
    board.last, board.time = number, max(time, board.time)
    return board


def follow_event(board: Board, event: Event) -> Board:
    """The board after an event that was read from the stream."""
    data = from_dict(event.type, event.data) if event.type in _TYPES else None
    return evolve(board, data, event.id or 0, event.time)


def _on(kind: type[Data]) -> Callable[[Callable[[Board, Data, int, int], None]], Any]:
    def enter(follow: Callable[[Board, Data, int, int], None]) -> Any:
        _FOLLOW[kind] = follow
        return follow

    return enter


# -- the office ------------------------------------------------------------------------------------


@_on(q.ServiceDefined)
def _service_defined(board: Board, data: q.ServiceDefined, _number: int, _time: int) -> None:
    board.services[data.service] = data


@_on(q.CounterDefined)
def _counter_defined(board: Board, data: q.CounterDefined, _number: int, _time: int) -> None:
    counter = board.counters.setdefault(data.counter, Counter(data.counter, ()))
    counter.serves, counter.active = tuple((s, w) for s, w in data.serves), data.active


@_on(q.PolicySet)
def _policy_set(board: Board, data: q.PolicySet, _number: int, _time: int) -> None:
    board.policy = data


@_on(q.RulesSet)
def _rules_set(board: Board, data: q.RulesSet, _number: int, _time: int) -> None:
    board.rules = data


@_on(q.DayOpened)
def _day_opened(board: Board, data: q.DayOpened, _number: int, _time: int) -> None:
    """Numbers start again; who was served stays until the end of the next working day, for the rating."""
    board.day, board.day_closed, board.issued = data.day, False, 0
    board.seqs, board.calls, board.recent, board.said = {}, {}, {}, []
    board.tickets = {
        ticket.id: ticket
        for ticket in board.tickets.values()
        if ticket.state == "finished" and data.day <= rateable_until(board, ticket)
    }
    board.line_up()
    for counter in board.counters.values():
        counter.recent, counter.press = [], None
        counter.in_hand, counter.served = None, None


def rateable_until(board: Board, ticket: Ticket) -> str:
    """The next working day of the ticket's service after its own: to its end a citizen may rate by phone."""
    service = board.services.get(ticket.service)
    weekdays = service.weekdays if service and service.weekdays else (1, 2, 3, 4, 5, 6, 7)
    day = date.fromisoformat(ticket.day) + timedelta(days=1)
    while day.isoweekday() not in weekdays:
        day += timedelta(days=1)
    return day.isoformat()


@_on(q.DayClosed)
def _day_closed(board: Board, _data: q.DayClosed, _number: int, _time: int) -> None:
    board.day_closed = True


# -- counters --------------------------------------------------------------------------------------


@_on(q.CounterOpened)
def _counter_opened(board: Board, data: q.CounterOpened, _number: int, _time: int) -> None:
    counter = board.counters[data.counter]
    counter.state, counter.officer = "open", data.officer


@_on(q.CounterPaused)
def _counter_paused(board: Board, data: q.CounterPaused, _number: int, _time: int) -> None:
    board.counters[data.counter].state = "paused"


@_on(q.CounterClosed)
def _counter_closed(board: Board, data: q.CounterClosed, _number: int, _time: int) -> None:
    counter = board.counters[data.counter]
    counter.state, counter.officer, counter.press = "closed", None, None


@_on(q.CounterTaken)
def _counter_taken(board: Board, data: q.CounterTaken, _number: int, _time: int) -> None:
    counter = board.counters[data.counter]
    counter.officer, counter.press = data.officer, None
    if held := board.in_hand(data.counter):
        held.officer = data.officer
        if counter.served and counter.served.ended is None:
            counter.served = replace(counter.served, officer=data.officer)


# -- tickets ---------------------------------------------------------------------------------------


@_on(q.TicketIssued)
def _issued(board: Board, data: q.TicketIssued, number: int, time: int) -> None:
    ticket = Ticket(
        id=data.ticket,
        number=data.number,
        service=data.service,
        day=data.day,
        seq=data.seq,
        order=board.issued,
        priority=data.priority,
        queued_at=data.queued_at,
        issued_at=time,
        origin=data.origin,
        codes=tuple(data.codes),
        language=data.language,
        changed=number,
    )
    board.issued += 1
    board.seqs[data.service] = data.seq
    board.tickets[ticket.id] = ticket
    board.lines.join(ticket)


@_on(q.TicketCalled)
def _called(board: Board, data: q.TicketCalled, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "called", number, joins=data.finished)
    count_call(board, ticket, board.counters.get(data.counter))
    move(
        board,
        ticket,
        number,
        state="called",
        counter=data.counter,
        officer=data.officer,
        calls=data.nth,
        called_at=time,
        started_at=None,
        due=0,
        back_until=None,
    )
    serve(board, data.counter, Served(ticket.id, data.officer, time))
    say(board, ticket.id, data.counter, number, time)


@_on(q.TicketRecalled)
def _recalled(board: Board, data: q.TicketRecalled, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    say(board, ticket.id, data.counter, number, time)
    ticket.calls, ticket.changed = data.nth, number
    if counter := board.counters.get(data.counter):
        counter.press = None  # what was spoken cannot be taken back


@_on(q.TicketStarted)
def _started(board: Board, data: q.TicketStarted, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "started", number)
    move(board, ticket, number, state="serving", started_at=time)
    serve(board, data.counter, Served(ticket.id, data.officer, time))


@_on(q.TicketFinished)
def _finished(board: Board, data: q.TicketFinished, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "finished", number)
    times = board.times.setdefault(ticket.service, [])
    times.append((ticket.id, time - (ticket.called_at or time) - ticket.held_ms))
    del times[:-REMEMBERED_TIMES]
    move(board, ticket, number, state="finished", ended_at=time)
    end_service(board, data.counter, ticket, time)


@_on(q.TicketAbsent)
def _absent(board: Board, data: q.TicketAbsent, number: int, _time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "absent", number)
    move(board, ticket, number, state="absent", back_until=data.back_until)
    serve(board, data.counter, None)


@_on(q.TicketHeld)
def _held(board: Board, data: q.TicketHeld, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "held", number)
    move(board, ticket, number, state="held", held_at=time)


@_on(q.TicketResumed)
def _resumed(board: Board, data: q.TicketResumed, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "resumed", number)
    move(
        board,
        ticket,
        number,
        state="serving",
        counter=data.counter,
        officer=data.officer,
        started_at=ticket.service_began,
        held_ms=ticket.held_ms + time - (ticket.held_at or time),
        held_at=None,
    )
    serve(board, data.counter, Served(ticket.id, data.officer, ticket.service_began or time))


@_on(q.TicketRequeued)
def _requeued(board: Board, data: q.TicketRequeued, number: int, _time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "requeued", number)
    due = board.calls.get(ticket.service, 0) + data.after if data.after else 0
    changes = waits_again() | {
        "queued_at": data.queued_at,
        "due": due,
        "only_counter": data.only_counter,
    }
    move(board, ticket, number, **changes)
    forget_service(board, data.counter, ticket)


@_on(q.TicketTransferred)
def _transferred(board: Board, data: q.TicketTransferred, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "transferred", number)
    end_service(board, data.counter, ticket, time)
    changes = waits_again() | {
        "service": data.service,
        "queued_at": data.queued_at,
        "due": 0,
        "only_counter": data.only_counter,
    }
    move(board, ticket, number, **changes)


_ENDED: dict[str, q.TicketState] = {"print": "void", "day_closed": "left"}


@_on(q.TicketCancelled)
def _cancelled(board: Board, data: q.TicketCancelled, number: int, time: int) -> None:
    ticket = board.tickets[data.ticket]
    pressed(board, data.counter, ticket, "cancelled", number)
    move(
        board,
        ticket,
        number,
        state=_ENDED.get(data.reason, "cancelled"),
        ended_at=time,
    )
    forget_service(board, data.counter, ticket)


@_on(q.TicketUndone)
def _undone(board: Board, data: q.TicketUndone, number: int, _time: int) -> None:
    ticket, counter = board.tickets[data.ticket], board.counters[data.counter]
    memo = counter.press.of(ticket.id) if counter.press else None
    if memo and memo.kind == "called":
        uncount_call(board, ticket, ticket.service, counter)
        board.said = [each for each in board.said if each[0] != data.undone]
    if memo and memo.kind == "finished":
        drop_newest(board.times.get(ticket.service, []), ticket.id)
    due = board.calls.get(data.service, 0) + data.after if data.after else 0
    move(
        board,
        ticket,
        number,
        service=data.service,
        state=data.state,
        counter=data.at_counter,
        officer=data.officer,
        queued_at=data.queued_at,
        calls=data.calls,
        called_at=data.called_at,
        started_at=data.started_at,
        held_at=data.held_at,
        held_ms=data.held_ms,
        ended_at=None,
        due=due,
        only_counter=data.only_counter,
        back_until=data.back_until,
    )
    if counter.press:
        counter.served = counter.press.served
        left = tuple(each for each in counter.press.before if each.ticket != ticket.id)
        counter.press = replace(counter.press, before=left) if left else None


@_on(q.TicketPriority)
def _priority(board: Board, data: q.TicketPriority, _number: int, _time: int) -> None:
    ticket = board.tickets[data.ticket]
    if ticket.state == "waiting":
        board.lines.leave(ticket)
    ticket.priority = data.priority
    if ticket.state == "waiting":
        board.lines.join(ticket)


@_on(q.TicketPrint)
def _print(board: Board, data: q.TicketPrint, _number: int, _time: int) -> None:
    if ticket := board.tickets.get(data.ticket):
        ticket.paper = data.state


@_on(q.RatingGiven)
def _rated(board: Board, data: q.RatingGiven, _number: int, _time: int) -> None:
    if ticket := board.tickets.get(data.ticket):
        ticket.rated = (*ticket.rated, data.counter)


_TYPES = frozenset(kind.type for kind in all_kinds() if kind.cls in _FOLLOW)
