"""What the kiosk may show, be told, and have to do: closed families of values, without any behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["vi", "en"]
#: domain.md §8, in the order they are offered.
PRIORITIES = ("elderly", "disabled", "pregnant", "infant", "merit")
Sent = Literal["none", "some", "all"]


@dataclass(frozen=True)
class Wish:
    """What a number is wanted for: a service's letter, the codes it carries, a priority class."""

    service: str
    codes: tuple[str, ...] = ()
    priority: str = "normal"


@dataclass(frozen=True)
class Ticket:
    """A number as the office gave it.

    key: the idempotency key it was asked with (the journal's name for it).
    code: the text of its QR. p50/p90: minutes of waiting. again: this paper is a reprint.
    """

    id: str
    number: str
    service: str
    key: str = ""
    ahead: int | None = None
    p50: float | None = None
    p90: float | None = None
    code: str = ""
    track_url: str | None = None
    priority: str = "normal"
    state: str = "waiting"
    counter: str | None = None
    language: Language = "vi"
    again: bool = False


@dataclass(frozen=True)
class Action:
    """One thing the office says may be done now with a shown code."""

    do: Literal["ticket", "reprint", "come_back", "none"]
    service: str | None = None
    codes: tuple[str, ...] = ()
    priority: str | None = None


@dataclass(frozen=True)
class Meaning:
    """What a shown or typed code means: a sentence for the citizen and what may be done now."""

    kind: str
    sentence: str
    actions: tuple[Action, ...] = ()
    ticket: Ticket | None = None


# --- what is asked of the office; `key` is the idempotency key, the same when tried again ---------------


@dataclass(frozen=True)
class AskMeaning:
    key: str
    text: str
    last4: str = ""


@dataclass(frozen=True)
class TakeTicket:
    key: str
    wish: Wish
    language: Language = "vi"


@dataclass(frozen=True)
class ComeBack:
    key: str
    ticket: Ticket


Request = AskMeaning | TakeTicket | ComeBack

# --- screens: one question each -------------------------------------------------------------------------


@dataclass(frozen=True)
class Home:
    page: int = 0


@dataclass(frozen=True)
class ChooseService:
    """A card was shown (its age gave a priority), or a receipt that fits no one service."""

    priority: str = "normal"
    codes: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True)
class ChoosePriority:
    wish: Wish


@dataclass(frozen=True)
class Confirm:
    wish: Wish


@dataclass(frozen=True)
class TypeCode:
    pass


@dataclass(frozen=True)
class Asking:
    request: Request


@dataclass(frozen=True)
class Meant:
    meaning: Meaning


@dataclass(frozen=True)
class AskReprint:
    ticket: Ticket


@dataclass(frozen=True)
class Printing:
    ticket: Ticket


@dataclass(frozen=True)
class Done:
    ticket: Ticket


@dataclass(frozen=True)
class CameBack:
    ticket: Ticket


@dataclass(frozen=True)
class PrinterFailed:
    """The number is good, its paper is not. sent: how much of it the printer had got."""

    ticket: Ticket
    cause: str
    sent: Sent


@dataclass(frozen=True)
class ServerAway:
    request: Request


@dataclass(frozen=True)
class Refused:
    """The office, or this machine, says no. sentence may be empty: then the text of `code` is shown."""

    code: str
    sentence: str = ""


@dataclass(frozen=True)
class AskPrinted:
    """The power went while this ticket was being printed: only a person can see what came out."""

    ticket: Ticket


Screen = (
    Home
    | ChooseService
    | ChoosePriority
    | Confirm
    | TypeCode
    | Asking
    | Meant
    | AskReprint
    | Printing
    | Done
    | CameBack
    | PrinterFailed
    | ServerAway
    | Refused
    | AskPrinted
)


@dataclass(frozen=True)
class Limits:
    """Seconds without a touch after which a screen gives way.

    quiet: all is cleared (the question comes `warning` s before). done: the screen after a printed number.
    busy: a request or a print that never ends.
    """

    quiet: float = 45
    warning: float = 12
    done: float = 20
    busy: float = 60


@dataclass(frozen=True)
class Comfort:
    """How this person wants the page: language, large letters, everything low, sentences read aloud."""

    language: Language = "vi"
    large: bool = False
    low: bool = False
    speak: bool = False


@dataclass(frozen=True)
class State:
    """All the kiosk knows of the person before it. touched_at: monotonic seconds of the last touch."""

    screen: Screen = field(default_factory=Home)
    comfort: Comfort = field(default_factory=Comfort)
    trail: tuple[Screen, ...] = ()
    touched_at: float = 0.0
    warned: bool = False
    limits: Limits = field(default_factory=Limits)


# --- what the kiosk is told -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Touch:
    """A press of something on the page. key: a fresh id, for a request this press may lead to."""

    do: str
    value: str = ""
    key: str = ""
    extra: str = ""


@dataclass(frozen=True)
class Scanned:
    text: str
    key: str = ""


@dataclass(frozen=True)
class Tick:
    pass


@dataclass(frozen=True)
class Understood:
    key: str
    meaning: Meaning


@dataclass(frozen=True)
class Issued:
    """The office gave the number. key: of the request; the ticket's own key may be an older one."""

    key: str
    ticket: Ticket


@dataclass(frozen=True)
class Back:
    key: str
    ticket: Ticket


@dataclass(frozen=True)
class Denied:
    key: str
    code: str
    sentence: str = ""


@dataclass(frozen=True)
class Unreached:
    key: str


@dataclass(frozen=True)
class PaperOut:
    """The ticket's paper came out whole."""

    ticket: Ticket


@dataclass(frozen=True)
class PaperFailed:
    ticket: Ticket
    cause: str
    sent: Sent


@dataclass(frozen=True)
class FoundAsked:
    """On start: a number had been asked for and no answer was kept."""

    request: TakeTicket


@dataclass(frozen=True)
class FoundIssued:
    """On start: the number is there, its printing had not begun."""

    ticket: Ticket


@dataclass(frozen=True)
class FoundPrinting:
    """On start: the cut came in the middle of printing."""

    ticket: Ticket


Input = (
    Touch
    | Scanned
    | Tick
    | Understood
    | Issued
    | Back
    | Denied
    | Unreached
    | PaperOut
    | PaperFailed
    | FoundAsked
    | FoundIssued
    | FoundPrinting
)

# --- what the kiosk has to do ---------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintTicket:
    ticket: Ticket


@dataclass(frozen=True)
class Settle:
    """The person saw the number; nothing more is owed. state/cause go to the office when not empty."""

    ticket: Ticket
    state: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Abandon:
    """The person left before the office answered: nobody waits for this request."""

    key: str


Effect = AskMeaning | TakeTicket | ComeBack | PrintTicket | Settle | Abandon
