"""What can be asked of the queue: each command is a value and carries who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from foundation.events.queue import CounterDefined, Origin, PolicySet, PrintState, Priority, RulesSet, ServiceDefined


@dataclass(frozen=True)
class Actor:
    """Who presses.

    An officer acts at the counter it holds, a device at counters that nobody holds; `may_call_any`
    (a call pad that stands at the counter, the office's own program) acts at any.
    """

    kind: Literal["officer", "device", "system"]
    id: str
    may_call_any: bool = False


SYSTEM = Actor("system", "system", may_call_any=True)


@dataclass(frozen=True)
class Command:
    """Something that was asked, and who asks."""

    by: Actor


@dataclass(frozen=True)
class IssueTicket(Command):
    """Take a number; `ticket_id` is the new ticket's public id.

    `queued_at` counts the waiting from another moment than now (a number taken while the office's
    server was away).
    """

    ticket_id: str
    service: str
    priority: Priority = "normal"
    codes: tuple[str, ...] = ()
    origin: Origin = "kiosk"
    device: str | None = None
    officer: str | None = None
    language: Literal["vi", "en"] = "vi"
    queued_at: int | None = None


@dataclass(frozen=True)
class CallNext(Command):
    """Finish the ticket in hand, if any, and call the next by the policy."""

    counter: str


@dataclass(frozen=True)
class CallTicket(Command):
    """Finish the ticket in hand, if any, and call this one, who waits or was absent."""

    ticket: str
    counter: str


@dataclass(frozen=True)
class Recall(Command):
    """Call the ticket in hand once more. `age`: real seconds since its last call, None when not known."""

    ticket: str
    age: float | None = None


@dataclass(frozen=True)
class NoShow(Command):
    """Nobody came to the counter."""

    ticket: str


@dataclass(frozen=True)
class Hold(Command):
    """Put the ticket in hand aside, at its counter."""

    ticket: str


@dataclass(frozen=True)
class Resume(Command):
    """Serve a held ticket again; at its own counter unless another is named."""

    ticket: str
    counter: str | None = None


@dataclass(frozen=True)
class Transfer(Command):
    """Send to another service, or to one counter, or both; the waiting it has is kept."""

    ticket: str
    service: str | None = None
    counter: str | None = None


@dataclass(frozen=True)
class ReturnToPool(Command):
    """Put the ticket in hand (or held) back among those who wait."""

    ticket: str


@dataclass(frozen=True)
class ComeBack(Command):
    """Who was absent is here."""

    ticket: str


@dataclass(frozen=True)
class Start(Command):
    """The citizen sat down."""

    ticket: str


@dataclass(frozen=True)
class Finish(Command):
    """Service of the ticket in hand ended."""

    ticket: str


@dataclass(frozen=True)
class Cancel(Command):
    """End the ticket without service."""

    ticket: str
    reason: Literal["citizen", "officer", "mistake", "print"] = "officer"


@dataclass(frozen=True)
class Undo(Command):
    """Take back the last press at a counter (or the one that moved this ticket).

    `age`: real seconds since that press, None when not known (after a restart it is too late).
    """

    counter: str | None = None
    ticket: str | None = None
    age: float | None = None


@dataclass(frozen=True)
class SetPriority(Command):
    """Correct the priority a citizen declared."""

    ticket: str
    priority: Priority


@dataclass(frozen=True)
class RecordPrint(Command):
    """What became of the paper."""

    ticket: str
    state: PrintState
    cause: str | None = None
    device: str | None = None


@dataclass(frozen=True)
class OpenCounter(Command):
    """Begin (or go on after a pause) to call people; `officer` sits there."""

    counter: str
    officer: str | None = None


@dataclass(frozen=True)
class PauseCounter(Command):
    """Call nobody for a while."""

    counter: str


@dataclass(frozen=True)
class CloseCounter(Command):
    """Serve here no more: who is in service is finished, who was only called waits again."""

    counter: str


@dataclass(frozen=True)
class TakeCounter(Command):
    """Sit down at a counter, with whatever ticket is in hand there."""

    counter: str
    officer: str


@dataclass(frozen=True)
class DefineService(Command):
    """Enter a service, or change it."""

    service: ServiceDefined


@dataclass(frozen=True)
class DefineCounter(Command):
    """Enter a counter, or change what it serves."""

    counter: CounterDefined


@dataclass(frozen=True)
class SetPolicy(Command):
    """Declare the fairness rule."""

    policy: PolicySet = field(default_factory=PolicySet)


@dataclass(frozen=True)
class SetRules(Command):
    """Declare the office's habits at the counter."""

    rules: RulesSet = field(default_factory=RulesSet)


@dataclass(frozen=True)
class CloseDay(Command):
    """Chốt sổ cuối ngày."""


@dataclass(frozen=True)
class GiveRating(Command):
    """A citizen judges a service: by the counter's tablet or buttons, or by the ticket's own QR."""

    level: Literal[1, 2, 3]
    ticket: str | None = None
    counter: str | None = None
    reasons: tuple[str, ...] = ()
    via: Literal["tablet", "button", "phone"] = "tablet"
