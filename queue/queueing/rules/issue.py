"""Taking a number, correcting its priority, and the road of its paper."""

from __future__ import annotations

from foundation.clock import local
from foundation.events.queue import PrintState, TicketIssued, TicketPrint, TicketPriority
from foundation.refusal import Refusal
from queueing.board import OPEN, Board, Service
from queueing.commands import IssueTicket, RecordPrint, SetPriority
from queueing.numbers import number_text
from queueing.rules.day import Facts
from queueing.rules.hours import gives_numbers, next_opening

#: Which state of the paper may follow which; `void` paper stays void.
PAPER: dict[PrintState, frozenset[PrintState]] = {
    "issued": frozenset({"printing", "printed", "failed", "void"}),
    "printing": frozenset({"printed", "reprinted", "failed", "void"}),
    "failed": frozenset({"printing", "printed", "reprinted", "void"}),
    "printed": frozenset({"printing", "reprinted", "failed", "void"}),
    "reprinted": frozenset({"printing", "failed", "void"}),
    "void": frozenset(),
}


def issue(board: Board, command: IssueTicket, now: int) -> Facts | Refusal:
    """The next number of the service. An officer may give one outside the hours, nobody after the day's end."""
    service = board.services.get(command.service)
    if service is None or not service.active:
        return Refusal("service.unknown", {"service": command.service})
    if command.ticket_id in board.tickets:
        return Refusal("ticket.exists", {"number": board.tickets[command.ticket_id].number})
    if board.day_closed:
        return Refusal("day.closed")
    if command.by.kind != "officer" and not gives_numbers(service, now):
        return _closed(service, now)
    seq = board.seqs.get(service.service, service.first - 1) + 1
    return (
        TicketIssued(
            ticket=command.ticket_id,
            number=number_text(service.service, seq, service.last),
            service=service.service,
            day=board.day,
            seq=seq,
            priority=command.priority,
            # nobody gains a place by a clock that is ahead
            queued_at=min(now, now if command.queued_at is None else command.queued_at),
            origin=command.origin,
            codes=command.codes,
            device=command.device,
            officer=command.officer,
            language=command.language,
        ),
    )


def _closed(service: Service, now: int) -> Refusal:
    opens = next_opening(service, now)
    at = "" if opens is None else local(opens).strftime("%H:%M %d/%m/%Y")
    return Refusal(
        "service.closed" if at else "service.never_open",
        {"service": service.service, "opens": at, "opens_ms": opens},
    )


def set_priority(board: Board, command: SetPriority, _now: int) -> Facts | Refusal:
    """An officer corrects the declared priority; the change is in the stream, so in the audit."""
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if ticket.state not in OPEN:
        return Refusal("ticket.ended", {"number": ticket.number})
    if ticket.priority == command.priority:
        return ()
    officer = command.by.id if command.by.kind == "officer" else None
    return (TicketPriority(ticket.id, ticket.number, command.priority, ticket.priority, officer),)


def record_print(board: Board, command: RecordPrint, _now: int) -> Facts | Refusal:
    """The paper goes on by one step; the same step told twice is one."""
    ticket = board.tickets.get(command.ticket)
    if ticket is None:
        return Refusal("ticket.unknown")
    if command.state == ticket.paper:
        return ()
    if command.state not in PAPER[ticket.paper]:
        return Refusal("print.order", {"number": ticket.number, "state": ticket.paper})
    return (TicketPrint(ticket.id, ticket.number, command.state, command.device, command.cause),)
