"""What screens and phones are told: the office at a glance, and one ticket's place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from foundation.events.queue import BoardMessage, PlaceMessage
from queueing.board import IN_HAND, Board, Counter, Service, Ticket
from queueing.estimate import Forecast, minutes_of
from queueing.rules.hours import gives_numbers

#: Display names of people by id.
Names = Mapping[str, str]


def board_message(board: Board, curves: Forecast, now: int, names: Names) -> BoardMessage:
    """The board as screens show it, with everything up to event `as_of`."""
    services = sorted(
        (each for each in board.services.values() if each.active),
        key=lambda each: (each.position, each.service),
    )
    counters = sorted(
        (each for each in board.counters.values() if each.active),
        key=lambda each: (len(each.code), each.code),
    )
    return BoardMessage(
        as_of=board.last,
        time=now,
        day=board.day,
        services=tuple(_service(board, curves, each, now) for each in services),
        counters=tuple(_counter(board, each, names) for each in counters),
        calls=tuple(_calls(board)),
    )


def place_message(board: Board, curves: Forecast, ticket: Ticket, now: int) -> PlaceMessage:
    """Where one ticket stands."""
    ahead, p50, p90 = place_of(board, curves, ticket, now)
    return PlaceMessage(
        as_of=board.last,
        ticket=ticket.id,
        number=ticket.number,
        state=ticket.state,
        ahead=ahead,
        p50=p50,
        p90=p90,
        counter=ticket.counter if ticket.state in IN_HAND else None,
    )


def place_of(board: Board, curves: Forecast, ticket: Ticket, now: int) -> tuple[int, float | None, float | None]:
    """(people ahead, median minutes, 90 % minutes); zero and nothing for who does not wait."""
    if ticket.state != "waiting":
        return 0, None, None
    ahead, minutes = minutes_of(curves, board, ticket, now)
    return (ahead, minutes.p50, minutes.p90) if minutes else (ahead, None, None)


def minutes_for_newcomer(board: Board, curves: Forecast, service: str) -> dict[str, float | None]:
    """What somebody who takes a number now would wait."""
    curve = curves.get(service)
    if curve is None:
        return {"p50": None, "p90": None}
    return asdict(curve.at(board.lines.count(service)))


def _service(board: Board, curves: Forecast, service: Service, now: int) -> dict[str, object]:
    return {
        "code": service.service,
        "name_vi": service.name_vi,
        "name_en": service.name_en,
        "sign": service.sign,
        "position": service.position,
        "open": not (board.day_closed and not board.is_new_day(now)) and gives_numbers(service, now),
        "waiting": board.lines.count(service.service),
        "minutes": minutes_for_newcomer(board, curves, service.service),
    }


def _counter(board: Board, counter: Counter, names: Names) -> dict[str, object]:
    ticket = board.in_hand(counter.code)
    shown = {"id": ticket.id, "number": ticket.number, "state": ticket.state} if ticket else None
    return {
        "code": counter.code,
        "state": counter.state,
        "officer": names.get(counter.officer or ""),
        "ticket": shown,
        "serves": [service for service, _ in counter.serves],
    }


def _calls(board: Board) -> list[dict[str, object]]:
    return [
        {
            "id": event,
            "ticket": ticket,
            "number": board.tickets[ticket].number,
            "counter": counter,
            "time": time,
            "state": board.tickets[ticket].state,
        }
        for event, ticket, counter, time in reversed(board.said)
        if ticket in board.tickets
    ]
