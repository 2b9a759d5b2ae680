"""Services, counters and rules: entered and changed by an administrator, each change in the stream."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from foundation.api.route import Body, Call, Reply, Route
from foundation.db.answers import Answered
from foundation.db.transaction import Transaction
from foundation.events.queue import CounterDefined, PolicySet, ServiceDefined, Sign
from foundation.refusal import Refusal
from queueing import commands as c
from queueing.room import Room, actor_of

MINUTES_A_DAY = 24 * 60


class ServiceAs(Body):
    """A service as it shall be. hours: (opens, last number) pairs in minutes of the local day; none = always."""

    name_vi: str = Field(min_length=1, max_length=80)
    name_en: str = Field(min_length=1, max_length=80)
    sign: Sign
    fields: list[str] = Field(default_factory=list, max_length=40)
    hours: list[tuple[int, int]] = Field(default_factory=list, max_length=6)
    weekdays: list[int] = Field(default_factory=lambda: [1, 2, 3, 4, 5], max_length=7)
    minutes: float = Field(default=8.0, gt=0, le=240)
    promised: int = Field(default=30, ge=1, le=600)
    first: int = Field(default=1, ge=1, le=9999)
    last: int = Field(default=999, ge=1, le=9999)
    position: int = Field(default=0, ge=0, le=99)
    active: bool = True


class CounterAs(Body):
    """A counter as it shall be: (service, weight) in order of preference."""

    serves: list[tuple[str, int]] = Field(max_length=26)
    active: bool = True


class PolicyAs(Body):
    """The declared fairness rule (docs/fairness.md)."""

    name: str = Field(default="ratio_ageing", max_length=40)
    ratio: int = Field(default=2, ge=0, le=20)
    ratio_of: int = Field(default=3, ge=1, le=21)
    ageing_minutes: int = Field(default=45, ge=1, le=600)


def routes(room: Room) -> list[Route]:
    """The routes of the configuration."""

    def define(call: Call, command: c.Command) -> Reply | Refusal:
        def work(tx: Transaction) -> Answered | Refusal:
            outcome = room.run(tx, command)
            return outcome if isinstance(outcome, Refusal) else (200, {"changed": bool(outcome.facts)})

        return call.command(work)

    def define_service(call: Call, body: ServiceAs) -> Reply | Refusal:
        """Enter a service by its letter, or change it."""
        values = body.model_dump()
        values |= {name: tuple(values[name]) for name in ("fields", "hours", "weekdays")}
        service = ServiceDefined(service=call.args["service"].upper(), **values)
        return define(call, c.DefineService(actor_of(call.principal), service))

    def define_counter(call: Call, body: CounterAs) -> Reply | Refusal:
        """Enter a counter, or change what it serves."""
        counter = CounterDefined(call.args["counter"], tuple(body.serves), body.active)
        return define(call, c.DefineCounter(actor_of(call.principal), counter))

    def set_policy(call: Call, body: PolicyAs) -> Reply | Refusal:
        """Declare the fairness rule."""
        return define(call, c.SetPolicy(actor_of(call.principal), PolicySet(**body.model_dump())))

    def read_policy(_call: Call) -> Reply:
        """The fairness rule in force."""
        return Reply(room.look(lambda board: _policy(board.policy)))

    return [
        Route("POST", "/services/<service>", "service.manage", define_service, ServiceAs),
        Route("POST", "/counters/<counter>/define", "service.manage", define_counter, CounterAs),
        Route("GET", "/policy", "board.read", read_policy, reply=PolicyAs),
        Route("POST", "/policy", "service.manage", set_policy, PolicyAs),
    ]


def _policy(policy: PolicySet) -> dict[str, Any]:
    return {
        "name": policy.name,
        "ratio": policy.ratio,
        "ratio_of": policy.ratio_of,
        "ageing_minutes": policy.ageing_minutes,
    }
