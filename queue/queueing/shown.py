"""A ticket as the API shows it: what it is, where it stands, and what may be done with it now."""

from __future__ import annotations

from typing import Any

from foundation.codes import ticket_text
from queueing.board import IN_HAND, OPEN, Board, Ticket
from queueing.messages import place_of
from queueing.room import QueueRoom
from queueing.rules.ratings import phone_may_rate


def shown(room: QueueRoom, board: Board, ticket: Ticket, now: int) -> dict[str, Any]:
    """Plain values; nothing in it says who the citizen is."""
    ahead, p50, p90 = place_of(board, room.curves(board), ticket, now)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "service": ticket.service,
        "state": ticket.state,
        "priority": ticket.priority,
        "counter": ticket.counter,
        "officer": ticket.officer,
        "ahead": ahead,
        "p50": p50,
        "p90": p90,
        "calls": ticket.calls,
        "issued_at": ticket.issued_at,
        "queued_at": ticket.queued_at,
        "called_at": ticket.called_at,
        "started_at": ticket.service_began if ticket.state in {"serving", "finished"} else None,
        "ended_at": ticket.ended_at,
        "back_until": ticket.back_until,
        "paper": ticket.paper,
        "codes": list(ticket.codes),
        "language": ticket.language,
        "may": may(board, ticket, now),
    }


_MAY: dict[str, tuple[str, ...]] = {
    "waiting": ("call", "transfer", "priority", "cancel", "print"),
    "called": ("start", "finish", "recall", "no-show", "hold", "transfer", "return", "cancel"),
    "serving": ("finish", "hold", "transfer", "return", "cancel"),
    "held": ("resume", "transfer", "return", "cancel"),
    "absent": ("call", "cancel"),
}


def may(board: Board, ticket: Ticket, now: int) -> list[str]:
    """The verbs of the API that make sense now, whoever asks."""
    verbs = list(_MAY.get(ticket.state, ()))
    if ticket.state == "called" and ticket.calls >= board.rules.calls:
        verbs.remove("recall")
    if ticket.state == "absent" and now <= (ticket.back_until or 0):
        verbs.append("come-back")
    if phone_may_rate(board, ticket, now) and ticket.counter not in ticket.rated:
        verbs.append("rate")
    return verbs


def for_phone(plain: dict[str, Any]) -> dict[str, Any]:
    """What the ticket's own phone may see: no officer, no codes, only what the citizen may do."""
    kept = {key: value for key, value in plain.items() if key not in {"officer", "codes"}}
    counter = plain["counter"] if plain["state"] in IN_HAND else None
    return {**kept, "counter": counter, "may": [v for v in plain["may"] if v in {"come-back", "rate"}]}


def just_issued(room: QueueRoom, board: Board, ticket: Ticket, now: int) -> dict[str, Any]:
    """The answer to whoever took a number."""
    ahead, p50, p90 = place_of(board, room.curves(board), ticket, now)
    text = ticket_text(ticket.id, room.keys, room.public_url)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "service": ticket.service,
        "ahead": ahead,
        "wait_minutes": {"p50": p50, "p90": p90},
        "track_url": text if room.public_url else None,
        "code": text,
    }


def is_open(ticket: Ticket) -> bool:
    """Whether anything may still happen to it."""
    return ticket.state in OPEN
