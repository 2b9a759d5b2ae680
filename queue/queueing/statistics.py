"""The office's figures, by the definitions of docs/metrics.md; pure functions over the day's tickets."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from foundation.clock import local

MINUTE_MS = 60_000
#: Below so many ratings a figure about one officer says more about chance than about the officer.
RATINGS_FOR_AN_OFFICER = 5
#: States in which somebody left without being served.
ABANDONED = frozenset({"left", "absent", "cancelled"})


@dataclass(frozen=True)
class Visit:
    """One ticket as its row tells it; times in UTC ms, None when it did not happen.

    called_at: the first call. served_ms: service without the time it was held. reason: why it was cancelled;
    a ticket taken by mistake, or whose paper was void, is no visit.
    """

    service: str
    counter: str | None
    officer: str | None
    state: str
    priority: str
    issued_at: int
    queued_at: int
    called_at: int | None
    served_ms: int | None
    promised: int
    reason: str | None = None


@dataclass(frozen=True)
class Figures:
    """What happened to a group of visits; minutes, and None where nobody can be counted."""

    issued: int
    served: int
    waiting: int
    abandoned: int
    abandon_rate: float | None
    wait_median: float | None
    wait_p90: float | None
    wait_mean: float | None
    service_median: float | None
    service_p90: float | None
    service_mean: float | None
    in_time_rate: float | None


def figures(visits: Sequence[Visit]) -> Figures:
    """The figures of one group."""
    counted = [visit for visit in visits if visit.state != "void" and visit.reason != "mistake"]
    served = [visit for visit in counted if visit.state == "finished"]
    gone = [visit for visit in counted if visit.state in ABANDONED]
    waits = [wait for visit in counted if (wait := waited(visit)) is not None]
    services = [visit.served_ms / MINUTE_MS for visit in served if visit.served_ms is not None]
    in_time = [kept for visit in counted if (kept := in_promised_time(visit)) is not None]
    return Figures(
        issued=len(counted),
        served=len(served),
        waiting=len(counted) - len(served) - len(gone),
        abandoned=len(gone),
        abandon_rate=share(len(gone), len(served) + len(gone)),
        wait_median=quantile(waits, 0.5),
        wait_p90=quantile(waits, 0.9),
        wait_mean=mean(waits),
        service_median=quantile(services, 0.5),
        service_p90=quantile(services, 0.9),
        service_mean=mean(services),
        in_time_rate=share(sum(in_time), len(in_time)),
    )


def waited(visit: Visit) -> float | None:
    """Minutes from joining the line to the first call; None for who was never called."""
    if visit.called_at is None:
        return None
    return max(0, visit.called_at - visit.queued_at) / MINUTE_MS


def in_promised_time(visit: Visit) -> bool | None:
    """Whether the first call came within the promised minutes; who gave up before it is no success.

    None for who still waits, and for who cancelled or was cancelled: nobody knows how long it would have been.
    """
    wait = waited(visit)
    if wait is not None:
        return wait <= visit.promised
    return False if visit.state == "left" else None


def quantile(values: Sequence[float], share_: float) -> float | None:
    """The smallest value that at least this share does not exceed; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    at = math.ceil(round(share_ * len(ordered), 6)) - 1
    return round(ordered[max(0, at)], 2)


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    return round(sum(values) / len(values), 2) if values else None


def share(part: int, whole: int) -> float | None:
    """A share from 0 to 1; None of nothing."""
    return round(part / whole, 4) if whole else None


def by(visits: Iterable[Visit], group: Callable[[Visit], str | None]) -> dict[str, Figures]:
    """The figures of each group; visits that belong to none are left out."""
    groups: dict[str, list[Visit]] = {}
    for visit in visits:
        if (name := group(visit)) is not None:
            groups.setdefault(name, []).append(visit)
    return {name: figures(groups[name]) for name in sorted(groups)}


def hour_of(visit: Visit) -> str:
    """The local hour in which the number was taken, `08`."""
    return local(visit.issued_at).strftime("%H")


@dataclass(frozen=True)
class Mark:
    """One rating: level 3 rất hài lòng, 2 hài lòng, 1 không hài lòng."""

    level: int
    service: str | None
    counter: str
    officer: str | None
    reasons: tuple[str, ...] = ()


def satisfaction(marks: Sequence[Mark]) -> dict[str, object]:
    """Counts by level, the satisfied share (levels 2 and 3), and how often each reason was given."""
    levels = {str(level): sum(mark.level == level for mark in marks) for level in (3, 2, 1)}
    reasons: dict[str, int] = {}
    for mark in marks:
        for reason in mark.reasons:
            reasons[reason] = reasons.get(reason, 0) + 1
    good = sum(mark.level > 1 for mark in marks)
    return {
        "count": len(marks),
        "levels": levels,
        "satisfied": share(good, len(marks)),
        "reasons": reasons,
    }


def officers(marks: Iterable[Mark]) -> dict[str, dict[str, object]]:
    """Satisfaction by officer, only where there are enough ratings to say anything."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.officer:
            groups.setdefault(mark.officer, []).append(mark)
    enough = {who: of for who, of in sorted(groups.items()) if len(of) >= RATINGS_FOR_AN_OFFICER}
    return {who: satisfaction(of) for who, of in enough.items()}


def report(visits: Sequence[Visit], marks: Sequence[Mark], idle: int) -> dict[str, Any]:
    """Everything of one day as plain values."""
    groups: Mapping[str, Callable[[Visit], str | None]] = {
        "services": lambda visit: visit.service,
        "counters": lambda visit: visit.counter,
        "hours": hour_of,
    }
    return {
        "total": asdict(figures(visits)),
        **{name: {key: asdict(value) for key, value in by(visits, group).items()} for name, group in groups.items()},
        "ratings": {**satisfaction(marks), "idle": idle, "officers": officers(marks)},
    }
