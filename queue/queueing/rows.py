"""Writing the rows from the events: one plain SQL statement an event, since this is the hot path."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from foundation.clock import business_day
from foundation.db.transaction import Transaction
from foundation.events import queue as q
from foundation.events.envelope import Event
from queueing.board import Board

Data = TypeVar("Data")
_PROJECT: dict[type[Any], Callable[[Transaction, Board, Any, Event], None]] = {}

_INSERT_TICKET = (
    "INSERT INTO ticket (office_id, id, day, service, number, seq, priority, state, origin, language, codes,"
    " device, taken_by, issued_at, queued_at, calls, promised, paper)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, 0, ?, 'issued')"
)
_INSERT_RATING = (
    "INSERT INTO rating (office_id, event, day, time, ticket, service, counter, officer, level, reasons, via)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def project(tx: Transaction, board: Board, data: object, event: Event) -> None:
    """Bring the rows up to an event that was just appended; the board has followed it already."""
    if (write := _PROJECT.get(type(data))) is not None:
        write(tx, board, data, event)


def comment(tx: Transaction, event: int, text: str) -> None:
    """Keep a citizen's words beside the rating; they are no part of the stream, which carries no free text."""
    sql = "UPDATE rating SET comment = ? WHERE office_id = ? AND event = ?"
    tx.execute(sql, (text, tx.office_id, event))


def _on(kind: type[Data]) -> Callable[[Callable[[Transaction, Board, Data, Event], None]], Any]:
    def enter(write: Callable[[Transaction, Board, Data, Event], None]) -> Any:
        _PROJECT[kind] = write
        return write

    return enter


def _update(tx: Transaction, ticket: str, changes: str, *values: object) -> None:
    sql = f"UPDATE ticket SET {changes} WHERE office_id = ? AND id = ?"  # noqa: S608 - constants below
    tx.execute(sql, (*values, tx.office_id, ticket))


@_on(q.TicketIssued)
def _issued(tx: Transaction, board: Board, data: q.TicketIssued, event: Event) -> None:
    values = (
        tx.office_id,
        data.ticket,
        data.day,
        data.service,
        data.number,
        data.seq,
        data.priority,
        data.origin,
        data.language,
        json.dumps(data.codes, ensure_ascii=False),
        data.device,
        data.officer,
        event.time,
        data.queued_at,
        board.services[data.service].promised,
    )
    tx.execute(_INSERT_TICKET, values)


@_on(q.TicketCalled)
def _called(tx: Transaction, _board: Board, data: q.TicketCalled, event: Event) -> None:
    changes = (
        "state = 'called', counter = ?, officer = ?, called_at = COALESCE(called_at, ?),"
        " last_called_at = ?, calls = calls + 1, started_at = NULL"
    )
    _update(tx, data.ticket, changes, data.counter, data.officer, event.time, event.time)


@_on(q.TicketRecalled)
def _recalled(tx: Transaction, _board: Board, data: q.TicketRecalled, event: Event) -> None:
    _update(tx, data.ticket, "last_called_at = ?, calls = calls + 1", event.time)


@_on(q.TicketStarted)
def _started(tx: Transaction, _board: Board, data: q.TicketStarted, event: Event) -> None:
    _update(tx, data.ticket, "state = 'serving', started_at = ?", event.time)


@_on(q.TicketFinished)
def _finished(tx: Transaction, _board: Board, data: q.TicketFinished, event: Event) -> None:
    changes = "state = 'finished', ended_at = ?, served_ms = ?, started_at = COALESCE(started_at, last_called_at)"
    _update(tx, data.ticket, changes, event.time, data.served_ms)


@_on(q.TicketAbsent)
def _absent(tx: Transaction, _board: Board, data: q.TicketAbsent, _event: Event) -> None:
    _update(tx, data.ticket, "state = 'absent'")


@_on(q.TicketHeld)
def _held(tx: Transaction, _board: Board, data: q.TicketHeld, _event: Event) -> None:
    _update(tx, data.ticket, "state = 'held'")


@_on(q.TicketResumed)
def _resumed(tx: Transaction, _board: Board, data: q.TicketResumed, _event: Event) -> None:
    _update(tx, data.ticket, "state = 'serving', counter = ?, officer = ?", data.counter, data.officer)


@_on(q.TicketRequeued)
def _requeued(tx: Transaction, _board: Board, data: q.TicketRequeued, _event: Event) -> None:
    changes = "state = 'waiting', counter = NULL, officer = NULL, started_at = NULL, queued_at = ?"
    _update(tx, data.ticket, changes, data.queued_at)


@_on(q.TicketTransferred)
def _transferred(tx: Transaction, _board: Board, data: q.TicketTransferred, _event: Event) -> None:
    changes = "state = 'waiting', service = ?, counter = NULL, officer = NULL, started_at = NULL"
    _update(tx, data.ticket, changes, data.service)


@_on(q.TicketCancelled)
def _cancelled(tx: Transaction, board: Board, data: q.TicketCancelled, event: Event) -> None:
    state = board.tickets[data.ticket].state
    _update(tx, data.ticket, "state = ?, reason = ?, ended_at = ?", state, data.reason, event.time)


@_on(q.TicketUndone)
def _undone(tx: Transaction, _board: Board, data: q.TicketUndone, _event: Event) -> None:
    """As before the press; the first call is forgotten when it is the one that is taken back."""
    changes = (
        "state = ?, service = ?, counter = ?, officer = ?, queued_at = ?, calls = ?, started_at = ?,"
        " ended_at = NULL, served_ms = NULL, reason = NULL"
    )
    if data.was == "called":
        changes += ", called_at = CASE WHEN called_at = last_called_at THEN NULL ELSE called_at END"
    _update(
        tx,
        data.ticket,
        changes + ", last_called_at = ?",
        data.state,
        data.service,
        data.at_counter,
        data.officer,
        data.queued_at,
        data.calls,
        data.started_at,
        data.called_at,
    )


@_on(q.TicketPriority)
def _priority(tx: Transaction, _board: Board, data: q.TicketPriority, _event: Event) -> None:
    _update(tx, data.ticket, "priority = ?", data.priority)


@_on(q.TicketPrint)
def _print(tx: Transaction, _board: Board, data: q.TicketPrint, _event: Event) -> None:
    _update(tx, data.ticket, "paper = ?, paper_cause = ?", data.state, data.cause)


@_on(q.CounterTaken)
def _taken(tx: Transaction, board: Board, data: q.CounterTaken, _event: Event) -> None:
    if in_hand := board.in_hand(data.counter):
        _update(tx, in_hand.id, "officer = ?", data.officer)


@_on(q.RatingGiven)
def _rated(tx: Transaction, board: Board, data: q.RatingGiven, event: Event) -> None:
    ticket = board.tickets.get(data.ticket)
    values = (
        tx.office_id,
        event.id,
        business_day(event.time),
        event.time,
        data.ticket,
        ticket.service if ticket else None,
        data.counter,
        data.officer,
        data.level,
        json.dumps(data.reasons, ensure_ascii=False),
        data.via,
    )
    tx.execute(_INSERT_RATING, values)
