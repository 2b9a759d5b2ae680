"""What happens to tickets (số thứ tự), counters (quầy) and services.

Times in the data are business time, UTC milliseconds. No name, phone or ID number of a citizen is ever in here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from foundation.events.catalogue import event

#: domain.md §8: the priority classes in law and custom; `normal` is everybody else.
Priority = Literal["normal", "elderly", "disabled", "pregnant", "infant", "merit"]
Origin = Literal["kiosk", "desk", "portal", "integration"]
Sign = Literal["submit", "collect", "supplement", "certify", "help"]
TicketState = Literal["waiting", "called", "serving", "held", "absent", "finished", "cancelled", "left", "void"]
PrintState = Literal["issued", "printing", "printed", "failed", "reprinted", "void"]


@event("service.defined.v1", channels=("hall", "desk"), subject="service")
@dataclass(frozen=True, slots=True)
class ServiceDefined:
    """A service (loại việc) as it stands from now on; `service` is its letter.

    hours: (opens, last issue) pairs in minutes of the local day, for each session; empty = always open.
    weekdays: ISO weekdays on which it is open. first/last: the number range of a day.
    minutes: expected minutes of one service until there is history; promised: minutes of waiting promised.
    """

    service: str
    name_vi: str
    name_en: str
    sign: Sign
    fields: tuple[str, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    minutes: float = 8.0
    promised: int = 30
    first: int = 1
    last: int = 999
    position: int = 0
    active: bool = True


@event("counter.defined.v1", channels=("hall", "desk", "counter:{counter}"), subject="counter")
@dataclass(frozen=True, slots=True)
class CounterDefined:
    """A counter as it stands from now on; `serves` is (service letter, weight) in order of preference."""

    counter: str
    serves: tuple[tuple[str, int], ...]
    active: bool = True


@event("policy.set.v1", channels=("desk",))
@dataclass(frozen=True, slots=True)
class PolicySet:
    """The declared fairness rule (docs/fairness.md).

    Of `ratio_of` calls at most `ratio` go to priority while others wait, and nobody who waited `ageing_minutes`
    is passed over by someone who came later.
    """

    name: str = "ratio_ageing"
    ratio: int = 2
    ratio_of: int = 3
    ageing_minutes: int = 45


@event("rules.set.v1", channels=("desk",))
@dataclass(frozen=True, slots=True)
class RulesSet:
    """The office's habits at the counter (domain: calls of a no-show, coming back, undo, rating window).

    calls: times somebody is called before "absent" is advised, `recall_gap_s` real seconds apart at least.
    back_minutes: who comes back by then is served after the next `back_after` people.
    undo_s: real seconds in which a press can be taken back.
    rating_open_s / rating_close_minutes: the rating opens so long after service starts and closes so long
    after it ends, or at the counter's next call.
    """

    calls: int = 3
    recall_gap_s: int = 40
    back_minutes: int = 30
    back_after: int = 3
    undo_s: float = 5.0
    rating_open_s: int = 60
    rating_close_minutes: int = 5


@event("ticket.issued.v1", channels=("desk", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketIssued:
    """A number was taken. `queued_at` is the moment its waiting counts from; `device` or `officer` took it."""

    ticket: str
    number: str
    service: str
    day: str
    seq: int
    priority: Priority
    queued_at: int
    origin: Origin
    codes: tuple[str, ...] = ()
    device: str | None = None
    officer: str | None = None
    language: Literal["vi", "en"] = "vi"


@event("ticket.called.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketCalled:
    """A ticket is called to a counter; `nth` counts the calls of this ticket at this counter, from 1.

    `finished` is the ticket in hand that the same press of Next finished, so that undo takes both back.
    """

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None
    nth: int
    language: Literal["vi", "en"] = "vi"
    finished: str | None = None


@event("ticket.recalled.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketRecalled:
    """The ticket in hand is called once more: announced again like a call."""

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None
    nth: int
    language: Literal["vi", "en"] = "vi"


@event("ticket.started.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketStarted:
    """The citizen sat down: service begins."""

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None


@event("ticket.finished.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketFinished:
    """Service ended. `waited_ms` and `served_ms` are what the statistics and the estimate learn from."""

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None
    waited_ms: int
    served_ms: int


@event("ticket.absent.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketAbsent:
    """Nobody came (vắng); who returns by `back_until` is served after the next few people."""

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None
    back_until: int


@event("ticket.held.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketHeld:
    """Put aside at its counter (giữ lại), for instance to fill in a form."""

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None


@event("ticket.resumed.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketResumed:
    """A held ticket is in service again, at `counter`."""

    ticket: str
    number: str
    service: str
    counter: str
    officer: str | None


@event("ticket.requeued.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketRequeued:
    """Waiting again: put back by the officer, or the citizen came back (`after` people go first then).

    `counter` is where it was in hand, if it was. `only_counter` keeps it for one counter.
    """

    ticket: str
    number: str
    service: str
    reason: Literal["returned", "came_back", "counter_closed"]
    queued_at: int
    after: int = 0
    counter: str | None = None
    only_counter: str | None = None


@event("ticket.transferred.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketTransferred:
    """Waits for another service or one counter, with the waiting it already has (`queued_at` kept)."""

    ticket: str
    number: str
    service: str
    from_service: str
    queued_at: int
    counter: str | None = None
    only_counter: str | None = None


@event("ticket.cancelled.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketCancelled:
    """Ended without service; `reason` is `citizen`, `officer`, `mistake`, `print` or `day_closed`."""

    ticket: str
    number: str
    service: str
    reason: Literal["citizen", "officer", "mistake", "print", "day_closed"]
    counter: str | None = None


@event("ticket.undone.v1", channels=("hall", "desk", "counter:{counter}", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketUndone:
    """The last press at `counter` is taken back: the ticket is again in `state`, as before event `undone`.

    `was` is the state that is given up; every other field is the ticket's as it was before the press.
    """

    ticket: str
    number: str
    service: str
    counter: str
    undone: int
    was: TicketState
    state: TicketState
    at_counter: str | None
    queued_at: int
    calls: int
    after: int
    only_counter: str | None
    called_at: int | None
    started_at: int | None
    officer: str | None = None
    back_until: int | None = None
    held_at: int | None = None
    held_ms: int = 0


@event("ticket.priority.v1", channels=("desk", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketPriority:
    """An officer corrected the priority a citizen declared."""

    ticket: str
    number: str
    priority: Priority
    was: Priority
    officer: str | None


@event("ticket.print.v1", channels=("desk", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class TicketPrint:
    """The paper's own road: issued → printing → printed or failed → reprinted or void.

    `cause` is the printer's fault code when it failed (`paper.out`, `cover.open`, `printer.offline`, …).
    """

    ticket: str
    number: str
    state: PrintState
    device: str | None = None
    cause: str | None = None


@event("counter.opened.v1", channels=("hall", "desk", "counter:{counter}"), subject="counter")
@dataclass(frozen=True, slots=True)
class CounterOpened:
    """The counter calls people from now on; `officer` is the person's id, if one holds it."""

    counter: str
    officer: str | None


@event("counter.paused.v1", channels=("hall", "desk", "counter:{counter}"), subject="counter")
@dataclass(frozen=True, slots=True)
class CounterPaused:
    """A short pause; the officer keeps the counter."""

    counter: str
    officer: str | None


@event("counter.closed.v1", channels=("hall", "desk", "counter:{counter}"), subject="counter")
@dataclass(frozen=True, slots=True)
class CounterClosed:
    """Nobody serves here any more; the ticket in hand was finished or put back before this event."""

    counter: str
    officer: str | None


@event("counter.taken.v1", channels=("hall", "desk", "counter:{counter}"), subject="counter")
@dataclass(frozen=True, slots=True)
class CounterTaken:
    """Another officer sits at the counter from now on, with whatever ticket is in hand."""

    counter: str
    officer: str
    was: str | None


@event("day.opened.v1", channels=("hall", "desk"))
@dataclass(frozen=True, slots=True)
class DayOpened:
    """The first command of a new local day: numbers start again, history stays."""

    day: str


@event("day.closed.v1", channels=("hall", "desk"))
@dataclass(frozen=True, slots=True)
class DayClosed:
    """Chốt sổ cuối ngày: what was left was closed, counted by the state it was in."""

    day: str
    waiting: int
    absent: int
    held: int
    in_hand: int


@event("rating.given.v1", channels=("desk", "ticket:{ticket}"), subject="ticket")
@dataclass(frozen=True, slots=True)
class RatingGiven:
    """A citizen judged a service: 3 rất hài lòng, 2 hài lòng, 1 không hài lòng (NĐ 61/2018, Điều 31)."""

    ticket: str
    counter: str
    officer: str | None
    level: Literal[1, 2, 3]
    reasons: tuple[str, ...] = ()
    via: Literal["tablet", "button", "phone"] = "tablet"


@event("rating.idle.v1", channels=("desk",), subject="counter")
@dataclass(frozen=True, slots=True)
class RatingIdle:
    """A button was pressed when no service could be rated: counted apart, never as a rating."""

    counter: str
    level: int
    cause: Literal["closed", "twice"]


@event("board.v1", channels=("hall", "desk"), derived=True)
@dataclass(frozen=True, slots=True)
class BoardMessage:
    """The office at a glance, made by the queue from events up to `as_of`; at most one in 2 s.

    services: {code, name_vi, name_en, sign, position, open, waiting, minutes: {p50, p90}}.
    counters: {code, state: open|paused|closed, officer (display name or None), ticket: {id, number, state} or None,
    serves: [service codes]}.
    calls: the last calls, newest first: {id (event), ticket, number, counter, time, state}.
    """

    as_of: int
    time: int
    day: str
    services: tuple[dict[str, object], ...] = field(default=())
    counters: tuple[dict[str, object], ...] = field(default=())
    calls: tuple[dict[str, object], ...] = field(default=())


@event("place.v1", channels=("ticket:{ticket}",), subject="ticket", derived=True)
@dataclass(frozen=True, slots=True)
class PlaceMessage:
    """Where one ticket stands: people ahead and minutes as a range; made for watched tickets only."""

    as_of: int
    ticket: str
    number: str
    state: TicketState
    ahead: int
    p50: float | None
    p90: float | None
    counter: str | None = None
