"""What the phone page of a ticket shows, and the two things a citizen may do there. The queue fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from foundation.events.queue import TicketState
from foundation.refusal import Refusal

Level = Literal[1, 2, 3]

#: Why a citizen was not content; the words are the texts `phone.reason.<code>`.
REASONS = ("waiting", "attitude", "guidance", "papers")

#: Seconds until the page asks again: often when the turn is near, rarely when there is time.
NEAR, USUAL, ENDED = 4, 10, 60
SOON = 3


@dataclass(frozen=True)
class TicketView:
    """One ticket as its owner may see it: nothing personal, for anybody with the paper can open it.

    ahead, p50, p90 (minutes) matter while it waits; counter once it is called; back_until (UTC ms) when absent.
    """

    number: str
    service: dict[str, str]
    state: TicketState
    as_of: int
    ahead: int = 0
    p50: float | None = None
    p90: float | None = None
    counter: str | None = None
    back_until: int | None = None
    may_come_back: bool = False
    may_rate: bool = False
    rated: bool = False

    @property
    def poll_seconds(self) -> int:
        """How soon the page should ask again."""
        if self.state in {"finished", "cancelled", "left", "void"}:
            return ENDED
        return NEAR if self.state != "waiting" or self.ahead <= SOON else USUAL

    @property
    def minutes(self) -> tuple[int, int] | None:
        """The wait as a range of whole minutes; None when nobody can tell."""
        if self.p50 is None:
            return None
        low = max(1, round(self.p50))
        return low, max(low, round(self.p50 if self.p90 is None else self.p90))


@dataclass(frozen=True)
class Judgement:
    """A rating from the phone: 3 rất hài lòng, 2 hài lòng, 1 không hài lòng."""

    level: Level
    reasons: tuple[str, ...] = ()
    comment: str = ""


class Tickets(Protocol):
    """What the office answers to whoever holds a ticket. `code` is the ticket's signed text, `id.key.mac`."""

    def look(self, code: str) -> TicketView | None:
        """The ticket; None when the code is not one of ours."""

    def come_back(self, code: str, key: str) -> Refusal | None:
        """'Tôi đã quay lại': wait again. The same `key` counts once."""

    def rate(self, code: str, judgement: Judgement, key: str) -> Refusal | None:
        """Judge the service. The same `key` counts once."""
