"""The board: everything the engine knows of one office, as values."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from foundation.clock import business_day
from foundation.events.queue import (
    Origin,
    PolicySet,
    PrintState,
    Priority,
    RulesSet,
    ServiceDefined,
    TicketState,
)
from queueing.lines import Lines

#: Grows when the JSON form changes; a snapshot of another version is thrown away and folded anew.
BOARD_VERSION = 1

CounterState = Literal["open", "paused", "closed"]
Service = ServiceDefined

IN_HAND: frozenset[TicketState] = frozenset({"called", "serving"})
OPEN: frozenset[TicketState] = frozenset({"waiting", "called", "serving", "held", "absent"})

#: Calls remembered for the policy's windows; longer than any window, so that an undo loses nothing of one.
REMEMBERED_CALLS = 256
#: Service times remembered for the estimate, per service.
REMEMBERED_TIMES = 200
#: Calls that screens may show.
REMEMBERED_SAID = 12


@dataclass(slots=True)
class Ticket:
    """A number and the person behind it. Times are business time, UTC milliseconds.

    order: how many tickets were issued before it on the day; breaks ties of `queued_at`.
    due: the count of calls of its service from which on it may be called (who came back), 0 = now.
    calls: calls at its counter. counter: where it is in hand, held, was absent or was served.
    rated: counters whose service on this ticket was rated. changed: number of the event that last moved it.
    """

    id: str
    number: str
    service: str
    day: str
    seq: int
    order: int
    priority: Priority
    queued_at: int
    issued_at: int
    origin: Origin
    codes: tuple[str, ...] = ()
    language: Literal["vi", "en"] = "vi"
    state: TicketState = "waiting"
    counter: str | None = None
    officer: str | None = None
    calls: int = 0
    called_at: int | None = None
    started_at: int | None = None
    ended_at: int | None = None
    held_at: int | None = None
    held_ms: int = 0
    due: int = 0
    only_counter: str | None = None
    back_until: int | None = None
    paper: PrintState = "issued"
    rated: tuple[str, ...] = ()
    changed: int = 0

    @property
    def has_priority(self) -> bool:
        return self.priority != "normal"

    @property
    def service_began(self) -> int | None:
        """Start of service; who was called and never started counts as started at the call."""
        return self.called_at if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True)
class Before:
    """A ticket as it was before a press: what undo gives back. `kind` names the press, `event` its number."""

    ticket: str
    kind: str
    event: int
    service: str
    state: TicketState
    counter: str | None
    officer: str | None
    queued_at: int
    calls: int
    called_at: int | None
    started_at: int | None
    held_at: int | None
    held_ms: int
    due: int
    only_counter: str | None
    back_until: int | None


@dataclass(frozen=True, slots=True)
class Served:
    """What can be rated at a counter: the service of one ticket from `began` until `ended`."""

    ticket: str
    officer: str | None
    began: int
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """The last press at a counter: its newest event, the tickets it moved, what was rateable before it."""

    event: int
    before: tuple[Before, ...]
    served: Served | None

    def of(self, ticket: str) -> Before | None:
        """What it did to this ticket."""
        return next((memo for memo in self.before if memo.ticket == ticket), None)


@dataclass(slots=True)
class Counter:
    """A counter (quầy). recent: its last calls as (ticket, service), newest last."""

    code: str
    serves: tuple[tuple[str, int], ...]
    active: bool = True
    state: CounterState = "closed"
    officer: str | None = None
    in_hand: str | None = None
    recent: list[tuple[str, str]] = field(default_factory=list)
    served: Served | None = None
    press: Press | None = None


@dataclass(slots=True)
class Board:
    """One office as of event `last`.

    `evolve` changes the board it owns in place (an office may have 20,000 tickets a day); whoever needs
    the old one keeps a `copy()`. `decide` never changes it.
    seqs: last number given per service today. calls: calls of a service today.
    recent: a service's last calls as (ticket, had priority). times: (ticket, ms at the counter), newest last.
    said: the last calls as announced: (event, ticket, counter, time), newest last.
    """

    last: int = 0
    day: str = ""
    day_closed: bool = False
    time: int = 0
    policy: PolicySet = field(default_factory=PolicySet)
    rules: RulesSet = field(default_factory=RulesSet)
    services: dict[str, Service] = field(default_factory=dict)
    counters: dict[str, Counter] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    issued: int = 0
    seqs: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    recent: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    times: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    said: list[tuple[int, str, str, int]] = field(default_factory=list)
    lines: Lines = field(default_factory=Lines, compare=False)

    def copy(self) -> Board:
        """A board of its own that shares nothing that changes."""
        other = copy(self)
        other.tickets = {id_: copy(ticket) for id_, ticket in self.tickets.items()}
        other.counters = {
            code: replace(counter, recent=list(counter.recent)) for code, counter in self.counters.items()
        }
        other.services, other.seqs, other.calls = (
            dict(self.services),
            dict(self.seqs),
            dict(self.calls),
        )
        other.recent = {service: list(calls) for service, calls in self.recent.items()}
        other.times = {service: list(times) for service, times in self.times.items()}
        other.said = list(self.said)
        other.line_up()
        return other

    def line_up(self) -> None:
        """Build the lines from the tickets."""
        self.lines = Lines()
        for ticket in self.tickets.values():
            if ticket.state == "waiting":
                self.lines.join(ticket)

    def in_hand(self, counter: str) -> Ticket | None:
        """The ticket called to or served at a counter now."""
        held = self.counters[counter].in_hand
        return self.tickets[held] if held else None

    def deferred_by(self, ticket: Ticket) -> int:
        """How many people of its service still go first."""
        return max(0, ticket.due - self.calls.get(ticket.service, 0))

    def is_new_day(self, now: int) -> bool:
        """Whether `now` lies in another local day than the board's; a clock that went back opens none."""
        return business_day(now) > self.day

    def to_json(self) -> dict[str, Any]:
        """Plain values, with a version; the lines follow from the tickets."""
        plain = {each.name: getattr(self, each.name) for each in fields(self) if each.compare}
        for name in ("policy", "rules"):
            plain[name] = asdict(plain[name])
        plain["services"] = [asdict(service) for service in self.services.values()]
        plain["counters"] = [asdict(counter) for counter in self.counters.values()]
        plain["tickets"] = [_row(ticket) for ticket in self.tickets.values()]
        return {"version": BOARD_VERSION, **plain}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Board:
        """The board that `to_json` wrote; ValueError for another version."""
        if plain.get("version") != BOARD_VERSION:
            raise ValueError(f"a board of version {plain.get('version')}")
        values = {key: value for key, value in plain.items() if key != "version"}
        values["policy"] = PolicySet(**plain["policy"])
        values["rules"] = RulesSet(**plain["rules"])
        values["services"] = {each["service"]: _service(each) for each in plain["services"]}
        values["counters"] = {each["code"]: _counter(each) for each in plain["counters"]}
        values["tickets"] = {row[0]: _ticket(row) for row in plain["tickets"]}
        for name in ("recent", "times"):
            values[name] = {key: [tuple(x) for x in kept] for key, kept in plain[name].items()}
        values["said"] = [tuple(each) for each in plain["said"]]
        board = cls(**values)
        board.line_up()
        return board


_TICKET_FIELDS = tuple(each.name for each in fields(Ticket))


def _row(ticket: Ticket) -> list[object]:
    return [getattr(ticket, name) for name in _TICKET_FIELDS]


def _ticket(row: list[Any]) -> Ticket:
    ticket = Ticket(*row)
    ticket.codes, ticket.rated = tuple(ticket.codes), tuple(ticket.rated)
    return ticket


def _service(plain: dict[str, Any]) -> Service:
    plain = dict(plain)
    plain["hours"] = tuple((opens, last) for opens, last in plain["hours"])
    plain["fields"], plain["weekdays"] = tuple(plain["fields"]), tuple(plain["weekdays"])
    return ServiceDefined(**plain)


def _counter(plain: dict[str, Any]) -> Counter:
    plain = dict(plain)
    plain["serves"] = tuple((service, weight) for service, weight in plain["serves"])
    plain["recent"] = [(ticket, service) for ticket, service in plain["recent"]]
    plain["served"] = Served(**plain["served"]) if plain["served"] else None
    plain["press"] = _press(plain["press"]) if plain["press"] else None
    return Counter(**plain)


def _press(plain: dict[str, Any]) -> Press:
    served = Served(**plain["served"]) if plain["served"] else None
    return Press(plain["event"], tuple(Before(**memo) for memo in plain["before"]), served)
