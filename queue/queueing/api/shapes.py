"""The shapes of requests and answers, and the ticket as every answer shows it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from foundation.api.route import Body
from foundation.events.queue import PrintState, Priority
from queueing.board import IN_HAND, Board, Ticket
from queueing.estimate import Forecast
from queueing.messages import place_of

CODE_LENGTH = 120
CODES_AT_MOST = 20


class NewTicket(Body):
    """A number to take. codes: dossier codes it carries. queued_at: UTC ms its waiting counts from, if not now."""

    service: str = Field(max_length=4)
    priority: Priority = "normal"
    codes: list[str] = Field(default_factory=list, max_length=CODES_AT_MOST)
    language: Literal["vi", "en"] = "vi"


class ToCounter(Body):
    """Which counter acts; not needed where the ticket already stands at one."""

    counter: str | None = Field(default=None, max_length=10)


class CallThis(Body):
    """The counter that calls."""

    counter: str = Field(max_length=10)


class TransferTo(Body):
    """Another service, one counter, or both."""

    service: str | None = Field(default=None, max_length=4)
    counter: str | None = Field(default=None, max_length=10)


class CancelFor(Body):
    """Why it ends without service."""

    reason: Literal["citizen", "officer", "mistake", "print"] = "officer"


class PrintStep(Body):
    """How far the paper is; `cause` is the printer's fault code."""

    state: PrintState
    cause: str | None = Field(default=None, max_length=40)


class OtherPriority(Body):
    """The priority an officer found right."""

    priority: Priority


class Nothing(Body):
    """No members."""


class Wait(BaseModel):
    """Minutes until the call: half of all waits are shorter than p50, nine of ten than p90."""

    p50: float | None
    p90: float | None


class Issued(BaseModel):
    """The number that was taken. code: the text of its QR. track_url: for a phone, null without an address."""

    id: str
    number: str
    service: str
    ahead: int
    wait_minutes: Wait
    track_url: str | None
    code: str


class TicketShape(BaseModel):
    """One ticket as it stands. Times are UTC ms."""

    id: str
    number: str
    service: str
    state: str
    priority: str
    counter: str | None
    codes: list[str]
    calls: int
    ahead: int
    wait_minutes: Wait
    queued_at: int
    called_at: int | None
    started_at: int | None
    back_until: int | None
    paper: str
    language: str


class TicketAnswer(BaseModel):
    """The ticket after what was done; of a counter's press the one that is in hand now, if any."""

    ticket: TicketShape | None


def ticket_json(board: Board, curves: Forecast, ticket: Ticket, now: int) -> dict[str, Any]:
    """A ticket as TicketShape."""
    ahead, p50, p90 = place_of(board, curves, ticket, now)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "service": ticket.service,
        "state": ticket.state,
        "priority": ticket.priority,
        "counter": ticket.counter if ticket.state in IN_HAND or ticket.state == "held" else None,
        "codes": list(ticket.codes),
        "calls": ticket.calls,
        "ahead": ahead,
        "wait_minutes": {"p50": p50, "p90": p90},
        "queued_at": ticket.queued_at,
        "called_at": ticket.called_at,
        "started_at": ticket.started_at,
        "back_until": ticket.back_until,
        "paper": ticket.paper,
        "language": ticket.language,
    }
