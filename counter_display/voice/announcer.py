"""Who is said next in a hall, and how often: the queue of announcements, one a hall.

Pure: the state is a value; the caller gives the calls (events of the stream), the office's time,
and keeps `played_up_to` durably. Calls are numbered by their events, so one number says
everything about what was already said, and a player that comes back asks for the events after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from counter_display.voice.spelling import Language

STALE_MS = 60_000
CROWD = 2


@dataclass(frozen=True)
class Call:
    """A call or a recall of a ticket. id: its event's number. at: when, ms. English when asked for."""

    id: int
    number: str
    counter: str
    at: int
    english: bool = False


@dataclass(frozen=True)
class Announcement:
    """What the speaker says now: the call in these languages, once or twice."""

    call: Call
    twice: bool

    @property
    def languages(self) -> tuple[Language, ...]:
        return ("vi", "en") if self.call.english else ("vi",)


@dataclass(frozen=True)
class Hall:
    """The announcements of one hall, as its one player knows them.

    played_up_to: every call up to this event was said, or was too old to be. The durable mark.
    waiting: calls still to be said, in the order of their events.
    speaking: the one that sounds now.
    """

    played_up_to: int = 0
    waiting: tuple[Call, ...] = ()
    speaking: Announcement | None = None


def announce(hall: Hall, call: Call) -> Hall:
    """A call came from the stream, perhaps once more after a reconnect: it is queued once."""
    known = {each.id for each in hall.waiting}
    if hall.speaking is not None:
        known.add(hall.speaking.call.id)
    if call.id <= hall.played_up_to or call.id in known:
        return hall
    return replace(hall, waiting=tuple(sorted((*hall.waiting, call), key=lambda each: each.id)))


def withdraw(hall: Hall, call_id: int) -> Hall:
    """A press of Next was taken back: a call that has not sounded yet is not said any more."""
    return replace(hall, waiting=tuple(each for each in hall.waiting if each.id != call_id))


def plan(waiting: tuple[Call, ...], now: int, max_age_ms: float = STALE_MS) -> Announcement | None:
    """The rule: the oldest call that is not stale; each once when more than two of them wait."""
    fresh = [call for call in waiting if not is_stale(call, now, max_age_ms)]
    return Announcement(fresh[0], twice=len(fresh) <= CROWD) if fresh else None


def is_stale(call: Call, now: int, max_age_ms: float = STALE_MS) -> bool:
    """Whether a call is only shown: after a minute its citizen came, or asks at the counter."""
    return now - call.at > max_age_ms


def next_announcement(hall: Hall, now: int, max_age_ms: float = STALE_MS) -> tuple[Hall, Announcement | None]:
    """Begin the next announcement, if none sounds; stale calls before it are passed over.

    The mark does not move yet: a player that dies while it speaks leaves the call to be said
    again, whole, by the next one, rather than lose it.
    """
    if hall.speaking is not None:
        return hall, None
    chosen = plan(hall.waiting, now, max_age_ms)
    fresh = tuple(call for call in hall.waiting if not is_stale(call, now, max_age_ms))
    rest = tuple(call for call in fresh if chosen is None or call.id != chosen.call.id)
    return replace(hall, waiting=rest, speaking=chosen), chosen


def played(hall: Hall, call_id: int) -> Hall:
    """The announcement ended: the mark moves up to it. Told twice, or of another's, it never falls."""
    speaking = hall.speaking
    if speaking is not None and speaking.call.id == call_id:
        hall = replace(hall, speaking=None)
    mark = max(hall.played_up_to, call_id)
    return replace(hall, played_up_to=mark, waiting=tuple(c for c in hall.waiting if c.id > mark))
