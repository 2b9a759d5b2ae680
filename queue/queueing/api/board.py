"""The office at a glance, and the figures of a day."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from peewee import Database
from pydantic import BaseModel

from foundation.api.problem import Problem
from foundation.api.route import Call, Reply, Route
from foundation.clock import business_day
from foundation.db.answers import Answered
from foundation.db.transaction import Transaction
from foundation.events.catalogue import to_dict
from foundation.people import accounts
from foundation.refusal import Refusal
from queueing import figures
from queueing.api.shapes import Nothing
from queueing.commands import CloseDay
from queueing.messages import board_message
from queueing.room import Room, actor_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class BoardShape(BaseModel):
    """The board as of event `seq`."""

    seq: int
    as_of: int
    time: int
    day: str
    services: list[dict[str, Any]]
    counters: list[dict[str, Any]]
    calls: list[dict[str, Any]]


def routes(room: Room) -> list[Route]:
    """The routes that only look, and the closing of the day."""

    def read_board(_call: Call) -> Reply:
        """Services, counters and the last calls, with everything committed so far."""
        return Reply(room.store.read(lambda db: board_json(room, db)))

    def list_services(_call: Call) -> Reply:
        """Every service as it is defined."""
        services = room.look(lambda board: [asdict(service) for service in board.services.values()])
        return Reply({"services": sorted(services, key=lambda each: (each["position"], each["service"]))})

    def day_figures(call: Call) -> Reply:
        """The figures of a day by the definitions of docs/metrics.md."""
        day = call.query.get("day") or business_day(room.clock.now())
        if not _DAY.fullmatch(day):
            raise Problem("input.invalid", {"fields": "day"})
        return Reply({"day": day, **room.store.read(lambda db: figures.of_day(db, room.store.office_id, day))})

    def close_day(call: Call, _body: Nothing) -> Reply | Refusal:
        """Chốt sổ cuối ngày: close what is left, by name of reason."""

        def work(tx: Transaction) -> Answered | Refusal:
            outcome = room.run(tx, CloseDay(actor_of(call.principal)))
            if isinstance(outcome, Refusal):
                return outcome
            return 200, {"closed": [to_dict(fact) for fact in outcome.facts[-1:]]}

        return call.command(work)

    return [
        Route("GET", "/board", "board.read", read_board, reply=BoardShape),
        Route("GET", "/services", "board.read", list_services),
        Route("GET", "/statistics", "statistics.read", day_figures, query=("day",)),
        Route("POST", "/day/close", "day.close", close_day, Nothing),
    ]


def board_json(room: Room, database: Database) -> dict[str, Any]:
    """The board as BoardShape."""
    people = {person.id: person.name for person in accounts.everyone(database, room.store.office_id)}
    now = room.clock.now()
    message = room.look_with(database, lambda board: board_message(board, room.forecasts.of(board, now), now, people))
    values = to_dict(message)
    return {"seq": values["as_of"], **values}
