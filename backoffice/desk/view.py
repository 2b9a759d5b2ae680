"""What the desk shows: the queue as one value, made from the board. Pure; no name of a citizen is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from foundation.clock import business_day
from queueing.board import OPEN, Board, Counter, Ticket
from queueing.policy import policy_of
from queueing.statistics import MINUTE_MS, RATINGS_FOR_AN_OFFICER, mean, quantile

#: Who was served at a counter and may be looked at again.
RECENT_AT_MOST = 12

_SHOWN = (
    *("id", "number", "service", "state", "priority", "queued_at", "issued_at", "origin", "codes", "language"),
    *("counter", "officer", "calls", "called_at", "started_at", "ended_at", "held_at", "held_ms", "back_until"),
    *("only_counter", "paper"),
)


@dataclass(frozen=True)
class Service:
    """One finished service of today: minutes waited until the first call, minutes served."""

    counter: str
    waited: float
    served: float


@dataclass(frozen=True)
class Today:
    """What the books say of today beside the board: services done, (counter, level) of ratings, why paper failed."""

    done: Sequence[Service] = ()
    ratings: Sequence[tuple[str, int]] = ()
    causes: Mapping[str, str | None] = field(default_factory=dict)


def desk_view(board: Board, now: int, names: Mapping[str, str], books: Today) -> dict[str, Any]:
    """The whole desk at `now` (business UTC ms); `names` are display names of officers by id."""
    day = business_day(now)
    today = [ticket for ticket in board.tickets.values() if ticket.day == day]
    still = [ticket for ticket in today if ticket.state in OPEN]
    return {
        "as_of": board.last,
        "now": now,
        "day": day,
        "day_closed": board.day == day and board.day_closed,
        "rules": asdict(board.rules),
        "names": dict(names),
        "services": [_service(board, code) for code in board.services],
        "counters": [_counter(board, each, today, books, now) for each in board.counters.values() if each.active],
        "tickets": [shown(board, ticket) for ticket in still],
        "unprinted": [
            {**shown(board, ticket), "cause": books.causes.get(ticket.id)}
            for ticket in still
            if ticket.paper == "failed"
        ],
    }


def shown(board: Board, ticket: Ticket) -> dict[str, Any]:
    """One ticket; `after` people of its service still go before somebody who came back."""
    return {
        **{name: getattr(ticket, name) for name in _SHOWN},
        "came_back": ticket.due > 0,
        "after": board.deferred_by(ticket),
    }


def found(board: Board, number: str, day: str) -> dict[str, Any] | None:
    """The day's ticket with this number as people write it (`a12` is A012); None when there is none."""
    letter, digits = number.strip()[:1].upper(), number.strip()[1:].strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    plain = f"{letter}{int(digits)}"
    same = (ticket for ticket in board.tickets.values() if ticket.day == day and _plain(ticket.number) == plain)
    return next((shown(board, ticket) for ticket in same), None)


def _plain(number: str) -> str:
    return f"{number[:1]}{number[1:].lstrip('0')}"


def _service(board: Board, code: str) -> dict[str, Any]:
    service = board.services[code]
    return {
        "code": code,
        "name_vi": service.name_vi,
        "name_en": service.name_en,
        "sign": service.sign,
        "position": service.position,
        "active": service.active,
        "promised": service.promised,
        "waiting": board.lines.count(code),
    }


def _counter(board: Board, counter: Counter, today: Iterable[Ticket], books: Today, now: int) -> dict[str, Any]:
    return {
        "code": counter.code,
        "state": counter.state,
        "officer": counter.officer,
        "serves": [service for service, _ in counter.serves],
        "in_hand": counter.in_hand,
        "next": policy_of(board).choose(board, counter.code, now),
        "today": counter_day(counter.code, books),
        "recent": _recent(board, counter.code, today),
    }


def counter_day(code: str, books: Today) -> dict[str, Any]:
    """What a counter did (docs/metrics.md): people served, minutes waited and served, ratings.

    A figure about one counter says something about one officer, so levels are given only when there are enough.
    """
    done = [each for each in books.done if each.counter == code]
    levels = [level for counter, level in books.ratings if counter == code]
    enough = len(levels) >= RATINGS_FOR_AN_OFFICER
    return {
        "served": len(done),
        "waited": quantile([each.waited for each in done], 0.5),
        "minutes": mean([each.served for each in done]),
        "ratings": len(levels),
        "levels": {str(level): levels.count(level) for level in (3, 2, 1)} if enough else None,
    }


def service_done(counter: str, queued_at: int, called_at: int | None, served_ms: int | None) -> Service:
    """A finished service from its row; times in UTC ms."""
    waited = max(0, (called_at or queued_at) - queued_at)
    return Service(counter, waited / MINUTE_MS, max(0, served_ms or 0) / MINUTE_MS)


def _recent(board: Board, code: str, today: Iterable[Ticket]) -> list[dict[str, Any]]:
    ended = [ticket for ticket in today if ticket.counter == code and ticket.state == "finished"]
    ended.sort(key=lambda ticket: ticket.ended_at or 0, reverse=True)
    return [shown(board, ticket) for ticket in ended[:RECENT_AT_MOST]]
