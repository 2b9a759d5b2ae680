"""HTTP of the office's queue as a whole: the board, what is configured, the day's end, the figures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from peewee import Database
from pydantic import BaseModel, Field

from foundation.api.problem import Problem
from foundation.api.route import Body, Call, Reply, Route
from foundation.clock import business_day
from foundation.events.catalogue import to_dict
from foundation.events.queue import CounterDefined, PolicySet, RulesSet, ServiceDefined, Sign
from foundation.refusal import Refusal
from queueing import commands as c
from queueing import history, statistics
from queueing.api.acting import actor_of, do
from queueing.board import Board
from queueing.messages import board_message
from queueing.room import QueueRoom


class BoardAnswer(BaseModel):
    """The office at a glance; `seq` is the number of the newest event in it."""

    seq: int
    as_of: int
    time: int
    day: str
    services: list[dict[str, Any]]
    counters: list[dict[str, Any]]
    calls: list[dict[str, Any]]


class Service(Body):
    """A service; `hours` are (opens, last issue) in minutes of the day."""

    service: str = Field(min_length=1, max_length=1)
    name_vi: str = Field(min_length=1, max_length=80)
    name_en: str = Field(min_length=1, max_length=80)
    sign: Sign
    fields: list[str] = Field(default_factory=list)
    hours: list[tuple[int, int]] = Field(default_factory=list)
    weekdays: list[int] = Field(default_factory=lambda: [1, 2, 3, 4, 5])
    minutes: float = 8.0
    promised: int = Field(default=30, ge=1)
    first: int = 1
    last: int = 999
    position: int = 0
    active: bool = True


class Counter(Body):
    """A counter and what it serves, (service, weight) in order of preference."""

    counter: str = Field(min_length=1, max_length=10)
    serves: list[tuple[str, int]]
    active: bool = True


class Policy(Body):
    """The declared fairness rule (docs/fairness.md)."""

    name: str = "ratio_ageing"
    ratio: int = 2
    ratio_of: int = 3
    ageing_minutes: int = 45


class Rules(Body):
    """The office's habits at the counter."""

    calls: int = 3
    recall_gap_s: int = 40
    back_minutes: int = 30
    back_after: int = 3
    undo_s: float = 5.0
    rating_open_s: int = 60
    rating_close_minutes: int = 5


class Nothing(Body):
    """No more is needed."""


class Done(BaseModel):
    """It is as was asked."""

    done: bool


def routes(room: QueueRoom) -> list[Route]:
    """The routes of the office's queue."""
    return [*_looking(room), *_setting(room)]


def _looking(room: QueueRoom) -> list[Route]:
    def read_board(_call: Call) -> Reply:
        """The board, as screens get it."""
        return Reply(room.store.read(lambda db: board_now(room, db)))

    def list_services(_call: Call) -> Reply:
        """Every service as configured."""
        return Reply(_look(room, lambda board: {"services": [asdict(s) for s in board.services.values()]}))

    def list_counters(_call: Call) -> Reply:
        """Every counter as configured, with the fairness rule and the habits in force."""
        return Reply(_look(room, _configured))

    def read_statistics(call: Call) -> Reply:
        """One day's figures by the definitions of docs/metrics.md."""
        day = _day(call.query.get("day") or business_day(room.store.clock.now()))
        return Reply(room.store.read(lambda db: figures(db, room.store.office_id, day)))

    return [
        Route("GET", "/board", "board.read", read_board, reply=BoardAnswer),
        Route("GET", "/services", "board.read", list_services),
        Route("GET", "/counters", "board.read", list_counters),
        Route("GET", "/statistics", "statistics.read", read_statistics, query=("day",)),
    ]


def board_now(room: QueueRoom, database: Database) -> dict[str, Any]:
    """The newest board as plain values."""
    names, now = room.names(database), room.store.clock.now()
    message = room.view.look(database, lambda board: board_message(board, room.curves(board), now, names))
    return {"seq": message.as_of, **to_dict(message)}


def figures(database: Database, office_id: str, day: str) -> dict[str, Any]:
    """The day's statistics."""
    visits, marks = history.visits(database, office_id, day), history.marks(database, office_id, day)
    return {"day": day, **statistics.report(visits, marks, history.idle_presses(database, office_id, day))}


def _look(room: QueueRoom, work: Any) -> Any:
    return room.store.read(lambda db: room.view.look(db, work))


def _configured(board: Board) -> dict[str, Any]:
    counters = [
        {"counter": each.code, "serves": [list(pair) for pair in each.serves], "active": each.active}
        for each in board.counters.values()
    ]
    return {"counters": counters, "policy": asdict(board.policy), "rules": asdict(board.rules)}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Problem("input.invalid", {"fields": "day"}) from None


def _setting(room: QueueRoom) -> list[Route]:
    def set_it(call: Call, command: c.Command) -> Reply | Refusal:
        return do(room, call, command, lambda _tx, _done: (200, {"done": True}))

    def define_service(call: Call, body: Service) -> Reply | Refusal:
        """Enter a service, or change it."""
        given = body.model_dump()
        for name in ("fields", "hours", "weekdays"):
            given[name] = tuple(given[name])
        return set_it(call, c.DefineService(actor_of(call.principal), ServiceDefined(**given)))

    def define_counter(call: Call, body: Counter) -> Reply | Refusal:
        """Enter a counter, or change what it serves."""
        counter = CounterDefined(body.counter, tuple(body.serves), body.active)
        return set_it(call, c.DefineCounter(actor_of(call.principal), counter))

    def set_policy(call: Call, body: Policy) -> Reply | Refusal:
        """Declare the fairness rule."""
        return set_it(call, c.SetPolicy(actor_of(call.principal), PolicySet(**body.model_dump())))

    def set_rules(call: Call, body: Rules) -> Reply | Refusal:
        """Declare the habits at the counter."""
        return set_it(call, c.SetRules(actor_of(call.principal), RulesSet(**body.model_dump())))

    def close_day(call: Call, _body: Nothing) -> Reply | Refusal:
        """Chốt sổ cuối ngày: what is left is closed, by name of reason."""
        return set_it(call, c.CloseDay(actor_of(call.principal)))

    return [
        Route("POST", "/services", "service.manage", define_service, Service, Done),
        Route("POST", "/counters", "service.manage", define_counter, Counter, Done),
        Route("POST", "/policy", "service.manage", set_policy, Policy, Done),
        Route("POST", "/rules", "service.manage", set_rules, Rules, Done),
        Route("POST", "/day/close", "day.close", close_day, Nothing, Done),
    ]
